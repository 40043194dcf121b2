"""Scenarios beside the records, by hand-made figures."""

from planning.scenarios.comparison import Figures, compare_scenarios
from planning.scenarios.scenario import (
    Arrival,
    Factor,
    Scenario,
    set_arrival,
    set_factor,
    set_leaving,
)
from planning.scenarios.words import tell_scenario
from tests.matching.office import DATES, make_matcher

SURGE = Scenario("Lonjakan", (Factor("agency", "U2", 2.0),))
CUT = Scenario("Berhenti", (Factor("unit", "U1", 0.0),), arriving=(Arrival("FAR", 1),))


def test_the_city_and_every_agency_stand_as_recorded_and_under_each_scenario():
    found = compare_scenarios(make_matcher(), DATES, [SURGE, CUT])
    assert found.names == ("Lonjakan", "Berhenti")
    assert [one.need for one in found.total.figures] == [8, 10, 2]
    assert [one.staff for one in found.total.figures] == [5, 5, 6]
    assert [row.name for row in found.agencies] == ["Dinas Dua", "Dinas Satu"]
    recorded, surge, cut = found.agencies[0].figures
    assert recorded == Figures(need=2, staff=1, gap=-1, fill_ratio=0.5, vacant=1)
    assert surge == Figures(need=4, staff=1, gap=-3, fill_ratio=0.25, vacant=1)
    assert cut == Figures(need=2, staff=2, gap=0, fill_ratio=1.0, vacant=0)


def test_where_nobody_is_needed_there_is_no_ratio():
    found = compare_scenarios(make_matcher(), DATES, [CUT])
    assert found.agencies[1].figures[1].fill_ratio is None


def test_units_that_change_most_come_first_and_others_not_at_all():
    found = compare_scenarios(make_matcher(), DATES, [SURGE, CUT])
    assert [row.id for row in found.units] == ["U1", "U2"]  # 6 fewer needed; 2 more
    assert [row.id for row in compare_scenarios(make_matcher(), DATES, [SURGE]).units] == ["U2"]
    assert compare_scenarios(make_matcher(), DATES, [Scenario("kosong")]).units == ()


def test_a_factor_takes_the_place_of_the_one_before_and_times_one_takes_it_out():
    twice = set_factor(SURGE, Factor("agency", "U2", 3.0))
    assert twice.factors == (Factor("agency", "U2", 3.0),)
    assert set_factor(twice, Factor("unit", "U2", 1.0)) == twice
    assert set_factor(twice, Factor("agency", "U2", 1.0)).factors == ()
    activity = set_factor(SURGE, Factor("activity", "Arsip", 2.0))
    assert set_factor(activity, Factor("activity", " arsip ", 1.0)) == SURGE


def test_arrivals_and_leavers_are_put_in_once_and_taken_out():
    assert set_arrival(CUT, Arrival("FAR", 4)).arriving == (Arrival("FAR", 4),)
    assert set_arrival(CUT, Arrival("FAR", 0)).arriving == ()
    gone = set_leaving(set_leaving(CUT, "p", leaves=True), "p", leaves=True)
    assert gone.leaving == ("p",)
    assert set_leaving(gone, "p", leaves=False) == CUT


def test_a_scenario_is_told_in_sentences_in_both_languages():
    matcher = make_matcher()
    one = matcher.person_id(matcher.person("1"))
    scenario = Scenario(
        "s", (Factor("unit", "U1", 1.5),), (one,), (Arrival("FAR", 2), Arrival("GONE", 1))
    )
    told = tell_scenario(matcher, scenario, "id")
    assert [line.text for line in told] == [
        "Beban Dinas Satu dan unit di bawahnya × 1,5",
        "Orang 1 pergi dari Kepala Subbagian",
        "2 orang datang ke Lurah (FAR)",
        "GONE: tidak ada dalam data",
    ]
    assert [line.known for line in told] == [True, True, True, False]
    assert "× 1.5" in tell_scenario(matcher, scenario, "en")[0].text
    assert not tell_scenario(matcher, Scenario("s", leaving=("?",)), "id")[0].known
