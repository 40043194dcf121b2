"""Commands of portals' keys: `padan key list`, `add`, `revoke`; a new key is alone on stdout."""

import json
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.console import note, put, stdout
from commands.opening import open_database, open_matcher
from commands.options import AsJson, Several
from serving.access.rights import GRANTABLE, OF_A_PORTAL, Right
from wording import Language, say

if TYPE_CHECKING:
    from serving.database.access_tables import PortalKeyRow


def key_list(as_json: AsJson = False) -> None:
    """List the keys."""
    from commands.account_tables import show_keys
    from serving.access.keys import list_keys
    from serving.settings import Settings

    settings = Settings()
    with open_database(settings) as database, database.read() as session:
        found = list_keys(session)
    if as_json:
        put(json.dumps([describe(row) for row in found], ensure_ascii=False, indent=1))
    elif found:
        show_keys(stdout(), found, settings.language)
    else:
        note(say("accounts_cli.no_keys", settings.language))


def key_add(
    client: Annotated[str, typer.Argument(metavar="CLIENT", help="accounts_cli.option_client")],
    scope: Annotated[
        Several, typer.Option("--scope", metavar="SCOPE", help="accounts_cli.option_scope")
    ] = None,
    days: Annotated[int, typer.Option(metavar="N", help="accounts_cli.option_days")] = 365,
    agency: Annotated[
        Several, typer.Option("--agency", metavar="AGENCY", help="accounts_cli.option_key_agency")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a key and print it, once."""
    from serving.access.granting import read_agencies
    from serving.access.keys import find_public, grant_key
    from serving.access.terminal import find_terminal_actor
    from serving.database.access_tables import PortalKeyRow
    from serving.settings import Settings

    settings = Settings()
    scopes = [read_scope(one, settings.language) for one in scope or sorted(OF_A_PORTAL)]
    agencies = read_agencies(agency or (), partial(open_matcher, settings, model_needed=False))
    with open_database(settings) as database, database.write() as session:
        key = grant_key(session, client, scopes, find_terminal_actor(), days, agencies)
        session.flush()
        made = session.get_one(PortalKeyRow, find_public(key))
    if as_json:
        put(json.dumps({**describe(made), "key": key}, ensure_ascii=False, indent=1))
        return
    told, until = "accounts_cli.key_told", made.expires_at.date()
    note(say(told, settings.language, key_id=made.id, client=made.client, until=until))
    put(key)


def key_revoke(
    key_id: Annotated[str, typer.Argument(metavar="KEY", help="accounts_cli.option_key_id")],
) -> None:
    """Revoke a key."""
    from serving.access.keys import revoke_key
    from serving.access.terminal import find_terminal_actor
    from serving.settings import Settings

    settings = Settings()
    with open_database(settings) as database, database.write() as session:
        revoke_key(session, key_id, find_terminal_actor())
    put(say("accounts_cli.revoked", settings.language, key_id=key_id))


def read_scope(given: str, language: Language) -> Right:
    """Return what a key is to be granted. Raises typer.BadParameter with all that it may be."""
    choices = {right.value: right for right in sorted(GRANTABLE)}
    if given not in choices:
        named = ", ".join(choices)
        why = say("terminal.malformed_not_a_choice", language, given=given, choices=named)
        raise typer.BadParameter(why, param_hint="--scope")
    return choices[given]


def describe(row: "PortalKeyRow") -> dict[str, Any]:
    """Return what is told of a key: everything but its secret."""
    instants = {
        name: at and at.isoformat()
        for name in ("created_at", "expires_at", "revoked_at", "used_at")
        for at in (getattr(row, name),)
    }
    own = {name: getattr(row, name) for name in ("id", "client", "scopes", "agencies")}
    return {**own, **instants}
