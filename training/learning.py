"""From a training set to the candidate: folds, tuning, judging, calibration, the last fit.

Settings are chosen on earlier openings; the model is judged and calibrated on later ones that
neither training nor tuning saw; what may serve is fitted anew, with the same settings, on every
outcome known. Where too little is known, or no more was learned than a rule knows, the best rule
is the candidate.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from models.baselines import find_usable, make_baseline
from models.bundle import Bundle
from models.calibration import calibrate
from models.card.words import LEARNED
from snapshots.ledger import Floats
from snapshots.moves import SEPARATES
from training.dataset import TrainingSet
from training.fitting import Settings, fit_model
from training.folds import Fold, Purpose, count_known_before_judging, cut_folds, verify_folds
from training.judging.evaluation import (
    RANDOM,
    EvaluationTable,
    Judged,
    Trial,
    make_trial,
    tabulate,
)
from training.promotion import (
    AIMS,
    LEAST_OF_EACH,
    Aim,
    Check,
    Contest,
    check_learned,
    find_best_rule,
    find_companion,
)
from training.recipe import Recipe
from training.tuning import Tuning, tune

Progress = Callable[[str, float], None]

LEAST_CALIBRATING = 100
"""Later outcomes below which no probability is told: it would be surer than they allow."""

WHY = {
    "enough_outcomes": "too_few_outcomes",
    "later_openings": "no_later_openings",
    "outcomes_separate": "outcomes_separate_nobody",
    "beats_baselines": "no_better_than_rule",
}
"""Why a rule serves, by the check that was not passed."""


def _tell_nobody(stage: str, share: float) -> None:
    """Take word of the progress and keep it."""


@dataclass(frozen=True)
class Lesson:
    """What was learned: the candidate, how it was judged, and against what.

    `judge_model` is the candidate as it was fitted for the judged openings, before they were known.
    `why_rule` is the code of the reason where a rule is the candidate, else None: where the learned
    model leads every rule within noise alone, the candidate is a blend of both.
    """

    candidate: Bundle
    judge_model: Bundle
    contest: Contest
    table: EvaluationTable
    aim: Aim
    checks: tuple[Check, ...]
    why_rule: str | None
    tuning: Tuning | None


def learn(data: TrainingSet, recipe: Recipe, progress: Progress = _tell_nobody) -> Lesson:
    """Learn from a training set by a recipe; the same two give the same bytes."""
    folds = cut(data, recipe)
    checks = _check_records(data, folds, recipe)
    if not all(check.passed for check in checks):
        return _fall_back(data, recipe, checks)
    progress("tuning", 0.0)
    tuned = tune(data, folds, recipe)
    progress("judging", 0.0)
    fitted = fit_before(data, folds, tuned.settings, recipe)
    contest = hold_contest(data, folds, fitted, recipe)
    aim = AIMS[0] if tuned.settings.foretells else AIMS[1]
    checks = (*checks, check_learned(contest, aim))
    companion = None if checks[-1].passed else find_companion(contest, aim)
    if not checks[-1].passed and companion is None:
        table = tabulate(contest.trial, contest.judged, recipe.seed)
        return _serve_rule(contest, table, checks, tuned)
    progress("fitting", 0.0)
    everything = np.flatnonzero(data.openings.ripe)
    final = fit_model(data, everything, tuned.settings, recipe)
    if companion is not None:
        final = lean_on(final, companion, data.matrix[data.movers_of(everything)])
        fitted = {
            fold.purpose: lean_on(
                fitted[fold.purpose], companion, data.matrix[data.movers_of(fold.train)]
            )
            for fold in folds
            if fold.purpose in fitted
        }
        contest = hold_contest(data, folds, fitted, recipe)
    table = tabulate(contest.trial, contest.judged, recipe.seed)
    calibrated = _calibrate(final, fitted["judge"], contest.trial)
    return Lesson(calibrated, fitted["judge"], contest, table, aim, checks, None, tuned)


def lean_on(learned: Bundle, rule: str, matrix: Floats) -> Bundle:
    """Return half what was learned and half the rule, brought to its scale over float64[n, F].

    These are the movers that it was learned from. A rule that tells none apart adds nothing.
    """
    companion = make_baseline(rule)
    score = companion.score(matrix)
    spread = float(score.std())
    scale = float(learned.score(matrix).std()) / spread if spread else 0.0
    parts = [(0.5, term) for term in learned.terms]
    parts += [(0.5 * scale, term) for term in companion.terms]
    terms = tuple(replace(term, weight=share * term.weight) for share, term in parts)
    offset = 0.5 * learned.offset - 0.5 * scale * float(score.mean())
    return replace(learned, basis="blend", name=rule, terms=terms, offset=offset)


def cut(data: TrainingSet, recipe: Recipe) -> tuple[Fold, ...]:
    """Cut the openings into folds as the recipe says, and verify them; LeakError if one leaks."""
    openings, part = data.openings, recipe.folds
    folds = cut_folds(openings.day, openings.known_on, openings.ripe, part.shares, part.least_train)
    verify_folds(folds, openings.day, openings.known_on, openings.outcome)
    return folds


def _check_records(data: TrainingSet, folds: tuple[Fold, ...], recipe: Recipe) -> tuple[Check, ...]:
    """Check that enough outcomes are known, in time for later openings, and tell people apart."""
    openings, part = data.openings, recipe.folds
    outcome, least = openings.outcome[openings.ripe], recipe.openings.least_outcomes
    known = count_known_before_judging(openings.day, openings.known_on, openings.ripe, part.shares)
    rate = float(outcome.mean()) if len(outcome) else 0.0
    low, high = SEPARATES
    return (
        Check("enough_outcomes", len(outcome) >= least, len(outcome), least),
        Check("later_openings", bool(folds), known, part.least_train),
        Check("outcomes_separate", low <= rate <= high, min(rate, 1 - rate), low),
    )


def fit_before(
    data: TrainingSet, folds: tuple[Fold, ...], settings: Settings, recipe: Recipe
) -> dict[Purpose, Bundle]:
    """Fit a model on what was known before each fold that judges, by the fold's purpose."""
    judging = [fold for fold in folds if fold.purpose != "tune"]
    return {fold.purpose: fit_model(data, fold.train, settings, recipe) for fold in judging}


def hold_contest(
    data: TrainingSet,
    folds: tuple[Fold, ...],
    fitted: Mapping[Purpose, Bundle],
    recipe: Recipe,
) -> Contest:
    """Judge what was fitted before each fold there, beside the rules."""
    trial = make_trial(data, folds)
    learned = trial.run(fitted["judge"], fitted.get("recent"))
    return Contest(trial, {LEARNED: learned} | judge_rules(trial), recipe.seed)


def judge_rules(trial: Trial) -> dict[str, Judged]:
    """Judge every rule that the records can feed, and chance."""
    usable = find_usable(trial.data.matrix)
    return {name: trial.run(make_baseline(name)) for name in usable} | {RANDOM: trial.run(None)}


def _fall_back(data: TrainingSet, recipe: Recipe, checks: tuple[Check, ...]) -> Lesson:
    """Judge the rules on every opening, since none of them was fitted to any, and take the best."""
    ripe = data.openings.ripe
    trial = Trial(data, np.flatnonzero(ripe), np.flatnonzero(~ripe))
    contest = Contest(trial, judge_rules(trial), recipe.seed)
    return _serve_rule(contest, tabulate(trial, contest.judged, recipe.seed), checks, None)


def _serve_rule(
    contest: Contest, table: EvaluationTable, checks: tuple[Check, ...], tuned: Tuning | None
) -> Lesson:
    name, aim = find_best_rule(contest)
    failed = next(check for check in checks if not check.passed)
    rule = make_baseline(name)
    return Lesson(rule, rule, contest, table, aim, checks, WHY[failed.name], tuned)


def _calibrate(final: Bundle, judge_model: Bundle, trial: Trial) -> Bundle:
    """Give the final model the probability map of the model that was judged.

    Both have the same settings; the map must come from scores given before outcomes were known.
    """
    success = trial.success
    of_each = min(success.sum(), (~success).sum())
    if of_each < LEAST_OF_EACH or len(success) < LEAST_CALIBRATING:
        return replace(final, why_not="too_few_outcomes")
    movers = trial.data.matrix[trial.data.movers_of(trial.judged)]
    spread = float(np.median(judge_model.spread(movers)))
    return replace(final, calibration=calibrate(judge_model.score(movers), success, spread))
