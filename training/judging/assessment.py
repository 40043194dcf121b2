"""What a model's card tells beyond its table: value, calibration, learning curve, advised moves."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from features import catalog
from models.baselines import find_usable, make_baseline
from models.by_kind import find_kinds
from models.card.words import LEARNED
from snapshots.history import History
from snapshots.ledger import Floats
from training.dataset import Rows
from training.folds import Fold, cut_folds
from training.judging.advised import Advice, Advised, flag_advised, judge_advised
from training.judging.evaluation import RANDOM
from training.judging.judged import JudgedOpenings, list_judged
from training.judging.learning_curve import BestRule, Point, draw_curve
from training.judging.measures import auc, estimate_auc
from training.judging.policy_value import PolicyValue, judge_policies
from training.judging.reliability import Reliability, cross_fit, judge_reliability
from training.learning import Lesson
from training.promotion import Contest
from training.recipe import Recipe

FOUND = ("policy_value", "policy_value_why_not", "calibration", "learning_curve", "advised")
"""What `Assessment.to_card` adds to a card."""


@dataclass(frozen=True)
class Assessment:
    """What was found of a lesson; `policy_value_why_not` is the code of the reason for a None."""

    policy_value: PolicyValue | None
    policy_value_why_not: str | None
    calibration: Reliability | None
    learning_curve: tuple[Point, ...]
    advised: Advised
    judged: JudgedOpenings

    def to_card(self) -> dict[str, Any]:
        """Return plain values for the model's card; the judged openings are a file of their own."""
        return {
            "policy_value": None if self.policy_value is None else asdict(self.policy_value),
            "policy_value_why_not": self.policy_value_why_not,
            "calibration": None if self.calibration is None else asdict(self.calibration),
            "learning_curve": [asdict(point) for point in self.learning_curve],
            "advised": asdict(self.advised),
        }


def assess(
    history: History, lesson: Lesson, recipe: Recipe, advice: Sequence[Advice] = ()
) -> Assessment:
    """Judge what was learned, or the rule that stands in for it, on the judged openings."""
    trial = lesson.contest.trial
    data, judged = trial.data, np.sort(trial.judged)
    movers = data.matrix[data.movers_of(judged)]
    score = lesson.judge_model.score(movers)
    success = data.openings.outcome[judged] == 1
    calibrated = lesson.candidate.calibration is not None
    told = cross_fit(score, success) if calibrated else None
    kinds = find_kinds(movers, catalog.NAMES)
    value = judge_policies(data, judged, *_score_candidates(lesson, judged), recipe.seed)
    flags = flag_advised(history, data.openings, advice)
    return Assessment(
        policy_value=None if isinstance(value, str) else value,
        policy_value_why_not=value if isinstance(value, str) else None,
        calibration=(
            None if told is None else judge_reliability(told, success, kinds, recipe.seed)
        ),
        learning_curve=_draw_curve(lesson, recipe),
        advised=judge_advised(
            flags, data.openings.ripe, flags[judged], score, success, recipe.seed
        ),
        judged=list_judged(history, data, judged, score, calibrated),
    )


def _score_candidates(lesson: Lesson, judged: Rows) -> tuple[Mapping[str, Floats], str]:
    """Return every ranker's score of the judged openings' rows, and which of them is ours."""
    data = lesson.contest.trial.data
    matrix = data.matrix[data.rows_of(judged)]
    scores = {name: make_baseline(name).score(matrix) for name in find_usable(matrix)}
    scores[RANDOM] = np.zeros(len(matrix))
    candidate = lesson.candidate
    ours = candidate.name if candidate.basis == "rule" else LEARNED
    return {ours: lesson.judge_model.score(matrix)} | scores, ours


def _draw_curve(lesson: Lesson, recipe: Recipe) -> tuple[Point, ...]:
    fold = _find_judge_fold(lesson, recipe)
    if fold is None or lesson.tuning is None:
        return ()
    trial, settings = lesson.contest.trial, lesson.tuning.settings
    whole, rule = lesson.contest.judged[LEARNED].score, _find_foretelling_rule(lesson.contest)
    return draw_curve(trial.data, fold.train, trial.judged, whole, rule, settings, recipe)


def _find_foretelling_rule(contest: Contest) -> BestRule:
    """Return the rule, or chance, that foretells the judged outcomes best."""
    success = contest.trial.success
    aucs = {name: auc(contest.judged[name].score, success) for name in (*contest.rules, RANDOM)}
    best = max(aucs, key=lambda name: aucs[name])
    return BestRule(best, estimate_auc(contest.judged[best].score, success, contest.seed))


def _find_judge_fold(lesson: Lesson, recipe: Recipe) -> Fold | None:
    openings, part = lesson.contest.trial.data.openings, recipe.folds
    folds = cut_folds(openings.day, openings.known_on, openings.ripe, part.shares, part.least_train)
    return next((fold for fold in folds if fold.purpose == "judge"), None)
