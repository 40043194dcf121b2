"""Calendar days as int32 counts since 1970-01-01, so that dates compare and sort as plain numbers.

`UNKNOWN_DAY` stands before every day and `OPEN_END` after every day. Calendar arithmetic follows
the calendar, not 30-day months: a month after 31 January is the last day of February.
"""

from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

Days = npt.NDArray[np.int32]

UNKNOWN_DAY = -(2**31)
OPEN_END = 2**31 - 1
EPOCH = date(1970, 1, 1)
DAYS_PER_YEAR = 365.25
LAST_DATE_DAY = (date.max - EPOCH).days
"""31 December 9999: registers write it where something never ends, and months are added to it."""
_LEAP_DAY = 31 + 28
"""29 February as a count of days since 1 January; 1 March in a common year."""


def to_day(on: date) -> int:
    """Return the day number of a date."""
    return (on - EPOCH).days


def to_date(day: int) -> date | None:
    """Return the date of a day number; None for UNKNOWN_DAY and for what no calendar date reaches.

    That is OPEN_END, and every day after 31 December 9999.
    """
    if day == UNKNOWN_DAY or day > LAST_DATE_DAY:
        return None
    return EPOCH + timedelta(days=int(day))


def add_months(days: npt.ArrayLike, months: npt.ArrayLike) -> Days:
    """Return the same day of the month `months` calendar months later, or that month's last day.

    2024-01-31 plus one month is 2024-02-29. Unknown days stay unknown, open ends stay open.
    """
    day = np.asarray(days, dtype=np.int64)
    special = (day == UNKNOWN_DAY) | (day == OPEN_END)
    dates = np.where(special, 0, day).astype("datetime64[D]")
    month = dates.astype("datetime64[M]")
    target = month + np.asarray(months, dtype=np.int64).astype("timedelta64[M]")
    last = (target + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D")
    moved = np.minimum(
        target.astype("datetime64[D]") + (dates - month.astype("datetime64[D]")), last
    )
    return np.where(special, day, moved.astype(np.int64)).astype(np.int32)


def birthdays(born: npt.ArrayLike, age: npt.ArrayLike) -> Days:
    """Return the day on which somebody born on `born` reaches `age` years.

    A birth date of 29 February counts as 28 February, in leap years too.
    """
    day = np.asarray(born, dtype=np.int64)
    dates = np.where(day == UNKNOWN_DAY, 0, day).astype("datetime64[D]")
    leaps = (dates - dates.astype("datetime64[Y]")).astype(np.int64) == _LEAP_DAY
    leaps &= (dates + 1).astype("datetime64[M]") > dates.astype("datetime64[M]")
    return add_months(np.where(leaps, day - 1, day), np.asarray(age, dtype=np.int64) * 12)


def next_months(days: npt.ArrayLike) -> Days:
    """Return the first day of the month after that of each (known) day."""
    months = np.asarray(days, dtype=np.int64).astype("datetime64[D]").astype("datetime64[M]") + 1
    return months.astype("datetime64[D]").astype(np.int64).astype(np.int32)


def years_of(days: npt.ArrayLike) -> npt.NDArray[np.int32]:
    """Return the calendar year of each (known) day."""
    dates = np.asarray(days, dtype=np.int64).astype("datetime64[D]")
    return (dates.astype("datetime64[Y]").astype(np.int64) + 1970).astype(np.int32)


def due_day(year: npt.ArrayLike) -> Days:
    """Return the day on which what is said of a calendar year is due: 31 January of the next.

    Yearly predicates and talent boxes without a day of their own count as known then.
    """
    return day_of(np.asarray(year, dtype=np.int64) + 1, 1, 31)


def day_of(year: npt.ArrayLike, month: int, day: int) -> Days:
    """Return the day number of `day` `month` in each year."""
    months = (np.asarray(year, dtype=np.int64) - 1970) * 12 + (month - 1)
    first = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return (first + (day - 1)).astype(np.int32)
