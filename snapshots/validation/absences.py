"""What a source lacks or brings in excess: tables, columns, and what that costs."""

from snapshots.problems import Problem
from snapshots.readers.raw import RawSource
from snapshots.tables import TABLES
from snapshots.validation.draft import Draft

FEW_OUTCOMES = 0.1
"""Share of transfers with an outcome below which the column looks begun, not kept."""


def find_absences(draft: Draft) -> list[Problem]:
    """Warn of absent tables and columns without which a gate or a feature is off or weaker."""
    problems: list[Problem] = []
    for table in TABLES.values():
        if table.name not in draft.tables:
            if table.serves and not draft.unreadable & {table.name, ""}:
                problems.append(_absence("absent_table", table.name, None, table.serves))
            continue
        problems += [
            _absence("absent_column", table.name, column.name, column.serves)
            for column in table
            if column.serves and not draft.has(table.name, column.name)
        ]
    return problems


def _absence(code: str, table: str, column: str | None, serves: tuple[str, ...]) -> Problem:
    return Problem(
        code, table, column=column, facts={"serves": tuple(f"serves_{gate}" for gate in serves)}
    )


def find_few_outcomes(draft: Draft) -> list[Problem]:
    """Warn where few transfers state their outcome: the stated ones leave all others unknown."""
    if not draft.has("transfers", "outcome"):
        return []
    column = draft.tables["transfers"].column("outcome")
    stated = len(column) - column.null_count
    if not 0 < stated < FEW_OUTCOMES * len(column):
        return []
    facts = {"stated": stated, "moves": len(column)}
    return [Problem("few_outcomes", "transfers", column="outcome", facts=facts)]


def find_unknown_columns(source: RawSource) -> list[Problem]:
    """Warn of columns that no table knows: they are left out."""
    return [
        Problem("unknown_column", name, column=heading or "–")
        for name, raw in source.tables.items()
        for heading in raw.columns
        if heading not in {column.name for column in TABLES[name]}
    ]
