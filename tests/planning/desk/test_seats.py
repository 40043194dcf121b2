"""Which seats a plan may fill, and when."""

from datetime import date

import pytest

from planning.desk.seats import find_seats
from planning.scenarios.applying import apply_scenario
from planning.scenarios.scenario import Arrival, Factor, Scenario
from snapshots.days import to_day
from tests.planning.borough import crew, index_of, make_borough, post, work, worker


def seats_of(matcher, effective_on=None, scenario=None):
    dates = matcher.date(None, effective_on)
    staffing = apply_scenario(matcher, dates, scenario)
    return find_seats(matcher, dates, matcher.staffing(dates.day), staffing, scenario)


@pytest.fixture
def borough():
    """X has one empty seat and one held until 2026-05-01, Y none, J is an executive post."""
    return make_borough(
        [post("X", seats=2), post("Y", seats=1), post("J", kind="jpt_pratama")],
        [worker("1", "X", birth_date="1968-04-10"), worker("2", "Y")],
    )


def test_an_empty_seat_is_open(borough):
    assert seats_of(borough).open[index_of(borough, "X")] == 1


def test_a_seat_whose_holder_retires_later_is_held_until_then(borough):
    seats, post = seats_of(borough), index_of(borough, "X")
    assert (seats.held[post], seats.held_until[post]) == (1, to_day(date(2026, 5, 1)))


def test_a_seat_is_open_on_the_day_its_holder_has_retired(borough):
    before, on = (seats_of(borough, date(2026, 4, 30)), seats_of(borough, date(2026, 5, 1)))
    place = index_of(borough, "X")
    assert (before.open[place], on.open[place], on.held[place]) == (1, 2, 0)


def test_executive_posts_are_left_to_competency_tests(borough):
    seats, place = seats_of(borough), index_of(borough, "J")
    assert (seats.open[place], seats.tested[place]) == (0, 1)


def test_who_leaves_by_a_scenario_frees_the_seat(borough):
    scenario = Scenario("s", leaving=(borough.person_id(borough.person("2")),))
    seats = seats_of(borough, scenario=scenario)
    assert seats.open[index_of(borough, "Y")] == 1
    assert not seats.serves[borough.person("2")]


def test_who_arrives_by_a_scenario_fills_one(borough):
    scenario = Scenario("s", arriving=(Arrival("X", 1),))
    assert seats_of(borough, scenario=scenario).open[index_of(borough, "X")] == 0


def test_a_surge_makes_no_seats_and_says_how_many_are_missing():
    matcher = make_borough([post("X", seats=3)], crew("1", "X", 2), workloads=[work("X", 2)])
    seats = seats_of(matcher, scenario=Scenario("s", (Factor("position", "X", 2.0),)))
    assert (seats.open[0], seats.missing[0]) == (1, 1)


def test_a_surge_opens_no_seat_that_is_held_until_later():
    matcher = make_borough([post("X")], [worker("1", "X", birth_date="1968-04-10")])
    seats = seats_of(matcher, scenario=Scenario("s", (Factor("position", "X", 3.0),)))
    assert (seats.open[0], seats.held[0], seats.missing[0]) == (0, 1, 2)


def test_what_the_records_lack_already_is_not_put_down_to_a_scenario():
    matcher = make_borough([post("X", seats=1)], [], workloads=[work("X", 4)])
    assert seats_of(matcher).missing[0] == 0
    less = Scenario("s", (Factor("position", "X", 0.5),))
    assert seats_of(matcher, scenario=less).missing[0] == 0


def test_less_work_takes_open_seats_and_never_more_than_there_are():
    matcher = make_borough([post("X", seats=3)], crew("1", "X", 2), workloads=[work("X", 3)])
    seats = seats_of(matcher, scenario=Scenario("s", (Factor("position", "X", 0.0),)))
    assert seats.open[0] == 0


def test_a_post_with_more_people_than_seats_cannot_be_filled_again():
    matcher = make_borough([post("X", seats=1), post("Y", seats=1)], crew("1", "X", 2))
    seats = seats_of(matcher)
    assert seats.refillable.tolist() == [False, True]


def test_only_the_seats_of_positions_that_are_asked_for_are_open(borough):
    seats = seats_of(borough).only([index_of(borough, "Y")])
    assert not seats.open.any()
    assert not seats.tested.any()
