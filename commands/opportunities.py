"""The command that tells which open posts there are for one person: opportunities."""

from typing import TYPE_CHECKING, Annotated

import typer

from commands.console import note, put, stdout
from commands.opening import open_matcher
from commands.options import AsJson, AsOf, EffectiveOn, to_date
from commands.witness import tell_audit
from wording import Language, say

ADVICE_SHOWN = 3
"""Advice told of a post; all of it stands in `padan standing`."""

if TYPE_CHECKING:
    from rich.console import Console

    from matching.opportunities import Opportunities, Opportunity


def opportunities(
    nip: Annotated[str, typer.Argument(metavar="NIP", help="option_nip")],
    limit: Annotated[int, typer.Option(min=1, max=100, metavar="N", help="option_limit")] = 10,
    as_of: AsOf = None,
    effective_on: EffectiveOn = None,
    as_json: AsJson = False,
) -> None:
    """Tell one person's open posts: the lawful ones first, then by how well they fit."""
    from matching.opportunities import find_openings, tell_openings
    from matching.plain import to_json
    from serving.audit.service import Event
    from serving.settings import Settings

    settings = Settings()
    matcher = open_matcher(settings, model_needed=False)
    dates = matcher.date(to_date(as_of), to_date(effective_on))
    openings = find_openings(matcher, matcher.person(nip), dates)
    answer = tell_openings(openings, 0, limit, None, settings.language)
    tell_audit(settings, Event.PERSON_SEEN, "opportunities", answer.person_id)
    if as_json:
        put(to_json(answer, indent=1))
        return
    show_opportunities(stdout(), answer, settings.language)
    more = len(openings.position) - len(answer.items)
    if more > 0:
        note(say("preferences.more_posts", settings.language, count=more))


def show_opportunities(console: "Console", answer: "Opportunities", language: Language) -> None:
    """Print the posts with what speaks for each and what bars."""
    from rich.text import Text

    from commands.shortlist_tables import print_point
    from matching.explaining.wish_words import write_wish

    console.print()
    console.print(Text(answer.name, "bold"))
    for notice in answer.notices:
        print_point(console, "·", notice.text, "dim")
    if answer.wish is not None:
        print_point(console, "·", write_wish(answer.wish, language), "dim")
    counts = {name: getattr(answer, name) for name in ("eligible", "undetermined", "ineligible")}
    console.print(say("person.open_counts", language, **counts))
    for number, one in enumerate(answer.items, 1):
        _show(console, number, one, language)


def _show(console: "Console", number: int, one: "Opportunity", language: Language) -> None:
    from rich.text import Text

    from commands.gate_tables import MARKS
    from commands.shortlist_tables import print_point, tell_fit

    told = [say(f"matching.verdict_{one.verdict}", language)]
    if one.fit is not None:
        told.append(tell_fit(one.fit, one.fit_low, one.fit_high, language))
    if one.wished:
        told.append(say("person.wished", language))
    console.print()
    title = f"{number}. {one.position.title} ({one.position.position_id})"
    console.print(Text(title, "bold"))
    console.print(f"   {one.position.unit} · {one.position.agency}")
    console.print(f"   {' · '.join(told)}")
    for gate in one.gates:
        mark, style = MARKS[gate.result]
        cure = f" {gate.cure}" if gate.cure else ""
        print_point(console, mark, f"{gate.found} ({gate.source}){cure}", style)
    for reason in one.reasons:
        print_point(console, "+", reason.text, "green")
    for reason in one.concerns:
        print_point(console, "−", reason.text, "red")
    for advice in one.advice[:ADVICE_SHOWN]:
        print_point(console, "△", advice.text, "dim")
