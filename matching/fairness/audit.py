"""The audit of today's lists: who stands on them, beside all who could.

The posts are those that watching the model looks at, vacant ones first; of each, everybody who is
eligible is ranked and the first ten count as selected. Where scores tie, a hash of the person
decides, so that no secret plays a part and a model's card is the same on every installation.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from features.matrix import build_matrix
from matching.fairness.answers import Alarm, ColumnGap, Fairness, GroupOnLists, Hidden, OnLists
from matching.fairness.groups import Grouping, list_groupings
from matching.matcher import Matcher
from matching.watching.watched import choose_posts, hash_all
from models import fairness as measures
from rules.gates import check_gates
from rules.policy_file import FairnessLimits as Limits
from snapshots.days import to_date
from snapshots.ledger import Flags, Floats, Rows

TOP = 10
"""Places of a list that count as selected."""
MOST_ROWS = 60_000
"""Eligible people ranked at most, over all posts: bounds the time on great agencies."""
EXPLAINED = 1_000
"""Of these, so many are explained, evenly over posts: explaining costs more than scoring."""
COLUMNS = 3
SEED = 20


@dataclass(frozen=True)
class Lists:
    """Rows (post, person) of full eligible pools; `place` counts from 0 within a post.

    `explained` are some of the rows, with what each column adds to their score.
    """

    posts: int
    post: Rows
    person: Rows
    place: Rows
    explained: Rows
    contributions: Floats
    columns: tuple[str, ...]

    @property
    def selected(self) -> Floats:
        """1 for who stands on a list, else 0."""
        return (self.place < TOP).astype(np.float64)

    @property
    def exposure(self) -> Floats:
        """How much a place is seen: 1 / log2(1 + place from 1), 0 off the list."""
        return np.where(self.place < TOP, 1 / np.log2(self.place + 2.0), 0.0)


@dataclass(frozen=True)
class Shown:
    """Which groups may be shown and compared: `counts` are people by group, unknown ones last."""

    counts: Rows
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


def audit_lists(matcher: Matcher, day: int) -> Fairness:
    """Return the audit of the lists of `day`; what looks back is left empty.

    Raises NoModelError where no model serves.
    """
    limits, on = matcher.policy.fairness, to_date(day)
    groupings = list_groupings(matcher.view(day), limits)
    lists = rank_pools(matcher, day)
    found = tuple(
        _audit_attribute(lists, grouping, limits) for grouping in groupings if grouping.groups
    )
    if on is None:
        raise ValueError(day)
    return Fairness(
        as_of=on,
        posts=lists.posts,
        top=TOP,
        confidence=measures.CONFIDENCE,
        least_ratio=limits.least_ratio,
        least_group=limits.least_group,
        absent=tuple(grouping.attribute for grouping in groupings if not grouping.groups),
        attributes=found,
        past_choices=(),
        outcomes=(),
        alarms=tuple(_list_alarms(found)),
    )


def rank_pools(matcher: Matcher, day: int) -> Lists:
    """Rank everybody eligible for the posts looked at, at most MOST_ROWS people in all."""
    view, bundle = matcher.view(day), matcher.bundle
    lots = hash_all(matcher.history.people_ids)[view.person]
    people, matrices, seen = [np.empty(0, np.intp)], [np.empty((0, len(bundle.feature_names)))], 0
    for post in choose_posts(matcher, matcher.staffing(day).vacant > 0).tolist():
        rows = np.flatnonzero(check_gates(view, post, matcher.policy, day).eligible)
        if len(rows) < 2 or (seen and seen + len(rows) > MOST_ROWS):
            continue
        seen += len(rows)
        matrix = build_matrix(matcher.source, view.take(rows), post)
        order = np.lexsort((lots[rows], -bundle.score(matrix)))
        people.append(rows[order])
        matrices.append(matrix[order])
    each = [len(rows) for rows in people[1:]]
    explained = np.arange(0, seen, max(seen // EXPLAINED, 1))
    return Lists(
        posts=len(each),
        post=np.repeat(np.arange(len(each)), each),
        person=np.concatenate(people),
        place=np.concatenate([np.arange(count) for count in (0, *each)]),
        explained=explained,
        contributions=bundle.contributions(np.concatenate(matrices)[explained])[:, :-1],
        columns=bundle.feature_names,
    )


def count_shown(code: Rows, person: Rows, groups: int, least: int) -> Shown:
    """Return which groups may be shown, by the different people in each of them."""
    group = np.where(code < 0, groups, code)
    pairs = np.unique(person.astype(np.int64) * (groups + 1) + group)
    counts = np.bincount(pairs % (groups + 1), minlength=groups + 1)
    return Shown(counts, measures.hide_small(counts, least), least)


def _audit_attribute(lists: Lists, grouping: Grouping, limits: Limits) -> OnLists:
    code = grouping.code[lists.person].astype(np.intp)
    shown = count_shown(code, lists.person, len(grouping.groups), limits.least_group)
    names = (*grouping.groups, None)
    groups = tuple(
        _audit_group(lists, code, number, names[number], shown, limits)
        for number in np.flatnonzero(shown.counts).tolist()
    )
    near = _measure_divergence(lists, code, len(grouping.groups)) if shown.compared > 1 else None
    return OnLists(
        attribute=grouping.attribute,
        gates=grouping.gates_as in limits.gating,
        groups=groups,
        ndkl=near[0] if near else None,
        ndkl_by_chance=near[1] if near else None,
    )


def _audit_group(
    lists: Lists, code: Rows, number: int, name: str | None, shown: Shown, limits: Limits
) -> GroupOnLists:
    why_not = shown.why_not(number)
    own = code == (number if number < len(shown.counts) - 1 else -1)
    told = not shown.hidden[number]
    ratio = exposure = skew = None
    if why_not is None:
        known = code >= 0
        rows = lists.post[known], own[known], lists.selected[known], lists.person[known]
        ratio, skew = measures.rate_ratio(*rows), measures.skew(*rows)
        exposure = measures.rate_ratio(*rows[:2], lists.exposure[known], rows[3])
    return GroupOnLists(
        group=name,
        people=int(shown.counts[number]) if told else None,
        eligible=int(own.sum()) if told else None,
        selected=int(lists.selected[own].sum()) if told else None,
        selection_rate=float(lists.selected[own].mean()) if told else None,
        selection_ratio=ratio,
        exposure_ratio=exposure,
        skew=skew,
        columns=_find_columns(lists, code, own) if why_not is None else (),
        suppressed=why_not,
        alarm=ratio is not None and ratio.is_low(limits.least_ratio, shown.compared),
    )


def _find_columns(lists: Lists, code: Rows, own: Flags) -> tuple[ColumnGap, ...]:
    """Return the columns that set a group apart most, the widest gap first."""
    rows = code[lists.explained] >= 0
    picked = lists.explained[rows]
    gaps = measures.mean_gaps(lists.post[picked], own[picked], lists.contributions[rows])
    widest = np.argsort(-np.abs(gaps), kind="stable")[:COLUMNS]
    return tuple(ColumnGap(lists.columns[one], float(gaps[one])) for one in widest if gaps[one])


def _measure_divergence(
    lists: Lists, code: Rows, groups: int
) -> tuple[measures.Estimate | None, float]:
    known = code >= 0
    rows = lists.post[known], code[known]
    found = measures.ndkl(*rows, lists.place[known], groups, TOP)
    return measures.estimate_mean(found), measures.ndkl_by_chance(*rows, groups, TOP, SEED)


def _list_alarms(found: tuple[OnLists, ...]) -> Iterator[Alarm]:
    for each in found:
        for group in each.groups:
            if group.alarm and group.selection_ratio is not None:
                ratio = group.selection_ratio
                yield Alarm("lists", each.attribute, group.group, ratio, each.gates)
