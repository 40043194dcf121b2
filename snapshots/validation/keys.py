"""Keys and references: every row is identified once, and what it names is there."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from snapshots.coding import read_rows
from snapshots.ledger import Flags
from snapshots.problems import Problem
from snapshots.schema import Table
from snapshots.tables import TABLES
from snapshots.validation.draft import Draft


def check_keys(draft: Draft) -> list[Problem]:
    """List repeated keys, references to what is not there, and references that run in a circle."""
    problems: list[Problem] = []
    for name in draft.tables:
        problems += _find_duplicates(draft, TABLES[name])
        problems += _find_broken_references(draft, TABLES[name])
    problems += _find_circles(draft, "units", "parent_id")
    problems += _find_circles(draft, "positions", "replaces")
    return problems + _find_agencies_below_others(draft)


def _find_duplicates(draft: Draft, table: Table) -> list[Problem]:
    """Name each row whose whole key an earlier row has, with that row's number."""
    if not draft.has(table.name, *table.key):
        return []
    keys = [draft.tables[table.name].column(column).combine_chunks() for column in table.key]
    filled = np.flatnonzero(np.logical_and.reduce([_is_valid(key) for key in keys]))
    group = np.zeros(len(filled), np.int64)
    for key in keys:
        codes = key.take(pa.array(filled)).dictionary_encode().indices.to_numpy().astype(np.int64)
        group = np.unique(group * (codes.max(initial=0) + 1) + codes, return_inverse=True)[1]
    _, first, group = np.unique(group, return_index=True, return_inverse=True)
    original = first[group]
    repeated = np.flatnonzero(original != np.arange(len(filled)))
    rows = draft.rows[table.name]
    return draft.find(
        "duplicate_key",
        table.name,
        filled[repeated],
        table.key[0],
        columns=" + ".join(table.key),
        first=[str(rows[filled[place]]) for place in original[repeated]],
    )


def _find_broken_references(draft: Draft, table: Table) -> list[Problem]:
    problems: list[Problem] = []
    for column in table:
        target = column.references
        if target is None or not draft.has(table.name, column.name) or target in draft.unreadable:
            continue
        (key,) = TABLES[target].key
        cells = draft.tables[table.name].column(column.name).combine_chunks()
        if draft.has(target, key):
            missing = ~np.asarray(pc.is_in(cells, value_set=_known(draft, target, key)))
            places = np.flatnonzero(missing & _is_valid(cells))
            problems += draft.find(
                "broken_reference", table.name, places, column.name, target=target
            )
        elif target not in draft.tables and not TABLES[target].required and cells.is_valid():
            facts = {"target": target}
            problems.append(
                Problem("missing_referenced_table", table.name, column=column.name, facts=facts)
            )
    return problems


def _find_circles(draft: Draft, table: str, column: str) -> list[Problem]:
    """Find rows that come back to themselves along a reference.

    After as many steps as there are rows only rows in circles are reached: the steps double, so as
    many doublings are enough as the number of rows has binary digits.
    """
    ids = draft.ids(table)
    if not draft.has(table, column) or not ids:
        return []
    step = np.append(read_rows(draft.records, table, column, ids), -1)
    for _ in range(len(ids).bit_length()):
        step = step[step]
    return draft.find("circular_reference", table, np.unique(step[step >= 0]), column)


def _find_agencies_below_others(draft: Draft) -> list[Problem]:
    """Name units whose agency is not an agency: an agency's agency is itself."""
    if not draft.has("units", "unit_id", "agency_id"):
        return []
    ids = draft.ids("units")
    agency = read_rows(draft.records, "units", "agency_id", ids)
    top = np.append(agency, -1)[agency]
    below = np.flatnonzero((agency >= 0) & (top != agency))
    return draft.find("agency_not_top", "units", below, "agency_id")


def _known(draft: Draft, table: str, key: str) -> pa.Array:
    return draft.tables[table].column(key).combine_chunks().drop_null()


def _is_valid(cells: pa.Array) -> Flags:
    return np.asarray(cells.is_valid().to_numpy(zero_copy_only=False), np.bool_)
