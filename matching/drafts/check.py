"""The legal check of a draft that was made by hand: line by line, and as a whole.

It needs no model; with one it adds the chance of success and who would fit better. It changes
nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from matching.contest import Contest, Field, open_contest, rank_field
from matching.drafts.answers import BetterCandidate, DraftFinding, DraftLine, DraftReport
from matching.drafts.findings import Move, find_troubles
from matching.explaining.judging import explain_one
from matching.explaining.lineup import line_up
from matching.explaining.shown import show_rows
from matching.files.pair_files import Readers, read_pair_file
from matching.matcher import Dates, Matcher
from matching.notices import notices_of_model, notices_of_records
from snapshots.readers.folder import FORMATS
from wording import Language, say

SILENT = ("pass", "not_checked")
"""Results of rules that a checked line does not repeat."""


@dataclass(frozen=True)
class DraftRow:
    """One line of a draft; `line` is its number, `cells` all that it says, as it was written."""

    line: int
    nip: str
    position_id: str
    cells: dict[str, str]


def read_draft(path: Path, readers: Readers = FORMATS) -> tuple[DraftRow, ...]:
    """Read a draft from a file with `nip` and `position_id`; every column is kept as written.

    Raises what `read_pair_file` raises: a NIP that became a number is refused.
    """
    file = read_pair_file(path, readers)
    lines = zip(file.rows, file.nips, file.position_ids, file.cells, strict=True)
    return tuple(DraftRow(*line) for line in lines)


class _Desk:
    """What checking a whole draft keeps: one contest a position, and who is already in use."""

    def __init__(
        self, matcher: Matcher, rows: Sequence[DraftRow], dates: Dates, language: Language
    ) -> None:
        self.matcher = matcher
        self.dates = dates
        self.language = language
        self.used = {matcher.history.person_of.get(row.nip, -1) for row in rows}
        self._contests: dict[str, Contest] = {}
        self._fields: dict[str, Field] = {}

    def contest(self, position_id: str) -> Contest:
        """Return the contest of a position, judged once."""
        if position_id not in self._contests:
            self._contests[position_id] = open_contest(self.matcher, position_id, self.dates)
        return self._contests[position_id]

    def free_field(self, position_id: str) -> Field:
        """Return the eligible people whom the draft does not use, scored once."""
        if position_id not in self._fields:
            contest = self.contest(position_id)
            eligible = np.flatnonzero(contest.verdicts.eligible)
            free = eligible[~np.isin(eligible, list(self.used))]
            self._fields[position_id] = rank_field(contest, free)
        return self._fields[position_id]


def check_draft(
    matcher: Matcher,
    rows: Sequence[DraftRow],
    dates: Dates,
    language: Language,
    advance: Callable[[int], object] = lambda lines: None,
) -> DraftReport:
    """Judge every line of a draft and the draft as a whole; `advance` is told of lines done."""
    desk = _Desk(matcher, rows, dates, language)
    lines = []
    for row in rows:
        lines.append(_check_line(desk, row))
        advance(1)
    return DraftReport(
        as_of=dates.as_of,
        effective_on=dates.effective_on,
        snapshot_id=matcher.history.snapshot.snapshot_id,
        model_version=matcher.bundle.model_version if matcher.has_model else None,
        policy_version=matcher.policy.version,
        software_version=matcher.software_version,
        notices=(
            *notices_of_records(matcher, language),
            *notices_of_model(matcher, dates.day, language),
        ),
        lines=tuple(lines),
        findings=_find(desk, rows),
    )


def _find(desk: _Desk, rows: Sequence[DraftRow]) -> tuple[DraftFinding, ...]:
    history = desk.matcher.history
    moves = [
        Move(row.line, history.person_of[row.nip], history.position_of[row.position_id])
        for row in rows
        if row.nip in history.person_of and row.position_id in history.position_of
    ]
    return find_troubles(desk.matcher, desk.dates, moves, desk.language)


def _check_line(desk: _Desk, row: DraftRow) -> DraftLine:
    problem = _find_problem(desk, row)
    if problem is not None:
        return _unjudged(desk, row, problem)
    matcher, language = desk.matcher, desk.language
    contest, person = desk.contest(row.position_id), matcher.person(row.nip)
    (shown,) = show_rows(line_up(contest, [person], language), [None])
    gates = explain_one(contest, person, language)
    return DraftLine(
        line=row.line,
        nip=row.nip,
        position_id=row.position_id,
        name=shown.name,
        position=matcher.history.positions.title[contest.position],
        cells=row.cells,
        verdict=contest.verdict(person),
        problem=None,
        gates=tuple(gate for gate in gates if gate.result not in SILENT),
        score=shown.score,
        fit=shown.fit,
        warnings=shown.warnings,
        better=_find_better(desk, row.position_id, shown.score, contest.verdict(person)),
    )


def _find_problem(desk: _Desk, row: DraftRow) -> str | None:
    history, language = desk.matcher.history, desk.language
    if not (row.nip and row.position_id):
        return say("matching.draft_empty", language)
    if row.nip not in history.person_of:
        return say("matching.draft_unknown_person", language, nip=row.nip)
    if row.position_id not in history.position_of:
        return say("matching.draft_unknown_position", language, position_id=row.position_id)
    return None


def _unjudged(desk: _Desk, row: DraftRow, problem: str) -> DraftLine:
    history = desk.matcher.history
    person = history.person_of.get(row.nip)
    place = history.position_of.get(row.position_id)
    return DraftLine(
        line=row.line,
        nip=row.nip,
        position_id=row.position_id,
        name=None if person is None else history.people.name[person],
        position=None if place is None else history.positions.title[place],
        cells=row.cells,
        verdict="",
        problem=problem,
        gates=(),
        score=None,
        fit=None,
        warnings=(),
        better=None,
    )


def _find_better(
    desk: _Desk, position_id: str, score: float | None, verdict: str
) -> BetterCandidate | None:
    """Return the best eligible person whom the draft leaves free, if above who it names."""
    if score is None:
        return None
    field = desk.free_field(position_id)
    top = field.top(1)
    if not len(top) or (verdict == "eligible" and field.score[top[0]] <= score):
        return None
    person, matcher = int(field.rows[top[0]]), desk.matcher
    told = matcher.bundle.fit(field.score[top])
    fit = float(matcher.past.withhold(told, field.matrix[top], desk.dates.day).fit[0])
    return BetterCandidate(
        person_id=matcher.person_id(person),
        nip=matcher.history.people_ids[person],
        name=matcher.history.people.name[person],
        score=float(field.score[top[0]]),
        fit=None if np.isnan(fit) else fit,
    )
