"""Competency: the latest levels known before the day against the standard; trainings for it."""

import math

import pytest

from tests.features.asking import ask

COMPETENCIES = [
    {"competency_id": "int", "name": "Integritas", "kind": "managerial"},
    {"competency_id": "pb", "name": "Perekat bangsa", "kind": "sociocultural"},
    {"competency_id": "agg", "name": "Penganggaran", "kind": "technical"},
    {"competency_id": "bmd", "name": "Barang milik daerah", "kind": "technical"},
]
STANDARD = {"int": 3, "pb": 2, "agg": 4, "bmd": 2}


def records(assessed=(), trainings=None, **more):
    tables = {
        "positions": [
            {"position_id": "now"},
            {"position_id": "next", "job_family": "Keuangan"},
        ],
        "employees": [{"nip": "a", "position_id": "now", "position_since": "2015-01-01"}],
        "competencies": COMPETENCIES,
        "requirements": [
            {"position_id": "next", "competency_id": name, "level": level}
            for name, level in STANDARD.items()
        ],
        "assessments": [
            {"nip": "a", "competency_id": name, "level": level, "assessed_on": on}
            for name, level, on in assessed
        ],
    }
    return tables | ({} if trainings is None else {"trainings": trainings}) | more


ASSESSED = [("int", 4, "2023-01-10"), ("pb", 2, "2023-01-10"), ("agg", 1, "2023-01-10")]


def test_levels_are_compared_requirement_by_requirement():
    found = ask(records(ASSESSED), "a", "next", "2024-01-10")
    assert found["competency_match"] == (3 + 2 + 1) / (3 + 2 + 4)
    assert found["competency_share_met"] == 2 / 3
    assert found["competency_worst_gap"] == 3
    assert found["competency_mean_gap"] == 3 / 3
    assert found["competency_mean_level"] == 7 / 3


def test_each_kind_of_competency_is_judged_alone():
    found = ask(records(ASSESSED), "a", "next", "2024-01-10")
    assert found["managerial_gap"] == found["sociocultural_gap"] == 0
    assert (found["technical_gap"], found["technical_met"]) == (3, 0)


def test_the_latest_assessment_before_the_day_holds():
    assessed = [*ASSESSED, ("agg", 5, "2023-06-01"), ("agg", 2, "2024-06-01")]
    assert ask(records(assessed), "a", "next", "2023-06-01")["technical_gap"] == 3
    assert ask(records(assessed), "a", "next", "2023-06-02")["technical_gap"] == 0
    assert ask(records(assessed), "a", "next", "2024-06-02")["technical_gap"] == 2


def test_who_exceeds_every_requirement_has_a_worst_gap_below_nothing():
    assessed = [("int", 5, "2023-01-10"), ("pb", 3, "2023-01-10")]
    assert ask(records(assessed), "a", "next", "2024-01-10")["competency_worst_gap"] == -1


def test_who_was_never_assessed_is_unknown_not_zero():
    found = ask(records(), "a", "next", "2024-01-10")
    assert math.isnan(found["competency_match"])
    assert math.isnan(found["competency_worst_gap"])


def test_a_position_without_a_standard_leaves_the_match_unknown():
    found = ask(records(ASSESSED), "a", "now", "2024-01-10")
    assert math.isnan(found["competency_match"])
    assert found["competency_mean_level"] == 7 / 3


def test_a_level_is_expected_between_ones_own_assessments_and_the_usual():
    assessed = [("agg", 4, "2020-01-01"), ("agg", 2, "2022-01-01")]
    tables = records(assessed)
    tables["employees"] = [*tables["employees"], tables["employees"][0] | {"nip": "b"}]
    tables["assessments"] += [
        {"nip": "b", "competency_id": "agg", "level": 0, "assessed_on": "2022-01-01"},
        {"nip": "b", "competency_id": "int", "level": 2, "assessed_on": "2022-01-01"},
    ]
    found = ask(tables, "a", "next", "2024-01-10")
    budget, integrity = 4 - (4 + 2 + 2) / 3, 3 - 2
    assert found["expected_technical_gap"] == pytest.approx(budget, abs=1 / 1024)
    assert found["expected_managerial_gap"] == integrity
    assert math.isnan(found["expected_sociocultural_gap"])
    assert found["expected_gap"] == pytest.approx((budget + integrity) / 2, abs=1 / 1024)
    assert found["expected_worst_gap"] == pytest.approx(budget, abs=1 / 1024)


TRAININGS = [
    {
        "nip": "a",
        "name": "Bendahara",
        "completed_on": "2020-03-01",
        "hours": 40.0,
        "job_family": "keuangan ",
        "competency_id": "agg",
    },
    {"nip": "a", "name": "Anggaran", "completed_on": "2022-01-10", "job_family": "Keuangan"},
    {"nip": "a", "name": "Bahasa", "completed_on": "2023-01-01", "hours": 8.0},
]


def test_trainings_in_the_positions_family_count_with_their_hours():
    found = ask(records(trainings=TRAININGS), "a", "next", "2024-01-10")
    assert found["family_trainings"] == pytest.approx(math.log(3))
    assert found["family_training_hours"] == pytest.approx(math.log(41))
    assert found["required_trainings"] == pytest.approx(math.log(2))


def test_only_trainings_of_five_years_count_as_recent():
    assert ask(records(trainings=TRAININGS), "a", "next", "2025-03-02")[
        "trainings_five_years"
    ] == pytest.approx(math.log(3))


def test_a_training_completed_on_the_day_is_not_yet_known():
    found = ask(records(trainings=TRAININGS[:1]), "a", "next", "2020-03-01")
    assert found["family_trainings"] == 0


def test_without_a_table_of_trainings_nothing_is_known_of_them():
    found = ask(records(), "a", "next", "2024-01-10")
    names = ("family_trainings", "family_training_hours", "required_trainings")
    assert all(math.isnan(found[name]) for name in (*names, "trainings_five_years"))
