"""Nothing that became known on a day or later changes what features say as of that day."""

from datetime import date, timedelta

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from features.catalog import NAMES
from tests.features.asking import ask_many, make_source, same_bits
from tests.features.small_city import FIRST, LAST, SmallCity, change_later

SEEDS = st.integers(0, 2**32 - 1)


def changed_features(one, other):
    return {NAMES[place] for place in np.flatnonzero(~same_bits(one, other).all(axis=0))}


@given(SEEDS)
@settings(max_examples=15)
@example(0)
def test_rows_added_altered_or_removed_later_change_no_bit(seed):
    city = SmallCity(seed)
    day = FIRST + timedelta(days=int(city.rng.integers(365, (LAST - FIRST).days)))
    nips, places = city.nips * 2, [city.pick(city.places) for _ in city.nips * 2]
    days = [day] * len(city.nips) + [day - timedelta(days=100)] * len(city.nips)
    before = ask_many(make_source(city.tables), nips, places, days)
    after = ask_many(make_source(change_later(city, day)), nips, places, days)
    assert changed_features(before, after) == set()


@given(SEEDS)
@settings(max_examples=8)
def test_moves_read_off_later_stays_change_no_bit_either(seed):
    city = SmallCity(seed)
    del city.tables["transfers"]
    day = FIRST + timedelta(days=int(city.rng.integers(365, (LAST - FIRST).days)))
    changed = change_later(city, day)
    places = [city.pick(city.places) for _ in city.nips]
    before = ask_many(make_source(city.tables), city.nips, places, [day] * len(places))
    after = ask_many(make_source(changed), city.nips, places, [day] * len(places))
    assert changed_features(before, after) == set()


def test_the_changes_do_change_what_is_known_afterwards():
    city = SmallCity(3)
    day = date(2021, 1, 1)
    places = [city.pick(city.places) for _ in city.nips]
    late = [LAST - timedelta(days=1)] * len(places)
    before = ask_many(make_source(city.tables), city.nips, places, late)
    after = ask_many(make_source(change_later(city, day)), city.nips, places, late)
    assert len(changed_features(before, after)) > 40
