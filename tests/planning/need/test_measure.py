"""Need, staff, gap and what is coming, by hand-made figures at every level."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.errors import LaterThanSnapshotError, UnknownAgencyError, UnknownPositionError
from planning.need.answers import LEVELS, NeedRequest
from planning.need.errors import UnknownUnitError
from planning.need.measure import report_need, report_post
from planning.need.rows import find_band
from planning.scenarios.scenario import Arrival, Factor, Scenario
from tests.matching.office import make_matcher, person
from tests.planning.need.health import PEOPLE, POSTS, tables, work

ACTING = {
    "nip": "6",
    "position_id": "TU",
    "started_on": "2025-01-01",
    "appointment": "acting",
}
OWN = {"nip": "6", "position_id": "ANA", "started_on": "2020-01-01"}


def rows(by="position", language="id", matcher=None, **asked):
    report = report_need(matcher or make_matcher(**tables()), NeedRequest(by, **asked), language)
    return {row.id: row for row in report.items}


def test_need_sums_the_latest_year_up_to_the_day_and_rounds_half_up_once():
    midwives = rows()["BID"]
    assert (midwives.need, midwives.need_from) == (4, "workload")
    assert (midwives.year_from, midwives.year_to) == (2024, 2024)


def test_without_rows_a_post_needs_its_seats_and_says_so():
    clerks = rows()["TU"]
    assert (clerks.need, clerks.need_from, clerks.year_from) == (1, "seats", None)
    assert rows("unit")["PKM"].need_from == "both"


def test_staff_are_counted_by_fte_and_contract_staff_count():
    midwives = rows()["BID"]
    assert (midwives.staff, midwives.gap, midwives.fill_ratio) == (1.5, -2.5, 0.375)
    assert (midwives.people, midwives.pns, midwives.pppk) == (2, 1, 1)
    assert rows()["PER"].pns == 2  # candidates (CPNS) are civil servants


def test_load_is_the_inverse_of_the_ratio_and_minutes_are_by_head():
    midwives = rows()["BID"]
    assert midwives.load == pytest.approx(4 / 1.5, abs=1e-6)
    assert midwives.minutes_a_head == pytest.approx(3.5 * 75_000 / 1.5, abs=1e-5)
    assert midwives.efficiency == pytest.approx(3.5 / 1.5, abs=1e-6)
    assert midwives.band == "A"


def test_where_nobody_is_needed_there_is_no_ratio_and_where_nobody_works_no_load():
    matcher = make_matcher(**tables(workloads=[work("BID", "Sisa", 0.1)]))
    found = rows(matcher=matcher)
    assert (found["BID"].need, found["BID"].fill_ratio) == (0, None)
    assert (found["TU"].staff, found["TU"].load, found["TU"].band) == (0, None, None)


def test_licensed_families_do_not_make_up_for_one_another_in_a_unit():
    clinic = rows("unit")["PKM"]
    assert (clinic.need, clinic.staff, clinic.gap) == (6, 4.5, -1.5)
    assert (clinic.short, clinic.over) == (3.5, 2.0)  # midwives and clerk short, nurses over


def test_a_unit_is_told_by_job_family_too():
    found = rows("unit_family")
    assert found["PKM:kebidanan"].name == "Kebidanan"
    assert (found["PKM:keperawatan"].gap, found["PKM:keperawatan"].licensed) == (2.0, True)
    assert found["PKM:"].positions == 1


@pytest.mark.parametrize("by", LEVELS)
def test_every_level_adds_up_to_the_same_sum(by):
    report = report_need(make_matcher(**tables()), NeedRequest(by), "en")
    for name in ("positions", "seats", "need", "staff", "vacant", "people", "long_held"):
        assert sum(getattr(row, name) for row in report.items) == getattr(report.total, name)


def test_who_retires_is_counted_by_year_and_who_should_have_apart():
    total = report_need(make_matcher(**tables()), NeedRequest(), "id").total
    assert [one.year for one in total.retiring] == list(range(2025, 2031))
    assert [one.people for one in total.retiring] == [0, 1, 0, 0, 0, 0]
    assert (total.overdue, total.birth_date_unknown) == (2, 1)


def test_five_years_in_post_are_over_the_day_after():
    found = rows()
    assert found["BID"].long_held == 1  # since 2020-06-01: five years on the very day
    assert found["PER"].long_held == 3  # since 2020-05-31: over


def test_a_single_holder_and_a_post_held_by_acting_alone_are_counted():
    people = [one for one in PEOPLE if one["nip"] in ("2", "6")]
    matcher = make_matcher(**tables(employees=people, assignments=[ACTING, OWN]))
    found = rows(matcher=matcher)
    assert [found[key].single_holder for key in ("BID", "TU", "ANA", "PER")] == [1, 0, 1, 0]
    assert [found[key].only_acting for key in ("BID", "TU", "ANA", "PER")] == [0, 1, 0, 0]
    assert found["TU"].staff == 0


def test_who_holds_a_post_beside_their_own_is_no_definitive_holder():
    beside = {**ACTING, "appointment": "additional"}
    people = [one for one in PEOPLE if one["nip"] in ("2", "6")]
    found = rows(matcher=make_matcher(**tables(employees=people, assignments=[beside, OWN])))
    assert [found[key].single_holder for key in ("TU", "ANA")] == [0, 1]
    held = rows(matcher=make_matcher(**tables(assignments=[{**beside, "position_id": "BID"}, OWN])))
    assert held["BID"].single_holder == 0  # two definitive holders


def test_an_acting_stay_that_ended_holds_no_post():
    ended = ACTING | {"ended_on": "2025-05-31"}
    matcher = make_matcher(**tables(assignments=[ended, OWN]))
    assert rows(matcher=matcher)["TU"].only_acting == 0


def test_of_an_earlier_day_only_what_was_known_counts():
    found = rows(as_of=date(2024, 12, 31))
    assert found["ANA"].people == 3  # 9 left on 1 January 2025
    assert rows(as_of=date(2023, 6, 1))["BID"].need == 9


EVEN = [work("BID", "Layanan", 0.5), work("PER", "Layanan", 3.0), work("TU", "Layanan", 0.1)]
"""BID, PER and ANA have as many as they need: 1 of 1, 3 of 3, 2 of 2; TU needs nobody."""


@pytest.mark.parametrize("sort", ["emptiest", "fullest"])
def test_of_equal_ratios_the_greatest_need_comes_first(sort):
    whole = [one | {"fte": 0.5} if one["nip"] == "2" else one for one in PEOPLE]
    matcher = make_matcher(**tables(employees=whole, workloads=EVEN))
    found = rows(sort=sort, matcher=matcher)
    assert {row.fill_ratio for row in found.values()} == {1.0, None}
    assert list(found) == ["PER", "ANA", "BID", "TU"]


def test_the_emptiest_come_first_and_of_equal_ones_the_shortest():
    assert list(rows(sort="emptiest")) == ["TU", "BID", "ANA", "PER"]
    assert list(rows(sort="fullest")) == ["PER", "ANA", "BID", "TU"]
    assert list(rows(sort="name")) == ["ANA", "BID", "PER", "TU"]


def test_the_headline_names_fullest_and_emptiest_with_their_ratio():
    report = report_need(make_matcher(**tables()), NeedRequest("position"), "en")
    assert "Fullest: Perawat (Puskesmas Melati, Dinas Kesehatan), 300%" in report.headline
    assert "Emptiest: Tata Usaha" in report.headline
    assert "staff : need" in report.ratio


def test_rows_of_one_agency_or_unit_alone():
    assert set(rows(agency_id="BKD")) == {"ANA"}
    assert set(rows(unit_id="PKM")) == {"BID", "PER", "TU"}
    report = report_need(make_matcher(**tables()), NeedRequest(unit_id="PKM"), "id")
    assert (report.total.name, report.total.agency_id) == ("Puskesmas Melati", "DIN")


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"agency_id": "PKM"}, UnknownAgencyError),  # a unit, no agency
        ({"unit_id": "PKN"}, UnknownUnitError),
        ({"as_of": date(2025, 6, 2)}, LaterThanSnapshotError),
    ],
)
def test_what_the_records_do_not_know_is_refused(asked, error):
    with pytest.raises(error):
        rows(**asked)


def test_an_unknown_unit_is_refused_with_the_nearest():
    with pytest.raises(UnknownUnitError) as refused:
        rows(unit_id="PKN")
    assert ("PKM", "Puskesmas Melati") in refused.value.nearest


def test_a_scenario_stands_beside_the_records():
    surge = Scenario("Lonjakan", (Factor("position", "BID", 2.0),), arriving=(Arrival("BID", 1),))
    row = rows(scenario=surge)["BID"]
    assert (row.need, row.staff, row.people) == (7, 2.5, 2)
    assert row.recorded is not None
    assert (row.recorded.need, row.recorded.staff) == (4, 1.5)
    assert row.minutes_a_head == pytest.approx(7 * 75_000 / 2.5)
    assert rows()["BID"].recorded is None


def test_who_leaves_by_a_scenario_is_counted_nowhere():
    matcher = make_matcher(**tables())
    gone = Scenario("Pergi", leaving=(matcher.person_id(matcher.person("3")),))
    row = rows(matcher=matcher, scenario=gone)["PER"]
    assert (row.staff, row.people, row.pppk, row.long_held) == (2.0, 2, 0, 2)


def test_one_post_tells_its_holders_the_longest_first():
    found = report_post(make_matcher(**tables()), "BID", "id")
    assert [one.nip for one in found.holders] == ["1", "2"]
    assert [one.long_held for one in found.holders] == [True, False]
    assert found.holders[1].retires_on == date(2043, 5, 1)
    with pytest.raises(UnknownPositionError):
        report_post(make_matcher(**tables()), "NONE", "id")


@pytest.mark.parametrize(
    ("efficiency", "band"),
    [(1.005, "A"), (1.0049, "B"), (0.895, "B"), (0.8949, "C"), (0.7, "C"), (0.5, "D"), (0.49, "E")],
)
def test_bands_are_read_off_two_digits(efficiency, band):
    assert find_band(efficiency) == band


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(POSTS), st.sampled_from((0.5, 1.0))), max_size=9))
def test_what_is_over_less_what_is_short_is_the_gap_at_every_level(placed):
    people = [
        person(str(number), post["position_id"], fte=fte)
        for number, (post, fte) in enumerate(placed)
    ]
    matcher = make_matcher(**tables(employees=people))
    for by in LEVELS:
        for row in rows(by, matcher=matcher).values():
            assert row.over - row.short == row.gap
            assert row.pns + row.pppk == row.people
