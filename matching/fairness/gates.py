"""The audit of rules: which rule excludes whom, of the people in service, for today's posts.

A rule is law or written policy: an alarm says that a group passes it more seldom than others, not
that anything is wrong with it. Posts are those that watching the model looks at. What counts of a
person is the share of these posts from which a rule turns them away, so that people, not pairs, are
the unit of every interval.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matching.fairness.groups import Grouping, list_groupings
from matching.fairness.suppression import Hidden, hide_few, show_groups
from matching.matcher import Matcher
from matching.staffing import in_service
from matching.watching.pools import Pools
from models.fairness import Ratio, quantile, rate_ratio
from rules.gates import GATES, find_unchecked
from rules.policy import Policy
from rules.policy_file import FairnessLimits
from snapshots.ledger import Flags, Floats, Rows

PERSONAL = frozenset({"in_service", "performance_floor", "discipline"})
"""Rules about conduct or standing: that one of few is turned away must not be read off a count."""


@dataclass(frozen=True)
class GroupExcluded:
    """How far a rule turns one group away; None where `suppressed` says why.

    `excluded` is the mean share of posts from which it turns them away, `others` that of everybody
    else of known group, `ratio` the one over the other. `passing_ratio` holds those who pass it
    against each other: it is what the alarm reads. `alone` is as in `RuleAudit`.
    """

    group: str | None
    suppressed: Hidden | None
    people: int | None = None
    excluded: float | None = None
    others: float | None = None
    ratio: Ratio | None = None
    passing_ratio: float | None = None
    alone: int | None = None
    alarm: bool = False


@dataclass(frozen=True)
class RuleByAttribute:
    """One rule by one attribute."""

    attribute: str
    groups: tuple[GroupExcluded, ...]


@dataclass(frozen=True)
class RuleAudit:
    """One rule with its source: the mean share of posts from which it turns people away.

    `alone` counts people whom nothing but this rule keeps from at least one post. Either is None
    where it would tell of one of few people.
    """

    rule: str
    source: str
    excluded: float | None
    alone: int | None
    attributes: tuple[RuleByAttribute, ...]


@dataclass(frozen=True)
class GateAudit:
    """Every rule that turns anybody away, the one that excludes most first.

    `people` are in service; `not_checked` rules could not be looked at. `absent` names attributes
    of which the records hold nothing.
    """

    posts: int
    people: int
    least_ratio: float
    least_group: int
    not_checked: tuple[str, ...]
    absent: tuple[str, ...]
    rules: tuple[RuleAudit, ...]


def audit_gates(matcher: Matcher, pools: Pools) -> GateAudit:
    """Return which rule excludes whom, for the posts watched."""
    limits, serving = matcher.policy.fairness, np.flatnonzero(in_service(pools.view))
    groupings = list_groupings(pools.view.take(serving), limits)
    turned = _Turned(
        pools.failed[serving] / max(len(pools.posts), 1), pools.alone[serving] > 0, limits
    )
    return GateAudit(
        posts=len(pools.posts),
        people=len(serving),
        least_ratio=limits.least_ratio,
        least_group=limits.least_group,
        not_checked=find_unchecked(matcher.history.snapshot, matcher.policy),
        absent=tuple(one.attribute for one in groupings if not one.groups),
        rules=tuple(_audit_rules(turned, groupings, matcher.policy)),
    )


@dataclass(frozen=True)
class _Turned:
    """Of each person in service and rule: the share of posts closed, and whether by it alone.

    `excluded` is float64[people, rules], `alone` bool[people, rules].
    """

    excluded: Floats
    alone: Flags
    limits: FairnessLimits

    @property
    def rates(self) -> Floats:
        """Mean share of posts that each rule closes."""
        return np.asarray(self.excluded.sum(axis=0) / max(len(self.excluded), 1))

    def count(self, gate: int) -> tuple[float | None, int | None]:
        """Return a rule's mean share and whom it keeps alone, None what would tell of few."""
        few, few_alone = self.hide(gate, np.zeros(len(self.alone), np.intp), 1)
        rate, count = float(self.rates[gate]), int(self.alone[:, gate].sum())
        return None if few[0] else rate, None if few_alone[0] else count

    def hide(self, gate: int, code: Rows, groups: int) -> tuple[Flags, Flags]:
        """Tell of which groups it must not be told whom a rule turns away; and whom it alone."""
        if GATES[gate] not in PERSONAL:
            return np.zeros(groups, np.bool_), np.zeros(groups, np.bool_)
        people, least = np.bincount(code, minlength=groups), self.limits.least_group
        anywhere, alone = (
            np.bincount(code[who], minlength=groups)
            for who in (self.excluded[:, gate] > 0, self.alone[:, gate])
        )
        return hide_few(anywhere, people, least), hide_few(alone, people, least)


def _audit_rules(
    turned: _Turned, groupings: Sequence[Grouping], policy: Policy
) -> Iterator[RuleAudit]:
    """Give the rules that turn anybody away, the one that excludes most first."""
    told = {gate: turned.count(gate) for gate in np.flatnonzero(turned.rates).tolist()}
    excluding = sorted(told, key=lambda gate: -(told[gate][0] or 0.0))  # a hidden rate has no place
    splits = [_Split(one, turned, len(excluding)) for one in groupings if one.groups]
    for gate in excluding:
        excluded, alone = told[gate]
        yield RuleAudit(
            rule=GATES[gate],
            source=policy.rules[GATES[gate]].source,
            excluded=excluded,
            alone=alone,
            attributes=tuple(
                RuleByAttribute(split.attribute, tuple(split.audit(gate))) for split in splits
            ),
        )


class _Split:
    """People by one attribute: `code` is the place of their group in `groups`, unknown last."""

    def __init__(self, grouping: Grouping, turned: _Turned, rules: int) -> None:
        last = len(grouping.groups)
        self._turned = turned
        self.attribute = grouping.attribute
        self.groups: tuple[str | None, ...] = (*grouping.groups, None)
        self.code = np.where(grouping.code < 0, last, grouping.code).astype(np.intp)
        counts = np.bincount(self.code, minlength=last + 1)
        self.shown = show_groups(counts, turned.limits.least_group)
        self.looked_at = rules * self.shown.compared

    def audit(self, gate: int) -> Iterator[GroupExcluded]:
        """Give each group that has people, by their shares of posts from which a rule turns them.

        What is shown of the others leaves out who is of no known group.
        """
        excluded, alone = self._turned.excluded[:, gate], self._turned.alone[:, gate]
        few, few_alone = self._turned.hide(gate, self.code, len(self.groups))
        known = self.code < len(self.groups) - 1
        for place in np.flatnonzero(self.shown.counts).tolist():
            own, why = self.code == place, self.shown.why_not(place)
            if self.shown.hidden[place] or few[place]:
                why = why if self.shown.hidden[place] else "few_concerned"
                yield GroupExcluded(self.groups[place], why)
                continue
            told = GroupExcluded(
                group=self.groups[place],
                suppressed=why,
                people=int(own.sum()),
                excluded=float(excluded[own].mean()),
                alone=None if few_alone[place] else int(alone[own].sum()),
            )
            yield self._compare(told, excluded[known], own[known]) if why is None else told

    def _compare(self, shown: GroupExcluded, excluded: Floats, own: Flags) -> GroupExcluded:
        """Hold a group against the others; four fifths is asked of those who pass."""
        share, others = float(excluded[own].mean()), float(excluded[~own].mean())
        one, people = np.zeros(len(own), np.int64), np.arange(len(own))
        ratio = rate_ratio(one, own, excluded, people)
        passing = (1 - share) / (1 - others) if others < 1 else None
        # At a ratio of 1 who passes and who does not deviate by as much, the other way round.
        rings = (
            ratio is not None
            and passing is not None
            and passing < self._turned.limits.least_ratio
            and ratio.deviation > quantile(self.looked_at)
        )
        return replace(shown, others=others, ratio=ratio, passing_ratio=passing, alarm=rings)
