"""The sheet of a checked draft: its own columns as they came, and what was found beside them."""

from collections.abc import Callable, Iterator

from matching.drafts.answers import DraftLine, DraftReport
from matching.files.sheets import Cell, Column, Sheet, head, join, open_workbook, own, texts
from wording import Language, say

OWN_WIDTH = 20
"""Characters shown of a column of a draft's own; a NIP has 18."""


def write_checked_draft(report: DraftReport, language: Language) -> bytes:
    """Return a workbook of a checked draft: its lines with their own columns, and the findings."""
    with open_workbook(report.as_of) as (book, content):
        sheet = Sheet(book, say("matching.sheet_lines", language), language)
        sheet.write_table(_choose_columns(report, language), report.lines)
        findings = Sheet(book, say("matching.sheet_findings", language), language)
        for line, text in list_findings(report):
            findings.write_line(line, text)
    return content.getvalue()


def list_findings(report: DraftReport) -> Iterator[tuple[str, str]]:
    """Give the lines and the text of every finding and notice of a checked draft."""
    for finding in report.findings:
        yield ", ".join(map(str, finding.lines)), finding.text
    for notice in report.notices:
        yield "", notice.text


def draft_rows(report: DraftReport) -> list[dict[str, Cell]]:
    """Return the checked lines for a CSV file: the draft's own columns, then codes and texts.

    A column of the draft that bears the name of an answer gives way to it.
    """
    return [_draft_row(line) for line in report.lines]


def _draft_row(line: DraftLine) -> dict[str, Cell]:
    answers = _draft_answers(line)
    kept = {name: cell for name, cell in line.cells.items() if name not in answers}
    return {**kept, **answers}


def _draft_answers(line: DraftLine) -> dict[str, Cell]:
    return {
        "verdict": line.verdict,
        "failed": _codes(line, "fail"),
        "unknown": _codes(line, "unknown"),
        "rules": _draft_rules(line),
        "cures": _cures(line),
        "fit": line.fit,
        "warnings": join([caution.text for caution in line.warnings]),
        "better": line.better.nip if line.better else "",
        "problem": line.problem,
    }


def _codes(line: DraftLine, result: str) -> str:
    return ";".join(gate.rule for gate in line.gates if gate.result == result)


def _draft_verdict(line: DraftLine, language: Language) -> str:
    return line.problem or say(f"matching.verdict_{line.verdict}", language)


def _draft_rules(line: DraftLine) -> str:
    return join([f"{gate.found} ({gate.source})" for gate in line.gates])


def _cures(line: DraftLine) -> str:
    return join([gate.cure for gate in line.gates if gate.cure])


def _draft_better(line: DraftLine, _: Language) -> str:
    return f"{line.better.name} ({line.better.nip})" if line.better else ""


NAMING_COLUMNS: tuple[Column, ...] = (own("name", 28), own("position", 30))
ANSWER_COLUMNS: tuple[Column, ...] = (
    ("verdict", 18, _draft_verdict),
    ("rules", 50, lambda line, _: _draft_rules(line)),
    ("cures", 50, lambda line, _: _cures(line)),
    own("fit", 9),
    texts("warnings"),
    ("better", 28, _draft_better),
)


def _choose_columns(report: DraftReport, language: Language) -> tuple[Column, ...]:
    """Return the draft's own columns under their own headings, then ours.

    A checked draft can be checked again: an own column headed like an answer gives way to it, and
    names of people and posts are added only where the draft has none.
    """
    answers = {head(heading, language) for heading, _, _ in ANSWER_COLUMNS}
    brought = dict.fromkeys(name for line in report.lines for name in line.cells)
    kept = ((f"={name}", OWN_WIDTH, _cell(name)) for name in brought if name not in answers)
    naming = (column for column in NAMING_COLUMNS if head(column[0], language) not in brought)
    return (*kept, *naming, *ANSWER_COLUMNS)


def _cell(name: str) -> Callable[[DraftLine, Language], Cell]:
    return lambda line, _: line.cells.get(name)
