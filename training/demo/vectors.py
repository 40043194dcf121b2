"""Array types of the made-up city, and the few date steps that the calendar of records lacks.

Dates are whole days since 1970-01-01; `OPEN_END` stands for an end that has not come.
"""

import numpy as np
import numpy.typing as npt

from snapshots.days import OPEN_END

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]


def day(text: str) -> int:
    """Return the day number of an ISO date: ``day("1970-01-02") == 1``."""
    return int(np.datetime64(text, "D").astype(np.int64))


def first_of_month(days: npt.ArrayLike, after: int = 0) -> Ints:
    """Return the first day of the month that comes `after` months after each date's own."""
    months = np.asarray(days, dtype=np.int64).astype("datetime64[D]").astype("datetime64[M]")
    firsts: Ints = (months + after).astype("datetime64[D]").astype(np.int64)
    return firsts


def write_days(days: npt.ArrayLike) -> Texts:
    """Return ISO texts of the dates, empty where the date is `OPEN_END`."""
    dates = np.asarray(days, dtype=np.int64)
    known = dates < OPEN_END
    texts = np.datetime_as_string(np.where(known, dates, 0).astype("datetime64[D]"))
    return np.where(known, texts.astype(object), "")


def pick_texts(words: tuple[str, ...], codes: npt.ArrayLike) -> Texts:
    """Return the word of each code."""
    return np.array(words, dtype=object)[np.asarray(codes, dtype=np.int64)]
