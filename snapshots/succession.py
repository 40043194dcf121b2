"""Compares records with those that they take the place of: the last import is what answers."""

from collections.abc import Iterator, Mapping
from datetime import date

import pyarrow as pa

from snapshots.coding import read_days
from snapshots.days import OPEN_END, to_day
from snapshots.presence import serves
from snapshots.problems import Problem
from snapshots.snapshot import Snapshot
from snapshots.store import (
    DamagedSnapshotError,
    NoSnapshotError,
    SnapshotStore,
    UnknownSnapshotError,
)

LEAST_KEPT = 0.5
"""Share of the people in service below which records look like a part, or a template."""


def list_doubts(
    store: SnapshotStore, tables: Mapping[str, pa.Table], as_of: date
) -> tuple[Problem, ...]:
    """Return what is strange about `tables` as of a day as successors of the current records."""
    try:
        before = store.load()
    except (NoSnapshotError, UnknownSnapshotError, DamagedSnapshotError):  # nothing to compare
        return ()
    return tuple(_compare(before, tables, as_of))


def _compare(before: Snapshot, tables: Mapping[str, pa.Table], as_of: date) -> Iterator[Problem]:
    if as_of < before.as_of:
        days = {"as_of": as_of, "before": before.as_of}
        yield Problem("older_than_before", "", facts=days)
    people = _count_in_service(Snapshot("", as_of, tables))
    earlier = _count_in_service(before)
    if people < LEAST_KEPT * earlier:
        yield Problem("far_fewer_people", "", facts={"people": people, "before": earlier})


def _count_in_service(records: Snapshot) -> int:
    """Count who serves on the records' own day."""
    appointed = read_days(records, "employees", "appointed_on")
    left = read_days(records, "employees", "left_on", OPEN_END)
    return int(serves(appointed, left, to_day(records.as_of)).sum())
