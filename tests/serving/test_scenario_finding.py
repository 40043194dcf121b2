"""Finding what a factor can be put on."""

from serving.scenarios.finding import find_subjects
from tests.matching.office import make_matcher

WORK = [
    {
        "position_id": "FAR",
        "activity": " Satu pintu ",
        "year": 2024,
        "volume": 1,
        "minutes_per_unit": 90_000,
    }
]
UNITS = [
    {"unit_id": "U1", "name": "Dinas Satu", "agency_id": "U1"},
    {"unit_id": "U2", "name": "Dinas Dua", "agency_id": "U2"},
    {"unit_id": "U3", "name": "Satuan Lama", "agency_id": "U2", "parent_id": "U2"},
    {"unit_id": "U4", "name": "Kelurahan Satu", "agency_id": "U2", "parent_id": "U2"},
]


def find(q, most=9, level=None):
    posts = [
        {"position_id": "OPEN", "title": "Kepala Seksi", "unit_id": "U1"},
        {"position_id": "HELD", "title": "Kepala Subbagian", "unit_id": "U1", "seats": 5},
        {"position_id": "FAR", "title": "Lurah", "unit_id": "U4", "seats": 2},
        {"position_id": "OLD", "title": "Lurah Lama", "unit_id": "U3", "seats": 0},
    ]
    matcher = make_matcher(
        workloads=WORK, units=UNITS, positions=posts, requirements=[], assessments=[]
    )
    found, count = find_subjects(matcher, q, most, level)
    return [(one.level, one.key) for one in found], count


def test_names_come_before_places_and_agencies_before_units_posts_and_work():
    found, count = find("satu")
    assert found[:3] == [("agency", "U1"), ("unit", "U4"), ("activity", "satu pintu")]
    assert found[3:] == [("position", "OPEN"), ("position", "HELD"), ("position", "FAR")]
    assert count == 6


def test_every_word_counts_in_name_id_or_place():
    assert find("LURAH kelurahan") == ([("position", "FAR")], 1)
    assert find("u4") == ([("unit", "U4")], 1)
    assert find("pintu") == ([("activity", "satu pintu")], 1)


def test_what_has_no_posts_is_left_out():
    assert find("lama") == ([], 0)


def test_no_words_find_nothing_and_only_so_many_are_shown():
    assert find(" ") == find("(") == ([], 0)
    assert find("satu", most=1) == ([("agency", "U1")], 6)


def test_a_search_may_be_for_one_level():
    assert find("satu", level="unit") == ([("unit", "U4")], 1)
    assert find("pintu", level="agency") == ([], 0)
