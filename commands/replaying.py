"""The command that computes a stored list again: replay."""

from typing import TYPE_CHECKING, Annotated

import typer

from commands.console import Refusal, busy, put, stdout
from commands.opening import open_database
from commands.options import AsJson
from commands.witness import tell_audit
from wording import Language, say

if TYPE_CHECKING:
    from rich.console import Console

    from matching.explaining.replay import Replay

DIFFERENCES_SHOWN = 20


def replay(
    shortlist_id: Annotated[str, typer.Argument(metavar="SHORTLIST", help="option_shortlist")],
    as_json: AsJson = False,
) -> None:
    """Compute a stored list again: same bytes, or what differs."""
    from matching.plain import to_json
    from serving.audit.service import Event
    from serving.replays.service import Replays
    from serving.settings import Settings
    from serving.shortlists.service import load_shortlist

    settings = Settings()
    with open_database(settings) as database, database.read() as session:
        stored = load_shortlist(session, shortlist_id)
    tell_audit(settings, Event.LIST_SEEN, "replay", stored.id)
    with busy("opening", settings.language):
        answer = Replays(settings).replay(stored, settings.language)
    if as_json:
        put(to_json(answer, indent=1))
    else:
        show_replay(stdout(), answer, settings.language)
    if not answer.same:
        raise Refusal(answer.text)


def show_replay(console: "Console", answer: "Replay", language: Language) -> None:
    """Print what decides the list, as stored and now, and what differs on it in words."""
    from rich.text import Text

    from commands.shortlist_tables import print_point

    if answer.same:
        console.print(Text(answer.text, "bold green"))
    for one in answer.origins:
        mark, style = ("✓", "green") if one.same or one.follows else ("✗", "red")
        print_point(console, mark, one.text, style)
    for difference in answer.differences[:DIFFERENCES_SHOWN]:
        print_point(console, "≠", difference.text, "yellow")
    further = len(answer.differences) - DIFFERENCES_SHOWN
    if further > 0:
        console.print(say("replay.more", language, count=further))
