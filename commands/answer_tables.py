"""Other answers as they are printed: one candidate, a comparison, positions, a checked draft."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from commands.contrast_tables import show_against_list, show_would_be
from commands.detail_tables import show_details
from commands.gate_tables import MARKS, draw_gates, open_table
from commands.precedent_tables import show_precedents
from commands.remedy_tables import show_remedy
from commands.shortlist_tables import print_point, print_reasons, tell_fit
from matching.directory import PositionRow
from matching.drafts.answers import DraftLine, DraftReport
from matching.explaining.answers import CandidateAnswer
from matching.explaining.gaps import write_gaps
from matching.explaining.wish_words import write_wish
from wording import Language, say, write, write_percent


def show_candidate(console: Console, answer: CandidateAnswer, language: Language) -> None:
    """Print verdict, every gate, and what the model says."""
    console.print()
    console.print(Text(f"{answer.name} · {answer.nip}", "bold"))
    console.print(f"{answer.present_position or '–'}, {answer.agency or '–'}")
    console.print(f"→ {answer.position.title} ({answer.position.position_id})")
    console.print(Text(say(f"matching.verdict_{answer.verdict}", language), "bold"))
    for notice in answer.notices:
        print_point(console, "·", notice.text, "dim")
    console.print(draw_gates(answer, language))
    if answer.score is not None:
        console.print(_tell_standing(answer, language))
    show_would_be(console, answer, language)
    if answer.against_list is not None:
        show_against_list(console, answer.against_list)
    if answer.stability is not None:
        print_point(console, "≈", answer.stability.text, "dim")
    print_reasons(console, answer.reasons, answer.concerns, language)
    for caution in answer.warnings:
        print_point(console, "!", f"{caution.text} ({caution.source})", "yellow")
    for line in write_gaps(answer.gaps, language):
        print_point(console, "△", line, "dim")
    if answer.wish is not None:
        print_point(console, "·", write_wish(answer.wish, language), "dim")
    show_details(console, answer, language)
    show_precedents(console, answer, language)
    show_remedy(console, answer, language)


def _tell_standing(answer: CandidateAnswer, language: Language) -> str:
    told = "terminal.standing" if answer.rank else "terminal.standing_unranked"
    return say(
        told,
        language,
        rank=answer.rank,
        eligible=answer.eligible,
        score=answer.score,
        fit=tell_fit(answer.fit, answer.fit_low, answer.fit_high, language),
    )


def show_positions(
    console: Console, rows: Sequence[PositionRow], found: int, language: Language
) -> None:
    """Print positions with their numbers, and how many more were found."""
    table = open_table(language, "position_id", "position", "agency")
    for name in ("seats", "need", "staff", "vacant"):
        table.add_column(say(f"terminal.head_{name}", language), justify="right", no_wrap=True)
    for row in rows:
        numbers = (row.seats, row.need, row.staff, row.vacant)
        where = row.agency if row.unit == row.agency else f"{row.unit}, {row.agency}"
        table.add_row(row.position_id, row.title, where, *(write(n, language) for n in numbers))
    console.print(table)
    if found > len(rows):
        console.print(say("terminal.more_positions", language, shown=len(rows), found=found))


def show_draft(console: Console, report: DraftReport, language: Language) -> None:
    """Print every line of a checked draft with what stands against it, then the findings."""
    console.print()
    for notice in report.notices:
        print_point(console, "·", notice.text, "dim")
    for line in report.lines:
        _show_line(console, line, language)
    console.print()
    for finding in report.findings:
        lines = ", ".join(map(str, finding.lines))
        text = say("terminal.finding", language, lines=lines, text=finding.text)
        print_point(console, "!", text, "yellow")
    lawful = sum(line.verdict == "eligible" for line in report.lines)
    facts = {"lawful": lawful, "lines": len(report.lines), "findings": len(report.findings)}
    console.print(say("terminal.draft_summary", language, **facts))


def _show_line(console: Console, line: DraftLine, language: Language) -> None:
    results = {"eligible": "pass", "undetermined": "unknown"}
    mark, style = MARKS[results.get(line.verdict, "fail")]
    name, post = line.name or line.nip, line.position or line.position_id
    fit = "" if line.fit is None else f" · {write_percent(line.fit, language)}"
    console.print(Text(f"{line.line}. {mark} {name} → {post}{fit}", style))
    if line.problem:
        print_point(console, "✗", line.problem, "red")
    for gate in line.gates:
        mark, style = MARKS[gate.result]
        cure = f" {gate.cure}" if gate.cure else ""
        print_point(console, mark, f"{gate.found} ({gate.source}){cure}", style)
    for caution in line.warnings:
        print_point(console, "!", f"{caution.text} ({caution.source})", "yellow")
    if line.better:
        better = f"{line.better.name} ({line.better.nip})"
        print_point(console, "→", say("terminal.better", language, name=better), "cyan")
