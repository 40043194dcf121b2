"""Records in which everything that became known on or after a day is forgotten or falsified."""

from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from snapshots.snapshot import Snapshot

DATED = {
    "assignments": "started_on",
    "transfers": "effective_on",
    "ranks": "since",
    "educations": "graduated_on",
    "trainings": "completed_on",
    "assessments": "assessed_on",
    "performance": "known_on",
    "talents": "known_on",
    "discipline": "started_on",
    "preferences": "submitted_on",
    "consents": "issued_on",
    "employees": "appointed_on",
}
"""The date of each table from which on a row is known."""
ADDED: dict[str, dict[str, tuple[str, ...]]] = {
    "assignments": {"ended_on": ()},
    "discipline": {"ended_on": ()},
    "transfers": {"outcome_on": ("outcome",)},
    "employees": {
        "left_on": ("left_reason",),
        "position_since": ("position_id",),
        "rank_since": ("rank",),
    },
}
"""Columns that are filled later than their row, by their date; what is known with it behind."""
OTHER = {
    "success": "failure",
    "failure": "success",
    "retired": "resigned",
    "resigned": "retired",
    "moved_out": "dismissed",
}
FALSE_RANK = "I/a"


def forget(snapshot: Snapshot, day: date) -> Snapshot:
    """Leave out every row of later, whoever came later, and blank what was added later."""
    gone = {row["nip"] for row in rows_of(snapshot, "employees") if row["appointed_on"] >= day}
    tables: dict[str, list[dict[str, Any]]] = {}
    for name in snapshot.tables:
        rows = [row for row in rows_of(snapshot, name) if row.get("nip") not in gone]
        rows = [row for row in rows if not is_later(name, row, day)]
        for row in rows:
            for dated, others in added_later(name, row, day):
                # The present position and rank of a person cannot be empty, only another one.
                row |= dict.fromkeys(others if dated.endswith("since") else (dated, *others))
        tables[name] = rows
    return rebuild(snapshot, "forgotten", tables)


def falsify(snapshot: Snapshot, day: date) -> Snapshot:
    """Mix the values of every row of later, turn what was added later, and date it otherwise."""
    tables: dict[str, list[dict[str, Any]]] = {}
    for name in snapshot.tables:
        rows = rows_of(snapshot, name)
        places = [place for place, row in enumerate(rows) if is_later(name, row, day)]
        known = [rows[place] for place in places]
        for number, place in enumerate(places):
            rows[place] = {
                column: known[(number + shift) % len(known)][column]
                for shift, column in zip(shifts(name, rows[place]), rows[place], strict=True)
            }
        for row in rows:
            for dated, others in added_later(name, row, day):
                row[dated] += timedelta(days=45)
                row |= {one: falsehood(one, row[one]) for one in others}
        tables[name] = rows
    return rebuild(snapshot, "falsified", tables)


def rows_of(snapshot, name):
    return snapshot.tables[name].to_pylist()


def is_later(name, row, day):
    return name in DATED and row[DATED[name]] >= day


def added_later(name, row, day):
    """Return the columns of a row that were filled on or after the day."""
    filled = ADDED.get(name, {}).items()
    return [(dated, others) for dated, others in filled if row[dated] and row[dated] >= day]


def shifts(name, row):
    """Return how far away the row stands that each column is taken from; a person stays one."""
    fixed = ("nip",) if name == "employees" else ()
    return [0 if column in fixed else 7 * place + 1 for place, column in enumerate(row)]


def falsehood(column, value):
    return {"position_id": value, "rank": FALSE_RANK}.get(column, OTHER.get(value, value))


def rebuild(snapshot: Snapshot, word: str, tables: dict[str, list[dict[str, Any]]]) -> Snapshot:
    """Return a snapshot of the rows under another id, so that nothing can tell them by it."""
    made = {
        name: pa.Table.from_pylist(rows, schema=snapshot.tables[name].schema)
        for name, rows in tables.items()
    }
    return Snapshot(word.ljust(20, "0"), snapshot.as_of, made, snapshot.made_up)
