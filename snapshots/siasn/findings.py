"""What reading a SIASN source has to tell: values nobody knows, deductions, rows left out."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from snapshots.ladders import EDUCATION_CODES
from snapshots.problems import Problem
from snapshots.siasn.codes import NOTHING, find_list
from snapshots.siasn.places import Places
from wording import Fact

VALUES, EXAMPLES = 8, 4
"""How many unknown values, and how many examples of a deduction, one warning names."""

ALIKE = {"tingkat_pendidikan": EDUCATION_CODES}
"""Lists of which several values are one in every rule: they contradict each other by these."""


class Findings:
    """Collects warnings and errors; `places` tells where a row and column stood."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self.problems: list[Problem] = []
        self.errors: list[Problem] = []

    def note(self, code: str, row: int | None = None, column: str = "", **facts: Fact) -> None:
        """Tell one finding, at a cell where a row is given (`column` as our columns are called)."""
        self.problems.append(self._make(code, row, column, facts))

    def refuse(self, code: str, row: int, column: str, **facts: Fact) -> None:
        """Tell what must be mended before anything is imported, at its cell."""
        self.errors.append(self._make(code, row, column, facts))

    def _make(self, code: str, row: int | None, column: str, facts: Mapping[str, Fact]) -> Problem:
        place = self._places.find(row, (column,) if column else ())
        told = {name: fact for name, fact in facts.items() if name != "table"}
        file = place.file if place else str(facts.get("table", ""))
        return Problem(f"siasn.{code}", file, row, column or None, facts=told, place=place)

    def deduce(self, code: str, examples: Iterable[str]) -> None:
        """Tell how often something was deduced, with distinct examples; nothing for none."""
        counted = Counter(examples)
        if counted:
            shown = "; ".join(sorted(counted, key=lambda one: (-counted[one], one))[:EXAMPLES])
            self.note(code, count=counted.total(), examples=shown)

    def translate(self, name: str, *columns: pd.Series) -> pd.Series:
        """Return what codes mean by a list; several columns say one thing, as id and as name.

        A filled cell that no column explains is told once a column with its values. Where columns
        contradict each other nobody can tell which is right: unknown, and told with its cells.
        """
        codes = find_list(name)
        read = [
            column.map({one: codes.translate(one) for one in column.dropna().unique()})
            for column in columns
        ]
        meaning = read[0].astype(object)
        for other in read[1:]:
            meaning = meaning.where(meaning.notna(), other)
        for column in columns:
            unknown = column[meaning.isna() & column.notna()]
            self.tell_unknown("unknown_value", unknown, codes.choices)
        alike = ALIKE.get(name, {})
        held = meaning.replace(alike)
        against = np.any([other.notna() & (other.replace(alike) != held) for other in read], axis=0)
        self._tell_contradictions([column[against] for column in columns])
        return meaning.where(meaning.notna() & (meaning != NOTHING) & ~against, None)

    def tell_unknown(self, code: str, cells: pd.Series, choices: Sequence[str] = ()) -> None:
        """Tell the values of cells that nobody knows, the most frequent first.

        `choices` are what a column takes: the remedy is a line of a mapping with the first of them.
        """
        if len(cells):
            counted = Counter(cells.tolist())
            values = sorted(counted, key=lambda one: (-counted[one], one))[:VALUES]
            shown = "; ".join(f"{value} ({counted[value]}×)" for value in values)
            facts = tell_line(str(cells.name), values[0], choices)
            facts |= {"count": len(cells), "values": shown}
            place = int(cells.index[0]), str(cells.name)
            self.problems.append(self._make(code, *place, facts))

    def tell_rows(self, code: str, cells: pd.Series) -> None:
        """Tell how many cells there are, and in which rows the first stand; nothing for none."""
        if len(cells):
            rows = ", ".join(self._row(row) for row in cells.index[:EXAMPLES])
            self.note(code, int(cells.index[0]), str(cells.name), count=len(cells), rows=rows)

    def _tell_contradictions(self, columns: Sequence[pd.Series]) -> None:
        """Tell of rows in which an id and its name mean different things what each says."""
        whole = pd.concat(columns, axis=1)
        if len(whole):
            shown = "; ".join(
                f"{self._row(int(str(row)))}: {' ≠ '.join(cells.dropna())}"
                for row, cells in whole.head(EXAMPLES).iterrows()
            )
            where = int(whole.index[0]), str(columns[0].name)
            self.note("contradiction", *where, count=len(whole), examples=shown)

    def _row(self, row: int) -> str:
        """Return the number of a row in its own file."""
        place = self._places.find(row, ())
        return str(place.row if place else row)


def tell_line(column: str, written: str, choices: Sequence[str]) -> dict[str, Fact]:
    """Return the facts of a mapping's line for a cell: cells, written, meant, choices."""
    quoted = json.dumps(written, ensure_ascii=False)
    meant = choices[0] if choices else ""
    return {"cells": column, "written": quoted, "meant": meant, "choices": ", ".join(choices)}


def most_common(texts: Sequence[str]) -> str:
    """Return the text that stands most often; of several one not in capitals, by the alphabet.

    Texts that differ in capitals alone are counted as one.
    """
    counted = Counter(text.casefold() for text in texts)
    return min(set(texts), key=lambda one: (-counted[one.casefold()], one.isupper(), one))
