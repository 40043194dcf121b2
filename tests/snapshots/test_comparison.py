"""Two imports beside each other: who came, who left, who changed, and rows by table."""

import copy

import pytest

from snapshots.comparison import CellChange, compare_snapshots, name_positions
from tests.records import make_snapshot

ANI, BUDI, CICI = "1", "2", "3"


def person(nip, name, **more):
    row = {"nip": nip, "name": name, "position_id": "P1", "position_since": "2018-01-01"}
    return row | {"appointed_on": "2010-01-04", "rank": "III/c", "left_on": None} | more


BEFORE = {
    "positions": [{"position_id": "P1", "title": "Staf"}, {"position_id": "P2", "title": "Analis"}],
    "employees": [person(ANI, "Ani"), person(BUDI, "Budi"), person(CICI, "Cici")],
}


def change(**tables):
    return copy.deepcopy(BEFORE) | tables


def compare(after, before=BEFORE, day="2025-06-01"):
    return compare_snapshots(make_snapshot(before, "2025-01-01"), make_snapshot(after, day))


def counts(found):
    return found.came, found.left, found.gone, found.changed


def test_records_beside_themselves_differ_in_nothing():
    found = compare(BEFORE)
    assert counts(found) == (0, 0, 0, 0)
    assert not any(one.added or one.removed or one.changed for one in found.tables)
    assert (found.before.people, found.after.people) == (3, 3)
    assert (found.people, found.columns) == ((), ())


def test_who_came_and_who_left_are_told_by_name():
    employees = [
        person(ANI, "Ani"),
        person(BUDI, "Budi", left_on="2025-03-01"),
        person("4", "Dedi", appointed_on="2025-02-01"),
    ]
    found = compare(change(employees=employees))
    assert counts(found) == (1, 2, 1, 0)
    assert [(one.name, one.what) for one in found.people] == [
        ("Dedi", "came"),
        ("Budi", "left"),
        ("Cici", "left"),
    ]


def test_who_is_appointed_on_the_day_of_the_records_has_not_come_yet():
    late = person("4", "Dedi", appointed_on="2025-06-01")
    after = change(employees=[*BEFORE["employees"], late])
    assert compare(after).came == 0
    assert compare(after, day="2025-06-02").came == 1


def test_what_changed_about_a_person_is_told_cell_by_cell():
    employees = [
        person(ANI, "Ani", position_id="P2", rank="III/d"),
        person(BUDI, "Budi", rank="III/d"),
        person(CICI, "Cici"),
    ]
    found = compare(change(employees=employees))
    assert counts(found) == (0, 0, 0, 2)
    assert [(one.column, one.people) for one in found.columns] == [("rank", 2), ("position_id", 1)]
    first = found.people[0]
    assert (first.nip, first.position_id) == (ANI, "P2")
    assert CellChange("rank", "III/c", "III/d") in first.cells


@pytest.mark.parametrize("cells", [{"birth_date": "1980-01-01"}, {"sex": "f"}])
def test_of_what_law_protects_it_is_told_that_it_changed_and_not_how(cells):
    employees = [person(ANI, "Ani", **cells), *BEFORE["employees"][1:]]
    found = compare(change(employees=employees))
    (column,) = cells
    assert [one.cells for one in found.people] == [(CellChange(column, None, None),)]
    assert [(one.column, one.people) for one in found.columns] == [(column, 1)]


def test_of_those_who_stayed_as_many_changed_as_their_rows_did():
    employees = [
        person(ANI, "Ani", birth_date="1980-01-01"),
        person(BUDI, "Budi", rank="III/d", sex="m"),
        person(CICI, "Cici", left_on="2026-01-01"),
    ]
    found = compare(change(employees=employees))
    rows = next(one for one in found.tables if one.table == "employees").changed
    assert found.changed == rows == 3


def test_rows_are_counted_by_their_key_in_whatever_table():
    performance = [{"nip": ANI, "year": year, "predicate": "baik"} for year in (2022, 2023)]
    later = [performance[1] | {"predicate": "kurang"}, performance[1] | {"year": 2024}]
    found = compare(change(performance=later), before=change(performance=performance))
    one = next(one for one in found.tables if one.table == "performance")
    assert (one.before, one.after, one.added, one.removed, one.changed) == (2, 2, 1, 1, 1)


def test_a_table_that_comes_or_goes_is_new_or_gone_as_a_whole():
    rows = [{"nip": ANI, "year": 2023, "predicate": "baik"}]
    came = compare(change(performance=rows)).tables[-1]
    gone = compare(BEFORE, before=change(performance=rows)).tables[-1]
    assert (came.table, came.before, came.after, came.added) == ("performance", None, 1, 1)
    assert (gone.before, gone.after, gone.removed) == (1, None, 1)


def test_positions_are_named_by_their_title():
    assert name_positions(make_snapshot(BEFORE)) == {"P1": "Staf", "P2": "Analis"}
