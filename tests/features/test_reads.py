"""Features read what the catalog says they read, and never what may not decide about a person."""

from datetime import date, timedelta

import numpy as np
import pytest

from features.catalog import CATALOG, NAMES
from snapshots.tables import TABLES
from tests.features.asking import ask_many, make_source, same_bits
from tests.features.small_city import LAST, SmallCity

NEVER = {
    "employees.birth_date",
    "employees.sex",
    "employees.name",
    "employees.nip",
    "employees.appointed_on",
}
NEVER_TABLES = {"preferences", "relations", "audit_attributes"}
IDS = {"nip", "unit_id", "position_id", "competency_id"}


@pytest.fixture(scope="module")
def city():
    return SmallCity(8, people=24)


@pytest.fixture(scope="module")
def asked(city):
    places = [city.pick(city.places) for _ in city.nips * 3]
    day = [LAST - timedelta(days=200)] * len(city.nips)
    return city.nips * 3, places, [date(2021, 3, 1)] * len(city.nips) + day + [LAST] * len(day)


def alter(rng, rows, column):
    """Return rows with one column changed: dates and numbers shifted, other values exchanged."""
    values = [row.get(column.name) for row in rows]
    match column.type:
        case "date":
            changed = [value and value - timedelta(days=400) for value in values]
        case "boolean":
            changed = [not value for value in values]
        case "integer" | "number" if column.name != "level":
            changed = [None if value is None else value + 1 for value in values]
        case _:
            changed = [values[place] for place in rng.permutation(len(values))]
    return [row | {column.name: value} for row, value in zip(rows, changed, strict=True)]


def columns():
    """Return (table, column) of all that may be altered without breaking who belongs to whom."""
    return [
        (table, column)
        for table, spec in TABLES.items()
        for column in spec
        if table in SmallCity(0, people=1).tables
        and not (column.key and column.name in IDS)
        and not (table == "assignments" and column.name == "position_id")
    ]


def test_nothing_is_read_that_may_never_decide():
    read = {column for feature in CATALOG for column in feature.reads}
    assert not read & NEVER
    assert not {column for column in read if column.split(".")[0] in NEVER_TABLES}


def test_every_column_read_is_one_of_the_records():
    known = {f"{table}.{column.name}" for table, spec in TABLES.items() for column in spec}
    assert not {column for feature in CATALOG for column in feature.reads} - known


@pytest.mark.parametrize(
    ("table", "column"), columns(), ids=[f"{table}.{column.name}" for table, column in columns()]
)
def test_only_features_that_name_a_column_change_with_it(city, asked, table, column):
    before = ask_many(make_source(city.tables), *asked)
    rows = alter(np.random.default_rng(1), city.tables[table], column)
    after = ask_many(make_source({**city.tables, table: rows}), *asked)
    changed = {NAMES[place] for place in np.flatnonzero(~same_bits(before, after).all(axis=0))}
    readers = {f.name for f in CATALOG if f"{table}.{column.name}" in f.reads}
    assert changed <= readers


def test_preferences_kin_and_audited_attributes_leave_every_bit_as_it_was(city, asked):
    nips = city.nips
    told = {
        "preferences": [
            {
                "nip": nip,
                "submitted_on": "2019-01-01",
                "willing": False,
                "wanted_job_family": "Umum",
            }
            for nip in nips
        ],
        "relations": [{"nip": nips[0], "other_nip": nip, "kind": "spouse"} for nip in nips[1:]],
        "audit_attributes": [{"nip": nip, "name": "religion", "value": "x"} for nip in nips],
    }
    before = ask_many(make_source(city.tables), *asked)
    assert same_bits(before, ask_many(make_source(city.tables | told), *asked)).all()


def test_another_name_sex_birth_and_appointment_leave_every_bit_as_it_was(city, asked):
    other = {"name": "Lain", "sex": "f", "birth_date": "1999-09-09", "appointed_on": "1990-01-01"}
    people = [row | other for row in city.tables["employees"]]
    before = ask_many(make_source(city.tables), *asked)
    after = ask_many(make_source({**city.tables, "employees": people}), *asked)
    assert same_bits(before, after).all()


def test_another_nip_leaves_every_bit_as_it_was(city, asked):
    """The NIP carries birth date and sex; a new one also puts people in another order."""

    def rename(nip):
        return f"X{int(nip[1:]) * 7 % 24:02}"

    tables = {
        name: [row | {"nip": rename(row["nip"])} if "nip" in row else row for row in rows]
        for name, rows in city.tables.items()
    }
    nips, places, days = asked
    after = ask_many(make_source(tables), [rename(nip) for nip in nips], places, days)
    assert same_bits(ask_many(make_source(city.tables), *asked), after).all()
