"""Accounts and keys as tables on the terminal."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from serving.access.keys import is_live
from wording import Language, say, write

if TYPE_CHECKING:
    from serving.access.accounts import Account
    from serving.database.access_tables import PortalKeyRow


def show_accounts(console: Console, accounts: "Sequence[Account]", language: Language) -> None:
    """Print accounts: name, roles, what they see, state."""
    table = _table(language, "column_name", "column_roles", "column_sees", "column_state")
    for one in accounts:
        roles = ", ".join(say(f"access.role_{role.value}", language) for role in one.roles)
        table.add_row(one.name, roles, _sees(one.agencies, language), _state(one, language))
    console.print(table)


def show_keys(console: Console, keys: "Sequence[PortalKeyRow]", language: Language) -> None:
    """Print keys: client, public part, scopes, what they see, until when, used when."""
    heads = ("column_client", "column_key", "column_scopes", "column_sees")
    table = _table(language, *heads, "column_state", "column_until", "column_used")
    now = datetime.now(UTC)
    for row in keys:
        state = "key_revoked" if row.revoked_at else "key_live"
        if not (row.revoked_at or is_live(row, now)):
            state = "key_expired"
        used = write(row.used_at.date(), language) if row.used_at else "–"
        sees = _sees(row.agencies, language)
        until = write(row.expires_at.date(), language)
        told = say(f"access.{state}", language)
        table.add_row(row.client, row.id, ", ".join(row.scopes), sees, told, until, used)
    console.print(table)


def _table(language: Language, *heads: str) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for head in heads:
        table.add_column(say(f"access.{head}", language), overflow="fold")
    return table


def _sees(agencies: "Sequence[str] | None", language: Language) -> str:
    return say("access.whole_city", language) if agencies is None else ", ".join(agencies)


def _state(account: "Account", language: Language) -> str:
    if account.closed_at:
        return say("access.state_closed", language)
    if account.locked_until:
        return say("access.state_locked", language, until=account.locked_until)
    name = "state_first" if account.must_change_password else "state_open"
    return say(f"access.{name}", language)
