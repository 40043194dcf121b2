"""What ought to be there by now: this year's figures, fresh assessments and records, standards."""

from collections.abc import Iterator

import numpy as np

from matching.quality.doubts import Doubt, Kind, Scene, find_marked, list_rules_on, make_cells
from rules.conduct import find_latest_due_year
from snapshots.coding import read_days
from snapshots.days import add_months, day_of
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Flags, Ints
from snapshots.tables import TABLES
from wording import Fact

NEVER = -(2**31)
PREDICATES = make_cells("performance", ("predicate", "year"))
LEVELS = make_cells("assessments", ("level", "assessed_on"))


def find_overdue(scene: Scene) -> Iterator[Doubt]:
    """Yield what the policy's dates ask for and the records do not hold, or hold only of old."""
    yield from _find_old_records(scene)
    if scene.snapshot.has("performance"):
        yield from _find_predicates(scene)
    if scene.snapshot.has("assessments"):
        yield from _find_assessments(scene)
    if scene.snapshot.has("requirements"):
        yield _find_standards(scene)
    if scene.snapshot.has("workloads"):
        yield _find_old_workloads(scene)


def list_years_due(scene: Scene) -> range:
    """Return the years whose predicate the rule on performance asks for, the latest first."""
    latest = int(find_latest_due_year(scene.view.day[:1])[0]) if len(scene.view) else 0
    return range(latest, latest - int(_read_floor(scene)["years"]), -1)


def find_missing_predicates(scene: Scene, year: int) -> tuple[Flags, Flags]:
    """Return who should have a year's predicate, and who was not in service that whole year.

    Both are people in service without it. Appointed on 2024-03-01: of 2024 nothing is owed yet.
    """
    missing = scene.serving & (scene.view.predicate(year) == UNKNOWN)
    begun = scene.history.people.appointed < int(day_of(year, 1, 1))
    return missing & begun, missing & ~begun


def _read_floor(scene: Scene) -> dict[str, int]:
    return dict(scene.matcher.policy.rules["performance_floor"].parameters)


def _find_predicates(scene: Scene) -> Iterator[Doubt]:
    """Whom both doubts concern is settled by neither alone."""
    years = list_years_due(scene)
    if not years:
        return
    found = [find_missing_predicates(scene, year) for year in years]
    nobody = np.zeros(len(scene.serving), np.bool_)
    owed, early = (np.logical_or.reduce([nobody, *marks]) for marks in zip(*found, strict=True))
    told = ", ".join(
        f"{year}: {int(lacking.sum())}" for year, (lacking, _) in zip(years, found, strict=True)
    )
    for code, marks, others in (
        ("predicate_missing", owed, early),
        ("predicate_early", early, owed),
    ):
        hits = find_marked(marks)
        yield Doubt(
            code,
            "missing",
            "performance",
            "predicate",
            "person",
            hits,
            np.full(len(hits), UNKNOWN, np.int64),
            int(scene.serving.sum()),
            PREDICATES,
            list_rules_on("performance"),
            marks & ~others,
            {"years": told},
        )


def find_latest_assessments(scene: Scene) -> Ints:
    """Return the day of each person's latest known assessment, NEVER where there is none."""
    history = scene.history
    person, day = (
        history.rows_of_people("assessments"),
        read_days(history.snapshot, "assessments", "assessed_on"),
    )
    known = (person >= 0) & (day < scene.day)
    latest = np.full(len(history.people_ids), NEVER, np.int64)
    np.maximum.at(latest, person[known], day[known])
    return latest


def _find_assessments(scene: Scene) -> Iterator[Doubt]:
    """Assessments are stale from the months on from which a name carries the warning."""
    months = scene.matcher.policy.warnings.assessment_older_than_three_years.months
    latest, of = find_latest_assessments(scene), int(scene.serving.sum())
    never = latest == NEVER
    stale = ~never & (add_months(np.where(never, scene.day, latest), months) <= scene.day)
    kinds: tuple[tuple[str, Kind, Flags], ...] = (
        ("assessment_missing", "missing", never),
        ("assessment_stale", "old", stale),
    )
    for code, kind, marks in kinds:
        hits = find_marked(marks & scene.serving)
        rows = np.full(len(hits), UNKNOWN, np.int64)
        yield Doubt(
            code,
            kind,
            "assessments",
            "assessed_on",
            "person",
            hits,
            rows,
            of,
            LEVELS,
            facts={"months": months},
        )


def _find_old_records(scene: Scene) -> Iterator[Doubt]:
    """Records are old from the age on from which the monitoring says so; it concerns them all."""
    days = (scene.today - scene.snapshot.as_of).days
    if days > scene.matcher.policy.monitor.records_days:
        cells = make_cells("employees", [column.name for column in TABLES["employees"]])
        told: dict[str, Fact] = {"as_of": scene.snapshot.as_of, "days": days}
        yield Doubt("records_old", "old", "employees", None, "none", cells=cells, facts=told)


def _find_old_workloads(scene: Scene) -> Doubt:
    """Need is computed from the latest year of a post's rows (ABK), however long ago that is.

    A year's volumes are known once it is over: in 2025 those of 2024 are the newest there can be.
    """
    year = scene.matcher.staffing(scene.day).work_year
    hits = find_marked((year != UNKNOWN) & (year < scene.snapshot.as_of.year - 1))
    counted = zip(*np.unique(year[hits], return_counts=True), strict=True)
    return Doubt(
        "workload_old",
        "old",
        "workloads",
        "year",
        "position",
        hits,
        np.full(len(hits), UNKNOWN, np.int64),
        int((year != UNKNOWN).sum()),
        make_cells("workloads", ("year", "volume", "minutes_per_unit")),
        facts={"years": ", ".join(f"{one}: {count}" for one, count in counted)},
    )


def _find_standards(scene: Scene) -> Doubt:
    asked = np.zeros(len(scene.history.positions.seats), np.bool_)
    place = scene.history.rows_of_positions("requirements", "position_id")
    asked[place[place >= 0]] = True
    hits = find_marked(~asked & (scene.history.positions.seats > 0))
    return Doubt(
        "standard_missing",
        "missing",
        "requirements",
        "level",
        "position",
        hits,
        np.full(len(hits), UNKNOWN, np.int64),
        len(asked),
        ("requirements.level",),
    )
