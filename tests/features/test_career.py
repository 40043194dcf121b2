"""Career: the step from the position held to the one asked about."""

import math

import pytest

from tests.features.asking import ask

UNITS = [
    {"unit_id": "U", "name": "Dinas Kesehatan", "latitude": -6.2, "longitude": 106.8},
    {"unit_id": "V", "name": "Bidang Kesehatan Jiwa", "parent_id": "U"},
    {
        "unit_id": "W",
        "name": "Kecamatan Timur",
        "agency_id": "W",
        "latitude": -6.9,
        "longitude": 107.6,
    },
]
HELD = {
    "position_id": "held",
    "title": "Kepala Seksi Gizi",
    "unit_id": "V",
    "kind": "pengawas",
    "job_family": "Kesehatan",
    "job_class": 9,
}


def records(person=None, others=(), **asked):
    return {
        "units": UNITS,
        "positions": [HELD, {"position_id": "asked", **asked}],
        "employees": [
            {"nip": "a", "position_id": "held", "position_since": "2020-01-01"} | (person or {}),
            *others,
        ],
    }


def step(person=None, others=(), **asked):
    return ask(records(person, others, **asked), "a", "asked", "2024-01-01")


def test_levels_are_compared():
    assert step(kind="administrator")["level_step"] == 1
    assert step(kind="administrator")["promotion"] == 1
    assert step(kind="fungsional", tier="ahli_muda")["level_step"] == 0
    assert step(kind="pelaksana")["promotion"] == 0
    assert math.isnan(step(kind="fungsional")["level_step"])


def test_what_the_positions_share():
    found = step(job_family="kesehatan ", unit_id="U", title="KEPALA SEKSI GIZI", kind="pengawas")
    assert found["same_family"] == found["same_title"] == found["same_kind"] == 1
    assert (found["same_agency"], found["same_unit"]) == (1, 0)
    assert math.isnan(step(unit_id="U")["same_family"])


def test_titles_and_units_are_as_alike_as_the_words_they_share():
    found = step(title="Kepala Seksi Umum", unit_id="U")
    assert found["title_likeness"] == 2 / 4
    assert found["unit_likeness"] == 1 / 4


def test_distance_is_from_the_nearest_unit_above_whose_place_is_known():
    assert step(unit_id="U")["distance_km"] == 0
    assert step(unit_id="W")["distance_km"] == pytest.approx(117.7, abs=0.5)


def test_education_against_what_the_position_asks():
    person = {"education_level": "s2", "education_field": "Gizi"}
    found = step(person, min_education="d3", education_fields="Hukum; gizi")
    assert found["education_above_minimum"] == 2
    assert found["field_asked"] == 1
    assert step(person, education_fields="Hukum")["field_asked"] == 0
    assert math.isnan(step(person)["field_asked"])
    assert math.isnan(step(education_fields="Hukum")["field_asked"])


def test_the_field_usual_in_the_family_is_that_of_who_began_there_before():
    others = [
        {"nip": nip, "position_id": "held", "position_since": since, "education_field": field}
        for nip, since, field in (
            ("b", "2019-01-01", "Gizi"),
            ("c", "2019-01-01", "Hukum"),
            ("d", "2024-01-01", "Hukum"),
        )
    ]
    found = step({"education_field": "Gizi"}, others, job_family="Kesehatan")
    assert found["field_usual"] == 2 / 3


def test_rank_against_the_least_and_the_usual_one():
    ranked = {"rank": "III/d", "rank_since": "2015-01-01"}
    others = [
        {"nip": nip, "position_id": "asked", "position_since": since, **ranked, "rank": rank}
        for nip, since, rank in (
            ("b", "2019-01-01", "III/b"),
            ("c", "2019-01-01", "III/b"),
            ("d", "2020-01-01", "III/c"),
            ("e", "2024-01-01", "IV/e"),
        )
    ]
    found = step(ranked, others, min_rank="III/b", title="Kepala Bidang")
    assert found["rank_above_minimum"] == 2
    assert found["rank_above_usual"] == pytest.approx(7 - (5 + 5 + 6) / 3)


def test_contract_staff_have_no_place_on_the_ladder_of_ranks():
    found = step({"rank": "IX", "rank_since": "2015-01-01"}, min_rank="III/b")
    assert math.isnan(found["rank_above_minimum"])
    assert math.isnan(found["rank"])


def test_job_classes_are_compared():
    assert step(job_class=11)["class_step"] == 2
    assert math.isnan(step()["class_step"])


def test_the_units_holders_of_the_day_are_counted():
    others = [
        {"nip": "b", "position_id": "asked", "position_since": "2020-01-01"},
        {
            "nip": "c",
            "position_id": "asked",
            "position_since": "2020-01-01",
            "left_on": "2022-01-01",
        },
        {"nip": "d", "position_id": "asked", "position_since": "2024-01-01"},
    ]
    assert step(None, others, unit_id="W")["unit_size"] == pytest.approx(math.log(2))


def test_what_the_position_is():
    found = step(kind="fungsional", tier="ahli_madya")
    assert (found["position_level"], found["position_functional"]) == (2, 1)
    assert step(kind="pengawas")["position_functional"] == 0


def test_a_talent_box_with_a_day_of_its_own_is_known_after_that_day():
    box = {"nip": "a", "year": 2022, "box": 8, "known_on": "2023-06-01"}
    tables = records() | {"talents": [box]}
    assert math.isnan(ask(tables, "a", "asked", "2023-06-01")["talent_box"])
    assert ask(tables, "a", "asked", "2023-06-02")["talent_box"] == 8


def test_the_talent_box_is_known_from_the_next_january_on():
    tables = records() | {"talents": [{"nip": "a", "year": 2023, "box": 8}]}
    assert math.isnan(ask(tables, "a", "asked", "2024-01-31")["talent_box"])
    assert ask(tables, "a", "asked", "2024-02-01")["talent_box"] == 8
