"""One training run from records to a registered model, and looking back at how one was judged."""

import json
import os
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from features.source import FeatureSource
from models.bundle import Bundle
from models.errors import ModelError
from models.registry import CHAMPION, DatasetFacts, ModelRegistry, RunRecord
from rules.policy import Policy
from snapshots.days import to_date, to_day
from snapshots.history import History
from snapshots.moves import derive_moves
from training.dataset import TrainingSet, build_training_set
from training.errors import LaterThanRecordsError
from training.evaluation import EvaluationTable, Trial, tabulate
from training.learning import Lesson, Progress, judge_rules, learn
from training.pictures import draw_pictures
from training.promotion import Check, Contest, Promotion, check_champion
from training.recipe import Recipe
from training.report import TrainingReport

THREADS = 2
"""Boosting on so few rows gains nothing from more."""
CANDIDATE = "candidate"
LEAST_UNSEEN = 30
"""Openings that neither candidate nor champion has seen, below which they are not compared."""


def run_training(
    history: History,
    policy: Policy,
    recipe: Recipe,
    registry: ModelRegistry,
    as_of: date | None = None,
    promote: Promotion = "auto",
    progress: Progress = lambda stage, share: None,
) -> TrainingReport:
    """Train on what was known strictly before `as_of` (the records' own date), log and register.

    With `auto` the candidate serves if every check passes, with `force` even if one fails, with
    `never` it is only kept. `progress` is told the stage (`training.stage_…` in the wording) and
    how much of it is done. Raises LaterThanRecordsError for an `as_of` after the records' date.
    """
    started = time.monotonic()
    day = history.day if as_of is None else to_day(as_of)
    if day > history.day:
        raise LaterThanRecordsError
    source = FeatureSource(history, derive_moves(history, policy.outcome))
    data = build_training_set(
        source, policy, recipe.openings, day, recipe.seed, lambda share: progress("openings", share)
    )
    lesson = learn(data, recipe, min(THREADS, os.cpu_count() or 1), progress)
    card = _write_card(source, policy, recipe, day, data, lesson)
    candidate = replace(lesson.candidate, card=card)
    progress("logging", 0.0)
    checks = (*lesson.checks, meet_champion(registry, lesson))
    version = registry.register(candidate, _write_record(candidate, recipe, lesson, checks))
    passes = all(check.passed for check in checks if check.gates)
    promoted = promote == "force" or (promote == "auto" and passes)
    if promoted:
        registry.promote(version, f"padan train --promote {promote}")
    return TrainingReport(
        version=version,
        basis=candidate.basis,
        name=candidate.name,
        why_rule=lesson.why_rule,
        openings=card["openings"],
        outcomes=card["outcomes"],
        success_rate=card["success_rate"],
        outcomes_given=card["outcomes_given"],
        judged_by_performance=card["judged_by_performance"],
        settings=lesson.tuning.settings if lesson.tuning else None,
        tuned_auc=lesson.tuning.success_auc if lesson.tuning else None,
        table=lesson.table,
        checks=checks,
        promotion=promote,
        promoted=promoted,
        seconds=time.monotonic() - started,
    )


def meet_champion(registry: ModelRegistry, lesson: Lesson) -> Check:
    """Compare the candidate with the champion on openings that neither has seen.

    A champion that no longer loads, or openings too few to tell, hold nothing against it.
    """
    champion, unseen = _load_champion(registry), None
    if champion is not None:
        unseen = _find_unseen(lesson.contest.trial, champion)
    if champion is None or len(unseen.judged) + len(unseen.recent) < LEAST_UNSEEN:
        return check_champion(lesson.contest, lesson.aim, lesson.candidate.name, None)
    version = champion.model_version
    judged = {CANDIDATE: unseen.run(lesson.judge_model), version: unseen.run(champion)}
    contest = Contest(unseen, judged, lesson.contest.seed)
    return check_champion(contest, lesson.aim, CANDIDATE, version)


def _load_champion(registry: ModelRegistry) -> Bundle | None:
    try:
        return registry.champion()
    except ModelError:
        return None


def _find_unseen(trial: Trial, champion: Bundle) -> Trial:
    """Leave out openings whose outcome the champion was trained on; a rule has seen none."""
    if champion.basis == "rule":
        return trial
    trained = to_day(date.fromisoformat(champion.card["as_of"]))
    openings = trial.data.openings
    return replace(
        trial,
        judged=trial.judged[openings.known_on[trial.judged] >= trained],
        recent=trial.recent[openings.day[trial.recent] >= trained],
    )


def _write_card(
    source: FeatureSource,
    policy: Policy,
    recipe: Recipe,
    day: int,
    data: TrainingSet,
    lesson: Lesson,
) -> dict[str, Any]:
    """Return the plain facts of a training, for whoever shows or audits the model."""
    openings, tuning = data.openings, lesson.tuning
    outcome = openings.outcome[openings.ripe]
    return {
        "as_of": _write_day(day),
        "snapshot_id": source.history.snapshot.snapshot_id,
        "made_up": source.history.snapshot.made_up,
        "policy_version": policy.version,
        "recipe": recipe.name,
        "openings": len(openings),
        "outcomes": len(outcome),
        "success_rate": float(outcome.mean()) if len(outcome) else None,
        "outcomes_given": source.moves.given,
        "judged_by_performance": source.moves.by_performance,
        "first_move": _write_day(int(openings.day.min())) if len(openings) else None,
        "last_move": _write_day(int(openings.day.max())) if len(openings) else None,
        "why_rule": lesson.why_rule,
        "settings": asdict(tuning.settings) if tuning else None,
        "evaluation": lesson.table.to_json(),
    }


def _write_day(day: int) -> str:
    return str(to_date(day))


def _write_record(
    candidate: Bundle, recipe: Recipe, lesson: Lesson, checks: tuple[Check, ...]
) -> RunRecord:
    """Return what MLflow keeps of the run; no fact of a person is in it."""
    card = candidate.card
    settings = card["settings"] or {}
    params = _flatten(recipe.model_dump(exclude={"text"})) | _flatten({"tuned": settings})
    tags = {
        "basis": candidate.basis,
        "model": candidate.name,
        "snapshot_id": card["snapshot_id"],
        "catalog": candidate.catalog_fingerprint,
        "policy_version": card["policy_version"],
        "as_of": card["as_of"],
        "window": f"{card['first_move']} – {card['last_move']}",
        "why_rule": str(lesson.why_rule),
    }
    return RunRecord(
        dataset=DatasetFacts(
            "past moves",
            card["snapshot_id"],
            {
                "openings": card["openings"],
                "outcomes": card["outcomes"],
                "rows": len(lesson.contest.trial.data.opening),
            },
        ),
        params=params,
        metrics=_list_metrics(lesson.table),
        tags=tags,
        documents={
            "recipe.toml": recipe.text,
            "evaluation.json": json.dumps(card["evaluation"], indent=1),
            "checks.json": json.dumps([asdict(check) for check in checks], indent=1),
        },
        pictures=draw_pictures(candidate, lesson),
    )


def _flatten(nested: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in nested.items():
        if isinstance(value, Mapping):
            flat |= _flatten(value, f"{prefix}{name}.")
        else:
            flat[f"{prefix}{name}"] = str(value)
    return flat


def _list_metrics(table: EvaluationTable) -> dict[str, float]:
    """Return every measure with the ends of its interval as `ranker.measure`, `….low`, `….high`."""
    metrics: dict[str, float] = {}
    for line in table.lines:
        for measure, estimate in line.measures.items():
            if estimate is not None:
                name = f"{line.ranker}.{measure}"
                metrics[name] = estimate.value
                metrics[f"{name}.low"], metrics[f"{name}.high"] = estimate.low, estimate.high
    return metrics


@dataclass(frozen=True)
class Evaluation:
    """A model's stored table and, where asked for, how it does on present records.

    `fresh` judges the model itself on openings that it has not been trained on; None where it was
    not asked for or the records hold none.
    """

    version: str
    basis: str
    name: str
    stored: EvaluationTable
    fresh: EvaluationTable | None


def evaluate(
    registry: ModelRegistry,
    version_or_alias: str = CHAMPION,
    history: History | None = None,
    policy: Policy | None = None,
    recipe: Recipe | None = None,
) -> Evaluation:
    """Return how a model was judged; with records, policy and recipe also how it does on them.

    Raises UnknownModelError (NoChampionError for the champion) and what loading a model raises.
    """
    bundle = (
        registry.champion() if version_or_alias == CHAMPION else registry.load(version_or_alias)
    )
    fresh = None
    if history is not None and policy is not None and recipe is not None:
        fresh = _judge_anew(bundle, history, policy, recipe)
    stored = EvaluationTable.from_json(bundle.card["evaluation"])
    return Evaluation(bundle.model_version, bundle.basis, bundle.name, stored, fresh)


def _judge_anew(
    bundle: Bundle, history: History, policy: Policy, recipe: Recipe
) -> EvaluationTable | None:
    source = FeatureSource(history, derive_moves(history, policy.outcome))
    data = build_training_set(source, policy, recipe.openings, history.day, recipe.seed)
    ripe = data.openings.ripe
    trial = _find_unseen(Trial(data, np.flatnonzero(ripe), np.flatnonzero(~ripe)), bundle)
    if not len(trial.judged) + len(trial.recent):
        return None
    return tabulate(trial, {bundle.name: trial.run(bundle)} | judge_rules(trial), recipe.seed)
