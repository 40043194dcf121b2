"""The one ordered list of features: name, group, direction, and what of the records each reads.

The order is that of the matrix's columns. `direction` is the sign by which a larger value may
change the chance of success (+1 never lowers it, -1 never raises it), 0 where none can be defended.
Labels stand in the wording as `features.NAME`.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from features import career, competency, expectation, flows, performance, tenure, training
from features.pairs import Pairs
from features.source import FeatureSource
from snapshots.ledger import Floats
from snapshots.view import View

Group = Literal["competency", "performance", "tenure", "career", "talent"]
Direction = Literal[-1, 0, 1]


@dataclass(frozen=True)
class Feature:
    """One column of the matrix.

    `compute` gives one float64 a pair. `about` tells whether it depends on the person and the day
    alone. `reads` are the columns of the records behind it as `table.column`, those apart by which
    rows find each other (nip and the ids). With `in_model` false it serves baselines alone.
    """

    name: str
    group: Group
    direction: Direction
    about: Literal["person", "pair"]
    compute: Callable[[Pairs], Floats]
    reads: tuple[str, ...]
    in_model: bool = True


def _pair(
    name: str,
    group: Group,
    direction: Direction,
    compute: Callable[[Pairs], Floats],
    *reads: tuple[str, ...],
) -> Feature:
    return Feature(name, group, direction, "pair", compute, _merge(reads))


def _person(
    name: str,
    group: Group,
    direction: Direction,
    column: Callable[[FeatureSource, View], Floats],
    *reads: tuple[str, ...],
    in_model: bool = True,
) -> Feature:
    def compute(pairs: Pairs) -> Floats:
        return pairs.of_person(column)

    return Feature(name, group, direction, "person", compute, _merge(reads), in_model)


def _merge(reads: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({column for columns in reads for column in columns}))


def _of(table: str, *columns: str) -> tuple[str, ...]:
    return tuple(f"{table}.{column}" for column in columns)


_STANDARD = (
    *_of("requirements", "level"),
    *_of("assessments", "level", "assessed_on"),
)
_BY_KIND = (*_STANDARD, *_of("competencies", "kind"))
_ASSESSED = _of("assessments", "level", "assessed_on")
_TRAINED = _of("trainings", "completed_on")
_FAMILY = _of("positions", "job_family")
_LEVEL = _of("positions", "kind", "tier")
_TRAINED_FAMILY = (*_TRAINED, *_of("trainings", "job_family"), *_FAMILY)
_PREDICATES = _of("performance", "predicate", "year", "known_on")
_STAYS = _of("assignments", "position_id", "started_on", "ended_on", "appointment")
_HELD = (*_STAYS, *_of("employees", "position_id", "position_since"))
_UNIT = _of("positions", "unit_id")
_AGENCY = (*_UNIT, *_of("units", "agency_id"))
_TITLE = _of("positions", "title")
_RANK = (*_of("employees", "rank", "rank_since"), *_of("ranks", "rank", "since"))
_EDUCATION = (
    *_of("employees", "education_level"),
    *_of("educations", "level", "graduated_on"),
)
_FIELD = (*_EDUCATION, *_of("employees", "education_field"), *_of("educations", "field"))
_MOVED = (
    *_of("transfers", "to_position_id", "from_position_id", "effective_on", "reason"),
    *_of("positions", "replaces"),
    *_HELD,
)
_ENDED = (
    *_of("transfers", "outcome", "outcome_on"),
    *_of("employees", "left_on", "left_reason"),
    *_of("discipline", "severity", "started_on", "ended_on", "under_investigation", "cancelled"),
    *_PREDICATES,
    *_LEVEL,
    *_MOVED,
)

CATALOG: tuple[Feature, ...] = (
    _pair("competency_match", "competency", 1, competency.match, _STANDARD),
    _pair("competency_share_met", "competency", 1, competency.share_met, _STANDARD),
    _pair("competency_share_unknown", "competency", 0, competency.share_unknown, _STANDARD),
    _pair("competency_worst_gap", "competency", -1, competency.worst_gap, _STANDARD),
    _pair("competency_mean_gap", "competency", -1, competency.mean_gap, _STANDARD),
    _pair("competency_surplus", "competency", 0, competency.surplus, _STANDARD),
    _pair("managerial_gap", "competency", -1, competency.gap_of("managerial"), _BY_KIND),
    _pair("sociocultural_gap", "competency", -1, competency.gap_of("sociocultural"), _BY_KIND),
    _pair("technical_gap", "competency", -1, competency.gap_of("technical"), _BY_KIND),
    _pair("technical_met", "competency", 1, competency.share_met_of("technical"), _BY_KIND),
    _pair("expected_gap", "competency", -1, expectation.expected_gap, _STANDARD),
    _pair("expected_worst_gap", "competency", -1, expectation.expected_worst_gap, _STANDARD),
    _pair(
        "expected_managerial_gap",
        "competency",
        -1,
        expectation.expected_gap_of("managerial"),
        _BY_KIND,
    ),
    _pair(
        "expected_sociocultural_gap",
        "competency",
        -1,
        expectation.expected_gap_of("sociocultural"),
        _BY_KIND,
    ),
    _pair(
        "expected_technical_gap",
        "competency",
        -1,
        expectation.expected_gap_of("technical"),
        _BY_KIND,
    ),
    _person("competency_mean_level", "competency", 1, competency.mean_level, _ASSESSED),
    _person(
        "years_since_assessment", "competency", 0, competency.years_since_assessment, _ASSESSED
    ),
    _pair("family_trainings", "competency", 1, training.family_trainings, _TRAINED_FAMILY),
    _pair(
        "family_training_hours",
        "competency",
        1,
        training.family_training_hours,
        _TRAINED_FAMILY,
        _of("trainings", "hours"),
    ),
    _pair(
        "years_since_family_training",
        "competency",
        0,
        training.years_since_family_training,
        _TRAINED_FAMILY,
    ),
    _pair(
        "required_trainings",
        "competency",
        1,
        training.required_trainings,
        _TRAINED,
        _of("trainings", "competency_id"),
    ),
    _person("trainings_five_years", "competency", 1, training.trainings_five_years, _TRAINED),
    _person("performance_latest", "performance", 1, performance.latest, _PREDICATES),
    _person("performance_mean_3", "performance", 1, performance.mean_over(3), _PREDICATES),
    _person("performance_mean_5", "performance", 1, performance.mean_over(5), _PREDICATES),
    _person("performance_lowest_5", "performance", 1, performance.lowest_over(5), _PREDICATES),
    _person("performance_spread_3", "performance", 0, performance.spread_over(3), _PREDICATES),
    _person("performance_spread_5", "performance", 0, performance.spread_over(5), _PREDICATES),
    _person("performance_trend", "performance", 0, performance.trend, _PREDICATES),
    _person("performance_years_known", "performance", 0, performance.years_known, _PREDICATES),
    _person("performance_share_top", "performance", 1, performance.share_top, _PREDICATES),
    _person(
        "performance_against_peers_3",
        "performance",
        1,
        performance.against_peers_over(3),
        _PREDICATES,
        _HELD,
        _AGENCY,
    ),
    _person(
        "performance_against_peers_5",
        "performance",
        1,
        performance.against_peers_over(5),
        _PREDICATES,
        _HELD,
        _AGENCY,
    ),
    _person(
        "performance_standing",
        "performance",
        1,
        performance.standing,
        _PREDICATES,
        _HELD,
        _AGENCY,
    ),
    _person(
        "years_in_position",
        "tenure",
        0,
        tenure.years_in_position,
        _HELD,
        _of("positions", "replaces"),
    ),
    _person("years_in_unit", "tenure", 0, tenure.years_in("unit"), _HELD, _UNIT),
    _person("years_in_agency", "tenure", 0, tenure.years_in("agency"), _HELD, _AGENCY),
    _person("years_in_family", "tenure", 0, tenure.years_in("family"), _HELD, _FAMILY),
    _person("years_in_rank", "tenure", 0, tenure.years_in_rank, _RANK),
    _person("stays_ten_years", "tenure", 0, tenure.stays_ten_years, _STAYS),
    _person("mean_stay", "tenure", 0, tenure.mean_stay, _STAYS),
    _person("moves_five_years", "tenure", 0, tenure.moves_five_years, _MOVED),
    _pair("family_years", "tenure", 1, tenure.years_like("family"), _STAYS, _FAMILY),
    _pair("family_recent", "tenure", 1, tenure.family_recent, _STAYS, _FAMILY),
    _pair("family_share", "tenure", 1, tenure.family_share, _STAYS, _FAMILY),
    _pair("level_years", "tenure", 1, tenure.years_like("level"), _STAYS, _LEVEL),
    _pair("level_recent", "tenure", 1, tenure.recent_like("level"), _STAYS, _LEVEL),
    _pair("kind_recent", "tenure", 1, tenure.recent_like("kind"), _STAYS, _LEVEL),
    _pair("tier_recent", "tenure", 1, tenure.recent_like("tier"), _STAYS, _LEVEL),
    _pair("agency_years", "tenure", 1, tenure.years_like("agency"), _STAYS, _AGENCY),
    _pair("agency_recent", "tenure", 1, tenure.recent_like("agency"), _STAYS, _AGENCY),
    _pair("unit_years", "tenure", 1, tenure.years_like("unit"), _STAYS, _UNIT),
    _pair("title_years", "tenure", 1, tenure.years_like("title"), _STAYS, _TITLE),
    _pair("level_step", "career", 0, career.level_step, _HELD, _LEVEL),
    _pair("promotion", "career", 0, career.promotion, _HELD, _LEVEL),
    _pair("same_kind", "career", 0, career.same("kind"), _HELD, _LEVEL),
    _pair("same_family", "career", 1, career.same("family"), _HELD, _FAMILY),
    _pair("same_title", "career", 1, career.same("title"), _HELD, _TITLE),
    _pair("title_likeness", "career", 1, career.title_likeness, _HELD, _TITLE),
    _pair("same_agency", "career", 0, career.same("agency"), _HELD, _AGENCY),
    _pair("same_unit", "career", 0, career.same("unit"), _HELD, _UNIT),
    _pair("unit_likeness", "career", 0, career.unit_likeness, _HELD, _UNIT, _of("units", "name")),
    _pair(
        "distance_km",
        "career",
        -1,
        career.distance_km,
        _HELD,
        _AGENCY,
        _of("units", "latitude", "longitude", "parent_id"),
    ),
    _pair(
        "education_above_minimum",
        "career",
        0,
        career.education_above_minimum,
        _EDUCATION,
        _of("positions", "min_education"),
    ),
    _pair(
        "field_asked", "career", 1, career.field_asked, _FIELD, _of("positions", "education_fields")
    ),
    _pair("field_usual", "career", 1, career.field_usual, _FIELD, _FAMILY, _STAYS),
    _pair(
        "rank_above_minimum",
        "career",
        0,
        career.rank_above_minimum,
        _RANK,
        _of("positions", "min_rank"),
    ),
    _pair(
        "rank_above_usual",
        "career",
        0,
        career.rank_above_usual,
        _RANK,
        _TITLE,
        _FAMILY,
        _LEVEL,
        _STAYS,
    ),
    _pair("class_step", "career", 0, career.class_step, _HELD, _of("positions", "job_class")),
    _pair("position_level", "career", 0, career.position_level, _LEVEL),
    _pair("position_functional", "career", 0, career.position_functional, _LEVEL),
    _pair("unit_size", "career", 0, career.unit_size, _STAYS, _UNIT, _of("employees", "left_on")),
    _pair("moves_position", "career", 0, flows.count("position", "position"), _MOVED),
    _pair("moves_title", "career", 0, flows.count("title", "title"), _MOVED, _TITLE),
    _pair("moves_role", "career", 0, flows.count("role", "role"), _MOVED, _LEVEL, _FAMILY),
    _pair("moves_agency", "career", 0, flows.count("agency", "agency"), _MOVED, _AGENCY),
    _pair("moves_unit", "career", 0, flows.count("unit", "unit"), _MOVED, _UNIT),
    _pair(
        "moves_family_to_unit", "career", 0, flows.count("family", "unit"), _MOVED, _FAMILY, _UNIT
    ),
    _pair("moves_into_position", "career", 0, flows.count("all", "position"), _MOVED),
    _pair("arrivals_title", "career", 0, flows.share_of_arrivals("title"), _MOVED, _TITLE),
    _pair("arrivals_family", "career", 0, flows.share_of_arrivals("family"), _MOVED, _FAMILY),
    _pair("departures_title", "career", 0, flows.share_of_departures("title"), _MOVED, _TITLE),
    _pair("departures_family", "career", 0, flows.share_of_departures("family"), _MOVED, _FAMILY),
    _pair("success_family", "career", 1, flows.success_between("family"), _ENDED, _FAMILY),
    _pair("success_into_family", "career", 1, flows.success_into("family"), _ENDED, _FAMILY),
    _pair("success_into_agency", "career", 1, flows.success_into("agency"), _ENDED, _AGENCY),
    _pair("success_into_unit", "career", 1, flows.success_into("unit"), _ENDED, _UNIT),
    _person("own_success", "career", 1, flows.own_success, _ENDED),
    _person("rank", "tenure", 0, career.rank, _RANK, in_model=False),
    _person("education", "career", 0, career.education, _EDUCATION, in_model=False),
    _person(
        "talent_box",
        "talent",
        1,
        career.talent_box,
        _of("talents", "box", "year", "known_on"),
        in_model=False,
    ),
)
"""Every feature, in the order of the matrix's columns."""

NAMES: tuple[str, ...] = tuple(feature.name for feature in CATALOG)
"""Names in the order of the matrix's columns."""


def fingerprint(catalog: Sequence[Feature] = CATALOG) -> str:
    """Return a hash of names, order, groups, directions and use: another list, another hash."""
    lines = (f"{f.name} {f.group} {f.direction} {f.about} {f.in_model}" for f in catalog)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
