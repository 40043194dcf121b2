"""A better fact moves no column against its direction: no model can hold it against anybody."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from features.catalog import CATALOG
from tests.features import test_competency as competency
from tests.features import test_performance as performance
from tests.features.asking import ask

DIRECTED = {f.name: f.direction for f in CATALOG if f.direction}
YEARS = range(2019, 2024)


def assert_no_worse(before, after):
    worse = {
        name: (before[name], after[name])
        for name, direction in DIRECTED.items()
        if direction * (after[name] - before[name]) < -1e-12
    }
    assert not worse
    silent = [name for name in DIRECTED if np.isnan(after[name]) and not np.isnan(before[name])]
    assert not silent


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 5), min_size=5, max_size=5), st.integers(0, 4))
def test_a_better_predicate_of_any_year_is_never_a_worse_column(grades, raised):
    better = [min(5, grade + (place == raised)) for place, grade in enumerate(grades)]
    before, after = (
        ask(
            performance.records(
                performance.years("a", **{f"y{y}": g for y, g in zip(YEARS, some, strict=True)}),
                performance.years("b", **{f"y{y}": 3 for y in YEARS}),
            ),
            "a",
            "in V",
            "2024-06-01",
        )
        for some in (grades, better)
    )
    assert_no_worse(before, after)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=4, max_size=4), st.integers(0, 3))
def test_a_higher_level_of_any_competency_is_never_a_worse_column(levels, raised):
    names = ("int", "pb", "agg", "bmd")
    before, after = (
        ask(
            competency.records(
                [
                    (name, level + (step if place == raised else 0), "2023-01-10")
                    for place, (name, level) in enumerate(zip(names, levels, strict=True))
                ]
            ),
            "a",
            "next",
            "2024-01-10",
        )
        for step in (0, 1)
    )
    assert_no_worse(before, after)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 3))
def test_one_more_training_is_never_a_worse_column(kept):
    some = competency.TRAININGS[:kept]
    more = [{"nip": "a", "name": "Lagi", "completed_on": "2023-06-01", "hours": 20.0}]
    more[0] |= {"job_family": "keuangan", "competency_id": "agg"}
    before, after = (
        ask(competency.records(competency.ASSESSED, trainings=rows), "a", "next", "2024-01-10")
        for rows in (some, some + more)
    )
    assert_no_worse(before, after)
