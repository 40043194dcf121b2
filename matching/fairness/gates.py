"""The audit of rules: which rule excludes whom, of the people in service, for today's posts.

A rule is law or written policy: an alarm says that a group passes it more seldom than others, not
that anything is wrong with it. Who fails a rule does not pass, nor does who cannot be judged by it
for want of a fact: only the eligible are ranked. Posts are those that watching the model looks at.
What counts of a person is the share of these posts, so that people, not pairs, are the unit of
every interval. Shares are in whole per cents: finer ones would tell how many are meant.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matching.fairness.groups import Grouping, list_groupings
from matching.fairness.suppression import Hidden, hide_few, show_groups
from matching.matcher import Matcher
from matching.watching.pools import Pools
from models.fairness import Ratio, quantile, rate_ratio
from rules.gates import GATES, find_unchecked
from rules.policy import Policy
from rules.policy_file import FairnessLimits
from snapshots.ledger import Flags, Floats, Rows
from snapshots.presence import in_service

PERSONAL = frozenset({"in_service", "performance_floor", "discipline"})
"""Rules about conduct or standing: that one of few is turned away must not be read off a count."""


@dataclass(frozen=True)
class GroupExcluded:
    """How far a rule turns one group away; None where `suppressed` says why.

    `excluded` is the mean share of posts from which it turns them away, `unclear` that of posts for
    which a fact is missing; `others` and `others_unclear` are those of everybody else. `ratio` is
    of both together to the others' both. `passing_ratio` holds those who pass it against each
    other: it is what the alarm reads, and `lacks_facts` that missing facts explain more of it than
    the rule does. `alone` is as in `RuleAudit`, None too where a group is hidden.
    """

    group: str | None
    suppressed: Hidden | None
    people: int | None = None
    excluded: float | None = None
    unclear: float | None = None
    others: float | None = None
    others_unclear: float | None = None
    ratio: Ratio | None = None
    passing_ratio: float | None = None
    alone: int | None = None
    alarm: bool = False
    lacks_facts: bool = False


@dataclass(frozen=True)
class RuleByAttribute:
    """One rule by one attribute."""

    attribute: str
    groups: tuple[GroupExcluded, ...]


@dataclass(frozen=True)
class RuleAudit:
    """One rule with its source: the mean share of posts from which it turns people away.

    `unclear` is the mean share of posts for which it cannot be answered. `alone` counts people whom
    nothing but this rule keeps from at least one post. Each is None where it would tell of one of
    few people.
    """

    rule: str
    source: str
    excluded: float | None
    unclear: float | None
    alone: int | None
    attributes: tuple[RuleByAttribute, ...]


@dataclass(frozen=True)
class GateAudit:
    """Every rule that not everybody passes, the one that excludes most first.

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
    posts = max(len(pools.posts), 1)
    turned = _Turned(
        pools.failed[serving] / posts,
        pools.unknown[serving] / posts,
        pools.alone[serving] > 0,
        limits,
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

    `excluded` and `unclear` are float64[people, rules], `alone` bool[people, rules].
    """

    excluded: Floats
    unclear: Floats
    alone: Flags
    limits: FairnessLimits

    @property
    def closed(self) -> Floats:
        """Share of posts that each rule closes to each person, either way."""
        return np.asarray(self.excluded + self.unclear)

    def count(self, gate: int) -> tuple[float | None, float | None, int | None]:
        """Return a rule's mean shares and whom it keeps alone, None what would tell of few."""
        few, few_alone = self.hide(gate, np.zeros(len(self.alone), np.intp), 1)
        shares = (share_of(share[:, gate]) for share in (self.excluded, self.unclear))
        excluded, unclear = (None if few[0] else share for share in shares)
        return excluded, unclear, None if few_alone[0] else int(self.alone[:, gate].sum())

    def hide(self, gate: int, code: Rows, groups: int) -> tuple[Flags, Flags]:
        """Tell of which groups it must not be told whom a rule turns away; and whom it alone."""
        if GATES[gate] not in PERSONAL:
            return np.zeros(groups, np.bool_), np.zeros(groups, np.bool_)
        people, least = np.bincount(code, minlength=groups), self.limits.least_group
        parts = self.excluded, self.unclear, self.closed, self.alone
        *some, alone = (
            hide_few(np.bincount(code[part[:, gate] > 0], minlength=groups), people, least)
            for part in parts
        )
        return np.asarray(np.logical_or.reduce(some), np.bool_), alone


def share_of(shares: Floats) -> float:
    """Return a mean share in whole per cents, 0 of nobody."""
    return round(float(shares.mean()), 2) if len(shares) else 0.0


def _audit_rules(
    turned: _Turned, groupings: Sequence[Grouping], policy: Policy
) -> Iterator[RuleAudit]:
    """Give the rules that not everybody passes, the one that excludes most first."""
    touching = np.flatnonzero(turned.closed.any(axis=0)).tolist()
    told = {gate: turned.count(gate) for gate in touching}
    rank = {gate: (told[gate][0] or 0.0) + (told[gate][1] or 0.0) for gate in touching}
    excluding = sorted(told, key=lambda gate: -rank[gate])  # a hidden rate has no place
    splits = [_Split(one, turned, len(excluding)) for one in groupings if one.groups]
    for gate in excluding:
        excluded, unclear, alone = told[gate]
        yield RuleAudit(
            rule=GATES[gate],
            source=policy.rules[GATES[gate]].source,
            excluded=excluded,
            unclear=unclear,
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

        Where a group is hidden nobody's `alone` is told: with the total it would tell of the rest.
        """
        turned = self._turned
        few, few_alone = turned.hide(gate, self.code, len(self.groups))
        few_alone |= self.shown.hidden.any()
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
                excluded=share_of(turned.excluded[own, gate]),
                unclear=share_of(turned.unclear[own, gate]),
                alone=None if few_alone[place] else int(turned.alone[own, gate].sum()),
            )
            yield self._compare(told, gate, own) if why is None else told

    def _compare(self, shown: GroupExcluded, gate: int, own: Flags) -> GroupExcluded:
        """Hold a group against everybody else; four fifths is asked of those who pass."""
        turned = self._turned
        closed, one = turned.closed[:, gate], np.zeros(len(own), np.int64)
        share, others = float(closed[own].mean()), float(closed[~own].mean())
        ratio = rate_ratio(one, own, closed, np.arange(len(own)))
        passing = (1 - share) / (1 - others) if others < 1 else None
        # At a ratio of 1 who passes and who does not deviate by as much, the other way round.
        rings = (
            ratio is not None
            and passing is not None
            and passing < turned.limits.least_ratio
            and ratio.deviation > quantile(self.looked_at)
        )
        lacking = turned.unclear[own, gate].mean() - turned.unclear[~own, gate].mean()
        return replace(
            shown,
            others=share_of(turned.excluded[~own, gate]),
            others_unclear=share_of(turned.unclear[~own, gate]),
            ratio=None if ratio is None else ratio.rounded(),
            passing_ratio=None if passing is None else round(passing, 2),
            alarm=rings,
            lacks_facts=bool(rings and lacking > (share - others) / 2),
        )
