"""Looking back at fairness: whom past decisions moved, and how it ended, by groups of people.

Past decisions are no work of the model; they tell what it learned from. Groups are as of the day of
each move.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matching.fairness.answers import (
    Alarm,
    Fairness,
    GroupChosen,
    GroupOutcome,
    Outcomes,
    PastChoices,
)
from matching.fairness.audit import TOP, audit_lists
from matching.fairness.groups import Grouping, list_groupings
from matching.fairness.suppression import Shown, count_shown, hide_few
from matching.matcher import Matcher
from matching.watching.pools import Pools
from models import fairness as measures
from models.bundle import Bundle
from rules.policy_file import FairnessLimits as Limits
from snapshots.days import years_of
from snapshots.history import History
from snapshots.ledger import Flags, Floats, Ints, Rows
from snapshots.view import view_rows
from training.dataset import TrainingSet
from training.judging.judged import JudgedOpenings
from training.learning import Lesson


def audit_model(matcher: Matcher, pools: Pools, lesson: Lesson, judged: JudgedOpenings) -> Fairness:
    """Return the audit of the lists that a model would make on a day, and of what lies behind.

    `judged` are the openings of the lesson's trial, in time order. Raises NoModelError.
    """
    limits, history = matcher.policy.fairness, matcher.history
    chosen = audit_choices(history, lesson.contest.trial.data, limits)
    outcomes = audit_outcomes(history, lesson, judged, limits)
    lists = audit_lists(matcher, pools)
    alarms = (*lists.alarms, *_list_alarms(chosen, outcomes))
    return replace(lists, past_choices=chosen, outcomes=outcomes, alarms=alarms)


def audit_choices(history: History, data: TrainingSet, limits: Limits) -> tuple[PastChoices, ...]:
    """Hold movers against the eligible others of their openings, by each attribute.

    Openings whose mover fails a gate as of the day are left out: nobody beside was picked from the
    same pool. Who moved elsewhere the same day was not passed over: of a wave nobody knows the
    order, so that each was still to be had at half of the other's picks (ties in a conditional
    likelihood, Efron 1977).
    """
    lawful = ~data.openings.excluded.any(axis=1)
    rows = data.rows_of(np.flatnonzero(lawful))
    opening, person = data.opening[rows], data.person[rows].astype(np.intp)
    view = view_rows(history, person, data.openings.day[opening])
    alike = np.unique(opening * (len(history.families) + 1) + view.family, return_inverse=True)[1]
    moved = _find_moved(data, opening, person)
    picks = _Picks(opening, alike, person, data.is_mover[rows], moved & ~data.is_mover[rows])
    return tuple(
        PastChoices(
            attribute=grouping.attribute,
            openings=int(lawful.sum()),
            groups=tuple(_audit_chosen(grouping, picks, limits)),
        )
        for grouping in list_groupings(view, limits)
        if grouping.groups
    )


@dataclass(frozen=True)
class _Picks:
    """Candidates of openings; `alike` numbers those of one opening and one job family held.

    `elsewhere` tells who moved the same day, but not here.
    """

    opening: Rows
    alike: Rows
    person: Rows
    is_mover: Flags
    elsewhere: Flags

    @property
    def weight(self) -> Floats:
        """How likely each was still to be had when the mover was picked."""
        return np.where(self.elsewhere, 0.5, 1.0)


def _find_moved(data: TrainingSet, opening: Rows, person: Rows) -> Flags:
    """Tell who of the candidates of openings moved on the opening's day, wherever."""
    days, day = np.unique(data.openings.day, return_inverse=True)
    moved = data.openings.person.astype(np.int64) * len(days) + day
    return np.isin(person * len(days) + day[opening], moved)


def _audit_chosen(grouping: Grouping, picks: _Picks, limits: Limits) -> Iterator[GroupChosen]:
    code, is_mover = grouping.code.astype(np.intp), picks.is_mover
    shown = count_shown(code, picks.person, len(grouping.groups), limits.least_group)
    for number, name, own in _split(grouping, code, shown):
        why_not = shown.why_not(number)
        if shown.hidden[number]:
            yield GroupChosen(name, why_not)
            continue
        told = GroupChosen(
            group=name,
            suppressed=why_not,
            movers=int((own & is_mover).sum()),
            others=int((own & ~is_mover & ~picks.elsewhere).sum()),
        )
        if why_not is None:
            told = _compare_odds(told, picks, own, code >= 0, limits, shown.compared)
        yield told


def _compare_odds(
    told: GroupChosen, picks: _Picks, own: Flags, known: Flags, limits: Limits, compared: int
) -> GroupChosen:
    """Hold a group against all others of its openings whose group is known."""
    rows = own[known], picks.is_mover[known], picks.person[known], picks.weight[known]
    ratio, alike = (
        measures.odds_ratio(stratum[known], *rows) for stratum in (picks.opening, picks.alike)
    )
    alarm = alike is not None and alike.is_low(limits.least_ratio, compared)
    return replace(told, odds_ratio=ratio, like_odds_ratio=alike, alarm=alarm)


@dataclass(frozen=True)
class Ended:
    """Judged moves in time order; `told` is NaN throughout where no chance is told.

    `alike` numbers those that are held against each other.
    """

    alike: Rows
    person: Rows
    success: Flags
    told: Floats
    listed: Flags


def audit_outcomes(
    history: History, lesson: Lesson, judged: JudgedOpenings, limits: Limits
) -> tuple[Outcomes, ...]:
    """Hold how judged moves ended against what was told of them, by each attribute."""
    trial = lesson.contest.trial
    rows = np.sort(trial.judged)
    openings = trial.data.openings
    kind, year = (
        np.unique(judged.kind, return_inverse=True)[1],
        years_of(openings.day[rows]).astype(np.int64),
    )
    ended = Ended(
        alike=stratify(kind, year, limits.least_group),
        person=openings.person[rows].astype(np.intp),
        success=judged.success,
        told=judged.probability,
        listed=find_listed(trial.data, rows, lesson.judge_model),
    )
    view = view_rows(history, ended.person, openings.day[rows])
    return tuple(
        Outcomes(grouping.attribute, tuple(audit_groups(grouping, ended, limits)))
        for grouping in list_groupings(view, limits)
        if grouping.groups
    )


def find_listed(data: TrainingSet, openings: Rows, model: Bundle) -> Flags:
    """Tell of which openings (ascending) a model would have listed the mover.

    Listed is who stands among the first ten of the mover and the others drawn beside; of a tie the
    middle place counts.
    """
    rows = data.rows_of(openings)
    score = model.score(data.matrix[rows])
    _, stratum = np.unique(data.opening[rows], return_inverse=True)
    own = score[data.is_mover[rows]][stratum]
    above = np.bincount(stratum, score > own, len(openings))
    tied = np.bincount(stratum, score == own, len(openings)) - 1
    return np.asarray(above + tied / 2 < TOP)


def stratify(kind: Rows, year: Ints, least: int) -> Rows:
    """Number moves that can be held against each other: of one kind of post, and of one year.

    Years of a kind with fewer than `least` moves are taken together.
    """
    cell = np.unique(np.stack([kind, year]), axis=1, return_inverse=True)[1]
    common = np.where(np.bincount(cell)[cell] >= least, year, 0)
    return np.unique(np.stack([kind, common]), axis=1, return_inverse=True)[1]


def audit_groups(grouping: Grouping, ended: Ended, limits: Limits) -> Iterator[GroupOutcome]:
    """Give how each group's moves ended against what was told, and against the others' moves."""
    code, groups = grouping.code.astype(np.intp), len(grouping.groups)
    shown = count_shown(code, ended.person, groups, limits.least_group, results=True)
    place = np.where(code < 0, groups, code)
    moves, listed = (
        np.bincount(rows, minlength=groups + 1) for rows in (place, place[ended.listed])
    )
    few = hide_few(listed, moves, limits.least_group)
    for number, name, own in _split(grouping, code, shown):
        why_not = shown.why_not(number)
        if shown.hidden[number]:
            yield GroupOutcome(name, why_not)
            continue
        told = _tell_ended(GroupOutcome(name, why_not), ended, own, few[number])
        if why_not is None:
            ratio = _compare_success(ended, own, code >= 0)
            rings = ratio is not None and ratio.is_low(limits.least_ratio, shown.compared)
            told = replace(told, success_ratio=ratio, alarm=rings)
        yield told


def _tell_ended(group: GroupOutcome, ended: Ended, own: Flags, few: bool) -> GroupOutcome:
    """Tell how a group's moves ended; nothing of those listed where `few` were, or were not."""
    told, listed = float(ended.told[own].mean()), own & ended.listed
    rate, of_listed = (
        measures.estimate_share(ended.success[rows], ended.person[rows]) for rows in (own, listed)
    )
    tells = rate is not None and not np.isnan(told)
    return replace(
        group,
        moves=int(own.sum()),
        success_rate=rate,
        told=told if tells else None,
        gap=rate.minus(told) if rate is not None and tells else None,
        listed=None if few else int(listed.sum()),
        listed_success_rate=None if few else of_listed,
    )


def _compare_success(ended: Ended, own: Flags, known: Flags) -> measures.Ratio | None:
    success = ended.success[known].astype(np.float64)
    rows = ended.alike[known], own[known], success, ended.person[known]
    return measures.rate_ratio(*rows, sampled=False)


def _split(grouping: Grouping, code: Rows, shown: Shown) -> Iterator[tuple[int, str | None, Flags]]:
    """Yield number, name and rows of each group that holds anybody, the unknown last."""
    names = (*grouping.groups, None)
    for number in np.flatnonzero(shown.counts).tolist():
        yield number, names[number], code == (number if number < len(grouping.groups) else -1)


def _list_alarms(chosen: Sequence[PastChoices], outcomes: Sequence[Outcomes]) -> Iterator[Alarm]:
    """Yield the alarms about the past: they tell of what was learned from, and gate nothing."""
    for one in chosen:
        for group in one.groups:
            ratio = group.like_odds_ratio
            if group.alarm and ratio is not None:
                yield Alarm("past_choices", one.attribute, group.group, ratio, gates=False)
    for each in outcomes:
        for ended in each.groups:
            if ended.alarm and ended.success_ratio is not None:
                yield Alarm(
                    "outcomes", each.attribute, ended.group, ended.success_ratio, gates=False
                )
