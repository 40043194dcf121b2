"""Laws of ledgers and spans: what comes later changes nothing, and far-off ends are open ones."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from snapshots.days import OPEN_END
from snapshots.ledger import Ledger, Spans, pair_key

BASE, MEMORY = 19000, 1096.0
KEYS, DAYS = st.integers(-1, 3), st.integers(BASE - 40, BASE + 40)
ROWS = st.lists(st.tuples(KEYS, DAYS, st.integers(-5, 5)), max_size=12)
SPANS = st.lists(st.tuples(KEYS, DAYS, st.one_of(DAYS, st.just(OPEN_END))), max_size=8)


def columns(rows):
    return [[row[place] for row in rows] for place in range(3)]


@given(rows=ROWS, key=st.integers(0, 3), day=DAYS)
def test_the_last_row_is_the_latest_before_the_day_and_of_one_day_the_greatest(rows, key, day):
    ledger = Ledger(*columns(rows))
    window = ledger.before([key], [day])
    seen = [(d, v) for k, d, v in rows if k == key and d < day]
    last = int(ledger.last_day(window, 0)[0]), int(ledger.last(window)[0])
    assert last == max(seen, default=(0, -1))


@given(rows=ROWS, later=ROWS, key=KEYS, day=DAYS)
def test_rows_dated_on_or_after_a_day_change_nothing_before_it(rows, later, key, day):
    late = [(k, max(d, day), v) for k, d, v in later]
    answers = []
    for ledger in (Ledger(*columns(rows)), Ledger(*columns(late + rows))):
        seen = ledger.before([key], [day])
        answers.append((ledger.total(seen), ledger.last(seen), ledger.last_day(seen, 0)))
    assert answers[0] == answers[1]


@given(spans=SPANS, key=KEYS, day=DAYS)
def test_faded_days_equal_the_integral_of_their_weights(spans, key, day):
    """A day that began `age` days ago weighs the integral of exp(-age / memory) over it."""
    counted = {
        d for k, start, end in spans if k == key and key >= 0 for d in range(start, min(end, day))
    }
    ages = np.array([day - d for d in counted], np.float64)
    weight = MEMORY * (np.exp(-(ages - 1) / MEMORY) - np.exp(-ages / MEMORY)).sum()
    (found,) = Spans(*columns(spans)).faded_before([key], [day], MEMORY)
    assert found == pytest.approx(weight, abs=1e-3)


@given(spans=SPANS, later=SPANS, key=KEYS, day=DAYS)
def test_spans_begun_on_or_after_a_day_change_nothing_to_the_last_bit(spans, later, key, day):
    late = [(k, max(start, day), end) for k, start, end in later]
    one, two = Spans(*columns(spans)), Spans(*columns(late + spans))
    assert one.days_before([key], [day]) == two.days_before([key], [day])
    assert one.faded_before([key], [day], MEMORY) == two.faded_before([key], [day], MEMORY)


def test_an_end_in_the_year_9999_counts_as_open():
    far = Spans([0, 1], [19000, 19000], [2932896, 19100])
    unended = Spans([0, 1], [19000, 19000], [OPEN_END, 19100])
    for spans in (far, unended):
        assert spans.days_before([0, 1], 19200).tolist() == [200, 100]
    faded = [spans.faded_before([0, 1], 19200, MEMORY).tolist() for spans in (far, unended)]
    assert faded[0] == faded[1]


def test_a_pair_with_an_unknown_half_is_unknown():
    assert pair_key([0, 2, -1, 2], [1, 3, 1, -1], 10).tolist() == [1, 23, -1, -1]


def test_nothing_at_all_is_an_empty_answer():
    window = Ledger([], []).before([0, -1], [5, 5])
    assert window.count.tolist() == [0, 0]
    assert Ledger([], []).last(window).tolist() == [-1, -1]
    assert Spans([], [], []).days_before([0, 1], 5).tolist() == [0, 0]
