"""The step from the position held to the one asked about: level, field, rank, class and place."""

from collections.abc import Callable

import numpy as np

from features.pairs import Pairs
from features.source import FeatureSource
from snapshots.coding import Codes
from snapshots.ladders import FUNCTIONAL, PPPK_BASE
from snapshots.ledger import Floats, pair_key
from snapshots.view import View


def level_step(pairs: Pairs) -> Floats:
    """Level of the position asked about minus that of the one held."""
    target, held = pairs.target("level"), pairs.origin("level")
    return _subtract(target, held)


def promotion(pairs: Pairs) -> Floats:
    """1 for a step up, else 0."""
    step = pairs.share(level_step)
    return np.where(np.isnan(step), np.nan, step > 0)


def same(name: str) -> Callable[[Pairs], Floats]:
    """Return 1 where the two positions share an attribute, else 0; NaN where one is unknown."""

    def flag(pairs: Pairs) -> Floats:
        target, held = pairs.target(name), pairs.origin(name)
        return np.where((target < 0) | (held < 0), np.nan, target == held)

    return flag


def title_likeness(pairs: Pairs) -> Floats:
    """Share of the words of the two titles that both hold."""
    words, target = pairs.source.titles, pairs.target("title")
    return pairs.by_origin("title", lambda held, day: words.likeness(held, target))


def unit_likeness(pairs: Pairs) -> Floats:
    """Share of the words of the two units' names that both hold."""
    words, target = pairs.source.unit_names, pairs.target("unit")
    return pairs.by_origin("unit", lambda held, day: words.likeness(held, target))


def education_above_minimum(pairs: Pairs) -> Floats:
    """Education level minus the least that the position asks for."""
    return _subtract(pairs.view.education, _of_target(pairs, "min_education"))


def field_asked(pairs: Pairs) -> Floats:
    """1 where the field of study is one that the position asks for, else 0."""
    asked, size = pairs.source.fields_asked, len(pairs.source.history.fields)
    first = np.searchsorted(asked, pairs.position.astype(np.int64) * size)
    after = np.searchsorted(asked, (pairs.position.astype(np.int64) + 1) * size)
    key = pair_key(pairs.position, pairs.view.field, size)
    if not len(asked):
        return np.full(len(pairs), np.nan)
    place = np.minimum(np.searchsorted(asked, key), len(asked) - 1)
    unknown = (key < 0) | (first == after)
    return np.where(unknown, np.nan, asked[place] == key)


def field_usual(pairs: Pairs) -> Floats:
    """Share of those who began in the position's family before that had this field of study."""
    return pairs.source.entrants.share_with_field(pairs.view.field, pairs.position, pairs.view.day)


def rank_above_minimum(pairs: Pairs) -> Floats:
    """Steps on the PNS ladder above the least rank that the position asks for."""
    least = _of_target(pairs, "min_rank")
    return _subtract(_rank(pairs), np.where(least < PPPK_BASE, least, -1))


def rank_above_usual(pairs: Pairs) -> Floats:
    """Rank minus the mean rank of those who began under the title (else family and level)."""
    rank = _rank(pairs)
    usual = pairs.source.entrants.usual_rank(pairs.position, pairs.days)
    return np.where(rank < 0, np.nan, rank - usual)


def class_step(pairs: Pairs) -> Floats:
    """Job class of the position asked about minus that of the one held."""
    held = pairs.view.of_position(pairs.source.history.positions.job_class)
    return _subtract(_of_target(pairs, "job_class"), held)


def distance_km(pairs: Pairs) -> Floats:
    """Kilometres between the two units."""
    places, target = pairs.source.places, pairs.target("unit")
    return pairs.by_origin("unit", lambda held, day: places.distance(held, target))


def unit_size(pairs: Pairs) -> Floats:
    """log(1 + definitive holders in the unit asked about)."""
    return np.log1p(pairs.source.headcount.holders(pairs.target("unit"), pairs.days))


def position_level(pairs: Pairs) -> Floats:
    """Level of the position asked about."""
    level = pairs.target("level")
    return np.where(level < 0, np.nan, level)


def position_functional(pairs: Pairs) -> Floats:
    """1 where the position asked about is functional, else 0."""
    return np.where(pairs.target("kind") == FUNCTIONAL, 1.0, 0.0)


def rank(source: FeatureSource, view: View) -> Floats:
    """Place of the rank on the PNS ladder; NaN for another ladder."""
    return np.where((view.rank < 0) | (view.rank >= PPPK_BASE), np.nan, view.rank)


def education(source: FeatureSource, view: View) -> Floats:
    """Education level code."""
    return np.where(view.education < 0, np.nan, view.education)


def talent_box(source: FeatureSource, view: View) -> Floats:
    """Latest known nine-box result, 1–9."""
    boxes = source.talent_boxes
    box = boxes.last(boxes.before(view.person, view.day))
    return np.where(box < 0, np.nan, box)


def _rank(pairs: Pairs) -> Codes:
    return np.where(pairs.view.rank < PPPK_BASE, pairs.view.rank, -1)


def _of_target(pairs: Pairs, column: str) -> Codes:
    codes: Codes = getattr(pairs.source.history.positions, column)
    return np.asarray(codes[pairs.position])


def _subtract(one: Codes, other: Codes) -> Floats:
    return np.where((one < 0) | (other < 0), np.nan, one.astype(np.float64) - other)
