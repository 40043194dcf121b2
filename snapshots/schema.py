"""What a table of records is made of: columns with type, need, references and meaning."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

ColumnType = Literal["text", "integer", "number", "date", "boolean", "choice"]


@dataclass(frozen=True)
class Column:
    """One column: `required` must be there and filled, `references` names the table it points to.

    `low` and `high` bound a number, both included. `default` is what an empty cell means; without
    one an empty cell is an unknown fact. `serves` names the gates, features and answers that are
    lost where a source lacks the column.
    """

    name: str
    type: ColumnType
    note: str = ""
    required: bool = False
    key: bool = False
    references: str | None = None
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    default: str | float | None = None
    serves: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table: `required` tables are what an agency starts with, `serves` as for a column."""

    name: str
    note: str
    columns: tuple[Column, ...]
    required: bool = False
    serves: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """Names of the columns that identify a row."""
        return tuple(column.name for column in self.columns if column.key)

    def column(self, name: str) -> Column:
        """Return the column of that name; KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def __iter__(self) -> Iterator[Column]:
        return iter(self.columns)
