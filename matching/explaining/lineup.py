"""People of a contest who are told about, and what all answers on them are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from features.matrix import build_matrix
from matching.contest import Contest, Question
from matching.explaining.gaps import Measure, measure_competencies, summarise
from models.reasons import Standard
from snapshots.ledger import Floats, Rows
from wording import Language


@dataclass(frozen=True)
class Lineup:
    """Rows of a contest's view with their matrix float64[n, F]; each column is made when asked for.

    Everything has one entry a row. Score and contributions raise NoModelError without a model.
    """

    contest: Contest
    rows: Rows
    matrix: Floats
    language: Language

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The question on each person."""
        return tuple(Question(self.contest, row) for row in self.rows.tolist())

    @cached_property
    def measures(self) -> tuple[tuple[Measure, ...], ...]:
        """The competencies of each beside the position's standard."""
        return tuple(map(measure_competencies, self.questions))

    @cached_property
    def standards(self) -> tuple[Standard, ...]:
        """How far each meets that standard."""
        return tuple(summarise(found, self.language) for found in self.measures)

    @cached_property
    def score(self) -> Floats:
        """Score of each, float64[n]."""
        return self.contest.matcher.bundle.score(self.matrix)

    @cached_property
    def contributions(self) -> Floats:
        """What each column adds to each score, and last the base, float64[n, F + 1]."""
        return self.contest.matcher.bundle.contributions(self.matrix)


def line_up(contest: Contest, people: Sequence[int], language: Language) -> Lineup:
    """Return some people (indexes) of a contest, eligible or not, with their features."""
    rows = np.array(people, np.intp)
    matrix = build_matrix(contest.matcher.source, contest.view.take(rows), contest.position)
    return Lineup(contest, rows, matrix, language)
