"""Two to four people as they are printed: what decides between them, what is alike, the sums."""

from rich.console import Console
from rich.text import Text

from commands.gate_tables import draw_gates, open_table
from commands.shortlist_tables import print_point
from matching.explaining.answers import Comparison, Judged
from matching.explaining.contrast import AgainstList, Contrast
from wording import Fact, Language, say, write_signed

PARTS_SHOWN = 8


def show_comparison(console: Console, answer: Comparison, language: Language) -> None:
    """Print who stands above whom and by what, the first against each other one."""
    people = (answer.a, answer.b, *(one.person for one in answer.further))
    console.print()
    for one in people:
        _show_person(console, one, language)
    contrasts: list[Contrast] = [answer, *(one.contrast for one in answer.further)]
    for contrast in contrasts:
        console.print()
        _show_contrast(console, contrast, language)


def show_would_be(console: Console, one: Judged, language: Language) -> None:
    """Print the place that somebody who is not eligible would have if every rule were met."""
    if one.would_rank is not None:
        facts: dict[str, Fact] = {"rank": one.would_rank, "total": one.eligible + 1}
        console.print(say("contrast.would_rank", language, **facts))


def show_against_list(console: Console, found: AgainstList) -> None:
    """Print what separates somebody from the last one on the list."""
    console.print(Text(found.text, "bold"))
    _print_sentences(console, found)


def _show_person(console: Console, one: Judged, language: Language) -> None:
    """Print a name with the verdict, and the gates of who is not settled to be eligible."""
    verdict = say(f"matching.verdict_{one.verdict}", language)
    console.print(Text(f"{one.name} · {one.nip} · {verdict}", "bold"))
    if one.verdict != "eligible":
        console.print(draw_gates(one, language))
    show_would_be(console, one, language)


def _show_contrast(console: Console, found: Contrast, language: Language) -> None:
    console.print(Text(found.text, "bold"))
    _print_sentences(console, found)
    if found.difference is None:
        return
    table = open_table(language, "difference", "why")
    for part in found.parts[:PARTS_SHOWN]:
        style = "green" if part.difference > 0 else "red"
        table.add_row(Text(write_signed(part.difference, 2, language), style), part.text)
    rest = sum(part.difference for part in found.parts[PARTS_SHOWN:])
    if rest:
        table.add_row(write_signed(rest, 2, language), say("terminal.other_parts", language))
    whole = write_signed(found.difference, 2, language)
    table.add_row(whole, _tell_groups(found, language))
    console.print(table)


def _tell_groups(found: Contrast, language: Language) -> str:
    """Return the words of the whole difference, with what each group adds to it."""
    groups = ", ".join(
        f"{say(f'matching.group_{part.group}', language)} "
        f"{write_signed(part.difference, 2, language)}"
        for part in found.groups
        if part.difference
    )
    whole = say("terminal.whole_difference", language)
    return f"{whole} ({groups})" if groups else whole


def _print_sentences(console: Console, found: Contrast) -> None:
    for text in found.decisive:
        print_point(console, "≠", text, "yellow")
    for text in found.shared:
        print_point(console, "=", text, "dim")
