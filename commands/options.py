"""Options that several commands share; their help is a key of `wording/*/terminal.toml`."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

FORMS = ["%Y-%m-%d", "%d-%m-%Y"]
"""A date as the records may write it too."""

AsJson = Annotated[bool, typer.Option("--json", help="option_json")]
AsOf = Annotated[datetime | None, typer.Option(formats=FORMS, metavar="DATE", help="option_as_of")]
EffectiveOn = Annotated[
    datetime | None, typer.Option(formats=FORMS, metavar="DATE", help="option_effective_on")
]
Out = Annotated[Path | None, typer.Option(metavar="FILE", help="option_out")]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="option_reason")]


def to_date(given: datetime | None) -> date | None:
    """Return the date of an option."""
    return None if given is None else given.date()
