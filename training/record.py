"""The story of a training run as MLflow and the model's card keep it; it tells of no person."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from importlib.metadata import version
from typing import Any

import numpy as np

from features.catalog import CATALOG, NAMES
from features.source import FeatureSource
from models.bundle import Bundle
from models.card.story import write_files, write_summary
from models.effects import CURVES, trace_effects, weigh_features
from models.group_names import OURS
from models.registry import CHECKS, Curve, DatasetFacts, ModelRegistry, RunRecord
from rules.policy import Policy
from snapshots.days import to_date
from snapshots.outcomes import REORGANISATION, SANCTION
from training.dataset import TrainingSet
from training.judging.evaluation import EvaluationTable
from training.learning import Lesson
from training.promotion import Check
from training.recipe import Recipe

UNNAMEABLE = re.compile(r"[^\w.\- ]")
"""What MLflow takes in no name of a metric."""
SOFTWARE = ("padan", "lightgbm", "numpy")
"""Packages on which a model's bytes depend."""


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
        "judged_by_discipline": source.history.snapshot.has("discipline"),
        "first_move": _write_day(int(openings.day.min())) if len(openings) else None,
        "last_move": _write_day(int(openings.day.max())) if len(openings) else None,
        "why_rule": lesson.why_rule,
        "settings": asdict(tuning.settings) if tuning else None,
        "evaluation": lesson.table.to_json(),
        "recipe_whole": recipe.model_dump(mode="json", exclude={"text"}),
        "software": {name: version(name) for name in SOFTWARE},
        "left_out": _list_left_out(source, day, data, lesson.candidate),
        **_describe_columns(lesson),
    }


def _list_left_out(
    source: FeatureSource, day: int, data: TrainingSet, candidate: Bundle
) -> list[dict[str, Any]]:
    """Return what did not teach or does not count, by code, with how many; None where uncounted."""
    moves, openings = source.moves, data.openings
    past = moves.day < day
    forced = np.isin(moves.reason, (REORGANISATION, SANCTION))
    offered = np.array([feature.in_model for feature in CATALOG])
    fed = ~np.isnan(data.matrix).all(axis=0) if len(data.matrix) else ~offered
    used = np.isin(NAMES, candidate.used_features)
    counts = {
        "reorganisation_and_sanction": past & forced,
        "way_back": past & ~moves.trains & ~forced,
        "openings_without_outcome": ~openings.ripe,
        "unfed_columns": offered & ~fed,
        "unused_columns": offered & fed & ~used,
    }
    told = [{"what": what, "count": int(flags.sum())} for what, flags in counts.items()]
    return [{"what": "protected", "count": None}, *(line for line in told if line["count"])]


def _describe_columns(lesson: Lesson) -> dict[str, Any]:
    """Return the weight of each column, and the curves of the weightiest, on later candidates."""
    trial = lesson.contest.trial
    later = np.concatenate([trial.judged, trial.recent])
    matrix = trial.data.matrix[trial.data.rows_of(later)]
    importance = weigh_features(lesson.candidate, matrix)
    names = [line.feature for line in importance[:CURVES]]
    effects = trace_effects(lesson.candidate, matrix, names)
    return {
        "importance": [asdict(line) for line in importance],
        "effects": [asdict(line) for line in effects],
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
    }
    if lesson.why_rule:
        tags["why_rule"] = lesson.why_rule
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
        metrics=_list_metrics(lesson.table) | dict(_list_card_metrics(card)),
        tags=tags,
        curves=_list_curves(card),
        documents={
            "recipe.toml": recipe.text,
            "evaluation.json": json.dumps(card["evaluation"], indent=1),
            CHECKS: json.dumps([asdict(check) for check in checks], indent=1),
            **write_files(candidate),
        },
        description=write_summary(candidate),
        name=f"{candidate.name} · {card['as_of']} · {recipe.name}",
    )


def read_refusals(registry: ModelRegistry, version: str) -> tuple[Check, ...]:
    """Return the checks that a version failed in its own run and that keep a model from serving.

    None where its run kept no checks. Raises UnknownModelError.
    """
    stored = registry.read_document(version, CHECKS)
    checks = (Check(**one) for one in json.loads(stored or "[]"))
    return tuple(check for check in checks if check.gates and not check.passed)


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
    return {
        name: value
        for line in table.lines
        for measure, estimate in line.measures.items()
        if estimate is not None
        for name, value in _spread(f"{line.ranker}.{measure}", asdict(estimate))
    }


def _list_card_metrics(card: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    """Yield what was found beside the table: the value of each list's top, and the calibration."""
    value, calibration = card.get("policy_value"), card.get("calibration")
    if value:
        for line in value["rankers"]:
            yield from _spread(f"{line['ranker']}.policy_value", line["value"])
        yield from _spread(f"policy_value.above_{value['beside']}", value["difference"])
    if calibration:
        yield from _spread("calibration_error", calibration["error"])
    yield from list_ratios(card.get("fairness"))


def list_ratios(fairness: Mapping[str, Any] | None) -> Iterator[tuple[str, float]]:
    """Give each group's chance of standing on a list beside that of others, and the alarms.

    Values of audit attributes go by their number: what people wrote may differ by signs alone.
    """
    if fairness is None:
        return
    yield "fairness.alarms", float(len(fairness["alarms"]))
    for each in fairness["attributes"]:
        for number, group in enumerate(each["groups"]):
            ratio = group["selection_ratio"]
            if ratio is not None and ratio["value"] is not None:
                key = _key(group["group"]) if each["attribute"] in (*OURS, "age") else number
                name = f"fairness.{each['attribute']}.{key}.selection_ratio"
                yield UNNAMEABLE.sub("", name), ratio["value"]


def _key(group: str) -> str:
    """Return a group's name without signs, which a metric's may not bear: under_35, from_55."""
    if group.endswith("+"):
        return f"from_{group[:-1]}"
    return group.replace("<", "under_").replace("-", "_")


def _spread(name: str, estimate: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    yield name, estimate["value"]
    yield f"{name}.low", estimate["low"]
    yield f"{name}.high", estimate["high"]


def _list_curves(card: Mapping[str, Any]) -> dict[str, Curve]:
    """Return the learning curve as points over the count of openings learned from."""
    points = card.get("learning_curve") or ()
    return {
        f"learning_curve.{measure}": tuple(
            (point["openings"], point[measure]["value"]) for point in points if point[measure]
        )
        for measure in ("outcome_auc", "best_rule_auc", "brier")
    }
