"""The database behaves alike on SQLite and PostgreSQL, also when two processes start at once."""

import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import delete, inspect, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from serving.audit.service import Actor, Event, record_event
from serving.database.connection import (
    Database,
    open_as_it_is,
    open_database,
    read_form,
)
from serving.database.entry_tables import EnteredPreferenceRow
from serving.database.errors import NewerDatabaseError, OlderDatabaseError
from serving.database.tables import AuditRow, Base, DecisionRow

ONLY_ADDED = (
    "audit_events",
    "reported_outcomes",
    "plan_revisions",
    "plan_steps",
    "plan_decisions",
    "decisions",
    "plan_overrides",
    "entered_preferences",
    "entered_consents",
)


@pytest.fixture
def database(any_database_url):
    opened = open_database(any_database_url)
    yield opened
    opened.close()


def note(session, subject="a list"):
    record_event(session, Event.SHORTLIST_MADE, subject, Actor("api"), {"candidates": 3})


def read_events(database):
    with database.read() as session:
        return session.query(AuditRow).order_by(AuditRow.number).all()


def test_the_migrations_make_the_tables_that_the_code_knows(database):
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, Base.metadata) == []


def test_migrating_again_changes_nothing(database):
    before = inspect(database.engine).get_table_names()
    database.migrate()
    assert inspect(database.engine).get_table_names() == before


def test_a_form_of_newer_software_is_refused_and_left(database, any_database_url):
    with database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for opening in (open_database, open_as_it_is):
        with pytest.raises(NewerDatabaseError) as refused:
            opening(any_database_url)
        assert refused.value.form == "9999"


def test_what_is_opened_as_it_is_is_not_brought_up_to_date(any_database_url):
    database = Database(any_database_url)
    database.migrate("0006")
    with pytest.raises(OlderDatabaseError):
        open_as_it_is(any_database_url)
    with database.engine.connect() as connection:
        assert read_form(connection) == "0006"
    database.close()


def test_a_database_file_is_its_owners_alone_whatever_the_umask(tmp_path):
    before = os.umask(0o022)
    try:
        database = open_database(f"sqlite:///{tmp_path}/home/padan.db")
        with database.write() as session:
            note(session)
        rights = [path.stat().st_mode & 0o077 for path in (tmp_path / "home").iterdir()]
    finally:
        os.umask(before)
    assert set(rights) == {0}
    database.close()


def test_a_file_that_an_earlier_release_left_open_to_others_is_closed(tmp_path):
    file = tmp_path / "padan.db"
    file.touch()
    file.chmod(0o644)
    open_database(f"sqlite:///{file}").close()
    assert file.stat().st_mode & 0o077 == 0


def test_two_that_start_at_once_both_find_the_tables(any_database_url):
    with ThreadPoolExecutor(4) as starting:
        opened = list(starting.map(open_database, [any_database_url] * 4))
    for database in opened:
        assert read_events(database) == []
        database.close()


def test_an_instant_comes_back_aware_and_the_same(database):
    jakarta = timezone(timedelta(hours=7))
    at = datetime(2026, 11, 1, 6, 30, 15, 250, jakarta)
    with database.write() as session:
        session.add(event_at(at))
    (event,) = read_events(database)
    assert event.happened_at == at
    assert event.happened_at.tzinfo is UTC


def event_at(at):
    return AuditRow(
        number=1,
        happened_at=at,
        event="shortlist_made",
        subject="x",
        actor="api",
        actor_name="",
        facts={},
        hash="",
    )


def test_an_instant_without_a_time_zone_is_refused(database):
    with pytest.raises(StatementError, match="time zone"), database.write() as session:
        session.add(event_at(datetime(2026, 11, 1)))  # noqa: DTZ001


def test_the_audit_only_grows(database):
    with database.write() as session:
        note(session)
    for change in (update(AuditRow).values(subject="another"), delete(AuditRow)):
        with pytest.raises(DBAPIError, match="only grows"), database.write() as session:
            session.execute(change)
    assert [event.subject for event in read_events(database)] == ["a list"]


def enter_wish(session):
    wish = {"person_id": "a" * 64, "said_on": date(2026, 11, 1), "entered_by": "portal"}
    session.add(EnteredPreferenceRow(**wish, entered_at=datetime.now(UTC)))


def test_wishes_are_only_added(database):
    with database.write() as session:
        enter_wish(session)
    for change in (
        update(EnteredPreferenceRow).values(willing=True),
        delete(EnteredPreferenceRow),
    ):
        with pytest.raises(DBAPIError, match="only added to"), database.write() as session:
            session.execute(change)


@pytest.mark.parametrize("table", ONLY_ADDED)
def test_sqlite_replaces_no_row_that_is_kept(tmp_path, table):
    open_database(f"sqlite:///{tmp_path}/padan.db").close()
    with closing(sqlite3.connect(tmp_path / "padan.db")) as other:
        columns = other.execute(f"SELECT * FROM {table}").description
        put = f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('1' * len(columns))})"
        other.execute(put)
        with pytest.raises(sqlite3.IntegrityError, match="not replaced"):
            other.execute(put)


def test_what_fails_half_way_leaves_nothing(database):
    def fail(session):
        note(session)
        session.flush()
        raise RuntimeError

    with pytest.raises(RuntimeError), database.write() as session:
        fail(session)
    assert read_events(database) == []


def test_a_decision_needs_its_list(database):
    row = DecisionRow(
        shortlist_id="none",
        on_list=False,
        reason_code="need",
        reason="",
        decided_at=datetime.now(UTC),
    )
    with pytest.raises(IntegrityError), database.write() as session:
        session.add(row)


def test_writers_wait_for_each_other(database):
    def write(subject):
        with database.write() as session:
            note(session, subject)

    subjects = [str(number) for number in range(40)]
    with ThreadPoolExecutor(4) as writing:
        list(writing.map(write, subjects))
    assert sorted(event.subject for event in read_events(database)) == sorted(subjects)
