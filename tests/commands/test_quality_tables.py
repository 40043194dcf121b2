"""The quality of the records and a comparison of imports as they are printed."""

import io
from datetime import UTC, datetime

from rich.console import Console

from commands.quality_tables import show_comparison, show_quality, show_records
from snapshots.comparison import compare_snapshots
from snapshots.store import SnapshotInfo
from tests.matching.quality.town import ANI, AS_OF, change, look, tables
from tests.records import make_snapshot


def printed(show, *arguments):
    text = io.StringIO()
    show(Console(file=text, width=100, highlight=False, emoji=False, markup=False), *arguments)
    return text.getvalue()


def test_a_finding_is_printed_with_its_effect_its_remedy_and_who():
    records = change(tables(), "employees", {"nip": ANI}, rank=None)
    text = printed(show_quality, look(records, examples=1), "en")
    assert "1 people without a rank. (33%)" in text
    assert "empty_rank.employees.rank · missing · Eligibility not certain" in text
    assert "→ Fill in rank" in text
    assert "Ani Contoh" in text
    assert ANI not in text


def test_sound_records_are_called_so():
    assert "found nothing to mend" in printed(show_quality, look(tables()), "en")


def test_stored_imports_are_listed_with_the_one_in_use():
    info = SnapshotInfo("a" * 20, AS_OF, datetime(2025, 6, 2, tzinfo=UTC), {"units": 2}, True)
    text = printed(show_records, [info], "a" * 20, "en")
    assert "a" * 20 in text
    assert "in use, made up" in text
    assert "Nothing was imported yet." in printed(show_records, [], None, "en")


def test_a_comparison_names_who_changed_and_counts_rows():
    before = make_snapshot(tables())
    after = make_snapshot(change(tables(), "employees", {"nip": ANI}, rank="III/d"), "2025-07-01")
    after = type(after)("other", after.as_of, after.tables, after.made_up)
    text = printed(show_comparison, compare_snapshots(before, after), "en")
    assert "rank: 1" in text
    assert f"Ani Contoh ({ANI}): changed. rank III/c → III/d" in text
    same = printed(show_comparison, compare_snapshots(before, before), "en")
    assert "the same import" in same
