"""The story of a training run as MLflow and the model's card keep it; it tells of no person."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from features.source import FeatureSource
from models.bundle import Bundle
from models.registry import DatasetFacts, RunRecord
from rules.policy import Policy
from snapshots.days import to_date
from training.dataset import TrainingSet
from training.evaluation import EvaluationTable
from training.learning import Lesson
from training.pictures import draw_pictures
from training.promotion import Check
from training.recipe import Recipe


def write_card(
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


def write_record(
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
