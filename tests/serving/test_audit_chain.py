"""The chain of the audit: unbroken whoever writes at once, and broken by whatever is done to it."""

import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError

from serving.access.accounts import Grant, add_account
from serving.access.passwords import make_one_time_password
from serving.access.rights import Role
from serving.audit.chain import GENESIS, Link
from serving.audit.service import Actor, Event, record_event
from serving.audit.verifying import Kept, read_head, verify_chain
from serving.database.connection import Database, open_database
from serving.database.tables import AuditRow
from serving.retention.lifting import lift_refusals

SOMEBODY = Actor("page", "kepala-7", "sari")


@pytest.fixture
def database(any_database_url):
    opened = open_database(any_database_url)
    yield opened
    opened.close()


def tell(database, *subjects):
    with database.write() as session:
        for subject in subjects:
            record_event(session, Event.LIST_SEEN, subject, SOMEBODY, {"route": "/x", "rows": 3})


def verify(database, kept=None):
    with database.read() as session:
        return verify_chain(session, kept)


def head_of(database):
    with database.read() as session:
        return read_head(session)


def tamper(database, *statements):
    """Do what nobody may: lift the refusal and write by hand."""
    with database.write() as session, lift_refusals(session, [AuditRow.__tablename__]):
        for statement in statements:
            session.execute(text(statement) if isinstance(statement, str) else statement)


def fault(found):
    return (found.broken.number, found.broken.fault) if found.broken else None


def test_nothing_written_is_unbroken(database):
    found = verify(database)
    assert found.unbroken
    assert found.head == head_of(database)
    assert (found.head.number, found.head.hash) == (0, GENESIS)


def test_the_hash_of_an_event_never_changes_its_form():
    at = datetime(2026, 11, 1, 6, 30, 15, 250, UTC)
    link = Link(1, at, "list_seen", "ab", "api", "portal é", None, {"b": 1, "a": None})
    assert link.hash_after(GENESIS) == (
        "1fce084d85d75e3f2ccaaab18e22154c27aa5f1c71bdcff5389dde0ef22eb514"
    )


def test_every_event_is_numbered_without_gaps_and_the_head_is_the_last(database):
    def give_up(session):
        record_event(session, Event.LIST_SEEN, "lost", SOMEBODY, {})
        raise RuntimeError

    tell(database, "a", "b")
    with pytest.raises(RuntimeError), database.write() as session:
        give_up(session)
    tell(database, "c")
    found = verify(database)
    assert found.unbroken
    assert (found.head.number, found.head.events) == (3, 3)
    assert found.head == head_of(database)


def test_what_was_written_before_there_was_a_chain_is_chained(any_database_url):
    database = Database(any_database_url)
    database.migrate("0006")
    with database.engine.connect().execution_options(padan_writes=True) as connection:
        for number in (1, 2, 5):  # numbers used to have gaps
            at = "'2026-01-01 00:00:00.000000'"
            connection.execute(
                text(
                    "INSERT INTO audit_events (number, happened_at, event, subject, actor, facts)"
                    f" VALUES ({number}, {at}, 'list_seen', 'x', 'page', '{{}}')"
                )
            )
        connection.commit()
    database.migrate()
    tell(database, "new")
    found = verify(database)
    assert found.unbroken
    assert (found.head.number, found.head.events) == (6, 4)
    with pytest.raises(DBAPIError, match="only grows"), database.write() as session:
        session.execute(text("DELETE FROM audit_events"))
    database.close()


def test_the_name_of_the_actor_stands_beside_the_door(database):
    tell(database, "a")
    with database.read() as session:
        row = session.get(AuditRow, 1)
    assert (row.actor, row.actor_name, row.on_behalf_of) == ("page", "sari", "kepala-7")


CHANGES = {
    "subject": "'somebody else'",
    "actor_name": "'nobody'",
    "actor": "'api'",
    "event": "'plan_seen'",
    "on_behalf_of": "NULL",
    "facts": '\'{"route": "/x", "rows": 4}\'',
    "happened_at": "'2020-01-01 00:00:00.000000'",
    "hash": "'0'",
}


@pytest.mark.parametrize("column", CHANGES)
def test_a_changed_event_is_found(database, column):
    tell(database, *"abcde")
    tamper(database, f"UPDATE audit_events SET {column} = {CHANGES[column]} WHERE number = 3")
    assert fault(verify(database)) == (3, "changed")


def test_a_removed_event_is_found(database):
    tell(database, *"abcde")
    tamper(database, "DELETE FROM audit_events WHERE number = 3")
    assert fault(verify(database)) == (4, "missing")


def test_removed_and_closed_up_is_found(database):
    tell(database, *"abcde")
    tamper(
        database,
        "DELETE FROM audit_events WHERE number = 3",
        "UPDATE audit_events SET number = 3 WHERE number = 4",
        "UPDATE audit_events SET number = 4 WHERE number = 5",
    )
    assert fault(verify(database)) == (3, "changed")


def test_exchanged_events_are_found(database):
    tell(database, *"abcde")
    tamper(
        database,
        "UPDATE audit_events SET number = 99 WHERE number = 2",
        "UPDATE audit_events SET number = 2 WHERE number = 3",
        "UPDATE audit_events SET number = 3 WHERE number = 99",
    )
    assert fault(verify(database)) == (2, "changed")


def forge(number, previous):
    link = Link(number, datetime.now(UTC), "list_seen", "x", "page", "", None, {})
    values = {name: getattr(link, name) for name in vars(link)}
    return insert(AuditRow).values(**values, hash=link.hash_after(previous))


def test_an_event_put_in_is_found_at_the_one_after_it(database):
    tell(database, *"abc")
    with database.read() as session:
        second = session.get(AuditRow, 2).hash
    tamper(database, "UPDATE audit_events SET number = 4 WHERE number = 3", forge(3, second))
    assert fault(verify(database)) == (4, "changed")


@pytest.mark.parametrize("number", [0, -1])
def test_an_event_put_before_the_first_is_found(database, number):
    tell(database, *"abc")
    names = "happened_at, event, subject, actor, actor_name, on_behalf_of, facts, hash"
    tamper(
        database,
        f"INSERT INTO audit_events (number, {names})"
        f" SELECT {number}, {names} FROM audit_events WHERE number = 2",
    )
    assert fault(verify(database)) == (number, "changed")


def test_an_event_added_by_hand_is_found(database):
    tell(database, "a")
    tamper(database, forge(2, "no hash"))
    assert fault(verify(database)) == (2, "changed")


def test_a_cut_off_end_is_found_by_a_head_kept_elsewhere_alone(database):
    tell(database, *"abcde")
    head = head_of(database)
    tamper(database, "DELETE FROM audit_events WHERE number > 3")
    assert verify(database).unbroken
    assert fault(verify(database, Kept(head.hash, head.number))) == (4, "cut")
    assert fault(verify(database, Kept(head.hash))) == (4, "cut")


def test_a_chain_written_anew_is_found_by_a_head_kept_elsewhere(database):
    tell(database, *"abc")
    head = head_of(database)
    tamper(database, "DELETE FROM audit_events WHERE number > 1")
    tell(database, "b", "other", "more")
    assert verify(database).unbroken
    assert fault(verify(database, Kept(head.hash, head.number))) == (3, "rewritten")


def test_a_head_kept_earlier_holds_while_the_chain_grows(database):
    assert verify(database, Kept(GENESIS, 0)).unbroken
    tell(database, *"abc")
    head = head_of(database)
    tell(database, *"de")
    assert verify(database, Kept(head.hash, head.number)).unbroken
    assert verify(database, Kept(head.hash)).unbroken


def test_content_that_cannot_be_read_is_found_too(database):
    if database.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL keeps no JSON that is none")
    tell(database, *"abc")
    tamper(database, "UPDATE audit_events SET facts = 'no json' WHERE number = 2")
    assert fault(verify(database)) == (2, "changed")


@pytest.mark.parametrize("change", ["facts = 'null'", "subject = x'00ff'", "facts = '[1]'"])
def test_content_of_another_kind_is_found_at_its_event(database, change):
    if database.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL keeps no bytes in a text")
    tell(database, *"abc")
    tamper(database, f"UPDATE audit_events SET {change} WHERE number = 2")
    assert fault(verify(database)) == (2, "changed")


def test_an_audit_without_any_event_is_no_whole_one_beside_an_account(database):
    with database.write() as session:
        grant = Grant(frozenset({Role.AUDITOR}))
        add_account(session, "sari", grant, make_one_time_password(), SOMEBODY)
    assert verify(database).unbroken
    tamper(database, "DELETE FROM audit_events")
    assert fault(verify(database)) == (1, "emptied")


def test_the_walk_goes_on_over_more_than_a_batch(database, monkeypatch):
    monkeypatch.setattr("serving.audit.verifying.BATCH", 2)
    tell(database, *"abcde")
    assert verify(database).head.events == 5
    tamper(database, "UPDATE audit_events SET subject = 'x' WHERE number = 5")
    assert fault(verify(database)) == (5, "changed")


def test_many_threads_keep_one_unbroken_chain(database):
    with ThreadPoolExecutor(8) as writing:
        list(writing.map(lambda n: tell(database, f"{n}", f"{n}b"), range(40)))
    found = verify(database)
    assert found.unbroken
    assert found.head.number == 80


def write_alone(url, many):
    database = open_database(url)
    for number in range(many):
        tell(database, f"s{number}")
    database.close()


def test_two_processes_keep_one_unbroken_chain(database, any_database_url):
    start = multiprocessing.get_context("spawn")
    writers = [start.Process(target=write_alone, args=(any_database_url, 25)) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    found = verify(database)
    assert found.unbroken
    assert found.head.number == 50


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.integers(0, 3), st.booleans()), min_size=1, max_size=12))
def test_whatever_ends_well_is_chained_and_nothing_else(tmp_path, steps):
    """Transactions of any size, kept or given up, in any order."""
    database = open_database(f"sqlite:///{tmp_path}/any.db")
    before = head_of(database).number
    for many, kept in steps:
        try:
            with database.write() as session:
                for _ in range(many):
                    record_event(session, Event.LIST_SEEN, "x", SOMEBODY, {})
                if not kept:
                    raise LookupError
        except LookupError:
            pass
    found = verify(database)
    database.close()
    assert found.unbroken
    assert found.head.number == before + sum(many for many, kept in steps if kept)


texts = st.text(max_size=20)


@settings(max_examples=50, deadline=None)
@given(
    st.builds(
        Link,
        st.integers(1, 2**60),
        st.datetimes(timezones=st.just(UTC)),
        *[texts] * 4,
        st.none() | texts,
        st.dictionaries(texts, texts | st.integers() | st.booleans() | st.none(), max_size=3),
    ),
    texts,
)
def test_no_two_different_events_share_a_hash(link, other):
    changed = [
        replace(link, number=link.number + 1),
        *(
            replace(link, **{name: getattr(link, name) + "x"})
            for name in ("event", "subject", "actor", "actor_name")
        ),
        replace(link, subject=link.subject + link.actor, actor=""),
        replace(link, on_behalf_of=None if link.on_behalf_of is not None else ""),
        replace(link, facts={**link.facts, other: "another"}),
    ]
    hashes = {one.hash_after(GENESIS) for one in changed if one != link}
    assert link.hash_after(GENESIS) not in hashes
    assert link.hash_after("another") != link.hash_after(GENESIS)
