"""Columns of the records that features read, as `table.column`, in the groups they come in."""


def of(table: str, *columns: str) -> tuple[str, ...]:
    """Return columns of one table as the catalog names them."""
    return tuple(f"{table}.{column}" for column in columns)


STANDARD = (
    *of("requirements", "level"),
    *of("assessments", "level", "assessed_on"),
)
BY_KIND = (*STANDARD, *of("competencies", "kind"))
ASSESSED = of("assessments", "level", "assessed_on")
TRAINED = of("trainings", "completed_on")
FAMILY = of("positions", "job_family")
KIND = of("positions", "kind")
LEVEL = of("positions", "kind", "tier")
TRAINED_FAMILY = (*TRAINED, *of("trainings", "job_family"), *FAMILY)
PREDICATES = of("performance", "predicate", "year", "known_on")
STAYS = of("assignments", "position_id", "started_on", "ended_on", "appointment")
HELD = (*STAYS, *of("employees", "position_id", "position_since"))
UNIT = of("positions", "unit_id")
AGENCY = (*UNIT, *of("units", "agency_id"))
TITLE = of("positions", "title")
RANK = (*of("employees", "rank", "rank_since"), *of("ranks", "rank", "since"))
EDUCATION = (
    *of("employees", "education_level"),
    *of("educations", "level", "graduated_on"),
)
FIELD = (*EDUCATION, *of("employees", "education_field"), *of("educations", "field"))
MOVED = (
    *of("transfers", "to_position_id", "from_position_id", "effective_on", "reason"),
    *of("positions", "replaces"),
    *HELD,
)
ENDED = (
    *of("transfers", "outcome", "outcome_on"),
    *of("employees", "left_on", "left_reason"),
    *of("discipline", "severity", "started_on", "ended_on", "under_investigation", "cancelled"),
    *PREDICATES,
    *LEVEL,
    *MOVED,
)
