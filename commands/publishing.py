"""The commands on what follows an inauguration: publish, aftermath."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.console import Refusal, busy, put, stdout
from commands.folders import FOR_ALL, replace_folder
from commands.opening import note_made_up, open_database, open_matcher, open_store
from commands.options import AsJson
from commands.witness import NOBODY, tell_audit
from wording import LANGUAGES, Language, say

if TYPE_CHECKING:
    from serving.settings import Settings


def publish(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="option_publication")],
) -> None:
    """Write the public page, its data and its table as files; all of them, or none."""
    from serving.audit.service import Event
    from serving.rendering import open_templates
    from serving.settings import Settings
    from serving.transparency.files import NAMES, list_files
    from serving.transparency.service import read_public

    settings = Settings()
    language = settings.language
    check_folder(directory, NAMES, language)
    with busy("publishing", language), open_database(settings) as database:
        made_up = is_made_up(settings)
        answers = {one: read_public(settings, database, made_up, one) for one in LANGUAGES}
        files = dict(list_files(answers, open_templates()))
    note_made_up(any(one.code == "made_up" for one in answers[language].notices), language)
    tell_audit(settings, Event.EXPORTED, "publish", moves=answers[language].totals.moves)
    replace_folder(directory, files.items(), FOR_ALL)
    facts = {"count": len(files), "moves": answers[language].totals.moves}
    put(say("transparency.published", language, directory=str(directory), **facts))


def aftermath(
    plan: Annotated[str | None, typer.Option(metavar="PLAN", help="option_plan")] = None,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="option_limit")] = 20,
    as_json: AsJson = False,
) -> None:
    """Tell what became of inaugurated moves, and expected successes beside observed."""
    from commands.aftermath_tables import show_aftermath
    from matching.plain import to_json
    from serving.aftermath.service import read_aftermath
    from serving.audit.service import Event
    from serving.settings import Settings

    settings = Settings()
    language = settings.language
    matcher = open_matcher(settings, model_needed=False)
    with busy("following", language), open_database(settings) as database:
        answer = read_aftermath(matcher, database, language, plan)
    tell_audit(settings, Event.PLAN_SEEN, "aftermath", plan or NOBODY)
    if as_json:
        put(to_json(answer, indent=1))
        return
    note_made_up(matcher.history.snapshot.made_up, language)
    show_aftermath(stdout(), answer, limit, language)


def is_made_up(settings: "Settings") -> bool:
    """Tell whether the records that serve are made up; no records are not."""
    from snapshots.store import NoSnapshotError

    try:
        return open_store(settings).load().made_up
    except NoSnapshotError:
        return False


def check_folder(directory: Path, names: Iterable[str], language: Language) -> None:
    """Refuse a folder that holds something else than an older publication, or no folder."""
    if directory.exists() and not directory.is_dir():
        raise Refusal(say("transparency.not_a_folder", language, directory=str(directory)))
    here = {file.name for file in directory.iterdir()} if directory.exists() else set()
    for name in sorted(here - set(names))[:1]:
        facts = {"directory": str(directory), "name": name}
        raise Refusal(say("transparency.folder_strange", language, **facts))
