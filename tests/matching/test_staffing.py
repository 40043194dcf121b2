"""Need, staff and vacancies of positions on a day."""

from datetime import date

import numpy as np
import pytest

from matching.staffing import measure_staffing
from snapshots.days import to_day
from snapshots.view import view_day
from tests.records import make_history

POSTS = [{"position_id": "A", "seats": 3}, {"position_id": "B", "seats": 1}]


def person(nip, position="A", **more):
    return {"nip": nip, "position_id": position, "position_since": "2020-01-01", **more}


def measure(tables, as_of="2025-06-01", months=12, minutes=75_000):
    history = make_history({"positions": POSTS, "employees": [], **tables}, as_of)
    ages = np.full(len(history.positions.position_id), 58, np.int32)
    return measure_staffing(view_day(history, history.day), ages, minutes, months)


def work(position, activity, year, volume, minutes):
    return {
        "position_id": position,
        "activity": activity,
        "year": year,
        "volume": volume,
        "minutes_per_unit": minutes,
    }


def test_a_position_without_workload_needs_its_seats():
    assert measure({}).need.tolist() == [3, 1]


def test_need_is_summed_before_it_is_rounded_half_up():
    rows = [work("A", f"task {n}", 2024, 375, 100) for n in range(3)]  # three times half a person
    assert measure({"workloads": rows}).need.tolist() == [2, 1]


def test_only_the_latest_year_up_to_the_day_counts():
    rows = [work("A", "x", year, volume, 75_000) for year, volume in ((2023, 9), (2024, 5))]
    rows.append(work("A", "x", 2026, 7, 75_000))
    assert measure({"workloads": rows}).need[0] == 5


def test_staff_are_holders_by_their_share_of_a_post():
    people = [person("1"), person("2", fte=0.5), person("3", status="pppk")]
    staffing = measure({"employees": people})
    assert staffing.staff.tolist() == [2.5, 0.0]
    assert staffing.fill_ratio[0] == pytest.approx(2.5 / 3)


def test_who_has_left_holds_no_seat():
    staffing = measure({"employees": [person("1", left_on="2025-03-01")]})
    assert staffing.holders.tolist() == [0, 0]


def test_an_empty_seat_is_vacant_and_so_is_one_whose_holder_retires_within_the_months():
    born = "1968-03-01"  # 58 on 2026-03-01
    staffing = measure({"employees": [person("1", birth_date=born), person("2")]})
    assert staffing.vacant.tolist() == [3 - 2 + 1, 1]
    assert measure({"employees": [person("1", birth_date=born), person("2")]}, months=9).vacant[
        0
    ] == (3 - 2)


def test_a_post_held_beside_ones_own_is_no_vacancy_and_an_acting_one_is():
    people = [person("1", "A")]
    stays = [
        {"nip": "1", "position_id": "A", "started_on": "2020-01-01"},
        {"nip": "1", "position_id": "B", "started_on": "2024-01-01", "appointment": "additional"},
    ]
    assert measure({"employees": people, "assignments": stays}).vacant.tolist() == [2, 0]
    stays[1] = {**stays[1], "appointment": "acting"}
    assert measure({"employees": people, "assignments": stays}).vacant.tolist() == [2, 1]


@pytest.mark.parametrize(
    "away", [{"left_on": "2025-01-01"}, {"appointed_on": "2025-06-01"}], ids=["left", "to come"]
)
def test_who_does_not_serve_fills_no_seat_beside_their_own(away):
    stay = {"nip": "1", "position_id": "B", "started_on": "2024-01-01", "appointment": "additional"}
    staffing = measure({"employees": [person("1", "A", **away)], "assignments": [stay]})
    assert staffing.additional.tolist() == [0, 0]
    assert staffing.vacant.tolist() == [3, 1]


def test_more_holders_than_seats_are_no_negative_vacancy():
    people = [person("1", "B"), person("2", "B")]
    assert measure({"employees": people}).vacant.tolist() == [3, 0]


def test_announced_vacancies_hold_from_the_day_after_they_opened_until_they_close():
    rows = [{"position_id": "B", "opened_on": "2025-05-31", "seats": 2, "closed_on": "2025-06-01"}]
    assert measure({"vacancies": rows}).vacant.tolist() == [0, 2]
    assert measure({"vacancies": rows}, as_of="2025-05-31").vacant.tolist() == [0, 0]
    assert measure({"vacancies": rows}, as_of="2025-06-02").vacant.tolist() == [0, 0]


def test_the_past_is_counted_as_it_was():
    history = make_history(
        {
            "positions": POSTS,
            "employees": [person("1", "B", position_since="2024-01-01")],
            "assignments": [
                {
                    "nip": "1",
                    "position_id": "A",
                    "started_on": "2020-01-01",
                    "ended_on": "2024-01-01",
                },
                {"nip": "1", "position_id": "B", "started_on": "2024-01-01"},
            ],
        }
    )
    ages = np.full(2, 58, np.int32)
    past = measure_staffing(view_day(history, to_day(date(2024, 1, 1))), ages, 75_000, 12)
    assert past.holders.tolist() == [1, 0]
