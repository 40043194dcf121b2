"""Ranks, education and levels are ordered by the ladder, never as text."""

import numpy as np
import pytest

from snapshots.ladders import (
    EDUCATION_CODES,
    KINDS,
    PREDICATE_CODES,
    RANK_CODES,
    TIERS,
    UNKNOWN,
    is_pppk_rank,
    level_of,
    name_education,
    tier_of,
)


def test_ranks_climb_from_one_a_to_four_e():
    climb = ["I/a", "I/d", "II/a", "III/d", "IV/a", "IV/e"]
    codes = [RANK_CODES[rank] for rank in climb]
    assert codes == sorted(codes)
    assert len(RANK_CODES) == 17 + 17


def test_contract_staff_climb_a_ladder_of_their_own():
    assert RANK_CODES["I"] < RANK_CODES["IX"] < RANK_CODES["XVII"]
    codes = np.array([RANK_CODES["IV/e"], RANK_CODES["I"], UNKNOWN], np.int32)
    assert is_pppk_rank(codes).tolist() == [False, True, False]


def test_a_four_year_diploma_equals_a_bachelors_degree():
    assert EDUCATION_CODES["d4"] == EDUCATION_CODES["s1"]
    assert EDUCATION_CODES["sd"] < EDUCATION_CODES["d3"] < EDUCATION_CODES["s1"]
    assert EDUCATION_CODES["s1"] < EDUCATION_CODES["s2"] < EDUCATION_CODES["s3"]


def test_the_two_degrees_of_one_level_are_named_together():
    assert name_education(EDUCATION_CODES["s1"]) == "D-IV/S-1"
    assert name_education(EDUCATION_CODES["sma"]) == "SMA"


def test_predicates_rise_from_one_to_five():
    assert PREDICATE_CODES["sangat_kurang"] == 1
    assert PREDICATE_CODES["kurang"] < PREDICATE_CODES["butuh_perbaikan"] < PREDICATE_CODES["baik"]
    assert PREDICATE_CODES["sangat_baik"] == 5


@pytest.mark.parametrize(
    ("kind", "tier", "level"),
    [
        ("pelaksana", None, 0),
        ("fungsional", "ahli_pertama", 0),
        ("pengawas", None, 1),
        ("fungsional", "penyelia", 1),
        ("fungsional", "ahli_muda", 1),
        ("administrator", None, 2),
        ("fungsional", "ahli_madya", 2),
        ("jpt_pratama", None, 3),
        ("fungsional", "ahli_utama", 3),
        ("jpt_madya", None, 4),
        ("jpt_utama", None, 5),
        ("fungsional", None, UNKNOWN),
    ],
)
def test_the_level_of_a_position_follows_its_kind_or_its_functional_tier(kind, tier, level):
    assert level_of(kind, tier) == level


def test_the_tier_of_a_structural_position_is_its_kind():
    assert tier_of("pengawas", None) == "pengawas"
    assert tier_of("fungsional", "mahir") == "mahir"
    assert set(KINDS) - set(TIERS) == {"fungsional"}
