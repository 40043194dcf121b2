"""Writes the data dictionary, `docs/data.md`, from the tables themselves."""

from snapshots.schema import Column, Table
from snapshots.tables import TABLES

_INTRODUCTION = """\
# Records: the data dictionary

Written by `make docs` from `snapshots/tables.py`; a test holds it current.

A source is a folder with one file a table (`employees.csv`, `.parquet` or `.xlsx`), one `.xlsx`
workbook with a sheet a table, or a database URL with a table or view a table. **Bold** columns must
be there and filled; any other may be absent or empty, which means unknown. `*` marks the key, `→`
the table in which the value must exist. CSV is UTF-8 with `,` or `;`; a decimal comma is read where
the delimiter is `;`. Dates are `2024-03-31` or `31-03-2024`, booleans true/false, 1/0 or ya/tidak.
NIPs and codes are text. `padan template FILE` writes a workbook to fill in.
"""


def data_dictionary() -> str:
    """Return the data dictionary as Markdown."""
    required = [table for table in TABLES.values() if table.required]
    optional = [table for table in TABLES.values() if not table.required]
    parts = [_INTRODUCTION, "## Required tables\n", *map(_describe_table, required)]
    parts += ["## Optional tables\n", *map(_describe_table, optional)]
    return "\n".join(parts)


def _describe_table(table: Table) -> str:
    lines = [f"### `{table.name}`", "", table.note, ""]
    lines += ["| column | type | accepts | meaning |", "| --- | --- | --- | --- |"]
    lines += [_describe_column(column) for column in table]
    return "\n".join(lines) + "\n"


def _describe_column(column: Column) -> str:
    name = f"**{column.name}**" if column.required else column.name
    return (
        f"| {name}{'*' if column.key else ''} | {column.type} "
        f"| {_describe_values(column)} | {column.note} |"
    )


def _describe_values(column: Column) -> str:
    parts = []
    if column.references:
        parts.append(f"→ {column.references}")
    if column.choices:
        parts.append(", ".join(f"`{choice}`" for choice in column.choices))
    if column.low is not None or column.high is not None:
        low = "" if column.low is None else f"{column.low:g}"
        parts.append(f"{low}…{'' if column.high is None else f'{column.high:g}'}")
    if column.default is not None:
        parts.append(f"default `{column.default}`")
    return "; ".join(parts)
