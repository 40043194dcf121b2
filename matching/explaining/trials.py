"""Tries others' values in place of facts about people who are ranked, and scores each try.

All columns of one fact come from one other person of the same contest: they belong together.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matching.contest import Field
from matching.explaining.cautions import find_old_assessments
from matching.explaining.unknown_facts import (
    ASSESSMENT,
    UnknownFact,
    facts_that_matter,
    find_unknown,
)
from snapshots.ledger import Flags, Floats, Rows

TRIES = 4
"""Values tried for a fact: the middles of the quarters of what others have."""
LEAST_DONORS = 3
"""Fewer others who are known say nothing of what is usual."""


@dataclass(frozen=True)
class Donors:
    """Who of a field is known of one fact, so that others may borrow it."""

    field: Field
    fact: UnknownFact

    @cached_property
    def places(self) -> Rows:
        """Places in the field by what they bring and then by score; sorted only when asked.

        The order is that of the values, never that of the rows: who ties in both and in all other
        columns of the fact brings the same.
        """
        told = self.field.matrix[:, self.fact.tells]
        known = np.flatnonzero(~np.isnan(told))
        others = self.field.matrix[np.ix_(known, self.fact.columns)].T
        return known[np.lexsort((*others, self.field.score[known], told[known]))]


@dataclass(frozen=True)
class Trial:
    """Fills facts about people of a field from others of it; `places` are places of the field."""

    field: Field

    @cached_property
    def facts(self) -> tuple[UnknownFact, ...]:
        """The facts that can move the score."""
        return facts_that_matter(self.field.contest.matcher.bundle)

    @cached_property
    def donors(self) -> tuple[Donors, ...]:
        """Who is known of each of the facts."""
        return tuple(Donors(self.field, fact) for fact in self.facts)

    def find_unknown(self, places: Rows) -> Flags:
        """Tell which facts are unknown about people while enough others are known, [n, facts]."""
        unknown = find_unknown(self.field, places, self.facts)
        for column in np.flatnonzero(unknown.any(axis=0)).tolist():
            unknown[:, column] &= len(self.donors[column].places) >= LEAST_DONORS
        return unknown

    def find_doubtful(self, places: Rows) -> Flags:
        """Tell which facts are so old that the policy warns of them, bool[n, facts]."""
        doubtful = np.zeros((len(places), len(self.facts)), np.bool_)
        old = find_old_assessments(self.field.contest, self.field.rows[places])
        for column, fact in enumerate(self.facts):
            if fact.code == ASSESSMENT and old.any():
                known = ~np.isnan(self.field.matrix[places, fact.tells])
                enough = len(self.donors[column].places) > LEAST_DONORS
                doubtful[:, column] = old & known & enough
        return doubtful

    def score(self, places: Rows, vary: Flags) -> tuple[Floats, Floats]:
        """Return the score by each member with the facts as recorded, and with others' values.

        float64[n, B] and float64[n, B, TRIES]; `vary` bool[n, facts] tells which facts are tried.
        """
        filled = np.flatnonzero(vary.any(axis=1))
        tried = self._fill(places[filled], vary[filled])
        members = self._score_members(np.concatenate([self.field.matrix[places], tried]))
        recorded = members[: len(places)]
        varied = np.repeat(recorded[:, :, None], TRIES, axis=2)
        varied[filled] = _by_try(members[len(places) :])
        return recorded, varied

    def score_tries(self, places: Rows, vary: Flags) -> Floats:
        """Return the score by each member with others' values alone, float64[n, B, TRIES]."""
        return _by_try(self._score_members(self._fill(places, vary)))

    def _score_members(self, rows: Floats) -> Floats:
        return self.field.contest.matcher.bundle.score_members(rows)

    def _fill(self, places: Rows, vary: Flags) -> Floats:
        """Return float64[n x TRIES, F]: each row with the values of others in what varies.

        A keyed hash of position and person turns the order of the tries, so that nobody's good
        values fall together with everybody else's.
        """
        matrix, contest = self.field.matrix, self.field.contest
        tried = np.repeat(matrix[places], TRIES, axis=0)
        lots = [contest.tie_break(row) for row in self.field.rows[places].tolist()]
        keys = np.array(lots, np.int64)
        for column in np.flatnonzero(vary.any(axis=0)).tolist():
            donors, columns = self.donors[column].places, self.facts[column].columns
            who = np.flatnonzero(vary[:, column])
            turn = (keys[who, None] // TRIES**column + np.arange(TRIES)) % TRIES
            givers = donors[(2 * turn + 1) * len(donors) // (2 * TRIES)]
            lines = who[:, None] * TRIES + np.arange(TRIES)
            tried[lines[..., None], columns] = matrix[givers[..., None], columns]
        return tried


def _by_try(scores: Floats) -> Floats:
    """Return float64[n x TRIES, B] as float64[n, B, TRIES]."""
    return scores.reshape(-1, TRIES, scores.shape[1]).transpose(0, 2, 1)
