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
from matching.fairness.audit import TOP, Shown, audit_lists, count_shown
from matching.fairness.groups import Grouping, list_groupings
from matching.matcher import Matcher
from models import fairness as measures
from models.bundle import Bundle
from rules.policy_file import FairnessLimits as Limits
from snapshots.history import History
from snapshots.ledger import Flags, Floats, Rows
from snapshots.view import view_rows
from training.dataset import TrainingSet
from training.judging.judged import JudgedOpenings
from training.learning import Lesson


def audit_model(matcher: Matcher, day: int, lesson: Lesson, judged: JudgedOpenings) -> Fairness:
    """Return the audit of the lists that a model would make on `day`, and of what lies behind.

    `judged` are the openings of the lesson's trial, in time order. Raises NoModelError.
    """
    limits, history = matcher.policy.fairness, matcher.history
    chosen = audit_choices(history, lesson.contest.trial.data, limits)
    outcomes = audit_outcomes(history, lesson, judged, limits)
    lists = audit_lists(matcher, day)
    alarms = (*lists.alarms, *_list_alarms(chosen, outcomes))
    return replace(lists, past_choices=chosen, outcomes=outcomes, alarms=alarms)


def audit_choices(history: History, data: TrainingSet, limits: Limits) -> tuple[PastChoices, ...]:
    """Hold movers against the eligible others of their openings, by each attribute.

    Openings whose mover fails a gate as of the day are left out: nobody beside was picked from the
    same pool.
    """
    lawful = ~data.openings.excluded.any(axis=1)
    rows = data.rows_of(np.flatnonzero(lawful))
    opening, person = data.opening[rows], data.person[rows].astype(np.intp)
    view = view_rows(history, person, data.openings.day[opening])
    alike = np.unique(opening * (len(history.families) + 1) + view.family, return_inverse=True)[1]
    picks = _Picks(opening, alike, person, data.is_mover[rows])
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
    """Candidates of openings; `alike` numbers those of one opening and one job family held."""

    opening: Rows
    alike: Rows
    person: Rows
    is_mover: Flags


def _audit_chosen(grouping: Grouping, picks: _Picks, limits: Limits) -> Iterator[GroupChosen]:
    code, is_mover = grouping.code.astype(np.intp), picks.is_mover
    shown = count_shown(code, picks.person, len(grouping.groups), limits.least_group)
    for number, name, own in _split(grouping, code, shown):
        why_not, told = shown.why_not(number), not shown.hidden[number]
        ratio = alike = None
        if why_not is None:
            known = code >= 0
            ratio, alike = (
                measures.odds_ratio(
                    stratum[known], own[known], is_mover[known], picks.person[known]
                )
                for stratum in (picks.opening, picks.alike)
            )
        yield GroupChosen(
            group=name,
            movers=int((own & is_mover).sum()) if told else None,
            others=int((own & ~is_mover).sum()) if told else None,
            odds_ratio=ratio,
            like_odds_ratio=alike,
            suppressed=why_not,
            alarm=alike is not None and alike.is_low(limits.least_ratio, shown.compared),
        )


@dataclass(frozen=True)
class _Ended:
    """Judged moves in time order; `told` is NaN throughout where no chance is told."""

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
    ended = _Ended(
        person=openings.person[rows].astype(np.intp),
        success=judged.success,
        told=judged.probability,
        listed=find_listed(trial.data, rows, lesson.judge_model),
    )
    view = view_rows(history, ended.person, openings.day[rows])
    return tuple(
        Outcomes(grouping.attribute, tuple(_audit_ended(grouping, ended, limits)))
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


def _audit_ended(grouping: Grouping, ended: _Ended, limits: Limits) -> Iterator[GroupOutcome]:
    code = grouping.code.astype(np.intp)
    shown = count_shown(code, ended.person, len(grouping.groups), limits.least_group)
    for number, name, own in _split(grouping, code, shown):
        why_not = shown.why_not(number)
        if shown.hidden[number]:
            yield GroupOutcome(name, None, None, None, None, None, None, None, why_not, alarm=False)
            continue
        ratio = _compare_success(ended, own, code >= 0) if why_not is None else None
        told = ended.told[own]
        tells = not np.isnan(told).any()
        listed = own & ended.listed
        yield GroupOutcome(
            group=name,
            moves=int(own.sum()),
            success_rate=measures.estimate_share(ended.success[own]),
            success_ratio=ratio,
            told=float(told.mean()) if tells else None,
            gap=measures.estimate_mean(ended.success[own] - told) if tells else None,
            listed=int(listed.sum()),
            listed_success_rate=measures.estimate_share(ended.success[listed]),
            suppressed=why_not,
            alarm=ratio is not None and ratio.is_low(limits.least_ratio, shown.compared),
        )


def _compare_success(ended: _Ended, own: Flags, known: Flags) -> measures.Ratio | None:
    together = np.zeros(int(known.sum()), np.intp)
    success = ended.success[known].astype(np.float64)
    return measures.rate_ratio(together, own[known], success, ended.person[known])


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
