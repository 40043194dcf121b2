"""Tells the audit of what a command shows or hands out, before it does."""

from typing import TYPE_CHECKING

from commands.opening import open_database

if TYPE_CHECKING:
    from serving.audit.service import Event
    from serving.settings import Settings

NOBODY = "-"
"""Subject of what is about no single thing."""


def tell_audit(
    settings: "Settings",
    event: "Event",
    command: str,
    subject: str = NOBODY,
    **facts: str | int | bool | None,
) -> None:
    """Write one event of whoever is logged in to the machine; facts hold no NIP and no name."""
    from serving.access.terminal import find_terminal_actor
    from serving.audit.service import record_event

    told = {"command": command, **facts}
    with open_database(settings) as database, database.write() as session:
        record_event(session, event, subject, find_terminal_actor(), told)
