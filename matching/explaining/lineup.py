"""People of a contest who are told about, and what all answers on them are made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from features.matrix import build_matrix
from matching.contest import Contest, Field, Question
from matching.explaining.gaps import Measure, measure_rows, summarise
from models.reasons import Standard
from snapshots.ledger import Flags, Floats, Rows
from wording import Language


@dataclass(frozen=True)
class Lineup:
    """Rows of a contest's view: matrix float64[n, F], score float64[n] (NaN without a model).

    All else is made when asked for, one entry a row.
    """

    contest: Contest
    rows: Rows
    matrix: Floats
    score: Floats
    language: Language

    @cached_property
    def weighed(self) -> Flags:
        """Tell whom there is anything to weigh of: not of who was yet to be appointed on the day.

        Such people stay in the matrix, where all about them is unknown; no score is told of them.
        """
        contest, rows = self.contest, self.rows
        appointed = contest.matcher.history.people.appointed[rows] < contest.dates.day
        return np.asarray(contest.matcher.has_model & (appointed | contest.verdicts.eligible[rows]))

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The question on each person."""
        return tuple(Question(self.contest, row) for row in self.rows.tolist())

    @cached_property
    def measures(self) -> tuple[tuple[Measure, ...], ...]:
        """The competencies of each beside the position's standard."""
        return measure_rows(self.contest, self.rows)

    @cached_property
    def standards(self) -> tuple[Standard, ...]:
        """How far each meets that standard."""
        return tuple(summarise(found, self.language) for found in self.measures)

    @cached_property
    def contributions(self) -> Floats:
        """What each column adds to each score, the base last, float64[n, F + 1].

        Raises NoModelError.
        """
        return self.contest.matcher.bundle.contributions(self.matrix)


def line_up(contest: Contest, people: Sequence[int], language: Language) -> Lineup:
    """Return some people (indexes) of a contest, eligible or not."""
    rows, matcher = np.array(people, np.intp), contest.matcher
    matrix = build_matrix(matcher.source, contest.view.take(rows), contest.position)
    score = matcher.bundle.score(matrix) if matcher.has_model else np.full(len(rows), np.nan)
    return Lineup(contest, rows, matrix, score, language)


def line_up_ranked(field: Field, places: Rows, language: Language) -> Lineup:
    """Return who stands at some places of a field, as they were scored."""
    rows, matrix, score = field.rows[places], field.matrix[places], field.score[places]
    return Lineup(field.contest, rows, matrix, score, language)
