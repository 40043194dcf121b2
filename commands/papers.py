"""The command that writes a plan's papers into a folder: papers."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.console import Refusal, busy, put
from commands.folders import replace_folder
from commands.opening import note_made_up, open_database
from commands.witness import tell_audit
from wording import Language, say

if TYPE_CHECKING:
    from planning.papers.catalogue import Kind

NAMES: "dict[str, Kind]" = {
    "annex": "annex",
    "letters": "letter",
    "agencies": "agency",
    "imut": "imut",
}
"""What `--only` takes, with the kind of paper that it means."""


def papers(
    plan: Annotated[str, typer.Argument(metavar="PLAN", help="option_plan")],
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="option_papers_directory")],
    revision: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="option_revision")
    ] = None,
    only: Annotated[
        str | None, typer.Option(metavar="NAME,NAME", help="option_papers_only")
    ] = None,
) -> None:
    """Write annex, letters, agency sheets and rows for I-Mut; all files, or none."""
    from serving.audit.service import Event
    from serving.papers.service import list_files, open_edition
    from serving.rendering import open_templates
    from serving.settings import Settings

    settings = Settings()
    language = settings.language
    kinds = read_kinds(only, language)
    check_folder(directory, language)
    with busy("opening", language), open_database(settings) as database:
        edition = open_edition(settings, database, None, plan, language, revision)
    note_made_up(edition.matcher.history.snapshot.made_up, language)
    tell_audit(settings, Event.EXPORTED, "papers", edition.plan.id, revision=edition.plan.revision)
    with busy("printing", language):
        count = replace_folder(directory, list_files(edition, open_templates(), kinds))
    put(say("papers.written", language, count=count, directory=str(directory)))


def read_kinds(only: str | None, language: Language) -> "tuple[Kind, ...]":
    """Return the kinds of paper that are asked for, all by default; Refusal for another name."""
    asked = list(NAMES) if only is None else [name.strip() for name in only.split(",")]
    strange = [name for name in asked if name not in NAMES]
    if strange:
        facts = {"name": strange[0], "known": ", ".join(NAMES)}
        raise Refusal(say("papers.unknown_kind", language, **facts))
    return tuple(NAMES[name] for name in asked)


def check_folder(directory: Path, language: Language) -> None:
    """Refuse a folder in which something lies: papers of two revisions must not mix."""
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise Refusal(say("papers.folder_not_empty", language, directory=str(directory)))
