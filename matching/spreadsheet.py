"""Workbooks: "Bahan sidang Tim Penilai Kinerja" of shortlists, and the checked draft.

Text stays text: nothing that stands in a record is ever taken for a formula or an address.
"""

from collections.abc import Callable, Iterator, Sequence

from matching.answers import (
    Candidate,
    Shortlist,
    YearlyPredicate,
)
from matching.draft_answers import DraftLine, DraftReport
from matching.sheets import Cell, Column, Sheet, head, open_workbook
from wording import Language, say

OWN_WIDTH = 20
"""Characters shown of a column of a draft's own; a NIP has 18."""
LONGEST_NAME = 31
FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", "-"))


def write_shortlists(shortlists: Sequence[Shortlist], language: Language) -> bytes:
    """Return a workbook with one sheet a position: who was looked at, and the list with reasons."""
    with open_workbook(shortlists[0].as_of if shortlists else None) as (book, content):
        taken: set[str] = set()
        for shortlist in shortlists:
            sheet = Sheet(book, _name(shortlist.position.position_id, taken), language)
            sheet.write_heading(say("matching.sheet_title", language))
            for label, value in _describe(shortlist, language):
                sheet.write_line(label, value)
            sheet.write_table(CANDIDATE_COLUMNS, shortlist.candidates)
    return content.getvalue()


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
        "warnings": _join([caution.text for caution in line.warnings]),
        "better": line.better.nip if line.better else "",
        "problem": line.problem,
    }


def _codes(line: DraftLine, result: str) -> str:
    return ";".join(gate.rule for gate in line.gates if gate.result == result)


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


def _draft_rules(line: DraftLine) -> str:
    return _join([f"{gate.found} ({gate.source})" for gate in line.gates])


def _cures(line: DraftLine) -> str:
    return _join([gate.cure for gate in line.gates if gate.cure])


def _draft_better(line: DraftLine, _: Language) -> str:
    return f"{line.better.name} ({line.better.nip})" if line.better else ""


NAMING_COLUMNS: tuple[Column, ...] = (_own("name", 28), _own("position", 30))
ANSWER_COLUMNS: tuple[Column, ...] = (
    ("verdict", 18, _draft_verdict),
    ("rules", 50, lambda line, _: _draft_rules(line)),
    ("cures", 50, lambda line, _: _cures(line)),
    _own("fit", 9),
    _texts("warnings"),
    ("better", 28, _draft_better),
)


def _choose_columns(report: DraftReport, language: Language) -> tuple[Column, ...]:
    """Return the draft's own columns under their own headings, then ours.

    A checked draft can be checked again: an own column headed like an answer gives way to it, and
    names of people and posts are added only where the draft has none.
    """
    answers = {head(heading, language) for heading, _, _ in ANSWER_COLUMNS}
    own = dict.fromkeys(name for line in report.lines for name in line.cells)
    kept = ((f"={name}", OWN_WIDTH, _cell(name)) for name in own if name not in answers)
    naming = (column for column in NAMING_COLUMNS if head(column[0], language) not in own)
    return (*kept, *naming, *ANSWER_COLUMNS)


def _cell(name: str) -> Callable[[DraftLine, Language], Cell]:
    return lambda line, _: line.cells.get(name)
