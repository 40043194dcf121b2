"""Facts about one person that rules or score look for and the records do not hold."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from matching.contest import Question
from matching.explaining.gaps import measure_competencies
from rules.conduct import find_latest_due_year
from snapshots.days import UNKNOWN_DAY
from snapshots.ladders import UNKNOWN
from wording import Language, say

TABLES_LOOKED_FOR = (
    *("performance", "assessments", "requirements", "discipline", "trainings", "ranks"),
    *("educations", "talents", "preferences"),
)
"""Optional tables that speak of a person or of what a position asks."""


@dataclass(frozen=True)
class MissingFact:
    """A fact that is not there: `source` is its table and column, or the table that is absent."""

    source: str
    text: str


def list_missing_facts(question: Question, language: Language) -> tuple[MissingFact, ...]:
    """Return what is unknown of the person, cells first, then tables that the records lack."""
    found = (*_find_cells(question), *_find_predicates(question))
    cells = (
        MissingFact(source, say(f"standing.missing_{code}", language, year=year))
        for code, source, year in found
    )
    lacking = [name for name in TABLES_LOOKED_FOR if not question.history.snapshot.has(name)]
    tables = (
        MissingFact(name, say("standing.missing_table", language, table=_name(name, language)))
        for name in lacking
    )
    return (*cells, *_find_assessments(question, language), *tables)


def _name(table: str, language: Language) -> str:
    return say(f"standing.table_{table}", language)


def _find_cells(question: Question) -> Iterator[tuple[str, str, str]]:
    view, row, people = question.view, question.row, question.history.people
    cells = (
        ("position", "assignments.position_id", view.position[row] == UNKNOWN),
        ("rank", "employees.rank", view.rank[row] == UNKNOWN),
        ("education_level", "employees.education_level", view.education[row] == UNKNOWN),
        ("education_field", "employees.education_field", view.field[row] == UNKNOWN),
        ("birth_date", "employees.birth_date", people.born[row] == UNKNOWN_DAY),
    )
    return ((code, source, "") for code, source, unknown in cells if unknown)


def _find_predicates(question: Question) -> Iterator[tuple[str, str, str]]:
    """Find the years that the rule on performance asks for and no predicate is known of."""
    own = question.view.take(np.array([question.row]))
    for year in find_years_asked(question):
        if own.predicate(year)[0] == UNKNOWN:
            yield "predicate", "performance.predicate", str(year)


def find_years_asked(question: Question) -> range:
    """Return the years whose predicate the rule on performance asks for, the latest first.

    None where the policy switches the rule off or the records have no performance.
    """
    rule = question.matcher.policy.rules["performance_floor"]
    if not (rule.enabled and question.history.snapshot.has("performance")):
        return range(0)
    latest = int(find_latest_due_year(question.view.day[[question.row]])[0])
    return range(latest, latest - rule.parameters["years"], -1)


def _find_assessments(question: Question, language: Language) -> Iterator[MissingFact]:
    if not question.history.snapshot.has("assessments"):
        return
    for one in measure_competencies(question):
        if one.has is None:
            text = say("standing.missing_assessment", language, name=one.name, needs=one.needs)
            yield MissingFact("assessments.level", text)
