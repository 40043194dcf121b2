"""Tenure: definitive service before the day, up to ten years, and how much is like the post."""

import math

import pytest

from tests.features.asking import ask

POSITIONS = [
    {"position_id": "clerk", "title": "Pengelola Data", "job_family": "Umum"},
    {
        "position_id": "analyst",
        "title": "Analis Anggaran",
        "unit_id": "V",
        "kind": "fungsional",
        "tier": "ahli_pertama",
        "job_family": "Keuangan",
    },
    {
        "position_id": "head",
        "title": "Kepala Seksi",
        "unit_id": "W",
        "kind": "pengawas",
        "job_family": "Keuangan",
    },
    {"position_id": "new clerk", "title": "pengelola data ", "replaces": "clerk"},
]
UNITS = [
    {"unit_id": "U"},
    {"unit_id": "V", "parent_id": "U"},
    {"unit_id": "W", "agency_id": "W"},
]


def records(*stays, **person):
    last = stays[-1]
    return {
        "units": UNITS,
        "positions": POSITIONS,
        "employees": [
            {"nip": "a", "position_id": last[0], "position_since": last[1]} | person,
        ],
        "assignments": [
            {"nip": "a", "position_id": place, "started_on": start, "ended_on": end, **more}
            for place, start, end, more in [(*stay, {})[:4] for stay in stays]
        ],
    }


CAREER = [
    ("clerk", "2010-01-01", "2014-01-01"),
    ("analyst", "2014-01-01", "2020-01-01"),
    ("clerk", "2020-01-01", None),
]


def years(days):
    return days / 365.25


def test_time_in_the_present_post_unit_agency_and_family():
    found = ask(records(*CAREER), "a", "head", "2021-01-01")
    assert found["years_in_position"] == years(366)
    assert found["years_in_unit"] == years(1461 + 366)
    assert found["years_in_family"] == years(1461 + 366)
    assert found["years_in_agency"] == 10


def test_ten_years_are_the_most_that_count():
    found = ask(records(("clerk", "1995-01-01", None)), "a", "clerk", "2021-01-01")
    assert found["years_in_position"] == found["years_in_unit"] == found["title_years"] == 10


def test_a_post_that_continues_another_carries_its_time_over():
    stays = [("clerk", "2018-01-01", "2020-01-01"), ("new clerk", "2020-01-01", None)]
    assert ask(records(*stays), "a", "head", "2021-01-01")["years_in_position"] == years(1096)


def test_service_like_the_post_counts_whatever_the_present_one_is():
    found = ask(records(*CAREER), "a", "head", "2021-01-01")
    assert found["family_years"] == years(2191)
    assert found["level_years"] == 0
    assert found["unit_years"] == found["agency_years"] == 0
    again = ask(records(*CAREER), "a", "analyst", "2021-01-01")
    assert again["unit_years"] == again["title_years"] == years(2191)
    assert again["level_years"] == 10


def test_service_long_ago_counts_less_than_recent_service():
    old = ask(records(*CAREER), "a", "head", "2024-01-01")
    late = ask(records(*CAREER), "a", "head", "2020-01-01")
    assert old["family_years"] == late["family_years"]
    assert 0 < old["family_recent"] < late["family_recent"] < 3
    kept = 3 * (math.exp(-1461 / 1095.75) - math.exp(-(1461 + 2191) / 1095.75))
    assert old["family_recent"] == pytest.approx(kept, rel=1e-6)


def test_the_share_of_recent_service_in_the_family():
    assert ask(records(*CAREER[:2]), "a", "head", "2014-01-01")["family_share"] == 0
    only = records(("analyst", "2014-01-01", None))
    assert ask(only, "a", "head", "2018-01-01")["family_share"] == 1


def test_a_stay_that_ends_today_still_counts_today():
    found = ask(records(*CAREER), "a", "head", "2014-01-01")
    assert found["years_in_position"] == years(1461)
    assert found["mean_stay"] != found["mean_stay"]
    assert ask(records(*CAREER), "a", "head", "2014-01-02")["mean_stay"] == years(1461)


def test_acting_stays_count_for_nothing():
    stays = [
        ("head", "2012-01-01", "2013-01-01", {"appointment": "acting"}),
        ("clerk", "2013-01-01", None, {"appointment": "definitive"}),
    ]
    found = ask(records(*stays), "a", "head", "2021-01-01")
    assert found["family_years"] == found["level_years"] == 0
    assert found["stays_ten_years"] == 1


def test_stays_and_moves_of_late_are_counted():
    found = ask(records(*CAREER), "a", "head", "2021-01-01")
    assert found["stays_ten_years"] == 2
    assert found["moves_five_years"] == 1
    assert found["mean_stay"] == years((1461 + 2191) / 2)


def test_time_in_rank_counts_from_the_day_it_was_reached():
    person = records(*CAREER, rank="III/c", rank_since="2019-01-01")
    assert ask(person, "a", "head", "2021-01-01")["years_in_rank"] == years(731)
    assert math.isnan(ask(person, "a", "head", "2019-01-01")["years_in_rank"])
