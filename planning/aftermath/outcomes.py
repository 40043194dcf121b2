"""How an inaugurated move turned out, from the records or as reported, and when it will be known.

Example: a move of 2025-07-01, watched for 12 months, asks for the predicate of 2026 and is known
from 2027-01-31 on.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from matching.matcher import Matcher
from matching.watching.arrived import read_training_day
from planning.aftermath.answers import MoveOutcome, Source, State
from planning.answers import PlannedMove
from snapshots.days import OPEN_END, add_months, due_day, to_date, to_day, years_of
from snapshots.moves import SUCCESS
from snapshots.reported import ReportedOutcome
from snapshots.tables import REPORTED_OUTCOMES
from wording import Language, say

Key = tuple[str, str, date]
"""NIP or person_id, position moved into, day of effect."""


def find_row(matcher: Matcher, move: PlannedMove, planned_on: date) -> int | None:
    """Return the place of a planned move among the records' moves: the first since it was planned.

    The day from which a move counts (TMT) may differ from the plan's. None where it is not there.
    """
    history, moves = matcher.history, matcher.moves
    person = history.person_of.get(move.nip)
    target = history.position_of.get(move.to_position_id)
    if person is None or target is None:
        return None
    same = (moves.person == person) & (moves.to_position == target)
    found = np.flatnonzero(same & (moves.day >= to_day(planned_on)))
    return int(found[0]) if len(found) else None


@dataclass(frozen=True)
class Outcomes:
    """What is known of outcomes: the records and model of `matcher`, and what a portal reported."""

    matcher: Matcher
    reports: Sequence[ReportedOutcome]
    language: Language

    @cached_property
    def learned_until(self) -> date | None:
        """The day up to which the model that serves learned; None without one that learned."""
        matcher = self.matcher
        learns = matcher.has_model and matcher.bundle.basis != "rule"
        return read_training_day(matcher) if learns else None

    @cached_property
    def _reported(self) -> dict[Key, ReportedOutcome]:
        return {(one.person_id, one.to_position_id, one.effective_on): one for one in self.reports}

    @cached_property
    def _imported(self) -> Collection[Key]:
        """The moves whose outcome came into the records from reports."""
        snapshot, name = self.matcher.history.snapshot, REPORTED_OUTCOMES.name
        if not snapshot.has(name):
            return frozenset()
        rows = snapshot.tables[name].to_pylist()
        return {(row["nip"], row["to_position_id"], row["effective_on"]) for row in rows}

    def find_row(self, move: PlannedMove, planned_on: date) -> int | None:
        """Return the place of a move among the records' moves, None where it is not there."""
        return find_row(self.matcher, move, planned_on)

    def tell(self, move: PlannedMove, row: int | None, effective_on: date) -> MoveOutcome:
        """Return how a move turned out; `row` is its place among the records' moves.

        Reports are of the day that the records say, or of `effective_on` while they said none.
        """
        moves, post = self.matcher.moves, move.to_position_id
        recorded = None if row is None else to_date(int(moves.day[row]))
        on = recorded or effective_on
        if row is not None and moves.known_on[row] < self.matcher.history.day:
            return self._tell_known(row, (move.nip, post, on))
        found = (self._reported.get((move.person_id, post, day)) for day in (on, effective_on))
        reported = next((one for one in found if one is not None), None)
        if reported is not None:
            return self._tell_reported(reported)
        return self._tell_open(row, effective_on)

    def _tell_known(self, row: int, key: Key) -> MoveOutcome:
        moves = self.matcher.moves
        known_on = to_date(int(moves.known_on[row]))
        succeeded = int(moves.outcome[row]) == SUCCESS
        source: Source = (
            "stated" if moves.given else "reported" if key in self._imported else "judged"
        )
        return MoveOutcome(
            state="success" if succeeded else "failure",
            succeeded=succeeded,
            known_on=known_on,
            expected_on=None,
            source=source,
            taught=self._was_taught(row, source),
            text=self._say(
                "success" if succeeded else "failure",
                known_on=known_on,
                source=say(f"aftermath.source_{source}", self.language),
            ),
        )

    def _was_taught(self, row: int, source: Source) -> bool:
        """Tell whether the model that serves learned from an outcome: known before its day.

        A report can be dated earlier than it came into the records: one counts only where the
        model learned from these very records.
        """
        learned, moves = self.learned_until, self.matcher.moves
        if learned is None or not moves.trains[row]:
            return False
        own = self.matcher.bundle.card.get("snapshot_id")
        held = source != "reported" or own == self.matcher.history.snapshot.snapshot_id
        return bool(held and moves.known_on[row] < to_day(learned))

    def _tell_reported(self, report: ReportedOutcome) -> MoveOutcome:
        succeeded = report.outcome == "success"
        told = say(f"aftermath.turned_{report.outcome}", self.language)
        text = self._say("reported", outcome=told, known_on=report.outcome_on)
        return MoveOutcome("reported", succeeded, report.outcome_on, None, "reported", False, text)

    def _tell_open(self, row: int | None, effective_on: date) -> MoveOutcome:
        history = self.matcher.history
        day = to_day(effective_on) if row is None else int(self.matcher.moves.day[row])
        expected = self._expect(row, day)
        state: State = "expected" if expected >= history.day else "unclear"
        if row is None:
            state = "to_come" if to_day(effective_on) >= history.day else "not_in_records"
        waits = state in ("expected", "to_come")
        expected_on = to_date(expected) if waits else None
        text = self._say(state, expected_on=expected_on) if waits else self._say(state)
        return MoveOutcome(state, None, None, expected_on, None, None, text)

    def _expect(self, row: int | None, day: int) -> int:
        """Return the first day on which the outcome of a move of `day` can be known."""
        moves, months = self.matcher.moves, self.matcher.policy.outcome.months
        if row is not None and moves.known_on[row] < OPEN_END:
            return int(moves.known_on[row])
        until = int(add_months(day, months))
        if moves.given or not moves.by_performance:
            return until
        return max(until, int(due_day(years_of(day) + 1)))

    def _say(self, state: State, **facts: str | date | None) -> str:
        return say(f"aftermath.outcome_{state}", self.language, **facts)
