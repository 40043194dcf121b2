"""Whom a plan moves beside whom it could have moved, by group: figures of groups, never of people.

Groups and what is hidden of them are those of every audit here (`matching.fairness`). The share of
a group is that of its members who are moved among those who are a candidate for some post. Nothing
here reaches a score or a choice.
"""

import numpy as np

from matching.fairness.groups import Grouping, list_groupings
from matching.fairness.suppression import hide_few, show_groups
from planning.answers import GroupShare, PlanFairness
from planning.desk.desk import Desk
from snapshots.ledger import Flags, Ints


def measure_fairness(desk: Desk, chosen: Ints) -> tuple[PlanFairness, ...]:
    """Return the shares of each attribute that the records hold; groups too small have none."""
    view = desk.matcher.view(desk.dates.day)
    could, moved = np.zeros((2, len(view)), np.bool_)
    could[desk.person] = True
    moved[desk.person[chosen]] = True
    limits = desk.matcher.policy.fairness
    return tuple(
        _measure(grouping, could, moved, limits.least_group)
        for grouping in list_groupings(view, limits)
        if grouping.groups
    )


def _measure(grouping: Grouping, could: Flags, moved: Flags, least: int) -> PlanFairness:
    count = len(grouping.groups) + 1
    code = np.where(grouping.code < 0, count - 1, grouping.code)
    people = np.bincount(code[could], minlength=count)
    movers = np.bincount(code[moved], minlength=count)
    hidden = show_groups(people, least, results=True).hidden | hide_few(movers, people, least)
    names = (*grouping.groups, None)
    return PlanFairness(
        attribute=grouping.attribute,
        groups=tuple(
            GroupShare(
                group=names[group],
                candidates=None if hidden[group] else int(people[group]),
                moved=None if hidden[group] else int(movers[group]),
                share=None if hidden[group] else float(movers[group] / people[group]),
            )
            for group in range(count)
            if people[group]
        ),
    )
