"""What a ledger sees lies strictly before the day, and nothing else."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from snapshots.days import OPEN_END
from snapshots.ledger import Ledger, Spans

SMALL = st.integers(0, 6)
ROWS = st.lists(st.tuples(st.integers(-1, 3), SMALL, SMALL), max_size=12)
SPANS = st.lists(st.tuples(st.integers(-1, 2), SMALL, SMALL | st.just(OPEN_END)), max_size=8)
KEY, DAY = np.repeat(np.arange(-1, 5), 9), np.tile(np.arange(-1, 8), 6)


def columns(rows):
    return np.array(rows, np.int64).reshape(-1, 3).T


@given(ROWS)
def test_a_window_holds_the_rows_of_its_key_before_the_day(rows):
    ledger = Ledger(*columns(rows))
    window = ledger.before(KEY, DAY)
    seen = [
        sorted((d, v) for k, d, v in rows if k == key and k >= 0 and d < day)
        for key, day in zip(KEY, DAY, strict=True)
    ]
    assert window.count.tolist() == [len(found) for found in seen]
    assert ledger.total(window).tolist() == [sum(v for _, v in found) for found in seen]
    assert ledger.last(window).tolist() == [found[-1][1] if found else -1 for found in seen]


@given(ROWS)
def test_a_window_narrowed_holds_what_is_dated_on_the_first_day_or_later(rows):
    ledger = Ledger(*columns(rows))
    recent = ledger.since(ledger.before(KEY, DAY), KEY, 3)
    expected = [
        sum(k == key and k >= 0 and 3 <= d < day for k, d, _ in rows)
        for key, day in zip(KEY, DAY, strict=True)
    ]
    assert recent.count.tolist() == expected


@given(SPANS)
def test_days_before_counts_every_day_once(spans):
    measured = Spans(*columns(spans)).days_before(KEY, DAY)
    expected = [
        sum(any(k == key and k >= 0 and s <= d < e for k, s, e in spans) for d in range(day))
        for key, day in zip(KEY, DAY, strict=True)
    ]
    assert measured.tolist() == expected


@given(SPANS, SPANS)
def test_spans_that_begin_later_change_no_bit_of_what_had_faded_before(spans, others):
    later = [(key, start + 7, end if end == OPEN_END else end + 7) for key, start, end in others]
    alone, with_later = Spans(*columns(spans)), Spans(*columns(spans + later))
    before = alone.faded_before(KEY, DAY, 1000.0)
    assert before.tobytes() == with_later.faded_before(KEY, DAY, 1000.0).tobytes()


def test_a_day_long_ago_weighs_less_than_yesterday():
    spans = Spans([0, 1], [19000, 20000], [19100, 20100])
    old, recent = spans.faded_before([0, 1], 20100, 365.0)
    assert 0 < old < recent < 100


def test_an_end_in_the_year_9999_is_an_end_still_to_come():
    far, open_end = Spans([0, 0], [19000] * 2, [2932896] * 2), Spans([0], [19000], [OPEN_END])
    assert far.faded_before(0, 20000, 1000.0) == open_end.faded_before(0, 20000, 1000.0)
