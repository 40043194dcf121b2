"""A person's own view as it is printed: verdict, requirements, chance, reasons, facts, rights."""

from rich.console import Console
from rich.text import Text

from commands.gate_tables import draw_gates, open_table
from commands.shortlist_tables import print_point
from matching.explaining.own_facts import OwnFact
from matching.explaining.standing import Standing
from wording import Language, say, write


def show_standing(console: Console, answer: Standing, language: Language) -> None:
    """Print the own view at a hundred columns."""
    _show_head(console, answer, language)
    console.print(draw_gates(answer, language))
    _print_heading(console, "chance_title", language)
    print_point(console, "·", answer.chance, "")
    for reason in answer.reasons:
        print_point(console, "+", reason.text, "green")
    for reason in answer.concerns:
        print_point(console, "−", reason.text, "red")
    for warning in answer.warnings:
        print_point(console, "!", f"{warning.text} ({warning.source})", "yellow")
    _show_changes(console, answer, language)
    _print_heading(console, "facts_title", language)
    _show_facts(console, answer.facts, language)
    _print_heading(console, "missing_title", language)
    for one in answer.missing:
        print_point(console, "?", f"{one.text} ({one.source})", "yellow")
    if not answer.missing:
        print_point(console, "✓", say("standing.missing_none", language), "green")
    _print_heading(console, "rights_title", language)
    for right in answer.rights:
        source = f" ({right.source})" if right.source else ""
        print_point(console, "·", right.text + source, "")
    console.print(Text(tell_versions(answer, language), "dim"))


def _show_changes(console: Console, answer: Standing, language: Language) -> None:
    """Print what would change the answer, and advice beside it."""
    _print_heading(console, "changes_title", language)
    if answer.remedy is not None:
        print_point(console, "→", answer.remedy.text, "cyan")
        for change in answer.remedy.changes:
            print_point(console, " ", change.text, "cyan")
    for advice in answer.advice:
        print_point(console, "△", advice.text, "dim")


def _show_head(console: Console, answer: Standing, language: Language) -> None:
    console.print()
    title = say("standing.title", language, title=answer.position.title)
    console.print(Text(title, "bold"))
    console.print(f"{answer.name} · {answer.nip}")
    console.print(f"{answer.position.unit} · {answer.position.agency}")
    console.print(say("standing.dates", language, as_of=answer.as_of, on=answer.effective_on))
    for notice in answer.notices:
        print_point(console, "·", notice.text, "dim")
    console.print(Text(answer.conclusion, "bold"))


def _print_heading(console: Console, entry: str, language: Language) -> None:
    console.print()
    console.print(Text(say(f"standing.{entry}", language), "bold"))


def _show_facts(console: Console, facts: tuple[OwnFact, ...], language: Language) -> None:
    table = open_table(language)
    for name in ("fact", "value", "on", "use", "source"):
        table.add_column(say(f"standing.head_{name}", language), overflow="fold")
    for one in facts:
        value = f"{one.value} ({say('standing.assumed', language)})" if one.assumed else one.value
        use = say(f"standing.use_{one.use}", language)
        table.add_row(one.label, value, tell_days(one, language), use, one.source)
    console.print(table)


def tell_days(fact: OwnFact, language: Language) -> str:
    """Return from when a fact holds, until when, and when it was known, as one line."""
    days = [] if fact.on is None else [write(fact.on, language)]
    if fact.until is not None:
        days.append(say("standing.until", language, on=fact.until))
    if fact.known_on is not None:
        days.append(say("standing.known_on", language, on=fact.known_on))
    return " ".join(days)


def tell_versions(answer: Standing, language: Language) -> str:
    """Return what the view was made of, so that it can be made again."""
    return say(
        "standing.versions",
        language,
        snapshot_id=answer.snapshot_id,
        model=answer.model_version,
        policy=answer.policy_version,
        software=answer.software_version,
        state_id=answer.state_id,
    )
