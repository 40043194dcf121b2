"""What a model's card tells beyond its table: value, calibration, learning curve, advised moves."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from models.baselines import find_usable, make_baseline
from models.bundle import Bundle
from models.card.words import LEARNED
from snapshots.history import History
from snapshots.ledger import Floats, Rows
from training.errors import NoValueError
from training.fitting import Settings, fit_model
from training.judging.advised import Advice, Advised, flag_advised, judge_advised
from training.judging.evaluation import RANDOM
from training.judging.judged import JudgedOpenings, list_judged
from training.judging.learning_curve import BestRule, Point, draw_curve
from training.judging.measures import auc, estimate_auc
from training.judging.policy_value import PolicyValue, judge_policies
from training.judging.reliability import Reliability, judge_reliability
from training.learning import Lesson, cut, lean_on
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
    score = lesson.judge_model.score(data.matrix[data.movers_of(judged)])
    calibrated = lesson.candidate.calibration is not None
    listed = list_judged(history, data, judged, score, recipe.seed if calibrated else None)
    value, why_not = _judge_value(lesson, judged, recipe)
    flags = flag_advised(history, data.openings, advice)
    return Assessment(
        policy_value=value,
        policy_value_why_not=why_not,
        calibration=_judge_probability(listed, recipe) if calibrated else None,
        learning_curve=_draw_curve(lesson, recipe),
        advised=judge_advised(
            flags, data.openings.ripe, flags[judged], score, listed.success, recipe.seed
        ),
        judged=listed,
    )


def _judge_value(
    lesson: Lesson, judged: Rows, recipe: Recipe
) -> tuple[PolicyValue | None, str | None]:
    """Return the value of the list, or the code of the reason why there is none."""
    data = lesson.contest.trial.data
    try:
        return judge_policies(data, judged, *_score_candidates(lesson, judged), recipe.seed), None
    except NoValueError as error:
        return None, error.why


def _judge_probability(judged: JudgedOpenings, recipe: Recipe) -> Reliability | None:
    if np.isnan(judged.probability).any():
        return None
    return judge_reliability(judged.probability, judged.success, judged.kind, recipe.seed)


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
    folds = cut(lesson.contest.trial.data, recipe)
    fold = next((fold for fold in folds if fold.purpose == "judge"), None)
    if fold is None or lesson.tuning is None:
        return ()
    trial, rule = lesson.contest.trial, _find_foretelling_rule(lesson.contest)
    whole, fit = (
        lesson.contest.judged[LEARNED].score,
        _fit_as_judged(lesson, lesson.tuning.settings, recipe),
    )
    return draw_curve(trial.data, fold.train, trial.judged, whole, rule, fit, recipe.seed)


def _fit_as_judged(lesson: Lesson, settings: Settings, recipe: Recipe) -> Callable[[Rows], Bundle]:
    """Return what fits openings as the judged model was; it leans on a rule where that one does."""
    data, served = lesson.contest.trial.data, lesson.candidate

    def fit(openings: Rows) -> Bundle:
        learned = fit_model(data, openings, settings, recipe)
        if served.basis != "blend":
            return learned
        return lean_on(learned, served.name, data.matrix[data.movers_of(openings)])

    return fit


def _find_foretelling_rule(contest: Contest) -> BestRule:
    """Return the rule, or chance, that foretells the judged outcomes best."""
    success = contest.trial.success
    aucs = {name: auc(contest.judged[name].score, success) for name in (*contest.rules, RANDOM)}
    best = max(aucs, key=lambda name: aucs[name])
    return BestRule(best, estimate_auc(contest.judged[best].score, success, contest.seed))
