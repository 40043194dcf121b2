"""Workbooks: "Bahan sidang Tim Penilai Kinerja" of shortlists, and the checked draft.

Text stays text: nothing that stands in a record is ever taken for a formula or an address.
"""

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import xlsxwriter

from matching.answers import (
    Candidate,
    Shortlist,
    YearlyPredicate,
)
from matching.draft_answers import DraftLine, DraftReport
from wording import Language, say

Cell = str | int | float | date | None
Column = tuple[str, int, Callable[[Any, Language], Cell]]
"""Heading (`matching.column_…`), width in characters, and the cell of one line."""

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
LONGEST_NAME = 31
FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", "-"))


def write_shortlists(shortlists: Sequence[Shortlist], language: Language) -> bytes:
    """Return a workbook with one sheet a position: who was looked at, and the list with reasons."""
    with _workbook(shortlists[0].as_of if shortlists else None) as (book, content):
        taken: set[str] = set()
        for shortlist in shortlists:
            sheet = _Sheet(book, _name(shortlist.position.position_id, taken), language)
            sheet.write_heading(say("matching.sheet_title", language))
            for label, value in _describe(shortlist, language):
                sheet.write_line(label, value)
            sheet.write_table(CANDIDATE_COLUMNS, shortlist.candidates)
    return content.getvalue()


def write_checked_draft(report: DraftReport, language: Language) -> bytes:
    """Return a workbook of a checked draft: its lines with their own columns, and the findings."""
    with _workbook(report.as_of) as (book, content):
        sheet = _Sheet(book, say("matching.sheet_lines", language), language)
        sheet.write_table((*DRAFT_COLUMNS, *_other_columns(report)), report.lines)
        findings = _Sheet(book, say("matching.sheet_findings", language), language)
        for line, text in list_findings(report):
            findings.write_line(line, text)
    return content.getvalue()


def list_findings(report: DraftReport) -> Iterator[tuple[str, str]]:
    """Give the lines and the text of every finding and notice of a checked draft."""
    for finding in report.findings:
        yield ", ".join(map(str, finding.lines)), finding.text
    for notice in report.notices:
        yield "", notice.text


def draft_rows(report: DraftReport, language: Language) -> list[dict[str, Cell]]:
    """Return the checked lines as rows by heading, for other files than workbooks."""
    columns = (*DRAFT_COLUMNS, *_other_columns(report))
    return [
        {_head(heading, language): cell(line, language) for heading, _, cell in columns}
        for line in report.lines
    ]


@contextmanager
def _workbook(made_on: date | None) -> Iterator[tuple[Any, io.BytesIO]]:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, OPTIONS) as book:
        # The same answer gives the same bytes: no clock in them.
        on = made_on or date(2000, 1, 1)
        book.set_properties({"created": datetime(on.year, on.month, on.day, tzinfo=UTC)})
        yield book, content


class _Sheet:
    """A sheet that is written from top to bottom."""

    def __init__(self, book: Any, name: str, language: Language) -> None:
        self._sheet = book.add_worksheet(name)
        self._language = language
        self._bold = book.add_format({"bold": True})
        self._title = book.add_format({"bold": True, "font_size": 14})
        self._head = book.add_format(
            {"bold": True, "text_wrap": True, "border": 1, "valign": "top"}
        )
        self._cell = book.add_format({"text_wrap": True, "border": 1, "valign": "top"})
        form = {"border": 1, "valign": "top"}
        self._date = book.add_format({**form, "num_format": "dd-mm-yyyy"})
        self._number = book.add_format({**form, "num_format": "0.00"})
        self._row = 0

    def write_heading(self, text: str) -> None:
        """Write a title line."""
        self._sheet.write_string(self._row, 0, text, self._title)
        self._row += 1

    def write_line(self, label: str, value: str) -> None:
        """Write a label and its value."""
        self._sheet.write_string(self._row, 0, label, self._bold)
        self._sheet.write_string(self._row, 1, value)
        self._row += 1

    def write_table(self, columns: Sequence[Column], lines: Sequence[Any]) -> None:
        """Write headings and one row a line; headings stay in sight."""
        for place, (heading, width, _) in enumerate(columns):
            self._sheet.set_column(place, place, width)
            self._sheet.write_string(self._row, place, _head(heading, self._language), self._head)
        self._sheet.freeze_panes(self._row + 1, 3)
        self._sheet.autofilter(self._row, 0, self._row + len(lines), len(columns) - 1)
        for line in lines:
            self._row += 1
            for place, (_, _, cell) in enumerate(columns):
                self._write(place, cell(line, self._language))

    def _write(self, place: int, value: Cell) -> None:
        match value:
            case None:
                self._sheet.write_blank(self._row, place, None, self._cell)
            case date():
                self._sheet.write_datetime(self._row, place, value, self._date)
            case float():
                self._sheet.write_number(self._row, place, value, self._number)
            case int():
                self._sheet.write_number(self._row, place, value, self._cell)
            case _:
                self._sheet.write_string(self._row, place, value, self._cell)


def _head(heading: str, language: Language) -> str:
    """Return a heading; those of a draft's own columns begin with "=" and stay as they are."""
    return heading[1:] if heading.startswith("=") else say(f"matching.column_{heading}", language)


def _name(position_id: str, taken: set[str]) -> str:
    """Return a sheet name that a workbook allows and that is not taken yet."""
    plain = position_id.translate(FORBIDDEN_IN_NAMES)[:LONGEST_NAME] or "-"
    name, number = plain, 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain[: LONGEST_NAME - 4]} ({number})"
    taken.add(name.casefold())
    return name


def _describe(shortlist: Shortlist, language: Language) -> Iterator[tuple[str, str]]:
    """Give the lines above a list: position, dates, who was looked at, notices."""

    def label(name: str) -> str:
        return say(f"matching.label_{name}", language)

    position, pool = shortlist.position, shortlist.pool
    yield label("position"), f"{position.title} ({position.position_id})"
    yield label("unit"), f"{position.unit}, {position.agency}"
    yield label("vacant"), str(position.vacant)
    yield label("as_of"), say("matching.plain", language, value=shortlist.as_of)
    yield label("effective_on"), say("matching.plain", language, value=shortlist.effective_on)
    yield label("pool"), tell_pool(shortlist, language)
    for failed in pool.failed:
        rule = say(f"matching.rule_{failed.rule}", language)
        yield "", f"{rule}: {failed.count} ({failed.source})"
    for notice in shortlist.notices:
        yield label("notice"), notice.text
    for name in ("snapshot_id", "model_version", "policy_version", "software_version", "id"):
        yield label(name), str(getattr(shortlist, name))


def tell_pool(shortlist: Shortlist, language: Language) -> str:
    """Return who was looked at as one line."""
    pool = shortlist.pool
    return say(
        "matching.pool",
        language,
        employees=pool.employees,
        eligible=pool.eligible,
        undetermined=pool.undetermined,
        ineligible=pool.ineligible,
    )


def _join(texts: Iterator[str] | Sequence[str]) -> str:
    return "\n".join(texts)


def _predicates(found: tuple[YearlyPredicate, ...], language: Language) -> str:
    return _join(
        [f"{one.year}: {say(f'reasons.predicate_{one.predicate}', language)}" for one in found]
    )


def _fact(name: str, width: int = 12) -> Column:
    return name, width, lambda one, _: getattr(one.facts, name)


def _own(name: str, width: int = 12) -> Column:
    return name, width, lambda one, _: getattr(one, name)


def _part(name: str) -> Column:
    return f"part_{name}", 10, lambda one, _: getattr(one.contributions, name)


def _texts(name: str, width: int = 50) -> Column:
    return name, width, lambda one, _: _join([item.text for item in getattr(one, name)])


def _verdict(one: Candidate, language: Language) -> str:
    doubtful = any(caution.code == "undetermined" for caution in one.warnings)
    return say(f"matching.verdict_{'undetermined' if doubtful else 'eligible'}", language)


def _preference(one: Candidate, language: Language) -> str:
    return say(f"matching.preference_{one.preference}", language)


CANDIDATE_COLUMNS: tuple[Column, ...] = (
    ("number", 5, lambda one, _: one.rank),
    _own("nip", 20),
    _own("name", 28),
    _fact("rank", 8),
    _fact("rank_since"),
    _fact("education", 22),
    _own("position", 30),
    _own("agency", 30),
    _fact("position_since"),
    _fact("echelon_from", 8),
    _fact("echelon_to", 8),
    _fact("job_class_from", 8),
    _fact("job_class_to", 8),
    ("predicates", 18, lambda one, language: _predicates(one.facts.predicates, language)),
    _fact("jpm", 8),
    _fact("talent_box", 8),
    _fact("retires_on"),
    ("move_kind", 12, lambda one, language: say(f"matching.move_{one.move_kind}", language)),
    (
        "needs_competency_test",
        10,
        lambda one, language: say(
            "reasons.yes" if one.needs_competency_test else "reasons.no", language
        ),
    ),
    ("verdict", 16, _verdict),
    _own("fit", 9),
    _own("fit_low", 9),
    _own("fit_high", 9),
    _own("score", 9),
    _part("base"),
    _part("competency"),
    _part("performance"),
    _part("tenure"),
    _part("career"),
    _texts("reasons"),
    _texts("concerns"),
    _texts("warnings"),
    ("gaps", 50, lambda one, _: _join([gap.advice for gap in one.gaps])),
    (
        "preference",
        14,
        lambda one, language: say(f"matching.preference_{one.preference}", language),
    ),
    _own("origin_fill_ratio_after", 12),
)


def _draft_verdict(line: DraftLine, language: Language) -> str:
    return line.problem or say(f"matching.verdict_{line.verdict}", language)


def _draft_rules(line: DraftLine, language: Language) -> str:
    return _join(
        [
            f"{say(f'matching.rule_{gate.rule}', language)} ({gate.source}): {gate.found}"
            for gate in line.gates
        ]
    )


def _draft_better(line: DraftLine, language: Language) -> str:
    return f"{line.better.name} ({line.better.nip})" if line.better else ""


DRAFT_COLUMNS: tuple[Column, ...] = (
    ("number", 5, lambda line, _: line.line),
    _own("nip", 20),
    _own("position_id", 16),
    _own("name", 28),
    _own("position", 30),
    ("verdict", 18, _draft_verdict),
    ("rules", 50, _draft_rules),
    ("cures", 50, lambda line, _: _join([gate.cure for gate in line.gates if gate.cure])),
    _own("fit", 9),
    _texts("warnings"),
    ("better", 28, _draft_better),
)


def _other_columns(report: DraftReport) -> tuple[Column, ...]:
    names = dict.fromkeys(name for line in report.lines for name in line.others)
    return tuple((f"={name}", 16, _other(name)) for name in names)


def _other(name: str) -> Callable[[DraftLine, Language], Cell]:
    return lambda line, _: line.others.get(name)
