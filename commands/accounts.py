"""Commands of accounts: `padan user list`, `add`, `roles`, `password`, `close`, `reopen`.

A one-time password is alone on stdout, so that a script can take it; what is said of it goes to
stderr.
"""

import json
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from commands.console import note, put, stdout
from commands.opening import open_database, open_matcher
from commands.options import AsJson, Several
from serving.access.rights import Role
from wording import say

if TYPE_CHECKING:
    from serving.access.accounts import Grant
    from serving.access.passwords import OneTimePassword
    from serving.database.connection import Database
    from serving.settings import Settings

Name = Annotated[str, typer.Argument(metavar="NAME", help="accounts_cli.option_account")]
Roles = Annotated[
    list[Role], typer.Option("--role", metavar="ROLE", help="accounts_cli.option_account_role")
]
Agencies = Annotated[
    Several,
    typer.Option("--agency", metavar="AGENCY", help="accounts_cli.option_account_agency"),
]
OwnNip = Annotated[
    str | None, typer.Option("--nip", metavar="NIP", help="accounts_cli.option_account_nip")
]


def user_list(as_json: AsJson = False) -> None:
    """List the accounts."""
    from commands.account_tables import show_accounts
    from matching.plain import to_json
    from serving.access.accounts import list_accounts
    from serving.settings import Settings

    settings = Settings()
    with open_database(settings) as database, database.read() as session:
        found = list_accounts(session)
    if as_json:
        put(to_json(found, indent=1))
    elif found:
        show_accounts(stdout(), found, settings.language)
    else:
        note(say("accounts_cli.no_accounts", settings.language))


def user_add(
    name: Name,
    role: Roles,
    agency: Agencies = None,
    nip: OwnNip = None,
    as_json: AsJson = False,
) -> None:
    """Make an account and print its one-time password."""
    from serving.access.accounts import make_account
    from serving.access.terminal import find_terminal_actor
    from serving.settings import Settings

    settings = Settings()
    grant = _read_grant(settings, role, agency, nip)
    with open_database(settings) as database:
        first = make_account(database, name, grant, find_terminal_actor())
        _tell(settings, database, name, first, as_json)


def user_roles(
    name: Name,
    role: Roles,
    agency: Agencies = None,
    nip: OwnNip = None,
    nobody: Annotated[
        bool, typer.Option("--nobody", help="accounts_cli.option_account_nobody")
    ] = False,
) -> None:
    """Give an account other roles, agencies or another person."""
    from serving.access.accounts import change_grant, find_account
    from serving.access.terminal import find_terminal_actor
    from serving.settings import Settings

    settings = Settings()
    with open_database(settings) as database:
        with database.read() as session:
            account = find_account(session, name)
        kept = None if nobody else account.person_id
        grant = _read_grant(settings, role, agency, nip, kept)
        change_grant(database, account.id, grant, find_terminal_actor())
    put(say("accounts_cli.changed", settings.language, name=account.name))


def user_password(name: Name, as_json: AsJson = False) -> None:
    """Give an account a one-time password and print it."""
    from serving.access.accounts import reset_password
    from serving.access.terminal import find_terminal_actor
    from serving.settings import Settings

    settings = Settings()
    with open_database(settings) as database:
        fresh = reset_password(database, name, find_terminal_actor())
        _tell(settings, database, name, fresh, as_json)


def user_close(name: Name) -> None:
    """Close an account."""
    from serving.access.accounts import close_account, find_account
    from serving.access.first_start import forget_first_password
    from serving.access.terminal import find_terminal_actor
    from serving.settings import Settings

    settings = Settings()
    with open_database(settings) as database:
        close_account(database, name, find_terminal_actor())
        with database.read() as session:
            account = find_account(session, name)
    forget_first_password(settings.home, account.name)
    put(say("accounts_cli.closed", settings.language, name=account.name))


def user_reopen(name: Name, as_json: AsJson = False) -> None:
    """Open a closed account again and print its one-time password."""
    from serving.access.accounts import reopen_account
    from serving.access.terminal import find_terminal_actor
    from serving.settings import Settings

    settings = Settings()
    with open_database(settings) as database:
        fresh = reopen_account(database, name, find_terminal_actor())
        _tell(settings, database, name, fresh, as_json)


def _read_grant(
    settings: "Settings",
    role: list[Role],
    agency: Several,
    nip: str | None,
    person_id: str | None = None,
) -> "Grant":
    """Return what is granted; the records are opened only where an id must be found in them."""
    from serving.access.granting import read_grant

    records = partial(open_matcher, settings, model_needed=False)
    return read_grant(role, tuple(agency or ()), nip, records, person_id)


def _tell(
    settings: "Settings",
    database: "Database",
    name: str,
    fresh: "OneTimePassword",
    as_json: bool,
) -> None:
    """Print a one-time password; the file of the first administrator's is of no more use."""
    from matching.plain import to_plain
    from serving.access.accounts import find_account
    from serving.access.first_start import forget_first_password
    from serving.access.passwords import ONE_TIME_DAYS

    with database.read() as session:
        account = find_account(session, name)
    forget_first_password(settings.home, account.name)
    if as_json:
        told = {**to_plain(account), "one_time_password": fresh.password}
        put(json.dumps(told, ensure_ascii=False, indent=1))
        return
    days, language = ONE_TIME_DAYS, settings.language
    note(say("accounts_cli.one_time_told", language, name=account.name, days=days))
    put(fresh.password)
