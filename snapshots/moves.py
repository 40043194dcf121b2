"""Past moves between positions, and how they turned out: what there is to learn from.

Moves are the rows of `transfers`; without that table every change of definitive position is one.
Outcomes are those that the table gives; where it gives none at all, `outcomes` judges them, and
what a portal reported (`reported`) goes before what was judged. An outcome may be used on a day
only where it was known before that day: `Moves.known_before`.

Whether the table gives outcomes is a property of the file, not of a day: one that is stated of any
move, even of a late one, leaves every move without one unknown on every day, past days too. An
import warns where few are stated.
"""

from dataclasses import dataclass

import numpy as np

from snapshots.coding import Codes, read_codes, read_days
from snapshots.days import UNKNOWN_DAY, Days, add_months
from snapshots.history import History
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Flags
from snapshots.outcomes import (
    FAILURE,
    REASONS,
    REORGANISATION,
    SANCTION,
    SUCCESS,
    OutcomeDefinition,
    Transfers,
    infer_reasons,
    judge_outcomes,
    read_outcomes,
)
from snapshots.postings import Postings, find_postings
from snapshots.reported import apply_reports
from snapshots.view import view_rows

__all__ = ["FAILURE", "REASONS", "SUCCESS", "Moves", "OutcomeDefinition", "derive_moves"]

SEPARATES = (0.05, 0.95)
"""Shares of success between which outcomes tell people apart."""


@dataclass(frozen=True)
class Moves:
    """Past moves sorted by day and person; one entry a move.

    `person`, `from_position` and `to_position` are indexes; `reason` indexes `REASONS`, UNKNOWN
    where nobody said; `outcome` is 1 success, 0 failure, UNKNOWN; `known_on` is the day it is known
    (OPEN_END: never). `trains` is false for reorganisations, sanctions and the way back of a failed
    move, whatever the outcome. `given` tells that the records state outcomes, as a whole and
    whatever the day, `by_performance` that judged ones rest on predicates too; `reach` is the day
    up to which the records speak.
    """

    person: Codes
    from_position: Codes
    to_position: Codes
    day: Days
    reason: Codes
    trains: Flags
    outcome: Codes
    known_on: Days
    given: bool
    by_performance: bool
    reach: int

    def __len__(self) -> int:
        return len(self.person)

    def known_before(self, day: int) -> Flags:
        """Tell which outcomes were known strictly before `day`."""
        return np.less(self.known_on, day)

    def outcomes_before(self, day: int) -> Codes:
        """Return the outcomes, known strictly before `day`, of the moves that train."""
        return self.outcome[self.trains & self.known_before(day)]

    def rate_before(self, day: int) -> float | None:
        """Return the share of successes among `outcomes_before(day)`; None where there is none."""
        seen = self.outcomes_before(day)
        return float(seen.mean()) if len(seen) else None

    @property
    def base_rate(self) -> float | None:
        """Share of successes at the records' own date; None where no outcome is known.

        Reorganisations, sanctions and ways back, which never train, do not count.
        """
        return self.rate_before(self.reach)

    @property
    def separates_nobody(self) -> bool:
        """Whether over 95 % or under 5 % succeed, or no outcome is known: nothing to learn."""
        rate, (low, high) = self.base_rate, SEPARATES
        return rate is None or not low <= rate <= high


def derive_moves(history: History, definition: OutcomeDefinition) -> Moves:
    """Return every move that the records tell of, with its outcome by `definition`.

    Example without a transfers table: A until 2021-03-01, then B, then A again from 2021-09-01 are
    two moves; the first fails (back within the months), the second trains nothing.
    """
    postings = find_postings(history)
    listed = history.snapshot.has("transfers")
    moves = _sort(_read(history) if listed else _infer(history, postings, definition))
    given = bool((moves.outcome != UNKNOWN).any())
    turnouts = (
        read_outcomes(moves, definition)
        if given
        else judge_outcomes(history, definition, postings, moves)
    )
    turnouts = apply_reports(history, moves, turnouts)
    return Moves(
        person=moves.person,
        from_position=moves.origin,
        to_position=moves.target,
        day=moves.day,
        reason=moves.reason,
        trains=~moves.is_return & ~np.isin(moves.reason, (REORGANISATION, SANCTION)),
        outcome=turnouts.outcome,
        known_on=turnouts.known_on,
        given=given,
        by_performance=history.snapshot.has("performance"),
        reach=history.day,
    )


def _sort(moves: Transfers) -> Transfers:
    order = np.lexsort((moves.target, moves.person, moves.day))
    return Transfers._make(column[order] for column in moves)


def _read(history: History) -> Transfers:
    """Read the transfers table; an origin that it does not name is the position held before."""
    snapshot = history.snapshot
    person = history.rows_of_people("transfers")
    day = read_days(snapshot, "transfers", "effective_on")
    target = history.rows_of_positions("transfers", "to_position_id")
    named = history.rows_of_positions("transfers", "from_position_id")
    held = view_rows(history, person, day).position
    origin = np.where(named == UNKNOWN, held, named).astype(np.int32)
    reason = read_codes(
        snapshot, "transfers", "reason", {reason: code for code, reason in enumerate(REASONS)}
    )
    outcomes = {"failure": FAILURE, "success": SUCCESS}
    return Transfers(
        person=person,
        origin=origin,
        target=target,
        day=day,
        reason=np.where(reason == UNKNOWN, infer_reasons(history, origin, target), reason),
        is_return=np.zeros(len(person), np.bool_),
        returned=np.zeros(len(person), np.bool_),
        outcome=read_codes(snapshot, "transfers", "outcome", outcomes),
        outcome_on=read_days(snapshot, "transfers", "outcome_on"),
    )


def _infer(history: History, postings: Postings, definition: OutcomeDefinition) -> Transfers:
    """Take every change of definitive position for a move; one back undoes the one before it."""
    origin = postings.position_before(1)
    moved = postings.follows(1)
    soon = np.zeros(len(postings), np.bool_)
    soon[1:] = postings.start[1:] < add_months(postings.start[:-1], definition.months)
    back = soon & (postings.position_before(2) == postings.position)
    undone = np.append(back[1:], False)[: len(postings)]
    return Transfers(
        person=postings.person[moved],
        origin=origin[moved],
        target=postings.position[moved],
        day=postings.start[moved],
        reason=infer_reasons(history, origin, postings.position)[moved],
        is_return=back[moved],
        returned=undone[moved],
        outcome=np.full(int(moved.sum()), UNKNOWN, np.int32),
        outcome_on=np.full(int(moved.sum()), UNKNOWN_DAY, np.int32),
    )
