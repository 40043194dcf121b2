"""Reads the serving model's card into an answer."""

from collections.abc import Mapping
from typing import Any

from features.catalog import CATALOG
from matching.matcher import Matcher
from matching.notices import name_model
from models.bundle import Bundle
from models.calibration import COVERAGE
from models.card.document import Document
from models.card.results import MEASURES, find_own_line
from models.card.story import tell_story
from models.columns import name_column
from serving.model.schemas import (
    Chapter,
    EffectLine,
    FeatureLine,
    Measure,
    ModelAnswer,
    RankerLine,
    Window,
)
from snapshots.days import to_date
from wording import Language


def describe_model(matcher: Matcher, language: Language) -> ModelAnswer:
    """Return what is known of the model that serves; NoModelError where none does."""
    bundle = matcher.bundle
    card = bundle.card
    table = card.get("evaluation")
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
        effects=tuple(_read_effect(line, language) for line in card.get("effects") or ()),
        fairness=card.get("fairness"),
        chapters=_list_chapters(tell_story(bundle, language)),
        card=dict(card),
    )


def tell_model(matcher: Matcher, language: Language) -> Document:
    """Return the card of the model that serves as a document; NoModelError where none does."""
    return tell_story(matcher.bundle, language)


def _list_chapters(document: Document) -> tuple[Chapter, ...]:
    return tuple(
        Chapter(section.code, section.title, section.sentences) for section in document.sections
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
    serving = find_own_line(bundle)
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


def _read_effect(stored: Mapping[str, Any], language: Language) -> EffectLine:
    name = stored["feature"]
    return EffectLine(
        name=name,
        label=name_column(name, language),
        direction=stored["direction"],
        values=stored["values"],
        effect=stored["effect"],
        missing=stored["missing"],
    )


def _list_features(bundle: Bundle, language: Language) -> tuple[FeatureLine, ...]:
    used, weighed = set(bundle.used_features), bundle.card.get("importance")
    shares = {line["feature"]: line["share"] for line in weighed or ()}
    return tuple(
        FeatureLine(
            name=feature.name,
            label=name_column(feature.name, language),
            group=feature.group,
            direction=bundle.direction_of(feature.name),
            used=feature.name in used,
            share=None if weighed is None else shares.get(feature.name, 0.0),
        )
        for feature in CATALOG
        if feature.in_model or feature.name in used
    )
