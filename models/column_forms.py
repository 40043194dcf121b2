"""How each column of the matrix is written for people: its figure, its unit, its variants."""

from dataclasses import dataclass
from typing import Literal

from features.catalog import NAMES

Size = Literal["number", "percent", "count", "whole", "years", "log_years"]
Named = Literal["flag", "predicate", "rank", "education"]
Written = Size | Named
Variant = Literal["plain", "amount", "flag", "sign"]


@dataclass(frozen=True)
class Form:
    """How a column is told.

    `written`: a `count` is kept as log(1 + n) and `log_years` as log(1 + years); `years` count up
    to ten. `variant`: a `flag` has a sentence each for yes and no, a `sign` for more, same and
    less, an `amount` another for none at all. `unit` is the key of the unit, "" where there is
    none. A column `of_position` is the same for everybody who is compared. Of a gap (`is_gap`)
    words say whether it lies below or above what is asked: a sign would be read the wrong way.
    """

    written: Written = "number"
    variant: Variant = "plain"
    unit: str = ""
    of_position: bool = False
    is_gap: bool = False


PERCENT = Form("percent")
FLAG = Form("flag", "flag")
SERVICE = Form("years", "amount", "year")
FADED = Form("number", "amount", "year")
SHORT = Form("number", "amount", "short")
GAP = Form("number", "sign", "level", is_gap=True)
GRADES = Form("number", "sign", "grade")
TRAININGS = Form("count", "amount", "training")
MOVES = Form("count", "amount", "move")

_SHARED: tuple[tuple[Form, tuple[str, ...]], ...] = (
    (
        PERCENT,
        (
            *("competency_match", "competency_share_met"),
            *("technical_met", "performance_share_top", "family_share"),
            *("title_likeness", "unit_likeness", "field_usual"),
            *("arrivals_title", "arrivals_family", "departures_title", "departures_family"),
            *("success_family", "own_success"),
        ),
    ),
    (
        Form("percent", of_position=True),
        ("success_into_family", "success_into_agency", "success_into_unit"),
    ),
    (
        FLAG,
        (
            *("promotion", "same_kind", "same_family", "same_title", "same_agency", "same_unit"),
            "field_asked",
        ),
    ),
    (
        SHORT,
        (
            *("competency_mean_gap", "managerial_gap", "sociocultural_gap", "technical_gap"),
            *("expected_gap", "expected_managerial_gap", "expected_sociocultural_gap"),
            *("expected_technical_gap", "managerial_post_managerial_gap"),
            *("managerial_post_technical_gap", "other_post_technical_gap"),
        ),
    ),
    (GAP, ("competency_worst_gap", "expected_worst_gap")),
    (
        SERVICE,
        (
            *("years_in_unit", "years_in_agency", "years_in_family"),
            *("family_years", "level_years", "agency_years", "unit_years", "title_years"),
        ),
    ),
    (Form("years", unit="year"), ("years_in_position", "years_in_rank", "mean_stay")),
    (FADED, ("family_recent", "level_recent", "kind_recent", "tier_recent", "agency_recent")),
    (
        Form("log_years", "amount", "year"),
        ("managerial_post_family_years", "other_post_family_years"),
    ),
    (TRAININGS, ("family_trainings", "required_trainings", "trainings_five_years")),
    (
        MOVES,
        (
            *("moves_position", "moves_title", "moves_role", "moves_agency", "moves_unit"),
            "moves_family_to_unit",
        ),
    ),
    (Form("predicate"), ("performance_latest", "performance_lowest_5")),
    (
        GRADES,
        ("performance_against_peers_3", "performance_against_peers_5", "performance_standing"),
    ),
)

FORMS: dict[str, Form] = {
    **{name: form for form, names in _SHARED for name in names},
    "competency_mean_level": Form(),
    "family_training_hours": Form("count", "amount", "hour"),
    "performance_mean_3": Form(),
    "performance_mean_5": Form(),
    "talent_box": Form("whole"),
    "stays_ten_years": Form("whole", "amount", "position"),
    "moves_five_years": Form("whole", "amount", "time"),
    "level_step": Form("whole", "sign", "step"),
    "education_above_minimum": Form("whole", "sign", "step"),
    "rank_above_minimum": Form("whole", "sign", "rank"),
    "rank_above_usual": Form("number", "sign", "rank"),
    "class_step": Form("whole", "sign", "class"),
    "distance_km": Form("whole", "amount", "kilometre"),
    "rank": Form("rank"),
    "education": Form("education"),
    "position_level": Form("whole", of_position=True),
    "position_functional": Form("flag", "flag", of_position=True),
    "unit_size": Form("count", "amount", "holder", of_position=True),
    "moves_into_position": Form("count", "amount", "move", of_position=True),
}
"""The form of every column of the catalog."""

FOR_MANAGERS, FOR_OTHERS = "managerial_post_", "other_post_"
"""How columns begin that count in one sort of positions alone (`features.posts`)."""

PLACES = {name: place for place, name in enumerate(NAMES)}
"""Places of the columns in the matrix."""
