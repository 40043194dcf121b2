"""What a policy file may say: every key with its type and bounds, checked when it is read."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from rules.plan_limits import PlanLimits
from rules.policy_steps import Steps
from rules.policy_values import (
    Age,
    Count,
    Flag,
    Index,
    Kind,
    LevelSteps,
    MonthAndDay,
    Months,
    Predicate,
    Section,
    Share,
    Status,
    Text,
    Years,
    check_ascending,
    one_of,
    whole,
)
from rules.retention import Retention


class Window(Section):
    """A span of days, both ends included, in which `kinds` (none named: all) may not move.

    A filled `consent` (the number of a letter) lifts the window.
    """

    first: date = Field(alias="from")
    last: date = Field(alias="to")
    kinds: tuple[Kind, ...] = ()
    consent: Text = ""

    @model_validator(mode="after")
    def check_order(self) -> "Window":
        """Refuse a window that ends before it begins."""
        if self.last < self.first:
            raise PydanticCustomError("window_order", "ends before it begins")
        return self


class Ages(Section):
    """Retirement ages by what a position is (UU 20/2023 Pasal 55); `default` is for all others."""

    default: Age
    jpt: Age
    ahli_madya: Age
    ahli_utama: Age


class RuleSection(Section):
    """What every rule states; the parameters of those that have any follow."""

    enabled: Flag
    source: Text
    waivable: Flag


class CivilServant(RuleSection):
    """Whose status may be moved."""

    statuses: tuple[Status, ...]


class TimeInPosition(RuleSection):
    """How long a position is held before the next."""

    months: Months


class PerformanceFloor(RuleSection):
    """The lowest predicate of the latest years."""

    years: Years
    minimum: Predicate


class Discipline(RuleSection):
    """How long a grave sanction weighs after its end."""

    months_after: Months


class CareerLadder(RuleSection):
    """The steps allowed, and the years at the level below that a step up asks."""

    max_step: LevelSteps
    max_step_down: LevelSteps
    years_to_pengawas: Years
    years_to_administrator: Years
    years_to_jpt_pratama: Years


class AgeCap(RuleSection):
    """The birthday after which nobody enters."""

    jpt_pratama: Age
    functional: Age
    ahli_madya: Age
    ahli_utama: Age


class RetirementHorizon(RuleSection):
    """The months of service that must be left."""

    months: Months
    ages: Ages


class LockWindow(RuleSection):
    """The windows in which officials may not be replaced."""

    windows: tuple[Window, ...]


class Rules(Section):
    """The thirteen rules, in the order in which they are answered."""

    civil_servant: CivilServant
    in_service: RuleSection
    not_same_position: RuleSection
    time_in_position: TimeInPosition
    performance_floor: PerformanceFloor
    discipline: Discipline
    rank_range: RuleSection
    education_level: RuleSection
    education_field: RuleSection
    career_ladder: CareerLadder
    age_cap: AgeCap
    retirement_horizon: RetirementHorizon
    lock_window: LockWindow


class WarningSection(Section):
    """What every warning states."""

    source: Text


class TimedWarning(WarningSection):
    """A warning after, or before, so many calendar months."""

    months: Months


class FloorWarning(WarningSection):
    """A warning below a share of the fill ratio of all positions together."""

    share: Share


class Warnings(Section):
    """The warnings beside a name, in the order in which they are told.

    Their names are public codes and stay as they are, whatever months are set.
    """

    five_years_in_position: TimedWarning
    single_holder: WarningSection
    last_with_skill: WarningSection
    origin_below_floor: FloorWarning
    job_class_drops: WarningSection
    kin_in_unit: WarningSection
    retires_within_three_years: TimedWarning
    past_retirement_age: WarningSection
    assessment_older_than_three_years: TimedWarning


class Outcome(Section):
    """When a past move is judged."""

    months: Annotated[int, whole(1, 120)]
    own_year_if_before: MonthAndDay


class PrecedentLimits(Section):
    """When a past move is near, and how many near ones a told chance must rest on."""

    likeness: Share
    least: Annotated[int, whole(0, 1000)]


class Workload(Section):
    """Effective working minutes a year."""

    effective_minutes: Annotated[int, whole(1, 527_040)]


class Monitor(Section):
    """When a model, or the records, must be looked at; shares are of 1, ages in their own units."""

    score_index: Index
    feature_index: Index
    features_share: Share
    missing_change: Share
    calibration_gap: Share
    least_outcomes: Count
    new_outcomes_share: Share
    enough_outcomes: Count
    model_months: Annotated[int, whole(1, 1200)]
    records_days: Annotated[int, whole(1, 36_600)]
    assessment_months: Annotated[int, whole(1, 1200)]
    predicates_missing: Share
    undetermined_share: Share


class FairnessLimits(Section):
    """When a group counts as worse off, and into which bands ages and agencies fall.

    `gating` are the attributes whose alarm holds a model back where a fairer one serves.
    """

    least_ratio: Share
    least_group: Count
    ages: Annotated[tuple[Annotated[int, whole(16, 80)], ...], AfterValidator(check_ascending)]
    agency_sizes: Annotated[tuple[Count, Count], AfterValidator(check_ascending)]
    gating: tuple[
        Annotated[str, one_of("sex", "age", "agency_size", "place", "audit_attributes")], ...
    ]


class Development(Section):
    """How long what somebody can change takes, and how much of it is asked of one person at most.

    Months are calendar months, one change after another; `most_months` also bounds the waiting.
    """

    level_months: Annotated[int, whole(1, 60)]
    assessment_months: Annotated[int, whole(1, 60)]
    training_months: Annotated[int, whole(1, 60)]
    training_hours: Annotated[int, whole(1, 1000)]
    most_changes: Annotated[int, whole(0, 3)]
    most_months: Annotated[int, whole(1, 60)]


class PolicyFile(Section):
    """A whole policy file."""

    rules: Rules
    warnings: Warnings
    outcome: Outcome
    precedents: PrecedentLimits
    workload: Workload
    monitor: Monitor
    fairness: FairnessLimits
    development: Development
    plan: PlanLimits
    steps: Steps
    retention: Retention
