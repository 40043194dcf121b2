"""Birthdays follow the calendar; who is born on 29 February has them on the 28th."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from snapshots.days import UNKNOWN_DAY, birthdays, to_date, to_day

BIRTHS = st.dates(date(1940, 1, 1), date(2010, 12, 31))


@given(born=BIRTHS, age=st.integers(0, 80))
def test_a_birthday_is_the_same_day_of_the_year_but_for_29_february(born, age):
    day = 28 if (born.month, born.day) == (2, 29) else born.day
    assert to_date(int(birthdays(to_day(born), age))) == date(born.year + age, born.month, day)


def test_an_unknown_birth_date_has_no_birthday():
    assert birthdays([UNKNOWN_DAY, 0], 56).tolist() == [UNKNOWN_DAY, to_day(date(2026, 1, 1))]
