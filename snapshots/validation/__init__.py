"""Checks an agency's records as a whole and lists every problem, errors apart from doubts."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pyarrow.compute as pc

from snapshots.coding import read_days
from snapshots.days import to_day
from snapshots.problems import Problem
from snapshots.progress import Progress, tell_nobody
from snapshots.readers.raw import RawSource
from snapshots.tables import TABLES
from snapshots.validation.absences import (
    find_absences,
    find_few_outcomes,
    find_unknown_columns,
)
from snapshots.validation.consistency import (
    check_consistency,
    check_present_positions,
    find_reversed,
)
from snapshots.validation.continuity import find_broken_service, find_dates_to_come
from snapshots.validation.draft import Draft
from snapshots.validation.hidden import find_hidden
from snapshots.validation.identity import find_odd_nips
from snapshots.validation.keys import check_keys
from snapshots.validation.reorganisation import find_reorganisations
from snapshots.validation.typed import ROUNDS, type_source

LATEST_NEWS = (
    ("assignments", "started_on"),
    ("ranks", "since"),
    ("transfers", "effective_on"),
    ("assessments", "assessed_on"),
)
"""The snapshot's date is one day after the greatest of these, unless it is given."""
MOST_AHEAD = timedelta(days=31)
"""How far after today news may lie without doubt: a decree often begins the next month."""


@dataclass(frozen=True)
class Validation:
    """Typed tables with their date, and every finding; errors forbid to store them."""

    draft: Draft
    errors: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def validate(
    source: RawSource,
    as_of: date | None = None,
    tell: Progress = tell_nobody,
    today: date | None = None,
) -> Validation:
    """Type every cell and check every rule of the record format, as of `as_of`.

    Without `as_of` the date is one day after the last stay, rank, transfer or assessment begins;
    where that is far after `today`, who set it is named.
    """
    typed, errors = type_source(source, tell)
    draft = replace(typed, as_of=as_of or find_date(typed))
    steps = len(TABLES) + ROUNDS
    tell("checking", len(TABLES), steps)
    errors += [*check_keys(draft), *check_consistency(draft), *check_present_positions(draft)]
    tell("checking", steps - 1, steps)
    doubts = [
        *source.warnings,
        *find_absences(draft),
        *find_few_outcomes(draft),
        *find_unknown_columns(source),
        *find_hidden(source),
        *find_odd_nips(draft),
        *find_broken_service(draft),
        *find_dates_to_come(draft),
        *([] if as_of or not today else find_news_to_come(draft, today)),
        *find_reversed(draft, "outcome_before_transfer", "transfers", "effective_on", "outcome_on"),
        *find_reorganisations(draft),
    ]
    return Validation(draft, _locate(errors, source), _locate(doubts, source))


def _locate(problems: list[Problem], source: RawSource) -> tuple[Problem, ...]:
    """Tell of each problem where its cell stood, in a source of another form than ours."""
    if source.locate is None:
        return tuple(problems)
    return tuple(
        replace(one, place=one.place or source.locate(one.table, one.row, one.column))
        for one in problems
    )


def find_date(draft: Draft) -> date | None:
    """Return one day after the latest news in the tables, None where there is none."""
    latest = [
        pc.max(draft.tables[table].column(column)).as_py()
        for table, column in LATEST_NEWS
        if draft.has(table, column)
    ]
    known = [day for day in latest if day is not None]
    last = max(known, default=None)
    return last + timedelta(days=1) if last and last < date.max else last


def find_news_to_come(draft: Draft, today: date) -> list[Problem]:
    """Warn of each date that sets the date of the records, or would, far after today."""
    latest = to_day(today + MOST_AHEAD)
    problems: list[Problem] = []
    for table, column in LATEST_NEWS:
        if draft.has(table, column):
            late = np.flatnonzero(read_days(draft.records, table, column) > latest)
            facts = {"as_of": draft.as_of, "today": today}
            problems += draft.find("as_of_to_come", table, late, column, **facts)
    return problems
