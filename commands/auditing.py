"""The auditor's commands: verify-audit, overrides."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.console import Refusal, busy, put, stdout
from commands.opening import check_target, open_database
from commands.options import AsJson
from commands.witness import tell_audit
from wording import Language, say

if TYPE_CHECKING:
    from serving.audit.verifying import Kept
    from serving.settings import Settings

HASH_DIGITS = 64
SHOWN = 20
"""Departures that the terminal shows."""


def verify_audit(
    head: Annotated[str | None, typer.Option(metavar="FILE|HASH", help="option_head")] = None,
    export: Annotated[Path | None, typer.Option(metavar="FILE", help="option_export_head")] = None,
    as_json: AsJson = False,
) -> None:
    """Check that the audit is as it was written; write its head where asked."""
    from matching.plain import to_json
    from serving.audit.telling import tell_verification
    from serving.audit.verifying import verify_chain
    from serving.database.connection import open_as_it_is
    from serving.settings import Settings

    settings = Settings()
    language = settings.language
    check_target(export)
    kept = None if head is None else read_kept(head, language)
    with (
        busy("verifying", language),
        closing(open_as_it_is(settings.database_url)) as database,
        database.read() as session,
    ):
        found = verify_chain(session, kept)
    told = tell_verification(found, language)
    if as_json:
        put(to_json(found, indent=1))
    if not found.unbroken:
        raise Refusal(told)
    if not as_json:
        put(told)
    if export is not None:
        _write_head(settings, export, as_json)


def _write_head(settings: "Settings", export: Path, as_json: bool) -> None:
    """Write the end of the chain into a file, the event that tells of it included."""
    from matching.plain import to_json
    from serving.audit.service import Event
    from serving.audit.verifying import read_head

    tell_audit(settings, Event.EXPORTED, "verify-audit")
    with open_database(settings) as database, database.read() as session:
        head = read_head(session)
    export.write_text(to_json(head, indent=1) + "\n", encoding="utf-8")
    if not as_json:
        told = say("audit.head_written", settings.language, number=head.number, file=str(export))
        put(told)


def read_kept(given: str, language: Language) -> "Kept":
    """Return what was kept of a head: a file that was exported, or its hash. Raises Refusal."""
    from pydantic import ValidationError

    from serving.audit.schemas import HeadFile
    from serving.audit.verifying import Kept

    text = given.strip().lower()
    if len(text) == HASH_DIGITS and not Path(given).exists():
        text = f'{{"hash": "{text}"}}'
    else:
        text = Path(given).read_text(encoding="utf-8", errors="replace")
    try:
        read = HeadFile.model_validate_json(text)
    except ValidationError:
        raise Refusal(say("audit.head_unreadable", language, file=given)) from None
    return Kept(read.hash, read.number)


def overrides(as_json: AsJson = False) -> None:
    """Tell how far decisions and plans departed from what was proposed, and why."""
    from commands.override_tables import show_overrides
    from matching.plain import to_json
    from serving.audit.service import Event
    from serving.overrides.service import report_overrides
    from serving.settings import Settings

    settings = Settings()
    with open_database(settings) as database, database.read() as session:
        report = report_overrides(session)
    tell_audit(settings, Event.AUDIT_SEEN, "overrides")
    if as_json:
        put(to_json(report, indent=1))
    else:
        show_overrides(stdout(), report, SHOWN, settings.language)
