"""Which groups may be shown: one place decides it for lists, rules, outcomes and balanced lists.

A total is public. So whatever is hidden takes another with it, until no subtraction tells of few.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from models.fairness import hide_small
from snapshots.ledger import Flags, Ints, Rows

Hidden = Literal["too_few", "would_tell", "unknown", "alone", "few_concerned"]
"""Why a group has no figures: too few people; it would tell of a group that has too few; it is
unknown who they are; nobody is there to compare them with; or so few of them, or all but so few,
are concerned that it would tell who."""


@dataclass(frozen=True)
class Shown:
    """Which groups may be shown and compared: `counts` are people by group, unknown ones last."""

    counts: Ints
    hidden: Flags
    least: int

    def why_not(self, group: int) -> Hidden | None:
        """Return why a group has no figures, None where it has."""
        if self.hidden[group]:
            return "too_few" if self.counts[group] < self.least else "would_tell"
        if group == len(self.counts) - 1:
            return "unknown"
        return "alone" if (self.counts[:-1] > 0).sum() < 2 else None

    @property
    def compared(self) -> int:
        """How many groups are held against others."""
        known = range(len(self.counts) - 1)
        return sum(self.counts[group] > 0 and self.why_not(group) is None for group in known)


def show_groups(counts: Ints, least: int, results: bool = False) -> Shown:
    """Return which groups may be shown, by their people; those of unknown group stand last.

    Few of unknown group are hidden. They take another group with them only where figures are
    somebody's `results`: else what a subtraction yields describes nobody.
    """
    if results:
        hidden = _hide(lambda known: hide_small(counts[known], least), len(counts))
    else:
        hidden = np.append(hide_small(counts[:-1], least), 0 < counts[-1] < least)
        hidden |= hide_small(counts, least) & (hidden.sum() == 1) & ~hidden[-1]
    return Shown(counts, hidden, least)


def count_shown(code: Rows, person: Rows, groups: int, least: int, results: bool = False) -> Shown:
    """Return which groups may be shown, by the different people in the rows of each of them.

    `code` is -1 where the group is unknown; `results` as in `show_groups`.
    """
    group = np.where(code < 0, groups, code)
    pairs = np.unique(person.astype(np.int64) * (groups + 1) + group)
    counts = np.bincount(pairs % (groups + 1), minlength=groups + 1)
    return show_groups(counts, least, results)


def hide_few(concerned: Ints, people: Ints, least: int) -> Flags:
    """Tell of which groups it must not be told how many of their `people` are `concerned`.

    Neither few, nor all but few, nor all: each would tell of somebody. That nobody is may be said.
    Whatever is hidden takes others with it until `least` on both sides stand behind two groups or
    more. Those of unknown group stand last.
    """
    return _hide(lambda known: _hide_few(concerned[known], people[known], least), len(people))


def _hide(hide: Callable[[slice], Flags], groups: int) -> Flags:
    """Hide among all groups, and among the known ones: figures of one tell of the other known."""
    known = np.append(hide(slice(groups - 1)), False)
    return np.asarray(known | hide(slice(groups)), np.bool_)


def _hide_few(concerned: Ints, people: Ints, least: int) -> Flags:
    others = people - concerned
    hidden = (concerned > 0) & (np.minimum(concerned, others) < least)
    for place in np.argsort(concerned, kind="stable"):
        behind = min(concerned[hidden].sum(), others[hidden].sum())
        if not hidden.any() or (hidden.sum() > 1 and behind >= least):
            break
        hidden[place] |= people[place] > 0
    return np.asarray(hidden, np.bool_)
