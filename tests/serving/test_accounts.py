"""Accounts: what they are for, who may be left out, and what a change does at once."""

import pytest

from serving.access.accounts import (
    Grant,
    change_grant,
    close_account,
    find_account,
    list_accounts,
    make_account,
    reopen_account,
    reset_password,
)
from serving.access.errors import (
    ClosedAccountError,
    LastAdministratorError,
    MissingAgenciesError,
    NeedlessAgenciesError,
    NoRoleError,
    OfficerAloneError,
    TakenNameError,
    UnfitAccountNameError,
    UnknownAccountError,
)
from serving.access.rights import Role
from serving.database.connection import open_database
from tests.serving.access_client import TERMINAL, make, read_events

PLANNER = Grant(frozenset({Role.PLANNER}))
ADMINISTRATOR = Grant(frozenset({Role.ADMINISTRATOR}))


@pytest.fixture
def database(tmp_path):
    opened = open_database(f"sqlite:///{tmp_path}/padan.db")
    yield opened
    opened.close()


def listed(database):
    with database.read() as session:
        return {one.name: one for one in list_accounts(session)}


def test_a_new_account_must_replace_its_one_time_password_first(database):
    first = make_account(database, "  Bidang  Mutasi ", PLANNER, TERMINAL)
    account = listed(database)["Bidang Mutasi"]
    assert account.must_change_password
    assert account.roles == (Role.PLANNER,)
    (event,) = read_events(database)
    facts = {"roles": "planner", "agencies": None, "person_id": None}
    assert event == ("account_made", str(account.id), "uji", facts)
    assert first.password not in str(event)


@pytest.mark.parametrize("name", ["bidang mutasi", " BIDANG  Mutasi", "Bidang Mutasi"])
def test_case_and_blanks_tell_no_names_apart(database, name):
    make_account(database, "Bidang Mutasi", PLANNER, TERMINAL)
    with pytest.raises(TakenNameError):
        make_account(database, name, PLANNER, TERMINAL)
    assert len(listed(database)) == 1


@pytest.mark.parametrize(
    "name",
    [
        "",
        "  ",
        "x" * 65,
        "a\u200bb",
        "Ani 198001012005011001",
        "1_9_8_0_0101/2005/01/1001",
        "\u0430dmin",
    ],
)
def test_a_name_is_printable_and_holds_no_nip(database, name):
    with pytest.raises(UnfitAccountNameError):
        make_account(database, name, PLANNER, TERMINAL)


OFFICER = Role.AGENCY_OFFICER


@pytest.mark.parametrize(
    ("roles", "agencies", "refusal"),
    [
        ([], None, NoRoleError),
        ([OFFICER], None, MissingAgenciesError),
        ([OFFICER], [], MissingAgenciesError),
        ([OFFICER, Role.PLANNER], ["D1"], OfficerAloneError),
        ([Role.PLANNER], ["D1"], NeedlessAgenciesError),
    ],
)
def test_an_officer_and_nobody_else_sees_agencies(database, roles, agencies, refusal):
    grant = Grant(frozenset(roles), None if agencies is None else frozenset(agencies))
    with pytest.raises(refusal):
        make_account(database, "Ani Contoh", grant, TERMINAL)
    account = make(database)
    with pytest.raises(refusal):
        change_grant(database, account, grant, TERMINAL)


def test_an_account_is_found_by_number_and_by_name_never_by_a_name_like_a_number(database):
    make_account(database, "2", PLANNER, TERMINAL)
    make_account(database, "Budi Contoh", PLANNER, TERMINAL)
    with database.read() as session:
        assert find_account(session, 2).name == "Budi Contoh"
        assert find_account(session, "2").name == "2"
        with pytest.raises(UnknownAccountError):
            find_account(session, "nobody")


def test_the_last_administrator_stays_one(database):
    make_account(database, "administrator", ADMINISTRATOR, TERMINAL)
    with pytest.raises(LastAdministratorError):
        close_account(database, "administrator", TERMINAL)
    with pytest.raises(LastAdministratorError):
        change_grant(database, "administrator", PLANNER, TERMINAL)
    both = Grant(frozenset({Role.ADMINISTRATOR, Role.PLANNER}))
    change_grant(database, "administrator", both, TERMINAL)
    make_account(database, "second", ADMINISTRATOR, TERMINAL)
    close_account(database, "second", TERMINAL)
    with pytest.raises(LastAdministratorError):
        close_account(database, "administrator", TERMINAL)
    reopen_account(database, "second", TERMINAL)
    close_account(database, "administrator", TERMINAL)


def test_a_closed_account_gets_no_password_that_opens_nothing(database):
    account = make(database)
    close_account(database, account, TERMINAL)
    with pytest.raises(ClosedAccountError):
        reset_password(database, account, TERMINAL)
    assert [event for event, *_ in read_events(database)] == ["account_made", "account_closed"]


def test_a_closed_account_opens_again_with_another_password(database):
    account = make(database)
    close_account(database, account, TERMINAL)
    close_account(database, account, TERMINAL)
    assert listed(database)["Ani Contoh"].closed_at
    reopen_account(database, account, TERMINAL)
    opened = listed(database)["Ani Contoh"]
    assert opened.closed_at is None
    assert opened.must_change_password
    events = [event for event, *_ in read_events(database)]
    assert events == ["account_made", "account_closed", "account_changed", "password_changed"]


def test_nothing_of_a_password_stands_in_audit_or_database_in_clear(database, tmp_path):
    made = make_account(database, "Ani Contoh", PLANNER, TERMINAL)
    reset = reset_password(database, "Ani Contoh", TERMINAL)
    kept = b"".join(file.read_bytes() for file in tmp_path.glob("padan.db*"))
    assert b"argon2id" in kept
    for one in (made, reset):
        assert one.password.encode() not in kept
