"""People fall into groups as of a day, from what the records hold and nothing else."""

from datetime import date

import numpy as np

from matching.fairness.groups import list_groupings
from models.group_names import name_attribute, name_group
from rules.policy import load_policy
from snapshots.days import to_day
from snapshots.view import view_day, view_rows
from tests.matching.office import AS_OF, EMPLOYEES, TABLES, person
from tests.records import make_history

POLICY = load_policy().fairness
DAY = to_day(AS_OF)


def group(tables=None, policy=POLICY, day=DAY):
    """Return, by attribute, the group (or None) of each person in the order of NIPs."""
    history = make_history({"employees": EMPLOYEES, **TABLES, **(tables or {})}, AS_OF)
    return {
        found.attribute: [found.groups[code] if code >= 0 else None for code in found.code.tolist()]
        for found in list_groupings(view_day(history, day), policy)
    }


def test_a_sex_that_the_records_lack_is_unknown_not_a_group():
    told = [person("1", sex="f"), person("2", sex="m"), person("3")]
    assert group({"employees": told})["sex"] == ["f", "m", None]


def test_records_without_an_attribute_have_no_groups_of_it():
    history = make_history({"employees": EMPLOYEES, **TABLES}, AS_OF)
    sex, _, _, place = list_groupings(view_day(history, DAY), POLICY)
    assert (sex.groups, place.groups) == ((), ())
    assert (sex.code == -1).all()


def test_an_age_band_begins_on_the_birthday():
    born = [person(str(n), birth_date=day) for n, day in enumerate(("1990-06-01", "1990-06-02"))]
    assert group({"employees": born})["age"] == ["35-44", "<35"]


def test_each_row_is_of_the_age_that_it_had_on_its_own_day():
    history = make_history({"employees": [person("1", birth_date="1990-06-01")], **TABLES}, AS_OF)
    days = [to_day(date(2025, 5, 31)), to_day(date(2025, 6, 1))]
    age = list_groupings(view_rows(history, [0, 0], days), POLICY)[1]
    assert [age.groups[code] for code in age.code] == ["<35", "35-44"]


def test_the_size_of_an_agency_counts_its_holders_in_all_units():
    bounds = POLICY.model_copy(update={"agency_sizes": (2, 4)})
    assert group(policy=bounds)["agency_size"] == ["large", "small", *["large"] * 4]


def test_places_are_thirds_of_the_units_away_from_the_most_central_agency():
    units = [
        {"unit_id": f"U{n}", "name": f"Dinas {n}", "agency_id": f"U{n}", "latitude": -7.0}
        | {"longitude": 112.0 + east}
        for n, east in ((1, 0.0), (2, 0.1), (3, 1.0))
    ]
    positions = [
        {"position_id": f"P{n}", "title": "Staf", "unit_id": f"U{n}", "kind": "pelaksana"}
        | {"seats": 1}
        for n in (1, 2, 3)
    ]
    people = [person(str(n), position=f"P{n}") for n in (1, 2, 3)]
    tables = {"units": units, "positions": positions, "employees": people}
    tables |= {"requirements": [], "competencies": [], "assessments": []}
    assert group(tables)["place"] == ["between", "centre", "outskirts"]


def test_audited_attributes_are_groupings_of_their_own():
    rows = [
        {"nip": "1", "name": "Asal", "value": "Pulau"},
        {"nip": "2", "name": "asal ", "value": "pulau "},
        {"nip": "3", "name": "Asal", "value": "Kota"},
        {"nip": "4", "name": "sex", "value": "x"},
    ]
    found = group({"audit_attributes": rows})
    assert found["Asal"] == ["Pulau", "Pulau", "Kota", None, None, None]
    assert found["audit_attributes.sex"][3] == "x"
    assert found["sex"] == [None] * 6


def test_the_order_of_rows_changes_no_group():
    rows = [{"nip": n, "name": "asal", "value": v} for n, v in (("1", "a"), ("2", "b"))]
    turned = {"audit_attributes": rows[::-1], "employees": EMPLOYEES[::-1]}
    assert group({"audit_attributes": rows}) == group(turned)


def test_groups_are_named_in_both_languages_and_values_as_written():
    assert name_attribute("age", "id") == "Usia"
    assert name_attribute("asal", "en") == "asal"
    assert [name_group("age", each, "id") for each in ("<35", "35-44", "55+")] == [
        "Di bawah 35 tahun",
        "35–44 tahun",
        "55 tahun ke atas",
    ]
    assert name_group("sex", "f", "en") == "Women"
    assert name_group("asal", "pulau", "en") == "pulau"


def test_nobody_falls_out_of_the_bands():
    history = make_history({"employees": EMPLOYEES, **TABLES}, AS_OF)
    age = list_groupings(view_day(history, DAY), POLICY)[1]
    assert np.array_equal(age.code, np.ones(len(EMPLOYEES)))
    assert len(age.groups) == len(POLICY.ages) + 1
