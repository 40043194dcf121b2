"""What reading a SIASN source has to tell: values nobody knows, deductions, rows left out."""

from collections import Counter
from collections.abc import Iterable, Sequence

import pandas as pd

from snapshots.problems import Problem
from snapshots.siasn.codes import NOTHING, find_list
from snapshots.siasn.places import Places
from wording import Fact

VALUES, EXAMPLES = 8, 4
"""How many unknown values, and how many examples of a deduction, one warning names."""


class Findings:
    """Collects warnings; `places` tells where a row and column stood."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self.problems: list[Problem] = []

    def note(self, code: str, row: int | None = None, column: str = "", **facts: Fact) -> None:
        """Tell one finding, at a cell where a row is given (`column` as our columns are called)."""
        place = self._places.find(row, (column,) if column else ())
        told = {name: fact for name, fact in facts.items() if name != "table"}
        file = place.file if place else str(facts.get("table", ""))
        self.problems.append(
            Problem(f"siasn.{code}", file, row, column or None, facts=told, place=place)
        )

    def deduce(self, code: str, examples: Iterable[str]) -> None:
        """Tell how often something was deduced, with distinct examples; nothing for none."""
        counted = Counter(examples)
        if counted:
            shown = "; ".join(sorted(counted, key=lambda one: (-counted[one], one))[:EXAMPLES])
            self.note(code, count=counted.total(), examples=shown)

    def translate(self, name: str, *columns: pd.Series) -> pd.Series:
        """Return what codes mean by a list, the first column that is understood going first.

        A filled cell that no column explains is told once a column with its values.
        """
        codes = find_list(name)
        meaning = pd.Series(None, index=columns[0].index, dtype=object)
        for column in columns:
            known = {one: codes.translate(one) for one in column.dropna().unique()}
            meaning = meaning.where(meaning.notna(), column.map(known).astype(object))
        for column in columns:
            self.tell_unknown("unknown_value", column[meaning.isna() & column.notna()])
        return meaning.where(meaning.notna() & (meaning != NOTHING), None)

    def tell_unknown(self, code: str, cells: pd.Series) -> None:
        """Tell the values of cells that nobody knows, the most frequent first."""
        if len(cells):
            counted = Counter(cells.tolist())
            values = sorted(counted, key=lambda one: (-counted[one], one))[:VALUES]
            shown = "; ".join(f"{value} ({counted[value]}×)" for value in values)
            self.note(code, int(cells.index[0]), str(cells.name), count=len(cells), values=shown)


def most_common(texts: Sequence[str]) -> str:
    """Return the text that stands most often; of several one not in capitals, by the alphabet.

    Texts that differ in capitals alone are counted as one.
    """
    counted = Counter(text.casefold() for text in texts)
    return min(set(texts), key=lambda one: (-counted[one.casefold()], one.isupper(), one))
