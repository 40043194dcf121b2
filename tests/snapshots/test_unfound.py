"""Wishes and letters that name nobody, or no post, in new records are counted, not kept quiet."""

from datetime import UTC, date, datetime

import pytest

from snapshots.entered import NOTHING_ENTERED, Entered, EnteredLetter, EnteredWish
from snapshots.surrogate import person_id
from snapshots.unfound import find_unfound
from tests.snapshots.small_source import ANI, AS_OF

SECRET = b"0" * 32
KNOWN, UNKNOWN = person_id(SECRET, ANI), person_id(SECRET, "198501012010012001")
AT = datetime(2020, 1, 1, tzinfo=UTC)


def wish(number, person, post=None):
    return EnteredWish(number, person, AS_OF, AT, wanted_position_id=post)


def letter(number, person=None, post=None, until=None, withdraws=None):
    said = (f"L{number}", "lock_window", AS_OF, until, person, post, AS_OF, AT)
    return EnteredLetter(number, *said, withdraws=withdraws)


@pytest.mark.parametrize(
    ("entered", "counted"),
    [
        (Entered((wish(1, KNOWN, "P1"),), (letter(1), letter(2, KNOWN, "P1"))), None),
        (Entered((wish(1, UNKNOWN), wish(2, UNKNOWN), wish(3, KNOWN, "P9"))), (2, 0)),
        (Entered((wish(1, KNOWN, "P9"), wish(2, KNOWN, "P1"))), None),
        (Entered((), (letter(1, UNKNOWN), letter(2, KNOWN, "P9"), letter(3, post="P9"))), (0, 3)),
        (Entered((), (letter(1, UNKNOWN), letter(2, UNKNOWN, withdraws=1))), None),
        (Entered((), (letter(1, UNKNOWN, until=date(2019, 1, 1)),)), None),
        (NOTHING_ENTERED, None),
    ],
)
def test_what_stands_and_names_nobody_or_no_post_of_the_records_is_counted(
    source, entered, counted
):
    found = find_unfound(source.load().snapshot, entered, SECRET)
    told = [(one.facts["wishes"], one.facts["letters"]) for one in found]
    assert told == ([] if counted is None else [counted])
    assert all(one.message("id") and one.remedy("en") for one in found)
