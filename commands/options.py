"""Options that several commands share; their help is a key of `wording/*/terminal.toml`."""

from collections.abc import Container
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from wording import Language, say

FORMS = ["%Y-%m-%d", "%d-%m-%Y"]
"""A date as the records may write it too."""

Several = list[str] | None
SourceForm = Literal["padan", "siasn"]
"""Formats of a source of records, as `snapshots.readers` knows them."""
AsJson = Annotated[bool, typer.Option("--json", help="option_json")]
AsOf = Annotated[datetime | None, typer.Option(formats=FORMS, metavar="DATE", help="option_as_of")]
EffectiveOn = Annotated[
    datetime | None, typer.Option(formats=FORMS, metavar="DATE", help="option_effective_on")
]
Out = Annotated[Path | None, typer.Option(metavar="FILE", help="option_out")]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="option_reason")]
ReasonCode = Annotated[str | None, typer.Option(metavar="CODE", help="option_reason_code")]
Pins = Annotated[Several, typer.Option("--pin", metavar="POSITION=NIP", help="option_pin")]
Bans = Annotated[
    Several, typer.Option("--forbid", metavar="POSITION=NIP|POSITION|NIP", help="option_forbid")
]


def to_date(given: datetime | None) -> date | None:
    """Return the date of an option."""
    return None if given is None else given.date()


def read_pin(given: str, language: Language, option: str = "--pin") -> tuple[str, str]:
    """Return position and NIP of a move written POSITION=NIP. Raises typer.BadParameter."""
    post, _, nip = (part.strip() for part in given.partition("="))
    if not (post and nip):
        told = say("plans.malformed_pair", language, given=given)
        raise typer.BadParameter(told, param_hint=option)
    return post, nip


def read_ban(
    given: str, people: Container[str], language: Language
) -> tuple[str | None, str | None]:
    """Return position and NIP of POSITION=NIP; the NIP alone of one of `people`, else a position.

    None stands for any position, or anybody. Raises typer.BadParameter.
    """
    if "=" in given:
        return read_pin(given, language, "--forbid")
    return (None, given) if given in people else (given, None)
