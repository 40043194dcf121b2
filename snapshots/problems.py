"""What is wrong or doubtful in an agency's records, and how it is said to the people who mend it.

Every code has two texts in `wording/*/records.toml`: what was found (`code`) and what to do about
it (`code_remedy`). Errors refuse an import, warnings never do.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from wording import Fact, Language, say

EXAMPLES = 3
"""How many examples of one kind of problem are shown on a terminal."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell stood in a source of another form: file, row (1 = first data row), heading."""

    file: str
    row: int | None
    column: str | None


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding; `row` 1 is the first data row, `facts` are what its texts say beside the place.

    A code with a point in it names its texts whole, others stand in `records`. `place` tells the
    cell of the source where that is in another form than ours: texts then speak of that cell.

    `value` is the text of the cell, None where the problem is not about one cell. A fact that is a
    tuple lists keys of other texts here; the number of another row or line is given as text, for
    it is a name, not an amount.
    """

    code: str
    table: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    facts: Mapping[str, Fact | tuple[str, ...]] = field(default_factory=dict)
    place: Place | None = None

    def message(self, language: Language) -> str:
        """Say what was found, as a full sentence."""
        return self._say(self._key, language)

    def remedy(self, language: Language) -> str:
        """Say what mends it."""
        return self._say(f"{self._key}_remedy", language)

    @property
    def _key(self) -> str:
        return self.code if "." in self.code else f"records.{self.code}"

    def _say(self, text: str, language: Language) -> str:
        table, number, column = self.table, self.row, self.column
        if self.place is not None:
            table, number = self.place.file, self.place.row
            column = self.place.column or column
        row = None if number is None else str(number)
        place = {"table": table, "row": row, "column": column, "value": self.value}
        facts = {
            name: ", ".join(say(f"records.{key}", language) for key in fact)
            if isinstance(fact, tuple)
            else fact
            for name, fact in self.facts.items()
        }
        return say(text, language, **{**place, **facts})

    def as_record(self, language: Language) -> dict[str, str | int | None]:
        """Return the problem as it stands in the report of an import.

        `source_file`, `source_row` and `source_column` stand beside where the source has another
        form than ours.
        """
        place = self.place
        told = {} if place is None else _as_record(place)
        return told | {
            "table": self.table,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "code": self.code,
            "message": self.message(language),
            "remedy": self.remedy(language),
        }


def _as_record(place: Place) -> dict[str, str | int | None]:
    return {
        "source_file": place.file,
        "source_row": place.row,
        "source_column": place.column,
    }


@dataclass(frozen=True)
class ProblemGroup:
    """All problems of one kind in one column: how many, and the first few of them."""

    count: int
    examples: tuple[Problem, ...]

    def lines(self, language: Language) -> list[str]:
        """Return what a terminal shows: table, column and count, the examples, the remedy.

        A problem of the source as a whole has no place.
        """
        first = self.examples[0]
        shown = [f"    {problem.message(language)}" for problem in self.examples]
        if first.table or first.place:
            place = f"{first.table}.{first.column}" if first.column else first.table
            if first.place is not None:
                place = f"{first.place.file} · {first.place.column or place}"
            shown.insert(0, f"{place}: {say('records.counted', language, count=self.count)}")
        return [*shown, f"  → {first.remedy(language)}"]


def group_problems(problems: Iterable[Problem]) -> list[ProblemGroup]:
    """Gather problems by kind, table and column, in the order in which they were first met."""
    kinds: dict[tuple[str, str, str | None], list[Problem]] = {}
    for problem in problems:
        kinds.setdefault((problem.code, problem.table, problem.column), []).append(problem)
    return [ProblemGroup(len(found), tuple(found[:EXAMPLES])) for found in kinds.values()]


def describe_problems(problems: Sequence[Problem], language: Language) -> list[str]:
    """Return the lines that show each kind of problem once, with its count and three examples.

    Where rows are named, a last line says how they are counted.
    """
    lines = [line for group in group_problems(problems) for line in group.lines(language)]
    if any(problem.row is not None for problem in problems):
        lines.append(say("records.rows_counted", language))
    return lines
