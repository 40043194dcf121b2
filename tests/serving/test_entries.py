"""Entries on both databases: numbers in the order of commits, and nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete

from serving.database.connection import open_database
from serving.database.entry_tables import EnteredPreferenceRow
from serving.entries import Standing, load_entered, look, read_entered, take_turn
from serving.retention.lifting import lift_refusals
from snapshots.entered import NOTHING_ENTERED, Mark
from tests.serving.office import settings_of

AT = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def database(any_database_url):
    opened = open_database(any_database_url)
    yield opened
    opened.close()


def enter(database, person_id="a"):
    with database.write() as session:
        take_turn(session)
        row = EnteredPreferenceRow(
            person_id=person_id, said_on=AT.date(), entered_at=AT, entered_by="uji", willing=True
        )
        session.add(row)
        session.flush()
        return row.number


def test_what_was_entered_is_read_as_it_was(database):
    enter(database)
    with database.read() as session:
        (wish,) = read_entered(session).wishes
    assert (wish.person_id, wish.willing, wish.said_on) == ("a", True, date(2026, 1, 1))
    assert (wish.entered_at, wish.note) == (AT, None)


def test_many_at_once_get_numbers_of_their_own_and_all_are_kept(database):
    with ThreadPoolExecutor(8) as many:
        numbers = list(many.map(lambda one: enter(database, str(one)), range(24)))
    with database.read() as session:
        entered = read_entered(session)
    assert sorted(numbers) == [wish.number for wish in entered.wishes]
    assert entered.mark == Mark(max(numbers), 0)


def test_a_look_tells_of_one_more_and_of_one_that_was_erased(database):
    seen = [where_it_stands(database)]
    for change in (enter, enter, erase_first):
        change(database)
        seen.append(where_it_stands(database))
    assert seen[0] == Standing()
    assert len(set(seen)) == 4


def where_it_stands(database):
    with database.read() as session:
        return look(session)


def erase_first(database):
    first = EnteredPreferenceRow.number == 1
    with database.write() as session, lift_refusals(session, [EnteredPreferenceRow.__tablename__]):
        session.execute(delete(EnteredPreferenceRow).where(first))


def test_a_number_is_never_used_twice(database):
    first = enter(database)
    erase_first(database)
    assert enter(database) > first


def test_who_looks_where_no_database_is_leaves_none_behind(tmp_path):
    settings = settings_of(tmp_path)
    assert load_entered(settings) == NOTHING_ENTERED
    assert not (tmp_path / "padan.db").exists()
