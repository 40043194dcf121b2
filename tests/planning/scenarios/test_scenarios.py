"""Need, staff and vacancies under a what-if, by hand-made figures."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.errors import UnknownPersonError
from planning.errors import (
    ImpossibleArrivalError,
    ImpossibleFactorError,
    RepeatedScenarioKeyError,
    UnknownScenarioKeyError,
)
from planning.scenarios.applying import apply_scenario, check_scenario
from planning.scenarios.scenario import Arrival, Factor, Scenario, refuse_repeats
from tests.matching.office import DATES, make_matcher, person

UNITS = [
    {"unit_id": "DIN", "name": "Dinas Kesehatan", "agency_id": "DIN"},
    {"unit_id": "PKM", "name": "Puskesmas Melati", "agency_id": "DIN", "parent_id": "DIN"},
    {"unit_id": "PST", "name": "Pustu Kenanga", "agency_id": "DIN", "parent_id": "PKM"},
    {"unit_id": "BKD", "name": "Badan Kepegawaian", "agency_id": "BKD"},
]
POSTS = [
    {"position_id": "BID", "title": "Bidan", "unit_id": "PKM", "seats": 4},
    {"position_id": "PER", "title": "Perawat", "unit_id": "PST", "seats": 3},
    {"position_id": "ANA", "title": "Analis", "unit_id": "BKD", "seats": 2},
]
PEOPLE = [
    person("1", "BID", fte=0.5),
    person("2", "BID"),
    person("3", "PER"),
    person("4", "ANA"),
    person("5", "ANA"),
    person("6", "ANA"),
]
YEAR = 75_000


def work(position, activity, people, year=2024):
    return {
        "position_id": position,
        "activity": activity,
        "year": year,
        "volume": people * 100,
        "minutes_per_unit": YEAR / 100,
    }


WORK = [
    work("BID", "Pemeriksaan", 2.0),
    work("BID", "Pelaporan", 1.25),
    work("PER", "pemeriksaan ", 1.0),
]
"""Need as recorded: BID 3.25 → 3, PER 1, ANA (no rows) its 2 seats."""


def suppose(*factors, leaving=(), arriving=(), **tables):
    matcher = make_matcher(
        **{
            "units": UNITS,
            "positions": POSTS,
            "employees": PEOPLE,
            "workloads": WORK,
            "requirements": [],
            "assessments": [],
            "performance": [],
            "preferences": [],
            **tables,
        }
    )
    gone = tuple(matcher.person_id(matcher.person(nip)) for nip in leaving)
    scenario = Scenario("coba", tuple(Factor(*one) for one in factors), gone, arriving)
    check_scenario(matcher, scenario)
    staffing = apply_scenario(matcher, DATES, scenario)
    ids = matcher.history.positions.position_id
    return lambda name: dict(zip(ids, getattr(staffing, name).tolist(), strict=True))


def test_without_a_scenario_the_records_hold():
    matcher = make_matcher()
    assert apply_scenario(matcher, DATES, None) is matcher.staffing(DATES.day)


def test_an_empty_scenario_changes_nothing():
    of = suppose()
    assert of("need") == {"BID": 3, "PER": 1, "ANA": 2}
    assert of("staff") == {"BID": 1.5, "PER": 1.0, "ANA": 3.0}
    assert of("vacant") == {"BID": 2, "PER": 2, "ANA": 0}


def test_a_factor_on_an_activity_holds_for_its_rows_whatever_their_case_and_spaces():
    of = suppose(("activity", " PEMERIKSAAN", 2.0))
    assert of("need") == {"BID": 5, "PER": 2, "ANA": 2}  # 2 × 2 + 1.25; 2 × 1


def test_a_factor_on_a_position_holds_for_it_alone():
    assert suppose(("position", "BID", 2.0))("need") == {"BID": 7, "PER": 1, "ANA": 2}


def test_a_factor_on_a_unit_holds_for_everything_below_it():
    assert suppose(("unit", "PKM", 2.0))("need") == {"BID": 7, "PER": 2, "ANA": 2}
    assert suppose(("unit", "PST", 2.0))("need") == {"BID": 3, "PER": 2, "ANA": 2}


def test_a_factor_on_an_agency_holds_for_all_its_units():
    assert suppose(("agency", "DIN", 3.0))("need") == {"BID": 10, "PER": 3, "ANA": 2}


def test_factors_that_meet_multiply_and_the_sum_is_rounded_once():
    factors = [("activity", "Pemeriksaan", 1.5), ("unit", "PKM", 1.2), ("agency", "DIN", 0.5)]
    # BID (2 × 1.5 + 1.25) × 1.2 × 0.5 = 2.55; PER 1.5 × 1.2 × 0.5 = 0.9
    assert suppose(*factors)("need") == {"BID": 3, "PER": 1, "ANA": 2}


def test_seats_without_workload_rows_are_multiplied_and_half_a_person_goes_up():
    assert suppose(("agency", "BKD", 1.25))("need")["ANA"] == 3
    assert suppose(("agency", "BKD", 1.2))("need")["ANA"] == 2


def test_an_activity_of_another_year_counts_for_nothing():
    of = suppose(("activity", "Lama", 9.0), workloads=[*WORK, work("BID", "Lama", 1.0, year=2022)])
    assert of("need")["BID"] == 3


def test_need_that_is_added_makes_no_seats_and_need_taken_away_takes_open_ones():
    assert suppose(("position", "BID", 2.0))("vacant")["BID"] == 2
    assert suppose(("position", "BID", 0.0))("vacant")["BID"] == 0  # 3 fewer of 2 open ones
    assert suppose(("position", "PER", 0.0))("vacant")["PER"] == 1


def test_who_leaves_is_no_staff_and_frees_the_seat():
    of = suppose(leaving=["1", "6"])
    assert of("staff") == {"BID": 1.0, "PER": 1.0, "ANA": 2.0}
    assert of("vacant") == {"BID": 3, "PER": 2, "ANA": 0}  # ANA had one more than its seats


def test_a_seat_whose_holder_soon_retires_is_freed_once():
    people = [*PEOPLE[1:], person("1", "BID", birth_date="1967-12-01")]
    assert suppose(employees=people)("vacant")["BID"] == 3
    assert suppose(employees=people, leaving=["1"])("vacant")["BID"] == 3


def test_a_post_held_beside_ones_own_is_freed_too():
    stays = [
        {"nip": "4", "position_id": "ANA", "started_on": "2020-01-01"},
        {
            "nip": "4",
            "position_id": "PER",
            "started_on": "2024-01-01",
            "appointment": "additional",
        },
    ]
    assert suppose(assignments=stays)("vacant")["PER"] == 1
    assert suppose(assignments=stays, leaving=["4"])("vacant")["PER"] == 2


def test_who_arrives_is_staff_and_fills_a_seat():
    of = suppose(arriving=(Arrival("BID", 1), Arrival("PER", 9)))
    assert of("staff") == {"BID": 2.5, "PER": 10.0, "ANA": 3.0}
    assert of("holders")["PER"] == 10
    assert of("vacant") == {"BID": 1, "PER": 0, "ANA": 0}


def test_announced_vacancies_follow_who_leaves_and_arrives_and_no_greater_need():
    announced = [{"position_id": "BID", "opened_on": "2025-01-01", "seats": 1}]
    assert suppose(vacancies=announced)("vacant") == {"BID": 1, "PER": 0, "ANA": 0}
    of = suppose(
        ("position", "BID", 2.0),
        vacancies=announced,
        leaving=["2", "3"],
        arriving=(Arrival("BID", 1),),
    )
    assert of("vacant") == {"BID": 1 + 1 - 1, "PER": 1, "ANA": 0}


def test_nobody_has_to_have_workload_rows():
    of = suppose(("unit", "PKM", 1.5), workloads=[])
    assert of("need") == {"BID": 6, "PER": 5, "ANA": 2}  # 4.5 and 4.5 go up


@pytest.mark.parametrize(
    ("level", "key", "nearest"),
    [
        ("unit", "PKN", "PKM"),
        ("unit", "puskesmas", "PKM"),
        ("agency", "PKM", None),
        ("position", "bidn", "BID"),
        ("activity", "Pemeriksan", "pemeriksaan"),
        ("activity", "", None),
    ],
)
def test_what_the_records_do_not_know_is_refused_with_what_is_like_it(level, key, nearest):
    with pytest.raises(UnknownScenarioKeyError) as refused:
        suppose((level, key, 2.0))
    assert (refused.value.level, refused.value.subject) == (level, key)
    if nearest:
        assert nearest in dict(refused.value.nearest)


@pytest.mark.parametrize(
    ("language", "told"),
    [("id", "Data tidak memuat kegiatan “Lain”."), ("en", "The records hold no activity “Lain”.")],
)
def test_what_is_not_known_is_called_by_its_name_on_screen(language, told):
    with pytest.raises(UnknownScenarioKeyError) as refused:
        suppose(("activity", "Lain", 2.0))
    assert refused.value.text(language) == told


@pytest.mark.parametrize(
    ("factors", "arriving", "told"),
    [
        ([("unit", "PKM", 2.0), ("unit", "PKM", 3.0)], (), ("factors", "unit", "PKM")),
        (
            [("activity", "Arsip", 2.0), ("activity", " ARSIP ", 2.0)],
            (),
            ("factors", "activity", "arsip"),
        ),
        ([], [Arrival("BID", 1), Arrival("BID", 2)], ("arriving", "position", "BID")),
    ],
)
def test_two_things_supposed_of_one_are_refused(factors, arriving, told):
    twice = Scenario("dua", tuple(Factor(*one) for one in factors), arriving=tuple(arriving))
    with pytest.raises(RepeatedScenarioKeyError) as refused:
        refuse_repeats(twice)
    error = refused.value
    assert (error.field, error.level, error.subject) == told
    refuse_repeats(Scenario("lain", (Factor("unit", "PKM", 2.0), Factor("agency", "PKM", 2.0))))


@pytest.mark.parametrize("factor", [-0.1, float("nan"), float("inf"), 150.0])
def test_an_impossible_factor_is_refused(factor):
    with pytest.raises(ImpossibleFactorError):
        suppose(("unit", "PKM", factor))


def test_an_unknown_person_or_an_impossible_arrival_is_refused():
    with pytest.raises(UnknownPersonError):
        suppose(leaving=["7"])
    with pytest.raises(ImpossibleArrivalError):
        suppose(arriving=(Arrival("BID", 0),))
    with pytest.raises(UnknownScenarioKeyError):
        suppose(arriving=(Arrival("NONE", 1),))


@settings(deadline=None, max_examples=30)
@given(st.permutations([0, 1, 2]), st.lists(st.floats(0, 3), min_size=3, max_size=3))
def test_the_order_of_factors_and_rows_changes_nothing(order, times):
    factors = [
        ("activity", "Pemeriksaan", times[0]),
        ("unit", "PKM", times[1]),
        ("agency", "DIN", times[2]),
    ]
    one = suppose(*factors)
    other = suppose(
        *(factors[n] for n in order),
        workloads=[WORK[n] for n in order],
        employees=PEOPLE[::-1],
    )
    assert all(one(name) == other(name) for name in ("need", "vacant", "staff"))
