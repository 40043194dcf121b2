"""Outcomes of moves that were reported over the API, added to the records at an import.

They stand in a table of their own, `reported_outcomes`, which no source brings: a reported outcome
speaks of its own move alone. Written into `transfers` it would take the outcomes that are judged
from the records away from every other move.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from snapshots.coding import read_codes, read_days
from snapshots.days import to_date
from snapshots.history import History
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Ints
from snapshots.outcomes import FAILURE, SUCCESS, Transfers, Turnouts
from snapshots.postings import find_postings
from snapshots.problems import Problem
from snapshots.snapshot import Snapshot
from snapshots.surrogate import find_nips
from snapshots.tables import REPORTED_OUTCOMES

Outcome = Literal["success", "failure"]
Move = tuple[str, str, date]
"""NIP, position moved into, day of effect."""

_CODES = {"failure": FAILURE, "success": SUCCESS}
_LAST_DAY = 2**22
"""More than the day number of any calendar date."""


@dataclass(frozen=True)
class ReportedOutcome:
    """How a move turned out, as the HR portal reported it; `outcome_on`: known on that day."""

    person_id: str
    to_position_id: str
    effective_on: date
    outcome: Outcome
    outcome_on: date


@dataclass(frozen=True)
class Reports:
    """Everything reported, and the secret that tells whose `person_id` is whose."""

    outcomes: Sequence[ReportedOutcome]
    secret: bytes


def add_outcomes(
    tables: Mapping[str, pa.Table], reports: Reports, as_of: date
) -> tuple[Mapping[str, pa.Table], list[Problem]]:
    """Put the reported outcomes of moves that the records tell of beside them.

    An outcome that `transfers` states stays. Told, and left out: a report of a move that the
    records do not know. Told, and kept: one that is known only on or after `as_of`.
    """
    if not reports.outcomes:
        return tables, []
    nips = find_nips(reports.secret, tables["employees"]["nip"].to_pylist())
    wanted = {
        (nips.get(one.person_id, one.person_id), one.to_position_id, one.effective_on): one
        for one in reports.outcomes
    }
    open_moves, stated = _find_moves(tables, {nip for nip, _, _ in wanted}, as_of)
    fits = {move: one for move, one in wanted.items() if move in open_moves}
    problems = [
        _doubt("reported_outcome_unmatched", move)
        for move in wanted
        if move not in open_moves | stated
    ]
    problems += [
        _doubt("reported_outcome_to_come", move)
        for move, one in fits.items()
        if one.outcome_on >= as_of
    ]
    if not fits:
        return tables, problems
    return {**tables, REPORTED_OUTCOMES.name: _write_table(fits)}, problems


def apply_reports(history: History, moves: Transfers, turnouts: Turnouts) -> Turnouts:
    """Return the turnouts with what was reported over what the records had to be asked for.

    A move whose outcome `transfers` states keeps it. Reported is known on its `outcome_on`, though
    not before the move.
    """
    snapshot, table = history.snapshot, REPORTED_OUTCOMES.name
    if not snapshot.has(table) or not len(moves.day):
        return turnouts
    told = _number(
        history,
        history.rows_of_people(table),
        history.rows_of_positions(table, "to_position_id"),
        read_days(snapshot, table, "effective_on"),
    )
    ours = _number(history, moves.person, moves.target, moves.day)
    order = np.argsort(ours, kind="stable")
    place = order[np.minimum(np.searchsorted(ours[order], told), len(ours) - 1)]
    fits = (ours[place] == told) & (moves.outcome[place] == UNKNOWN)
    outcome, known_on = turnouts.outcome.copy(), turnouts.known_on.copy()
    outcome[place[fits]] = read_codes(snapshot, table, "outcome", _CODES)[fits]
    known = np.maximum(read_days(snapshot, table, "outcome_on")[fits], moves.day[place[fits]])
    known_on[place[fits]] = known
    return Turnouts(outcome, known_on)


def _number(
    history: History, person: npt.ArrayLike, position: npt.ArrayLike, day: npt.ArrayLike
) -> Ints:
    """Return one number for each person, position and day."""
    count = len(history.positions.position_id)
    pair = np.asarray(person, np.int64) * count + np.asarray(position, np.int64)
    return np.asarray(pair * _LAST_DAY + np.asarray(day, np.int64))


def _find_moves(
    tables: Mapping[str, pa.Table], nips: Collection[str], as_of: date
) -> tuple[set[Move], set[Move]]:
    """Return some people's moves without and with a stated outcome, as `moves` reads them."""
    if "transfers" not in tables:
        return set(_infer_moves(History(Snapshot("", as_of, tables)))), set()
    listed = list(_list_moves(tables["transfers"], nips))
    stated = {move for move, outcome in listed if outcome is not None}
    return {move for move, _ in listed} - stated, stated


def _infer_moves(history: History) -> Iterator[Move]:
    """Yield every posting but a person's first: to be appointed is no move."""
    postings = find_postings(history)
    for row in np.flatnonzero(postings.follows(1)).tolist():
        nip = history.people_ids[postings.person[row]]
        position = history.positions.position_id[postings.position[row]]
        if (start := to_date(int(postings.start[row]))) is not None:
            yield nip, position, start


def _list_moves(transfers: pa.Table, nips: Collection[str]) -> Iterator[tuple[Move, str | None]]:
    """Yield the listed moves of some people, each with the outcome stated of it."""
    asked = pc.is_in(transfers["nip"], value_set=pa.array(sorted(nips), pa.string()))
    for row in transfers.filter(asked).to_pylist():
        yield (row["nip"], row["to_position_id"], row["effective_on"]), row.get("outcome")


def _write_table(fits: Mapping[Move, ReportedOutcome]) -> pa.Table:
    nip, position, effective_on = zip(*fits, strict=True)
    return pa.table(
        {
            "nip": pa.array(nip, pa.string()),
            "to_position_id": pa.array(position, pa.string()),
            "effective_on": pa.array(effective_on, pa.date32()),
            "outcome": pa.array([one.outcome for one in fits.values()], pa.string()),
            "outcome_on": pa.array([one.outcome_on for one in fits.values()], pa.date32()),
        }
    )


def _doubt(code: str, move: Move) -> Problem:
    nip, _, effective_on = move
    return Problem(code, REPORTED_OUTCOMES.name, value=nip, facts={"day": effective_on})
