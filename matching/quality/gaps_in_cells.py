"""Cells that are empty where a rule, the score or a table of this agency looks for something."""

from collections.abc import Iterator

import numpy as np
import pyarrow.compute as pc

from matching.quality.doubts import Doubt, Scene, Subject, find_marked, list_rules_of
from snapshots import ladders
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Flags
from snapshots.tables import TABLES

PLACED = ("latitude", "longitude")
BOUNDS = ("min_rank", "max_rank")


def find_empty_cells(scene: Scene) -> Iterator[Doubt]:
    """Yield a doubt for each column that is there and has cells empty.

    A column that is not there at all is told once, as absent. People who left do not count.
    """
    for column in _list_serving("employees"):
        empty = find_empty(scene, "employees", column) & scene.serving
        yield _doubt(
            scene,
            "person",
            "employees",
            (column,),
            empty,
            int(scene.serving.sum()),
            settles=list_rules_of(column),
        )
    yield from _find_in_positions(scene)
    if scene.snapshot.has("units", PLACED[0]):
        empty = np.logical_or(*(find_empty(scene, "units", column) for column in PLACED))
        yield _doubt(scene, "unit", "units", PLACED, empty, len(empty))


def _find_in_positions(scene: Scene) -> Iterator[Doubt]:
    """A post that states one end of a range asks for a rank; one that takes no licence no field."""
    positions, licensed = scene.history.positions, scene.history.positions.licensed
    for column in _list_serving("positions"):
        if column in BOUNDS or not scene.snapshot.has("positions", column):
            continue
        empty = find_empty(scene, "positions", column)
        looked = licensed if column == "education_fields" else np.ones_like(empty)
        yield _doubt(scene, "position", "positions", (column,), empty & looked, int(looked.sum()))
    if any(scene.snapshot.has("positions", column) for column in BOUNDS):
        unbounded = np.logical_and(*(find_empty(scene, "positions", one) for one in BOUNDS))
        yield _doubt(scene, "position", "positions", BOUNDS, unbounded, len(unbounded))
    functional = positions.kind == ladders.FUNCTIONAL
    unknown = functional & (positions.level == UNKNOWN)
    yield _doubt(
        scene,
        "position",
        "positions",
        ("tier",),
        unknown,
        int(functional.sum()),
        settles=("career_ladder",),
    )


def find_empty(scene: Scene, table: str, column: str) -> Flags:
    """Return which rows of a table have nothing in a column: all, where it has no such column."""
    rows = scene.snapshot.tables[table]
    if not scene.snapshot.has(table, column):
        return np.ones(rows.num_rows, np.bool_)
    nulls = pc.is_null(rows.column(column)).combine_chunks()
    return np.asarray(nulls.to_numpy(zero_copy_only=False), np.bool_)


def _list_serving(table: str) -> list[str]:
    """Return the columns of a table that rules or score look for."""
    return [column.name for column in TABLES[table] if column.serves]


def _doubt(
    scene: Scene,
    subject: Subject,
    table: str,
    columns: tuple[str, ...],
    empty: Flags,
    of: int,
    settles: tuple[str, ...] = (),
) -> Doubt:
    """Rows of these three tables are in the order of people's, positions' and units' indexes."""
    there = any(scene.snapshot.has(table, column) for column in columns) or columns == ("tier",)
    hits = find_marked(empty) if there else find_marked(np.zeros_like(empty))
    person = subject == "person"
    return Doubt(
        f"empty_{columns[0]}",
        "missing",
        table,
        columns[0],
        subject,
        hits,
        hits,
        of,
        tuple(f"{table}.{column}" for column in columns),
        settles,
        empty if person else None,
    )
