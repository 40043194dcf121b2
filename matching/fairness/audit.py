"""The audit of today's lists: who stands on them, beside all who could.

The posts are those that watching the model looks at, vacant ones first; of each, everybody who is
eligible is ranked and the first ten count as selected. Where scores tie, a hash of person and post
decides: no secret plays a part, so that a model's card is the same on every installation, and luck
at one post is none at the next.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from features.matrix import build_matrix
from matching.fairness.answers import (
    Alarm,
    ColumnGap,
    Fairness,
    GroupOnLists,
    GroupUnjudged,
    OnLists,
)
from matching.fairness.groups import Grouping, list_groupings
from matching.fairness.suppression import Shown, count_shown, show_groups
from matching.matcher import Matcher
from matching.watching.pools import Pools, mix_lots
from models import fairness as measures
from models.bundle import Bundle
from models.fairness import Estimate
from rules.policy_file import FairnessLimits as Limits
from snapshots.ledger import Flags, Floats, Rows
from snapshots.presence import in_service

TOP = 10
"""Places of a list that count as selected."""
MOST_ROWS = 60_000
"""Eligible people ranked at most, over all posts: bounds the time on great agencies."""
EXPLAINED = 1_000
"""Of these, so many are explained, evenly: explaining costs more than scoring."""
COLUMNS = 3
SEED = 20


@dataclass(frozen=True)
class Lists:
    """Rows (post, person) of full eligible pools; `place` counts from 0 within a post.

    `explained` are some of the rows, and `matrix` what the `bundle` read of them.
    """

    posts: int
    post: Rows
    person: Rows
    place: Rows
    explained: Rows
    matrix: Floats
    bundle: Bundle

    @cached_property
    def contributions(self) -> Floats:
        """What each column adds to the score of the explained rows; only an alarm asks for it."""
        return np.asarray(self.bundle.contributions(self.matrix)[:, :-1])

    @property
    def selected(self) -> Floats:
        """1 for who stands on a list, else 0."""
        return (self.place < TOP).astype(np.float64)

    @property
    def exposure(self) -> Floats:
        """How much a place is seen: 1 / log2(1 + place from 1), 0 off the list."""
        return np.where(self.place < TOP, 1 / np.log2(self.place + 2.0), 0.0)


def audit_lists(matcher: Matcher, pools: Pools) -> Fairness:
    """Return the audit of the lists of a day; what looks back is left empty.

    Raises NoModelError where no model serves.
    """
    limits = matcher.policy.fairness
    groupings = list_groupings(pools.view, limits)
    lists = rank_pools(matcher, pools)
    found = tuple(
        replace(
            _audit_attribute(lists, grouping, limits),
            unjudged=tuple(_count_unjudged(pools, grouping, limits.least_group)),
        )
        for grouping in groupings
        if grouping.groups
    )
    return Fairness(
        as_of=pools.as_of,
        posts=lists.posts,
        posts_watched=len(_find_contested(pools)),
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


def rank_pools(matcher: Matcher, pools: Pools) -> Lists:
    """Rank everybody eligible for the posts watched, in their order, as far as MOST_ROWS reach.

    The first post that does not fit ends it, however small the later ones are: to look for posts
    that still fit would take those with few eligible people. The first is taken whatever its size;
    it is no greater than any list.
    """
    bundle, posts = matcher.bundle, _choose_fitting(pools)
    each = [len(pools.eligible[post]) for post in posts]
    seen, picked = [np.empty(0, np.intp)], [np.empty((0, len(bundle.feature_names)))]
    step, passed = max(sum(each) // EXPLAINED, 1), 0
    for post in posts:
        rows = pools.eligible[post]
        matrix = build_matrix(matcher.source, pools.view.take(rows), pools.posts[post])
        lots = mix_lots(pools.lots[rows], pools.post_lots[post])
        order = np.lexsort((lots, -bundle.score(matrix)))
        seen.append(rows[order])
        picked.append(matrix[order[-passed % step :: step]])
        passed += len(rows)
    return Lists(
        posts=len(each),
        post=np.repeat(np.arange(len(each)), each),
        person=np.concatenate(seen),
        place=np.concatenate([np.arange(count) for count in (0, *each)]),
        explained=np.arange(0, passed, step),
        matrix=np.concatenate(picked),
        bundle=bundle,
    )


def _find_contested(pools: Pools) -> Rows:
    """Return the places of the posts for which more than one person is eligible."""
    return np.flatnonzero([len(rows) > 1 for rows in pools.eligible])


def _choose_fitting(pools: Pools) -> list[int]:
    contested = _find_contested(pools)
    total = np.cumsum([len(pools.eligible[post]) for post in contested])
    fitting = max(int(np.searchsorted(total, MOST_ROWS, side="right")), 1)
    return list(contested[:fitting].tolist())


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
        by_chance=near[1] if near else None,
    )


def _count_unjudged(pools: Pools, grouping: Grouping, least: int) -> Iterator[GroupUnjudged]:
    """Give each group in service its share of places that are open but for a missing fact."""
    serving = in_service(pools.view)
    last, unanswered = len(grouping.groups), pools.undetermined[serving]
    code = np.where(grouping.code < 0, last, grouping.code)[serving].astype(np.intp)
    rows = np.concatenate([np.empty(0, np.intp), *pools.eligible])
    eligible = np.bincount(rows, minlength=len(pools.view))[serving]
    shown = show_groups(np.bincount(code, minlength=last + 1), least)
    without, open_to = (
        np.bincount(code, part, last + 1) for part in (unanswered, unanswered + eligible)
    )
    names = (*grouping.groups, None)
    for group in np.flatnonzero(shown.counts).tolist():
        share = round(float(without[group] / max(open_to[group], 1)), 2)
        yield GroupUnjudged(names[group], None if shown.hidden[group] else share)


def _audit_group(
    lists: Lists, code: Rows, number: int, name: str | None, shown: Shown, limits: Limits
) -> GroupOnLists:
    why_not = shown.why_not(number)
    if shown.hidden[number]:
        return GroupOnLists(name, why_not)
    own = code == (number if number < len(shown.counts) - 1 else -1)
    told = GroupOnLists(
        group=name,
        suppressed=why_not,
        people=int(shown.counts[number]),
        eligible=int(own.sum()),
        selected=int(lists.selected[own].sum()),
        selection_rate=float(lists.selected[own].mean()),
    )
    return told if why_not else _compare(told, lists, code, own, shown.compared, limits)


def _compare(
    told: GroupOnLists, lists: Lists, code: Rows, own: Flags, compared: int, limits: Limits
) -> GroupOnLists:
    """Hold a group against all others whose group is known."""
    known = code >= 0
    post, member, person = lists.post[known], own[known], lists.person[known]
    selected, exposure = lists.selected[known], lists.exposure[known]
    ratio = measures.rate_ratio(post, member, selected, person)
    alarm = ratio is not None and ratio.is_low(limits.least_ratio, compared)
    return replace(
        told,
        selection_ratio=ratio,
        exposure_ratio=measures.rate_ratio(post, member, exposure, person),
        skew=measures.skew(post, member, selected, person),
        columns=_find_columns(lists, code, own) if alarm else (),
        alarm=alarm,
    )


def _find_columns(lists: Lists, code: Rows, own: Flags) -> tuple[ColumnGap, ...]:
    """Return the columns that set a group apart most, the widest gap first."""
    rows = code[lists.explained] >= 0
    picked = lists.explained[rows]
    gaps = measures.mean_gaps(lists.post[picked], own[picked], lists.contributions[rows])
    widest = np.argsort(-np.abs(gaps), kind="stable")[:COLUMNS]
    return tuple(
        ColumnGap(lists.bundle.feature_names[one], float(gaps[one])) for one in widest if gaps[one]
    )


def _measure_divergence(lists: Lists, code: Rows, groups: int) -> tuple[float, Estimate] | None:
    known = code >= 0
    if not known.any():
        return None
    rows = lists.post[known], code[known], lists.place[known]
    found = float(measures.ndkl(*rows, groups, TOP).mean())
    chance = measures.ndkl_by_chance(*rows, lists.person[known], groups, SEED, TOP)
    return found, chance


def _list_alarms(found: tuple[OnLists, ...]) -> Iterator[Alarm]:
    for each in found:
        for group in each.groups:
            if group.alarm and group.selection_ratio is not None:
                ratio = group.selection_ratio
                yield Alarm("lists", each.attribute, group.group, ratio, each.gates)
