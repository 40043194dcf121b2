"""Re-ranks a list so that groups keep the shares that they have among the eligible, on request.

Only places change: nobody's score or chance does, and nobody comes onto a list who could not have
stood on it. The sorting itself stands in `matching.fairness.sorting`.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matching.contest import Contest, Field
from matching.errors import UnknownAttributeError
from matching.fairness.groups import Grouping, list_plain
from matching.fairness.sorting import Sorted, find_minimums, sort_constrained
from matching.fairness.suppression import show_groups
from matching.matcher import Matcher
from snapshots.coding import Codes
from snapshots.ledger import Flags, Ints, Rows


def list_balances(matcher: Matcher, day: int) -> tuple[Grouping, ...]:
    """Return the groupings that a list as of `day` can be balanced by: those that records hold.

    No audit attribute is among them: who rises and who leaves would tell each person's own.
    """
    found = list_plain(matcher.view(day), matcher.policy.fairness)
    return tuple(grouping for grouping in found if grouping.groups)


def find_balance(contest: Contest, attribute: str) -> Grouping:
    """Return a grouping by its name; UnknownAttributeError with those that there are."""
    known = {one.attribute: one for one in list_balances(contest.matcher, contest.dates.day)}
    if attribute not in known:
        raise UnknownAttributeError(attribute, tuple(known))
    return known[attribute]


@dataclass(frozen=True)
class Balance:
    """A field by score and by constrained sorting; `members` counts the eligible of each group.

    `order` holds places of the field, the best score first; `minimum` is [group, place].
    """

    field: Field
    grouping: Grouping
    order: Rows
    members: Ints
    total: int
    minimum: Ints
    found: Sorted

    @property
    def size(self) -> int:
        """How many stand on the list."""
        return len(self.found.places)

    @property
    def places(self) -> Rows:
        """Places in the field of the list, from its top."""
        return self.order[self.found.places]

    @property
    def present(self) -> Ints:
        """How many of each group are in the field."""
        return _count(self.group, len(self.grouping.groups))

    @cached_property
    def group(self) -> Codes:
        """Group of everybody in the field, the best score first."""
        return np.asarray(self.grouping.code[self.field.rows[self.order]])

    @cached_property
    def counts(self) -> Ints:
        """Eligible people of each group, then those of whom it is unknown."""
        return np.append(self.members, self.total - self.members.sum())

    @cached_property
    def hidden(self) -> Flags:
        """Which groups, counted as in `counts`, must not be shown.

        Somebody in the field of whose group nobody is eligible counts as one.
        """
        there = np.append(self.present, (self.group < 0).sum())
        least = self.field.contest.matcher.policy.fairness.least_group
        people = np.where(self.counts > 0, self.counts, np.minimum(there, 1))
        return show_groups(people, least).hidden


def balance_field(field: Field, size: int, attribute: str) -> Balance:
    """Sort a field so that its first `size` keep the shares of groups among all the eligible.

    Shares are those of the post, whatever part of its people the request leaves in the field.
    Raises UnknownAttributeError.
    """
    contest = field.contest
    grouping = find_balance(contest, attribute)
    order = field.top(len(field.rows))
    group, count = grouping.code[field.rows[order]], len(grouping.groups)
    members = _count(grouping.code[contest.verdicts.eligible], count)
    total = int(contest.verdicts.eligible.sum())
    minimum = find_minimums(members, total, _count(group, count), min(size, len(order)))
    found = sort_constrained(group, minimum)
    return Balance(field, grouping, order, members, total, minimum, found)


def _count(codes: Codes, groups: int) -> Ints:
    return np.bincount(codes[codes >= 0], minlength=groups).astype(np.int64)
