"""Days are counted from 1970, months follow the calendar."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from snapshots.days import (
    OPEN_END,
    UNKNOWN_DAY,
    add_months,
    day_of,
    due_day,
    to_date,
    to_day,
    years_of,
)

DATES = st.dates(date(1900, 1, 1), date(2200, 12, 31))


def after(day, months):
    return to_date(int(add_months(to_day(date.fromisoformat(day)), months)))


@given(on=DATES)
def test_a_date_comes_back_from_its_day(on):
    assert to_date(to_day(on)) == on


@pytest.mark.parametrize("day", [UNKNOWN_DAY, OPEN_END])
def test_neither_an_unknown_nor_an_open_day_has_a_date_or_moves(day):
    assert to_date(day) is None
    assert add_months(day, 12) == day


def test_a_day_that_no_calendar_date_reaches_has_none():
    assert to_date(to_day(date.max)) == date.max
    assert to_date(to_day(date.max) + 1) is None
    assert after("9999-12-31", 24) is None


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2024-01-31", 1, date(2024, 2, 29)),
        ("2023-01-31", 1, date(2023, 2, 28)),
        ("2024-02-29", 12, date(2025, 2, 28)),
        ("2024-02-29", 48, date(2028, 2, 29)),
        ("2024-03-31", -1, date(2024, 2, 29)),
        ("2022-11-15", 24, date(2024, 11, 15)),
    ],
)
def test_a_month_later_is_the_same_day_or_that_months_last(day, months, expected):
    assert after(day, months) == expected


@given(on=DATES, months=st.integers(-600, 600))
def test_adding_months_agrees_with_counting_them(on, months):
    found = to_date(int(add_months(to_day(on), months)))
    assert found is not None
    month = on.year * 12 + on.month - 1 + months
    assert (found.year, found.month) == (month // 12, month % 12 + 1)
    assert found.day == on.day or (found.day < on.day and (found + timedelta(1)).day == 1)


@given(on=DATES)
def test_the_year_and_a_day_of_it_are_found(on):
    assert years_of([to_day(on)]) == [on.year]
    assert to_date(int(day_of(on.year, 1, 31))) == date(on.year, 1, 31)


def test_what_is_said_of_a_year_is_due_on_31_january_of_the_next():
    assert [to_date(day) for day in due_day([2023, 2024])] == [date(2024, 1, 31), date(2025, 1, 31)]


def test_many_days_are_moved_at_once():
    moved = add_months(np.array([0, UNKNOWN_DAY, 31], np.int32), np.array([1, 1, -1]))
    assert moved.tolist() == [31, UNKNOWN_DAY, 0]
    assert moved.dtype == np.int32
