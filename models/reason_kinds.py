"""The reasons that people are told: which features each one sums, and which one speaks for them.

A model weighs some hundred columns; nobody reads a hundred reasons. Columns that say one thing to a
reader are summed into one reason. Its sentence is that of the column that it tells
(`columns.COLUMN` in the wording), or tells a competency standard (`reasons.competency_match`); what
everybody may read of it is `public.CODE`.
"""

from dataclasses import dataclass
from typing import Literal

Group = Literal["competency", "performance", "tenure", "career"]
GROUPS: tuple[Group, ...] = ("competency", "performance", "tenure", "career")


@dataclass(frozen=True)
class ReasonKind:
    """One reason: `tells` is the feature whose value is shown, and which must be known for it.

    With `is_standard` it tells a whole competency standard instead, met or not.
    """

    code: str
    group: Group
    tells: str
    features: tuple[str, ...]
    is_standard: bool = False


def _kind(
    code: str, group: Group, tells: str, *others: str, is_standard: bool = False
) -> ReasonKind:
    return ReasonKind(code, group, tells, (tells, *others), is_standard)


KINDS: tuple[ReasonKind, ...] = (
    _kind(
        "competency_match",
        "competency",
        "competency_match",
        *("competency_share_met", "competency_worst_gap", "competency_mean_gap"),
        *("managerial_gap", "sociocultural_gap", "expected_gap", "expected_worst_gap"),
        *("expected_managerial_gap", "expected_sociocultural_gap"),
        "managerial_post_managerial_gap",
        is_standard=True,
    ),
    _kind(
        "technical_competency",
        "competency",
        "technical_met",
        *("technical_gap", "expected_technical_gap"),
        *("managerial_post_technical_gap", "other_post_technical_gap"),
    ),
    _kind("competency_level", "competency", "competency_mean_level"),
    _kind(
        "family_training",
        "competency",
        "family_trainings",
        "family_training_hours",
    ),
    _kind("required_training", "competency", "required_trainings", "trainings_five_years"),
    _kind(
        "performance_level",
        "performance",
        "performance_latest",
        *("performance_mean_3", "performance_mean_5", "performance_share_top"),
    ),
    _kind("performance_lowest", "performance", "performance_lowest_5"),
    _kind(
        "performance_against_peers",
        "performance",
        "performance_against_peers_5",
        *("performance_against_peers_3", "performance_standing"),
    ),
    _kind("talent_box", "performance", "talent_box"),
    _kind(
        "time_in_position",
        "tenure",
        "years_in_position",
        *("years_in_unit", "years_in_agency", "years_in_family"),
    ),
    _kind("time_in_rank", "tenure", "years_in_rank"),
    _kind("rank_held", "tenure", "rank"),
    _kind("past_moves", "tenure", "moves_five_years", "stays_ten_years", "mean_stay"),
    _kind(
        "family_experience",
        "tenure",
        "family_years",
        *("family_recent", "family_share"),
        *("managerial_post_family_years", "other_post_family_years"),
    ),
    _kind(
        "level_experience", "tenure", "level_years", "level_recent", "kind_recent", "tier_recent"
    ),
    _kind("agency_experience", "tenure", "agency_years", "agency_recent", "unit_years"),
    _kind("title_experience", "tenure", "title_years"),
    _kind(
        "level_step",
        "career",
        "level_step",
        *("promotion", "same_kind", "position_level", "position_functional"),
    ),
    _kind("same_work", "career", "same_family", "same_title", "title_likeness"),
    _kind("same_agency", "career", "same_agency", "same_unit", "unit_likeness"),
    _kind("distance", "career", "distance_km"),
    _kind("education_field", "career", "field_asked", "field_usual"),
    _kind("education_level", "career", "education_above_minimum"),
    _kind("education_held", "career", "education"),
    _kind("rank_fit", "career", "rank_above_usual", "rank_above_minimum"),
    _kind("class_step", "career", "class_step"),
    _kind("unit_size", "career", "unit_size"),
    _kind("family_path", "career", "arrivals_family", "departures_family"),
    _kind(
        "title_path",
        "career",
        "arrivals_title",
        *("departures_title", "moves_title", "moves_role", "moves_position"),
    ),
    _kind("agency_path", "career", "moves_agency", "moves_unit", "moves_family_to_unit"),
    _kind("moves_into_post", "career", "moves_into_position"),
    _kind(
        "path_success",
        "career",
        "success_family",
        *("success_into_family", "success_into_agency", "success_into_unit"),
    ),
    _kind("own_success", "career", "own_success"),
)
"""Every feature of the catalog belongs to exactly one of these."""
KIND_OF = {name: kind for kind in KINDS for name in kind.features}
"""The kind of reason that each column of the catalog belongs to."""
