"""The audit of rules: which rule excludes whom, of the people in service, for today's posts.

A rule is law or written policy: an alarm says that a group passes it more seldom than others, not
that anything is wrong with it. Posts are those that watching the model looks at. What counts of a
person is the share of these posts from which a rule turns them away, so that people, not pairs, are
the unit of every interval.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from matching.fairness.groups import Grouping, list_groupings
from matching.matcher import Matcher
from matching.staffing import in_service
from matching.watching.watched import choose_posts
from models.fairness import Ratio, hide_small, quantile, rate_ratio
from rules.gates import GATES, check_gates, find_unchecked
from rules.policy import Policy
from rules.policy_file import FairnessLimits
from rules.results import FAIL, UNKNOWN
from snapshots.ledger import Flags, Floats, Rows

WhyHidden = Literal["too_few", "unknown", "alone"]
"""Why a group has no ratio: it, or one that it would give away, has too few people; it is unknown
who they are; or there is nobody to hold them against."""


@dataclass(frozen=True)
class GroupExcluded:
    """How far a rule turns one group away; None where `suppressed` says why.

    `excluded` is the mean share of posts from which it turns them away, `others` that of everybody
    else of known group, `ratio` the one over the other. `passing_ratio` holds those who pass it
    against each other: it is what the alarm reads. `alone` counts people whom nothing but this rule
    keeps from at least one post.
    """

    group: str | None
    suppressed: WhyHidden | None
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
    """One rule with its source: whom it turns away at all, and whom it alone keeps from a post."""

    rule: str
    source: str
    excluded: float
    alone: int
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


@dataclass(frozen=True)
class Turned:
    """Of each person in service, the share of posts from which each rule turns them away.

    `excluded` and `alone` are float64[people, rules]; alone means that no other rule does and none
    is unanswered.
    """

    posts: int
    excluded: Floats
    alone: Floats


def audit_gates(matcher: Matcher, day: int) -> GateAudit:
    """Return which rule excludes whom as of `day`."""
    view, limits = matcher.view(day), matcher.policy.fairness
    serving = np.flatnonzero(in_service(view))
    groupings = list_groupings(view.take(serving), limits)
    turned = count_turned(matcher, day, serving)
    return GateAudit(
        posts=turned.posts,
        people=len(serving),
        least_ratio=limits.least_ratio,
        least_group=limits.least_group,
        not_checked=find_unchecked(matcher.history.snapshot, matcher.policy),
        absent=tuple(one.attribute for one in groupings if not one.groups),
        rules=tuple(_audit_rules(turned, groupings, matcher.policy)),
    )


def count_turned(matcher: Matcher, day: int, serving: Rows) -> Turned:
    """Check every rule for every post watched and everybody at the rows `serving`."""
    view = matcher.view(day)
    posts = choose_posts(matcher, matcher.staffing(day).vacant > 0)
    excluded = np.zeros((len(serving), len(GATES)))
    alone = np.zeros_like(excluded)
    for post in posts.tolist():
        results = check_gates(view, post, matcher.policy, day).results[serving]
        failed = results == FAIL
        excluded += failed
        alone += failed & ((failed | (results == UNKNOWN)).sum(axis=1) == 1)[:, None]
    count = max(len(posts), 1)
    return Turned(len(posts), excluded / count, alone / count)


def _audit_rules(
    turned: Turned, groupings: Sequence[Grouping], policy: Policy
) -> Iterator[RuleAudit]:
    """Give the rules that turn anybody away, the one that excludes most first."""
    rates = turned.excluded.sum(axis=0) / max(len(turned.excluded), 1)
    excluding = [gate for gate in np.argsort(-rates, kind="stable").tolist() if rates[gate] > 0]
    splits = [_split(one, policy.fairness, len(excluding)) for one in groupings if one.groups]
    for gate in excluding:
        people = turned.excluded[:, gate], turned.alone[:, gate]
        yield RuleAudit(
            rule=GATES[gate],
            source=policy.rules[GATES[gate]].source,
            excluded=float(rates[gate]),
            alone=int((people[1] > 0).sum()),
            attributes=tuple(
                RuleByAttribute(split.attribute, tuple(split.audit(*people))) for split in splits
            ),
        )


@dataclass(frozen=True)
class _Split:
    """People by one attribute: `code` is the place of their group in `groups`, unknown last.

    `why` tells of each group why it is not compared, None where it is; `looked_at` is how many
    comparisons are made by this attribute.
    """

    attribute: str
    groups: tuple[str | None, ...]
    code: Rows
    why: tuple[WhyHidden | None, ...]
    looked_at: int
    least_ratio: float

    def audit(self, excluded: Floats, alone: Floats) -> Iterator[GroupExcluded]:
        """Give each group that has people, by their shares of posts from which a rule turns them.

        What is shown of the others leaves out who is of no known group.
        """
        known = self.code < len(self.groups) - 1
        for place in np.unique(self.code).tolist():
            own, why = self.code == place, self.why[place]
            if why == "too_few":
                yield GroupExcluded(self.groups[place], suppressed=why)
                continue
            shown = GroupExcluded(
                group=self.groups[place],
                suppressed=why,
                people=int(own.sum()),
                excluded=float(excluded[own].mean()),
                alone=int((alone[own] > 0).sum()),
            )
            yield self._compare(shown, excluded[known], own[known]) if why is None else shown

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
            and passing < self.least_ratio
            and ratio.deviation > quantile(self.looked_at)
        )
        return replace(shown, others=others, ratio=ratio, passing_ratio=passing, alarm=rings)


def _split(grouping: Grouping, limits: FairnessLimits, rules: int) -> _Split:
    last = len(grouping.groups)
    code = np.where(grouping.code < 0, last, grouping.code).astype(np.intp)
    counts = np.bincount(code, minlength=last + 1)
    hidden, alone = hide_small(counts, limits.least_group), (counts[:last] > 0).sum() < 2
    why: list[WhyHidden | None] = ["too_few" if one else None for one in hidden]
    why = [reason or ("alone" if alone else None) for reason in why]
    why[last] = why[last] if hidden[last] else "unknown"
    compared = sum(why[place] is None and counts[place] > 0 for place in range(last))
    names = (*grouping.groups, None)
    return _Split(grouping.attribute, names, code, tuple(why), rules * compared, limits.least_ratio)
