"""Lays what was entered over records: the same tables of wishes and letters, with more rows.

The records' own date stands for the present. What was entered on that date or later is known on it
and on no day before. Example: over records of 2025-06-01 a wish of 2025-09-15 is known as of
2025-06-01, not as of 2025-05-31; one of 2025-03-10 is known as of 2025-03-11. Of a person's wishes
the newest holds, wherever it came from; of one day the entered one, then the one entered last.
A letter covers no move that takes effect before it was issued.
"""

from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from datetime import date, timedelta

import pyarrow as pa

from snapshots.entered import Entered, EnteredLetter
from snapshots.history import History

_WISHES = pa.schema(
    [
        ("nip", pa.string()),
        ("submitted_on", pa.date32()),
        ("willing", pa.bool_()),
        ("wanted_agency_id", pa.string()),
        ("wanted_position_id", pa.string()),
        ("wanted_job_family", pa.string()),
        ("note", pa.string()),
        ("entered_on", pa.date32()),
        ("entered_number", pa.int64()),
    ]
)
_LETTERS = pa.schema(
    [
        ("letter_no", pa.string()),
        ("rule", pa.string()),
        ("issued_on", pa.date32()),
        ("known_on", pa.date32()),
        ("issuer", pa.string()),
        ("nip", pa.string()),
        ("position_id", pa.string()),
        ("valid_until", pa.date32()),
        ("withdrawn_on", pa.date32()),
    ]
)


def lay_over(history: History, entered: Entered, nips: Mapping[str, str]) -> History:
    """Return the history with these entries, and no earlier ones, over its records.

    `nips` has the NIP of each person_id; what names somebody unknown is left out. All that does not
    hang on wishes and letters is shared with the history given, the id of the records too.
    """
    if entered == history.entered:
        return history
    kept = copy(history)
    kept.entered = entered
    tables = dict(history.snapshot.tables)
    for name, rows in (
        ("preferences", _list_wishes(entered, nips, history.snapshot.as_of)),
        ("consents", _list_letters(entered, nips, history.snapshot.as_of)),
    ):
        _lengthen(tables, name, history.recorded.get(name), rows)
    kept.snapshot = replace(history.snapshot, tables=tables)
    for read_anew in ("wishes", "consents"):
        kept.__dict__.pop(read_anew, None)
    return kept


def _lengthen(
    tables: dict[str, pa.Table], name: str, recorded: pa.Table | None, rows: pa.Table
) -> None:
    """Put the recorded rows and the entered ones in place of a table; none where there are none."""
    tables.pop(name, None)
    parts = [part for part in (recorded, rows if rows.num_rows else None) if part is not None]
    if parts:
        tables[name] = pa.concat_tables(parts, promote_options="default")


def _list_wishes(entered: Entered, nips: Mapping[str, str], as_of: date) -> pa.Table:
    rows = [
        {
            "nip": nips[wish.person_id],
            "submitted_on": _known_on(wish.said_on, as_of),
            "willing": wish.willing,
            "wanted_agency_id": wish.wanted_agency_id,
            "wanted_position_id": wish.wanted_position_id,
            "wanted_job_family": wish.wanted_job_family,
            "note": wish.note,
            "entered_on": wish.said_on,
            "entered_number": wish.number,
        }
        for wish in entered.wishes
        if wish.person_id in nips
    ]
    return pa.Table.from_pylist(rows, _WISHES)


def _list_letters(entered: Entered, nips: Mapping[str, str], as_of: date) -> pa.Table:
    withdrawn = {
        letter.withdraws: _known_on(letter.said_on, as_of)
        for letter in entered.letters
        if letter.withdraws is not None
    }
    rows = [
        {
            "letter_no": letter.letter_no,
            "rule": letter.rule,
            "issued_on": letter.issued_on,
            "known_on": _known_on(letter.issued_on, as_of),
            "issuer": letter.issuer,
            "nip": None if letter.person_id is None else nips[letter.person_id],
            "position_id": letter.position_id,
            "valid_until": letter.valid_until,
            "withdrawn_on": withdrawn.get(letter.number),
        }
        for letter in entered.letters
        if letter.withdraws is None and _is_known(letter, nips)
    ]
    return pa.Table.from_pylist(rows, _LETTERS)


def _is_known(letter: EnteredLetter, nips: Mapping[str, str]) -> bool:
    return letter.person_id is None or letter.person_id in nips


def _known_on(on: date, as_of: date) -> date:
    """Return the day after which something is known: before the records' own date at the latest."""
    return min(on, as_of - timedelta(days=1))
