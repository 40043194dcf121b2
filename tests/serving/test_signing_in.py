"""Signing in: one answer to every refusal, five tries, and a trace of each in the audit."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from serving.access import passwords
from serving.access.accounts import Grant, close_account, make_account, reset_password
from serving.access.attempts import MINUTES, MOST, MOST_PLACES, Attempts, to_place
from serving.access.errors import CrowdedError, SignInRefusedError, TooManyAttemptsError
from serving.access.passwords import hash_password, is_password
from serving.access.rights import Role
from serving.access.sessions import ABSOLUTE, IDLE, find_session, hash_token
from serving.access.signing_in import LOCKED_FOR, MOST_WRONG, sign_in
from serving.database.access_tables import AccountRow, SessionRow
from serving.database.connection import open_database
from tests.serving.access_client import PASSWORD, TERMINAL, WRONG, make, read_events


@pytest.fixture
def database(any_database_url):
    opened = open_database(any_database_url)
    yield opened
    opened.close()


@pytest.fixture
def now():
    return datetime.now(UTC)


def fail(database, now, times=1, name="Ani Contoh"):
    for _ in range(times):
        with pytest.raises(SignInRefusedError):
            sign_in(database, name, WRONG, now)


def test_the_right_password_opens_a_session_of_which_only_the_hash_is_kept(database, now):
    account = make(database)
    token = sign_in(database, " ani  CONTOH ", PASSWORD, now)
    with database.read() as session:
        row = session.scalars(select(SessionRow)).one()
    assert row.account_id == account
    assert row.token_sha256 == hash_token(token)
    assert read_events(database)[-1] == ("signed_in", str(account), "account Ani Contoh", {})


def test_five_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour(database, now):
    account = make(database)
    fail(database, now, MOST_WRONG)
    with pytest.raises(SignInRefusedError):
        sign_in(database, "Ani Contoh", PASSWORD, now)
    almost = now + LOCKED_FOR - timedelta(seconds=1)
    with pytest.raises(SignInRefusedError):
        sign_in(database, "Ani Contoh", PASSWORD, almost)
    assert sign_in(database, "Ani Contoh", PASSWORD, now + LOCKED_FOR)
    told = [(event, facts) for event, subject, _, facts in read_events(database)[-9:]]
    assert ("account_locked", {"wrong": MOST_WRONG}) in told
    assert ("sign_in_refused", {"why": "locked"}) in told
    assert all(subject == str(account) for _, subject, _, _ in read_events(database))


def test_the_right_password_begins_the_count_anew(database, now):
    make(database)
    fail(database, now, MOST_WRONG - 1)
    sign_in(database, "Ani Contoh", PASSWORD, now)
    fail(database, now, MOST_WRONG - 1)
    assert sign_in(database, "Ani Contoh", PASSWORD, now)


def test_of_many_guesses_at_once_no_more_than_five_count(database, now, monkeypatch):
    monkeypatch.setattr(passwords, "TURN_SECONDS", 60.0)
    make(database)
    with ThreadPoolExecutor(8) as crowd:
        list(crowd.map(lambda _: fail(database, now), range(8)))
    events = read_events(database)
    why = [facts["why"] for event, _, _, facts in events if event == "sign_in_refused"]
    assert sorted(why) == ["locked"] * 3 + ["wrong"] * 5


def test_a_name_that_nobody_has_costs_as_many_hashes_and_is_not_written_down(
    database, now, monkeypatch
):
    make(database)
    tried = []
    verify = PasswordHasher.verify

    def count(*given):
        tried.append(given)
        return verify(*given)

    monkeypatch.setattr(PasswordHasher, "verify", count)
    fail(database, now)
    known = len(tried)
    fail(database, now, name="Budi, atau kata sandi")
    assert len(tried) == 2 * known
    event, subject, name, facts = read_events(database)[-1]
    assert (event, subject, name, facts) == ("sign_in_refused", "unknown", "", {"why": "unknown"})


def test_a_closed_account_is_refused_like_any_other(database, now):
    account = make(database)
    close_account(database, account, TERMINAL)
    with pytest.raises(SignInRefusedError):
        sign_in(database, "Ani Contoh", PASSWORD, now)
    assert read_events(database)[-1][3] == {"why": "closed"}


def test_a_password_replaced_while_the_old_one_was_tried_opens_nothing(database, now, monkeypatch):
    account = make(database)

    def slow(password, kept):
        right = is_password(password, kept)
        reset_password(database, account, TERMINAL)
        return right

    monkeypatch.setattr("serving.access.signing_in.is_password", slow)
    with pytest.raises(SignInRefusedError):
        sign_in(database, "Ani Contoh", PASSWORD, now)


def test_a_one_time_password_opens_nothing_after_a_week(database, now):
    first = make_account(database, "Budi Contoh", Grant(frozenset({Role.PLANNER})), TERMINAL)
    week = timedelta(days=passwords.ONE_TIME_DAYS)
    assert sign_in(database, "Budi Contoh", first.password, now + week - timedelta(minutes=1))
    with pytest.raises(SignInRefusedError):
        sign_in(database, "Budi Contoh", first.password, now + week + timedelta(minutes=1))
    assert read_events(database)[-1][3] == {"why": "expired"}
    with database.read() as session:
        assert session.scalars(select(AccountRow)).one().failures == 0
    make(database)
    assert sign_in(database, "Ani Contoh", PASSWORD, now + 52 * week)


def test_a_hash_of_older_parameters_is_made_anew_at_sign_in(database, now):
    account = make(database)
    with database.write() as session:
        row = session.get_one(AccountRow, account)
        row.password_hash = PasswordHasher(time_cost=1, memory_cost=1024).hash(PASSWORD)
        weak = row.password_hash
    sign_in(database, "Ani Contoh", PASSWORD, now)
    with database.read() as session:
        assert session.get_one(AccountRow, account).password_hash != weak
    assert sign_in(database, "Ani Contoh", PASSWORD, now)


def test_of_two_right_sign_ins_at_once_the_one_that_comes_too_late_is_no_guess(
    database, now, monkeypatch
):
    account = make(database)

    def slow(password, kept):
        right = is_password(password, kept)
        with database.write() as session:  # the other one has let its hash be made anew
            session.get_one(AccountRow, account).password_hash = hash_password(password)
        return right

    monkeypatch.setattr("serving.access.signing_in.is_password", slow)
    with pytest.raises(SignInRefusedError):
        sign_in(database, "Ani Contoh", PASSWORD, now)
    assert read_events(database)[-1][3] == {"why": "changed"}
    with database.read() as session:
        assert session.get_one(AccountRow, account).failures == 0


def test_a_session_ends_when_idle_and_at_last_and_old_ones_are_forgotten(database, now):
    make(database)
    token = sign_in(database, "Ani Contoh", PASSWORD, now)
    with database.write() as session:
        row = session.get_one(SessionRow, hash_token(token))
        begun = row.created_at
        moment = timedelta(seconds=1)
        assert find_session(session, token, begun + IDLE - moment)
        assert not find_session(session, token, begun + IDLE)
        row.seen_at = begun + ABSOLUTE - moment
        assert find_session(session, token, begun + ABSOLUTE - moment)
        assert not find_session(session, token, begun + ABSOLUTE)
    sign_in(database, "Ani Contoh", PASSWORD, begun + ABSOLUTE)
    with database.read() as session:
        assert session.get(SessionRow, hash_token(token)) is None


def guess(attempts, place="10.0.0.1", times=1):
    for _ in range(times):
        with pytest.raises(SignInRefusedError), attempts.trying(place):
            raise SignInRefusedError


def test_one_place_may_not_try_for_ever_whatever_the_names():
    clock = [0.0]
    attempts = Attempts(lambda: clock[0])
    guess(attempts, times=MOST)
    clock[0] = 60.0 * (MINUTES - 1)
    with pytest.raises(TooManyAttemptsError) as refused, attempts.trying("10.0.0.1"):
        pytest.fail("tried")
    assert refused.value.seconds == 60
    assert refused.value.headers == {"Retry-After": "60"}
    assert "1 menit" in refused.value.text("id")
    with attempts.trying("10.0.0.2"):
        pass
    clock[0] = 60.0 * MINUTES
    guess(attempts)


def test_of_many_tries_at_once_from_one_place_no_more_are_tried_than_one_after_another():
    attempts = Attempts()
    with ExitStack() as under_way:
        for _ in range(MOST):
            under_way.enter_context(attempts.trying("10.0.0.1"))
        with pytest.raises(TooManyAttemptsError), attempts.trying("10.0.0.1"):
            pytest.fail("tried")
    guess(attempts, times=MOST)


def test_what_was_no_wrong_password_is_given_back():
    attempts = Attempts()
    for _ in range(2 * MOST):
        with pytest.raises(CrowdedError), attempts.trying("10.0.0.1"):
            raise CrowdedError(1)
    assert not attempts._counted


def test_a_password_whose_turn_does_not_come_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(passwords, "TURN_SECONDS", 0.01)
    with passwords._turn(), passwords._turn(), pytest.raises(CrowdedError) as refused:
        is_password(PASSWORD, None)
    assert refused.value.headers == {"Retry-After": "1"}
    assert not is_password(PASSWORD, None)


def test_a_household_of_ipv6_is_one_place():
    assert to_place("2001:db8::1") == to_place("2001:db8::2:3") != to_place("2001:db8:1::1")
    assert to_place("testclient") == "testclient"


def test_places_are_remembered_within_bounds():
    attempts = Attempts()
    for number in range(MOST_PLACES + 100):
        guess(attempts, f"place {number}")
    assert len(attempts._counted) == MOST_PLACES
