"""Experience and gaps count apart for posts that lead and posts that do the work."""

import math

import pytest

from tests.features.asking import ask

POSITIONS = [
    {"position_id": "held", "job_family": "Umum"},
    {"position_id": "head", "kind": "pengawas", "job_family": "Umum"},
    {"position_id": "clerk", "kind": "pelaksana", "job_family": "Umum"},
    {
        "position_id": "analyst",
        "kind": "fungsional",
        "tier": "ahli_madya",
        "job_family": "Umum",
    },
]
COMPETENCIES = [
    {"competency_id": "int", "name": "Integritas", "kind": "managerial"},
    {"competency_id": "agg", "name": "Penganggaran", "kind": "technical"},
]


def look_at(position):
    tables = {
        "positions": POSITIONS,
        "employees": [{"nip": "a", "position_id": "held", "position_since": "2020-01-01"}],
        "competencies": COMPETENCIES,
        "requirements": [
            {"position_id": row["position_id"], "competency_id": name, "level": 4}
            for row in POSITIONS
            for name in ("int", "agg")
        ],
        "assessments": [
            {"nip": "a", "competency_id": "int", "level": 3, "assessed_on": "2022-01-01"},
            {"nip": "a", "competency_id": "agg", "level": 2, "assessed_on": "2022-01-01"},
        ],
    }
    return ask(tables, "a", position, "2024-01-01")


def test_a_managerial_post_asks_for_gaps_and_experience_of_managerial_posts():
    found = look_at("head")
    assert found["managerial_post_managerial_gap"] == 1
    assert found["managerial_post_technical_gap"] == 2
    assert found["managerial_post_family_years"] == pytest.approx(math.log1p(1461 / 365.25))
    assert found["other_post_technical_gap"] == found["other_post_family_years"] == 0


@pytest.mark.parametrize("position", ["clerk", "analyst"])
def test_functional_posts_and_pelaksana_are_not_managerial(position):
    found = look_at(position)
    assert found["managerial_post_managerial_gap"] == found["managerial_post_family_years"] == 0
    assert found["other_post_technical_gap"] == 2
    assert found["other_post_family_years"] == pytest.approx(math.log1p(1461 / 365.25))
