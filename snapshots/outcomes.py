"""How past moves turned out, judged from what the records say of the months that followed.

The definition is a policy (`[outcome]`). A move of day M is judged over [M, M + months), and only
where the records reach M + months. Example with 12 months: a move of 2021-03-01 asks for the
predicates of 2021 and 2022 and is known on 2023-01-31, when the later one is; a move of 2021-08-01
asks for that of 2022 alone.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from snapshots import ladders
from snapshots.coding import Codes, read_codes, read_days, read_flags
from snapshots.days import OPEN_END, UNKNOWN_DAY, Days, add_months, day_of, due_day, years_of
from snapshots.history import History, year_key
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Flags, Ints, Ledger
from snapshots.postings import Postings
from snapshots.tables import TABLES

REASONS = TABLES["transfers"].column("reason").choices
NEED = REASONS.index("need")
REORGANISATION = REASONS.index("reorganisation")
SANCTION = REASONS.index("sanction")

FAILURE, SUCCESS = 0, 1

_GOOD = ladders.PREDICATE_CODES["baik"]
_LEFT_REASONS = TABLES["employees"].column("left_reason").choices
_LEFT_BADLY = (_LEFT_REASONS.index("resigned"), _LEFT_REASONS.index("dismissed"))


@dataclass(frozen=True)
class OutcomeDefinition:
    """How long a move is watched, and (month, day) before which its own year's predicate counts."""

    months: int = 12
    own_year_if_before: tuple[int, int] = (7, 1)


class Transfers(NamedTuple):
    """Moves as the records list them, one entry a move: indexes, REASONS codes and day numbers.

    `is_return` marks the way back to the post held before, `returned` the move so undone; both only
    where moves are inferred from stays. `outcome` and `outcome_on` are those that the table gives.
    """

    person: Codes
    origin: Codes
    target: Codes
    day: Days
    reason: Codes
    is_return: Flags
    returned: Flags
    outcome: Codes
    outcome_on: Days


class Turnouts(NamedTuple):
    """Outcome (SUCCESS, FAILURE, UNKNOWN) of each move and the day it is known, OPEN_END: never."""

    outcome: Codes
    known_on: Days


class _Finding(NamedTuple):
    """What one kind of record says of each move."""

    failed: Flags
    unclear: Flags


def read_outcomes(moves: Transfers, definition: OutcomeDefinition) -> Turnouts:
    """Return the outcomes that the records state; one without a day is known at M + months.

    None is known as of its own move: one that is dated before M counts from M on.
    """
    undated = moves.outcome_on == UNKNOWN_DAY
    dated = np.maximum(moves.outcome_on, moves.day)
    known_on = np.where(undated, add_months(moves.day, definition.months), dated)
    return _date(moves.outcome, known_on.astype(np.int32))


def judge_outcomes(
    history: History, definition: OutcomeDefinition, postings: Postings, moves: Transfers
) -> Turnouts:
    """Judge every move: failure wins over unknown, unknown over success.

    Both are known on the later of M + months and the last known_on of the predicates asked.
    """
    until = add_months(moves.day, definition.months)
    performance, asked_until = _judge_performance(history, definition, moves)
    findings = (
        _judge_stay(history, postings, moves, until),
        performance,
        _judge_sanctions(history, moves, until),
        _judge_leaving(history, moves, until),
    )
    failed = np.logical_or.reduce([moves.returned, *(finding.failed for finding in findings)])
    unclear = np.logical_or.reduce([finding.unclear for finding in findings])
    outcome = np.where(failed, FAILURE, np.where(unclear, UNKNOWN, SUCCESS))
    reached = until <= history.day
    return _date(
        np.where(reached, outcome, UNKNOWN).astype(np.int32), np.maximum(until, asked_until)
    )


def _date(outcome: Codes, known_on: Days) -> Turnouts:
    return Turnouts(outcome, np.where(outcome == UNKNOWN, OPEN_END, known_on).astype(np.int32))


def _judge_stay(history: History, postings: Postings, moves: Transfers, until: Days) -> _Finding:
    """Who goes on within the months, not upwards and not for need or reorganisation, failed.

    Unclear: a stay that is not in the records or ends with none following, one that ends for need
    or reorganisation, a step between positions of unknown level.
    """
    if not len(postings):
        nobody = np.zeros(len(moves.day), np.bool_)
        return _Finding(nobody, ~nobody)
    row = postings.begun(moves.person, moves.day)
    found = (postings.position[row] == moves.target) & (postings.end[row] >= moves.day) & (row >= 0)
    ended = found & (postings.end[row] < until)
    onward = np.minimum(row + 1, len(postings) - 1)
    follows = (
        ended & postings.follows(1)[onward] & (postings.start[onward] < until) & (row < onward)
    )
    level = history.positions.level
    here, there = level[moves.target], level[postings.position[onward]]
    neutral = np.isin(
        _reasons(history, postings, moves, row, found)[onward], (NEED, REORGANISATION)
    )
    unclear = neutral | (here == UNKNOWN) | (there == UNKNOWN)
    return _Finding(
        follows & ~unclear & (there <= here), ~found | (ended & ~follows) | (follows & unclear)
    )


def _reasons(
    history: History, postings: Postings, moves: Transfers, row: Ints, found: Flags
) -> Codes:
    """Return why each posting began: as listed (the first move into it), else as inferred.

    Moves come in the order of their days.
    """
    reasons = infer_reasons(history, postings.position_before(1), postings.position)
    begun, first = np.unique(row[found], return_index=True)
    said = moves.reason[found][first]
    reasons[begun] = np.where(said == UNKNOWN, reasons[begun], said)
    return reasons


def infer_reasons(history: History, origin: Codes, target: Codes) -> Codes:
    """Return REORGANISATION for a move into a post that replaces the one held, else UNKNOWN."""
    replaces = history.positions.replaces[target]
    moved = (replaces == origin) & (replaces != UNKNOWN)
    return np.where(moved, REORGANISATION, UNKNOWN).astype(np.int32)


def _judge_performance(
    history: History, definition: OutcomeDefinition, moves: Transfers
) -> tuple[_Finding, Days]:
    """Ask for the predicate of the next year, and of M's own year where M came early in it.

    Also returns the day on which the last of them is known: 31 January of the year after where the
    records do not say.
    """
    year = years_of(moves.day)
    early = moves.day < day_of(year, *definition.own_year_if_before)
    nobody = np.zeros(len(year), np.bool_)
    if not history.snapshot.has("performance"):
        return _Finding(nobody, nobody), moves.day
    failed, unclear, known = nobody, nobody, moves.day
    for asked_year, asked in ((year, early), (year + 1, ~nobody)):
        rows = history.predicates.before(year_key(moves.person, asked_year), OPEN_END)
        predicate = history.predicates.last(rows)
        failed = failed | (asked & (predicate != UNKNOWN) & (predicate < _GOOD))
        unclear = unclear | (asked & (predicate == UNKNOWN))
        dated = history.predicates.last_day(rows, UNKNOWN_DAY)
        due = np.where(dated == UNKNOWN_DAY, due_day(asked_year), dated)
        known = np.where(asked, np.maximum(known, due), known).astype(np.int32)
    return _Finding(failed, unclear), known


def _judge_sanctions(history: History, moves: Transfers, until: Days) -> _Finding:
    """Whoever a sedang or berat sanction, not cancelled and no mere case, starts for has failed."""
    snapshot = history.snapshot
    severity = read_codes(snapshot, "discipline", "severity", ladders.SEVERITY_CODES)
    counts = (
        np.isin(severity, ladders.GRAVE)
        & ~read_flags(snapshot, "discipline", "under_investigation")
        & ~read_flags(snapshot, "discipline", "cancelled")
    )
    person = history.rows_of_people("discipline")[counts]
    starts = Ledger(person, read_days(snapshot, "discipline", "started_on")[counts])
    window = starts.since(starts.before(moves.person, until), moves.person, moves.day)
    return _Finding(window.count > 0, np.zeros(len(until), np.bool_))


def _judge_leaving(history: History, moves: Transfers, until: Days) -> _Finding:
    """Who resigned or was dismissed within the months has failed; any other leaving is unclear."""
    left = history.people.left[moves.person]
    within = (left >= moves.day) & (left < until)
    badly = np.isin(history.people.left_reason[moves.person], _LEFT_BADLY)
    return _Finding(within & badly, within & ~badly)
