"""Rules read what the registry says they read: no other column changes what they answer."""

from datetime import date, timedelta

import numpy as np
import pytest

from rules.gates import GATES, check_gates, list_reads
from rules.policy import load_policy
from snapshots import ladders
from snapshots.days import to_day
from snapshots.tables import TABLES
from snapshots.view import view_rows
from tests.records import make_history
from tests.rules.drawn import IDS, NOW, POSITIONS

POLICY = load_policy()
PAST = date(2021, 3, 1)
PEOPLE = 24
KEPT = {("positions", "position_id"), ("positions", "unit_id")}
"""Columns that are not altered beside the NIPs: what the rows are, and the only unit."""


class Lots:
    """Draws what stands in the rows of one person after the other, always the same."""

    def __init__(self) -> None:
        self._rng = np.random.default_rng(7)

    def pick(self, *values):
        return values[self._rng.integers(len(values))]

    def day(self, first, last):
        return date(self.pick(*range(first, last + 1)), self.pick(*range(1, 13)), 1)


def make_person(lots, number):
    """Return the rows of one person by table; every other one followed a post into its successor.

    In every column that a rule reads somebody has something that decides.
    """
    pick, day, nip = lots.pick, lots.day, f"P{number:02}"
    starts = [day(2010, 2018), day(2019, 2022), day(2023, 2024)]
    posts = [pick(*IDS), *(("pelaksana-", "pengawas-") if number % 2 else (pick(*IDS),) * 2)]
    stays = [
        {"position_id": post, "started_on": start, "ended_on": end, "appointment": "definitive"}
        for post, start, end in zip(posts, starts, [*starts[1:], None], strict=True)
    ]
    employee = {
        "position_id": posts[-1],
        "position_since": starts[-1],
        "appointed_on": pick(date(2009, 1, 1), date(2021, 6, 1)),
        "birth_date": day(1964, 1990),
        "status": pick("pns", "pns", "pppk"),
        "legal_status": pick("active", "active", "study_leave"),
        "left_on": pick(None, None, date(2025, 6, 1)),
        "rank": pick("II/d", "III/b", "III/d", "IV/b"),
        "rank_since": day(2020, 2024),
        "education_level": pick("sma", "d3", "s1"),
        "education_field": pick("Ners", "Hukum"),
    }
    degree = {"level": pick("sma", "s1"), "field": pick("Ners", "Hukum")}
    case = {
        "severity": ladders.SEVERITIES[number % 3],
        "started_on": pick(date(2020, 2, 1), date(2024, 2, 1)),
        "ended_on": pick(date(2020, 9, 1), date(2024, 9, 1), None),
        "under_investigation": pick(False, False, True),
        "cancelled": pick(True, False),
    }
    letter = {
        "letter_no": f"L{number}",
        "rule": pick("time_in_position", "time_in_position", "lock_window"),
        "issued_on": pick(date(2021, 1, 1), date(2025, 1, 1)),
        "position_id": pick(None, *IDS[:4]),
        "valid_until": pick(None, date(2021, 2, 1), date(2025, 12, 1)),
    }
    tables = {
        "employees": [employee],
        "assignments": stays,
        "ranks": [{"rank": pick("II/a", "III/c"), "since": day(2014, 2020)}],
        "educations": [degree | {"graduated_on": day(2014, 2022)}],
        "performance": [predicate_of(year, pick) for year in (2019, 2020, 2023, 2024)],
        "discipline": [case],
        "consents": [letter],
    }
    return {name: [{"nip": nip, **row} for row in rows] for name, rows in tables.items()}


def predicate_of(year, pick):
    predicate = pick("kurang", "baik", "baik")
    return {"year": year, "predicate": predicate, "known_on": date(year + 1, 1, 31)}


def make_tables():
    """Return the rows of all people by table, and the posts."""
    lots = Lots()
    people = [make_person(lots, number) for number in range(PEOPLE)]
    tables = {name: [row for one in people for row in one[name]] for name in people[0]}
    return tables | {"positions": POSITIONS}


MADE = make_tables()
COLUMNS = [
    pytest.param(table, column, id=f"{table}.{column.name}")
    for table in MADE
    for column in TABLES[table]
    if not (column.key and column.name == "nip")
    if (table, column.name) not in KEPT
]


def judge(tables):
    """Return the results of everybody for every post, as of both days, bool[row, gate]."""
    history = make_history(tables, NOW)
    found = []
    for day in (to_day(PAST), to_day(NOW)):
        person, post = np.indices((len(history.people_ids), len(IDS))).reshape(2, -1)
        view = view_rows(history, person, day)
        found.append(check_gates(view, post, POLICY, day).results)
    return np.concatenate(found)


def alter(rows, column, days):
    """Return rows with one column changed: dates and numbers shifted, others exchanged."""
    values = [row.get(column.name) for row in rows]
    match column.type:
        case "date":
            changed = [PAST if one is None else one + timedelta(days) for one in values]
        case "boolean":
            changed = [not value for value in values]
        case "integer":
            changed = [45 if value is None else value + 1 for value in values]
        case "choice" if column.name == "appointment":
            changed = ["acting"] * len(values)
        case _:
            changed = [*values[1:], values[0]]
    return [row | {column.name: one} for row, one in zip(rows, changed, strict=True)]


@pytest.fixture(scope="module")
def before():
    return judge(MADE)


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_only_rules_that_name_a_column_change_with_it(before, table, column):
    changed = set()
    for days in (-700, 400):
        after = judge({**MADE, table: alter(MADE[table], column, days)})
        changed |= {GATES[place] for place in np.flatnonzero((before != after).any(axis=0))}
    cell = f"{table}.{column.name}"
    readers = {rule for rule in GATES if cell in list_reads(rule, POLICY)}
    assert changed <= readers
    assert bool(changed) == bool(readers), "nothing here tells that it is read"


def test_every_column_that_a_rule_reads_is_one_of_the_records():
    known = {f"{table}.{column.name}" for table, spec in TABLES.items() for column in spec}
    assert not {column for rule in GATES for column in list_reads(rule, POLICY)} - known
