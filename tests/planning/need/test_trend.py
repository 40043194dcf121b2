"""How need and staff went: over imports, and before them only as far as the records tell."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Barrier
from time import sleep

from matching.matcher import Matcher
from planning.need.answers import NeedRequest
from planning.need.measure import report_need
from planning.need.trend import Past, Standings, join_standings, look_back
from rules.policy import load_policy
from snapshots.history import History
from snapshots.store import SnapshotStore
from tests.matching.office import SECRET, make_matcher, person
from tests.planning.need.health import PEOPLE, tables
from tests.records import make_history, make_snapshot


def read(store, language="en"):
    matcher = Matcher(History(store.load()), load_policy(), None, SECRET, "0.0.0")
    return join_standings(Standings(store).read(matcher), language)


def keep(store, as_of, **changed):
    made = make_snapshot(tables(**changed), as_of)
    return store.save(made.tables, made.as_of, made_up=True)


def codes(trend):
    return [notice.code for notice in trend.notices]


def imported(line):
    return [point for point in line.points if point.source == "records"]


def test_each_import_is_a_point_the_oldest_first_and_agencies_follow(tmp_path):
    store = SnapshotStore(tmp_path)
    keep(store, "2025-06-01")
    keep(store, "2024-06-01")
    trend = read(store)
    together, *agencies = trend.lines
    assert [one.name for one in agencies] == ["Badan Kepegawaian", "Dinas Kesehatan"]
    assert [point.as_of for point in imported(together)] == [date(2024, 6, 1), date(2025, 6, 1)]
    assert [point.need for point in imported(together)] == [8, 8]
    assert [point.staff for point in imported(together)] == [7.5, 6.5]  # 9 left in between
    assert imported(agencies[1])[-1].fill_ratio == 0.75


def test_of_two_imports_as_of_one_day_the_later_holds(tmp_path):
    store = SnapshotStore(tmp_path)
    keep(store, "2025-06-01", employees=PEOPLE[:2])
    last = keep(store, "2025-06-01")
    (point,) = imported(read(store).lines[0])
    assert point.snapshot_id == last.snapshot_id


def test_a_single_import_is_said_to_be_one(tmp_path):
    store = SnapshotStore(tmp_path)
    keep(store, "2025-06-01")
    assert "one_day" in codes(read(store))
    keep(store, "2025-06-02")
    assert "one_day" not in codes(read(store))


def test_damaged_records_are_left_out_and_named(tmp_path):
    store = SnapshotStore(tmp_path)
    old = keep(store, "2024-06-01")
    keep(store, "2025-06-01")
    next((tmp_path / old.snapshot_id).glob("*.parquet")).write_bytes(b"broken")
    trend = read(store)
    assert "damaged" in codes(trend)
    assert [point.as_of for point in imported(trend.lines[0])] == [date(2025, 6, 1)]


def test_stored_records_are_measured_once(tmp_path, monkeypatch):
    store, loaded, load = SnapshotStore(tmp_path), [], SnapshotStore.load
    keep(store, "2024-06-01")
    keep(store, "2025-06-01")

    def count(store, snapshot_id=None):
        loaded.append(snapshot_id)
        return load(store, snapshot_id)

    monkeypatch.setattr(SnapshotStore, "load", count)
    standings, matcher = Standings(store), make_matcher(**tables())
    standings.read(matcher)
    first = len(loaded)
    standings.read(matcher)
    assert first > 0
    assert len(loaded) == first


def test_two_who_look_at_once_read_each_records_once(tmp_path, monkeypatch):
    store, loaded, load = SnapshotStore(tmp_path), [], SnapshotStore.load
    keep(store, "2024-06-01")
    keep(store, "2025-06-01")
    together = Barrier(2)

    def count(store, snapshot_id=None):
        loaded.append(snapshot_id)
        sleep(0.05)
        return load(store, snapshot_id)

    def look(_):
        together.wait()
        return standings.read(matcher)

    monkeypatch.setattr(SnapshotStore, "load", count)
    standings, matcher = Standings(store), make_matcher(**tables())
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(look, range(2))
    assert first == second
    assert len(loaded) == len(set(loaded))


def test_what_another_policy_measured_is_kept_no_more(tmp_path):
    store = SnapshotStore(tmp_path)
    keep(store, "2024-06-01")
    standings, matcher = Standings(store), make_matcher(**tables())
    for version in ("1", "2"):
        matcher.policy = replace(matcher.policy, version=version)
        standings.read(matcher)
    assert {policy for _, policy in standings._kept} == {"2"}


def test_looking_back_reaches_only_as_far_as_leavers_are_known():
    years = [one.as_of.year for one in look_back(make_matcher(**tables()), None)]
    assert years == [2025]  # the only one who left did so in 2025
    early = [*PEOPLE, person("8", "ANA", left_on="2023-03-01", left_reason="resigned")]
    past = look_back(make_matcher(**tables(employees=early)), None)
    assert [one.as_of.year for one in past] == [2023, 2024, 2025]
    assert past[0].staff["BKD"] == 4.0  # 6, 7, 9, and 8 who left later


def test_each_day_has_the_need_that_the_report_of_that_day_tells():
    early = [*PEOPLE, person("8", "ANA", left_on="2022-03-01", left_reason="resigned")]
    matcher = make_matcher(**tables(employees=early))
    past = look_back(matcher, None)
    assert [one.need["DIN"] for one in past] == [8, 13, 6, 6]
    assert [one.need_from["DIN"] for one in past] == ["seats", "both", "both", "both"]
    for one in past:
        report = report_need(matcher, NeedRequest(as_of=one.as_of), "en")
        told = {row.id: (row.need, row.need_from) for row in report.items}
        assert {key: (one.need[key], one.need_from[key]) for key in one.names} == told
    trend = join_standings(Past(past), "en")
    assert [point.need_from for point in trend.lines[0].points] == ["seats", *["both"] * 3]
    assert "other_basis" in codes(trend)
    assert "other_basis" not in codes(join_standings(Past(past[1:]), "en"))


def test_records_that_hold_no_leavers_tell_of_no_earlier_day():
    present = [one for one in PEOPLE if "left_on" not in one]
    assert look_back(make_matcher(**tables(employees=present)), None) == ()


def test_a_history_without_people_is_told_without_a_word_of_the_past():
    assert make_history({}).people_ids == ()
    assert look_back(make_matcher(employees=[]), None) == ()
