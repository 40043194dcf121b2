"""What the checks of an import warn of, found again in the stored records."""

from collections.abc import Callable, Iterator
from itertools import groupby

import numpy as np

from matching.quality.doubts import NOWHERE, Doubt, Kind, Scene, Subject, make_cells, mark_people
from rules.gates import GATES
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Ints
from snapshots.problems import Problem
from snapshots.tables import TABLES
from snapshots.validation.absences import find_absences
from snapshots.validation.consistency import find_reversed
from snapshots.validation.continuity import find_broken_service, find_dates_to_come
from snapshots.validation.draft import Draft
from snapshots.validation.identity import find_odd_nips
from snapshots.validation.reorganisation import find_reorganisations

CHECKS: tuple[Callable[[Draft], list[Problem]], ...] = (
    find_absences,
    find_odd_nips,
    find_broken_service,
    find_dates_to_come,
    lambda draft: find_reversed(
        draft, "outcome_before_transfer", "transfers", "effective_on", "outcome_on"
    ),
    find_reorganisations,
)
BESIDE = {
    "nip_birth_date_differs": ("employees.birth_date",),
    "overlapping_stays": ("assignments.ended_on",),
    "gap_between_stays": ("assignments.ended_on",),
    "stay_before_appointment": ("employees.appointed_on",),
    "no_open_stay": ("assignments.started_on", "assignments.position_id"),
    "outcome_before_transfer": ("transfers.effective_on",),
}
"""Cells that a warning puts in doubt beside its own."""
ABSENT = ("absent_table", "absent_column")


def read_warnings(scene: Scene) -> Iterator[Doubt]:
    """Yield a doubt for each kind of warning, table and column."""
    tables = {name: rows for name, rows in scene.snapshot.tables.items() if name in TABLES}
    rows = {name: np.arange(1, table.num_rows + 1) for name, table in tables.items()}
    draft = Draft(tables, rows, as_of=scene.snapshot.as_of)
    problems = sorted((one for check in CHECKS for one in check(draft)), key=_name)
    for _, found in groupby(problems, key=_name):
        yield _tell(scene, tuple(found))


def _name(problem: Problem) -> tuple[str, str, str]:
    return problem.code, problem.table, problem.column or ""


def _tell(scene: Scene, problems: tuple[Problem, ...]) -> Doubt:
    first = problems[0]
    rows = np.array([UNKNOWN if one.row is None else one.row - 1 for one in problems], np.int64)
    if first.code in ABSENT:
        return _tell_absence(scene, first)
    subject, subjects = _find_subjects(scene, first.table, rows)
    kind: Kind = "contradictory"
    own = make_cells(first.table, (first.column,)) if first.column else ()
    of = scene.snapshot.tables[first.table].num_rows if first.row is not None else None
    return Doubt(
        first.code,
        kind,
        first.table,
        first.column,
        subject,
        subjects,
        rows,
        of,
        (*own, *BESIDE.get(first.code, ())),
        problems=problems,
    )


def _tell_absence(scene: Scene, problem: Problem) -> Doubt:
    """Of what is absent, rules are told apart from what only weakens the score."""
    spec = TABLES[problem.table]
    columns = [problem.column] if problem.column else [column.name for column in spec]
    served = spec.column(problem.column).serves if problem.column else spec.serves
    return Doubt(
        problem.code,
        "missing",
        problem.table,
        problem.column,
        "none",
        NOWHERE,
        NOWHERE,
        cells=make_cells(problem.table, columns),
        settles=tuple(rule for rule in served if rule in GATES),
        settled=mark_people(scene, NOWHERE),
        problems=(problem,),
    )


def _find_subjects(scene: Scene, table: str, rows: Ints) -> tuple[Subject, Ints]:
    """Return whom rows of a table speak of: a person, else a position or unit, else nobody."""
    history, known = scene.history, rows >= 0
    named = scene.snapshot.tables[table].column_names
    if table == "employees":
        return "person", rows
    if table in ("positions", "units"):
        return ("position" if table == "positions" else "unit"), rows
    if "nip" in named:
        whose, subject = history.rows_of_people(table), "person"
    elif "position_id" in named:
        whose, subject = history.rows_of_positions(table, "position_id"), "position"
    else:
        return "none", np.full(len(rows), UNKNOWN, np.int64)
    found = np.full(len(rows), UNKNOWN, np.int64)
    found[known] = whose[rows[known]]
    return ("person" if subject == "person" else "position"), found
