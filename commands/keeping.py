"""Commands about the whole installation: backup, restore, retention."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from commands.console import Refusal, busy, put, stages
from commands.opening import check_target, open_database
from commands.options import AsJson
from wording import say

BYTES_A_MEGABYTE = 2**20


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="option_backup_file")],
) -> None:
    """Write the whole installation into one file."""
    from serving.access.terminal import find_terminal_actor
    from serving.backup.making import back_up
    from serving.settings import Settings

    settings = Settings()
    check_target(file)
    with busy("backing_up", settings.language):
        made = back_up(settings, file, find_terminal_actor())
    size = round(file.stat().st_size / BYTES_A_MEGABYTE, 1)
    put(
        say(
            "keeping.backed_up",
            settings.language,
            file=str(file),
            size=size,
            sha256=made.sha256,
            number=made.head.number,
            head_file=str(made.head_file),
        )
    )


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="option_restore_file")],
) -> None:
    """Restore an installation into an empty place, and prove it."""
    from serving.access.terminal import find_terminal_actor
    from serving.backup.restoring import restore as bring_back
    from serving.settings import Settings

    settings = Settings()
    language = settings.language
    shares = {"unpacking": 0.0, "filling": 0.3, "replaying": 0.6}
    with stages("keeping", language) as progress:
        found = bring_back(
            settings,
            file,
            language,
            find_terminal_actor(),
            lambda stage: progress(stage, shares[stage]),
        )
    put(
        say(
            "keeping.restored",
            language,
            made_at=datetime.fromisoformat(found.made_at),
            rows=found.rows,
        )
    )
    if found.policy is not None:
        put(say("keeping.restored_policy", language, policy=str(found.policy)))
    for one in found.replays:
        put(say("keeping.replayed", language, shortlist_id=one.shortlist_id, text=one.text))
    if not found.replays:
        put(say("keeping.no_lists", language))
    if not found.proved:
        raise Refusal(say("keeping.not_proved", language))
    if not all(one.same for one in found.replays):
        put(say("keeping.proved_by_name", language))


def retention(
    apply: Annotated[bool, typer.Option("--apply", help="option_apply")] = False,
    as_json: AsJson = False,
) -> None:
    """Tell what is kept longer than the policy says, and remove it where asked."""
    from serving.access.terminal import find_terminal_actor
    from serving.retention.service import find_overdue, remove_overdue
    from serving.settings import Settings

    settings = Settings()
    now = datetime.now(UTC)
    with open_database(settings) as database:
        if apply:
            found = remove_overdue(settings, database, now, find_terminal_actor())
        else:
            found = find_overdue(settings, database, now)
    if as_json:
        put(json.dumps(vars(found), indent=1))
        return
    told = "removed" if apply else "overdue"
    put(say(f"keeping.{told}", settings.language, **found.counts))
    if not apply and any(found.counts.values()):
        put(say("keeping.apply", settings.language))
