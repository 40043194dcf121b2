"""What is entered beside the records counts from its day; their own date stands for the present."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from snapshots.days import to_day
from snapshots.entered import (
    NOTHING_ENTERED,
    Entered,
    EnteredLetter,
    EnteredWish,
    Mark,
    count_from,
)
from snapshots.overlay import lay_over
from snapshots.view import view_day
from tests.records import make_history

AS_OF = date(2025, 6, 1)
AS_ISO = AS_OF.isoformat()
NIPS = {"a": "1", "b": "2"}
AT = datetime(2025, 9, 15, tzinfo=UTC)


def history(**tables):
    people = [{"nip": nip, "position_id": "P", "position_since": "2020-01-01"} for nip in "12"]
    return make_history({"positions": [{"position_id": "P"}], "employees": people, **tables}, AS_OF)


def wish(number, on, willing, person="a"):
    return EnteredWish(number, person, date.fromisoformat(on), AT, willing)


def letter(number, issued_on, said_on="2025-09-15", withdraws=None):
    issued, said = date.fromisoformat(issued_on), date.fromisoformat(said_on)
    return EnteredLetter(
        number, "S-1", "time_in_position", issued, None, "a", None, said, AT, None, withdraws
    )


def willing_on(laid, day):
    """Return what the first person said last as of a day: 1, 0, or None."""
    row = int(view_day(laid, to_day(date.fromisoformat(day))).wish[0])
    return None if row < 0 else int(laid.wishes.willing[row])


def holds_on(laid, day, effective_on=None):
    letters, on = laid.consents, to_day(date.fromisoformat(day))
    effective = to_day(date.fromisoformat(effective_on or day))
    return letters.in_force(np.arange(len(letters.letter_no)), on, effective).tolist()


def test_a_wish_entered_after_the_date_of_the_records_is_known_on_it_and_on_no_day_before():
    laid = lay_over(history(), Entered((wish(1, "2025-09-15", False),)), NIPS)
    assert willing_on(laid, "2025-06-01") == 0
    assert willing_on(laid, "2025-05-31") is None


def test_a_wish_entered_before_it_is_known_from_the_day_after():
    laid = lay_over(history(), Entered((wish(1, "2025-03-10", True),)), NIPS)
    assert willing_on(laid, "2025-03-10") is None
    assert willing_on(laid, "2025-03-11") == 1


def test_the_newer_statement_holds_wherever_it_came_from():
    said = [{"nip": "1", "submitted_on": "2025-04-01", "willing": True}]
    records = history(preferences=said)
    older = lay_over(records, Entered((wish(1, "2025-03-10", False),)), NIPS)
    assert willing_on(older, "2025-06-01") == 1
    newer = lay_over(records, Entered((wish(1, "2025-04-01", False),)), NIPS)
    assert willing_on(newer, "2025-06-01") == 0
    twice = (wish(1, "2025-09-15", False), wish(2, "2025-09-15", True))
    assert willing_on(lay_over(records, Entered(twice), NIPS), "2025-06-01") == 1


def test_an_entry_over_records_of_a_later_date_still_counts_after_them():
    assert count_from(date(2025, 1, 1), AS_OF) == date(2025, 5, 31)
    assert count_from(date(2025, 9, 15), AS_OF) == date(2025, 9, 15)


def test_a_letter_issued_since_the_records_is_known_on_their_date_and_an_older_one_from_its_own():
    new = lay_over(history(), Entered((), (letter(1, "2025-08-01"),)), NIPS)
    assert holds_on(new, AS_ISO, "2025-08-01") == [True]
    assert holds_on(new, "2025-05-31", "2025-08-01") == [False]
    old = lay_over(history(), Entered((), (letter(1, "2025-02-01"),)), NIPS)
    assert holds_on(old, "2025-02-01") == [False]
    assert holds_on(old, "2025-02-02") == [True]


@pytest.mark.parametrize(("effective_on", "holds"), [("2025-07-31", False), ("2025-08-01", True)])
def test_a_letter_covers_no_move_that_takes_effect_before_it_was_issued(effective_on, holds):
    laid = lay_over(history(), Entered((), (letter(1, "2025-08-01"),)), NIPS)
    assert holds_on(laid, AS_ISO, effective_on) == [holds]


def test_a_withdrawn_letter_lifts_nothing_from_then_on_and_all_that_it_lifted_before():
    both = letter(1, "2025-02-01"), letter(2, "2025-02-01", "2025-04-01", withdraws=1)
    laid = lay_over(history(), Entered((), both), NIPS)
    assert holds_on(laid, "2025-04-01") == [True]
    assert holds_on(laid, "2025-04-02") == [False]


def test_who_is_unknown_to_the_records_is_left_out():
    said = Entered((wish(1, "2025-03-10", True, "gone"),))
    assert len(lay_over(history(), said, NIPS).wishes.willing) == 0


def test_entries_replace_entries_and_leave_the_records_and_their_id_alone():
    records = history(preferences=[{"nip": "2", "submitted_on": "2025-04-01", "willing": True}])
    people = records.people
    once = lay_over(records, Entered((wish(1, "2025-03-10", True),)), NIPS)
    none = lay_over(once, NOTHING_ENTERED, NIPS)
    assert len(once.wishes.willing) == 2
    assert len(none.wishes.willing) == 1
    assert once.snapshot.snapshot_id == records.snapshot.snapshot_id
    assert records.entered == NOTHING_ENTERED
    assert once.people is people


def test_a_mark_cuts_off_what_came_later():
    every = Entered(
        (wish(1, "2025-03-10", True), wish(4, "2025-03-11", False)), (letter(2, "2025-02-01"),)
    )
    assert every.mark == Mark(4, 2)
    assert every.until(Mark(3, 2)) == Entered(every.wishes[:1], every.letters)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(-400, 200), st.booleans()), max_size=6), st.integers(-300, 0))
def test_nothing_said_on_a_day_or_later_is_known_as_of_an_earlier_date(said, ago):
    wishes = tuple(
        wish(number, (AS_OF + timedelta(days=away)).isoformat(), willing)
        for number, (away, willing) in enumerate(said, 1)
    )
    day = AS_OF + timedelta(days=ago)
    known = [
        (min(one.said_on, AS_OF - timedelta(days=1)), one.number, one.willing) for one in wishes
    ]
    before = [one for one in known if one[0] < day]
    expected = int(max(before)[2]) if before else None
    assert willing_on(lay_over(history(), Entered(wishes), NIPS), day.isoformat()) == expected


@pytest.mark.parametrize("table", ["preferences", "consents"])
def test_records_without_the_table_have_one_only_while_something_is_entered(table):
    entered = Entered((wish(1, "2025-03-10", True),), (letter(1, "2025-02-01"),))
    laid = lay_over(history(), entered, NIPS)
    assert laid.snapshot.has(table)
    assert not lay_over(laid, NOTHING_ENTERED, NIPS).snapshot.has(table)
