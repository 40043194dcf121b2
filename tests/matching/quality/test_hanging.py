"""Whose eligibility hangs on a fact: exactly those whose verdict is told once it is supplied."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.quality.effects import BITS
from matching.quality.survey import find_within, survey_records, weigh
from rules.gates import check_gates
from tests.matching.quality.town import ANI, AS_OF, BUDI, CICI, open_town, tables

PEOPLE = (ANI, BUDI, CICI)
CELLS = ("birth_date", "rank", "education_level", "education_field")
PREDICATES, TIER = "predicates", "tier"
UNLAWFUL = {"birth_date": "1967-08-01", "rank": "II/a", "education_level": "sma"} | {
    "education_field": "Tari"
}
FINDINGS = {name: f"empty_{name}.employees.{name}" for name in CELLS} | {
    PREDICATES: "predicate_missing.performance.predicate",
    TIER: "empty_tier.positions.tier",
}

missing = st.fixed_dictionaries(
    {nip: st.sets(st.sampled_from((*CELLS, PREDICATES)), max_size=3) for nip in PEOPLE}
    | {TIER: st.sets(st.sampled_from(("P1", "P2", "P3")), max_size=2)}
)


def spoil(lacking, supplied=None, values=None):
    """Return the town without the facts of `lacking`, but for `supplied`, given as `values`."""
    records = tables()
    for row in records["employees"]:
        for name in lacking[row["nip"]] & set(CELLS):
            given = (values or {}).get(name, row[name]) if name == supplied else None
            row[name] = given
    if supplied != PREDICATES:
        records["performance"] = [
            row
            for row in records["performance"]
            if not (PREDICATES in lacking[row["nip"]] and row["year"] == 2024)
        ]
    if supplied != TIER:
        for row in records["positions"]:
            row["tier"] = None if row["position_id"] in lacking[TIER] else row["tier"]
    return records


def judge(records):
    """Return whether each person is undetermined, bool[post, person]."""
    matcher = open_town(records)
    view = matcher.view(matcher.history.day)
    posts = range(len(matcher.history.positions.position_id))
    day = matcher.history.day
    return np.array([check_gates(view, one, matcher.policy, day).undetermined for one in posts])


def hanging_on(records, fact):
    """Return the NIPs of those whom the survey says to hang on a fact."""
    matcher = open_town(records)
    survey = survey_records(matcher, AS_OF)
    weighed = weigh(survey, find_within(survey, None))
    found = [one for one in weighed if one.doubt.id == FINDINGS[fact]]
    ids = np.array(matcher.history.people_ids)
    return set(ids[found[0].effect.hanging]) if found else set()


@given(lacking=missing, fact=st.sampled_from((*CELLS, PREDICATES, TIER)))
@settings(max_examples=60)
def test_they_are_those_whose_verdict_is_told_once_the_fact_is_known(lacking, fact):
    spoilt = spoil(lacking)
    told = judge(spoilt) & ~judge(spoil(lacking, fact))
    assert hanging_on(spoilt, fact) == set(np.array(sorted(PEOPLE))[told.any(axis=0)])


@given(lacking=missing, fact=st.sampled_from(CELLS))
@settings(max_examples=40)
def test_their_verdict_is_told_whatever_the_fact_turns_out_to_be(lacking, fact):
    spoilt = spoil(lacking)
    told = judge(spoilt) & ~judge(spoil(lacking, fact, UNLAWFUL))
    assert hanging_on(spoilt, fact) <= set(np.array(sorted(PEOPLE))[told.any(axis=0)])


@pytest.mark.parametrize("fact", [*CELLS, PREDICATES, TIER])
def test_of_a_whole_town_nobody_hangs_on_anything(fact):
    assert hanging_on(tables(), fact) == set()


def test_every_rule_has_a_bit_of_its_own():
    assert len(set(BITS.tolist())) == len(BITS)
    assert (BITS > 0).all()
