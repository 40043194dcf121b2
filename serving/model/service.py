"""Reads the serving model's card into an answer."""

from collections.abc import Mapping
from typing import Any

from features.catalog import CATALOG
from matching.matcher import Matcher
from matching.notices import name_model
from models.bundle import Bundle
from models.calibration import COVERAGE
from serving.model.schemas import FeatureLine, Measure, ModelAnswer, RankerLine, Window
from snapshots.days import to_date
from wording import Language, say

MEASURES = ("outcome_auc", "recall_at_10", "ndcg_at_10", "brier", "log_loss")
LEARNED = "learned"
"""The line of a learned model in its own table of figures."""


def describe_model(matcher: Matcher, language: Language) -> ModelAnswer:
    """Return what is known of the model that serves; NoModelError where none does."""
    bundle = matcher.bundle
    table = bundle.card.get("evaluation")
    return ModelAnswer(
        model_version=bundle.model_version,
        name=bundle.name,
        label=name_model(bundle.name, language),
        basis=bundle.basis,
        calibrated=bundle.calibration is not None,
        fit_why_not=None if bundle.calibration is not None else bundle.why_not,
        window=_read_window(table) if table else None,
        coverage=COVERAGE,
        metrics=_read_lines(table, bundle, language) if table else (),
        features=_list_features(bundle, language),
        fairness=bundle.card.get("fairness"),
        card=dict(bundle.card),
    )


def _read_window(table: Mapping[str, Any]) -> Window:
    first, last = table["from_day"], table["to_day"]
    return Window(
        first=None if first is None else to_date(first),
        last=None if last is None else to_date(last),
        openings=table["named"],
        with_outcome=table["judged"],
    )


def _read_lines(
    table: Mapping[str, Any], bundle: Bundle, language: Language
) -> tuple[RankerLine, ...]:
    serving = bundle.name if bundle.basis == "rule" else LEARNED
    return tuple(
        RankerLine(
            ranker=line["ranker"],
            label=name_model(line["ranker"], language),
            serves=line["ranker"] == serving,
            measures={name: _read_measure(line["measures"].get(name)) for name in MEASURES},
        )
        for line in table["lines"]
    )


def _read_measure(stored: Mapping[str, Any] | None) -> Measure | None:
    return None if stored is None else Measure(**stored)


def _list_features(bundle: Bundle, language: Language) -> tuple[FeatureLine, ...]:
    used = set(bundle.used_features)
    return tuple(
        FeatureLine(
            name=feature.name,
            label=say(f"features.{feature.name}", language),
            group=feature.group,
            direction=feature.direction,
            used=feature.name in used,
        )
        for feature in CATALOG
        if feature.in_model or feature.name in used
    )
