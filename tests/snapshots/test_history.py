"""The coded form of a snapshot: people, positions, units and stays as contiguous arrays."""

from datetime import date

import numpy as np
import pytest

from snapshots.coding import Vocabulary, read_codes, read_days, read_flags, read_numbers, read_rows
from snapshots.days import OPEN_END, UNKNOWN_DAY, to_date, to_day
from snapshots.ladders import RANK_CODES, UNKNOWN
from tests.records import make_history, make_snapshot

POSITIONS = [
    {"position_id": "A", "kind": "pelaksana", "tier": None, "replaces": None},
    {"position_id": "B", "kind": "fungsional", "tier": "ahli_muda", "replaces": "A"},
    {"position_id": "C", "kind": "fungsional", "tier": None, "replaces": "B"},
]


def history_of(*stays, **tables):
    """Return the history of X, who stays in (position, start, end, appointment)."""
    names = ("position_id", "started_on", "ended_on", "appointment")
    rows = [{"nip": "X", **dict(zip(names, (*stay, None)[:4], strict=True))} for stay in stays]
    people = [{"nip": "X", "position_id": "A", "position_since": "2010-01-01"}]
    return make_history({"positions": POSITIONS, "employees": people, "assignments": rows} | tables)


def test_stays_are_the_definitive_ones_in_the_order_of_time():
    stays = history_of(
        ("B", "2015-01-01", None),
        ("A", "2012-01-01", None, "acting"),
        ("C", "2013-01-01", None, "additional"),
        ("A", "2010-01-01", "2015-01-01", "definitive"),
    ).stays
    assert stays.position.tolist() == [0, 1]
    assert stays.end.tolist() == [to_day(date(2015, 1, 1)), OPEN_END]


def test_a_chain_of_replaced_posts_carries_tenure_all_the_way():
    stays = history_of(
        ("A", "2010-01-01", "2015-01-01"),
        ("B", "2015-01-01", "2018-01-01"),
        ("C", "2018-01-01", None),
    ).stays
    assert [to_date(int(day)) for day in stays.continued] == [date(2010, 1, 1)] * 3


def test_service_at_a_level_counts_overlapping_stays_once():
    history = history_of(("A", "2020-01-01", "2020-03-01"), ("A", "2020-02-01", "2020-04-01"))
    spans, end = history.level_spans, to_day(date(2020, 5, 1))
    assert spans.days_before([0, 1], end).tolist() == [31 + 29 + 31, 0]
    assert spans.days_before([0], to_day(date(2020, 1, 11))).tolist() == [10]


def test_a_functional_position_without_a_tier_has_no_level():
    assert history_of().positions.level.tolist() == [0, 1, UNKNOWN]


def test_defaults_stand_where_cells_are_empty_and_unknown_where_there_is_none():
    people = history_of().people
    assert (people.status[0], people.legal_status[0], people.fte[0]) == (0, 0, 1.0)
    assert (people.left[0], people.born[0], people.rank[0]) == (OPEN_END, UNKNOWN_DAY, UNKNOWN)


def test_fields_of_study_are_equal_after_trim_and_case_fold():
    posts = [
        {"position_id": "A", "education_fields": "Hukum; EKONOMI ;"},
        {"position_id": "B", "education_fields": None},
    ]
    person = {"nip": "X", "position_id": "A", "position_since": "2010-01-01"}
    history = make_history(
        {"positions": posts, "employees": [{**person, "education_field": " ekonomi"}]}
    )
    assert history.fields.words == ("ekonomi", "hukum")
    assert history.positions.fields == (frozenset({0, 1}), frozenset())
    assert history.people.field.tolist() == [0]


def test_agencies_and_parents_are_indexes_of_units():
    units = [
        {"unit_id": "U", "agency_id": "U", "parent_id": None},
        {"unit_id": "V", "agency_id": "U", "parent_id": "U"},
    ]
    found = make_history({"units": units}).units
    assert (found.agency.tolist(), found.parent.tolist()) == ([0, 0], [UNKNOWN, 0])


def test_the_employees_row_and_the_ranks_table_make_one_rank_history():
    person = {"nip": "X", "position_id": "A", "position_since": "2010-01-01", "rank": "III/b"}
    history = history_of(
        employees=[person | {"rank_since": "2018-04-01"}],
        ranks=[{"nip": "X", "rank": "III/a", "since": "2014-04-01"}],
    )
    changes = history.rank_changes
    assert changes.value.tolist() == [RANK_CODES["III/a"], RANK_CODES["III/b"]]


def test_columns_that_a_source_lacks_read_as_unknown_or_as_their_default():
    snapshot = make_snapshot({"positions": [{"position_id": "A"}, {"position_id": "B"}]})
    assert read_days(snapshot, "positions", "retirement_age").tolist() == [UNKNOWN_DAY] * 2
    assert np.isnan(read_numbers(snapshot, "units", "latitude")).all()
    assert read_flags(snapshot, "positions", "licensed").tolist() == [False, False]
    assert read_codes(snapshot, "positions", "tier", {"mahir": 3}).tolist() == [UNKNOWN] * 2
    assert read_rows(snapshot, "positions", "replaces", ["A", "B"]).tolist() == [UNKNOWN] * 2
    assert read_numbers(snapshot, "workloads", "volume").tolist() == []


def test_codes_of_a_vocabulary_do_not_hang_on_the_order_of_rows():
    one, two = Vocabulary(["b", None, "A "]), Vocabulary(["a"], [" B", ""])
    assert one.words == two.words == ("a", "b")
    assert one.encode(["B", "c", None, " a"]).tolist() == [1, UNKNOWN, UNKNOWN, 0]
    assert len(one) == 2


@pytest.mark.parametrize("ids", [[], ["X"]])
def test_empty_tables_make_an_empty_history(ids):
    history = make_history({"employees": []})
    assert history.people_ids == ()
    assert len(history.stays.person) == 0
    assert history.predicates.before(ids and [0], 5).count.tolist() == [0] * len(ids)
