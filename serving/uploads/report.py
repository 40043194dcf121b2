"""What an upload was found to be: every problem where it stands, in both languages, in a file.

Cells of records stand in it, so it lies beside the records, not in the database, and for a month.
"""

import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matching.files.sheets import Column, Sheet, open_workbook
from snapshots.importing import ImportResult
from snapshots.problems import Problem
from wording import LANGUAGES, Language, say

FILE = "report.jsonl.gz"
GROUPS = "groups.json"
SHOWN = 50
"""Problems of one kind that a page shows; all of them are in the workbook."""
MOST_LINES = 1_000_000
"""Lines that a sheet of a workbook has room for."""


@dataclass(frozen=True)
class Finding:
    """One problem in the reader's language; `row` 1 is the first data row of `place`.

    `place` is the table, or the file of a source in another form, `column` its heading there.
    """

    severity: str
    place: str
    row: int | None
    column: str | None
    value: str | None
    code: str
    message: str
    remedy: str


@dataclass(frozen=True)
class Group:
    """All problems of one kind in one column: how many, and the first of them."""

    severity: str
    count: int
    findings: tuple[Finding, ...]


def write_report(folder: Path, result: ImportResult) -> None:
    """Keep the findings of an import in a folder: all of them, and the first of each kind."""
    lines = list(_list_lines(result))
    content = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    with gzip.open(folder / FILE, "wt", encoding="utf-8", compresslevel=3) as file:
        file.write(content)
    kinds: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for line in lines:
        names = ("severity", "code", "table", "column", "source_file", "source_column")
        key = tuple(str(line.get(name)) for name in names)
        kinds.setdefault(key, []).append(line)
    groups = [{"count": len(found), "lines": found[:SHOWN]} for found in kinds.values()]
    (folder / GROUPS).write_text(json.dumps(groups, ensure_ascii=False), encoding="utf-8")


def read_groups(folder: Path, language: Language) -> tuple[Group, ...]:
    """Return the findings by kind; none where there is no report (any more)."""
    try:
        kept = json.loads((folder / GROUPS).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    return tuple(_read_group(group, language) for group in kept)


def read_findings(folder: Path, language: Language) -> Iterator[Finding]:
    """Give every finding; FileNotFoundError where there is no report (any more)."""
    return (_read_line(line, language) for line in _read_lines(folder))


def read_report(folder: Path, snapshot_id: str | None, language: Language) -> bytes:
    """Return the report as `padan import --report` writes it; FileNotFoundError as above."""
    told: dict[str, list[dict[str, Any]]] = {"error": [], "warning": []}
    for line in _read_lines(folder):
        told[line.pop("severity")].append(line | _say(line, language))
    whole = {"snapshot_id": snapshot_id, "errors": told["error"], "warnings": told["warning"]}
    return json.dumps(whole, ensure_ascii=False).encode()


def write_workbook(findings: Iterable[Finding], language: Language) -> bytes:
    """Return the findings as a workbook, a line each."""
    with open_workbook(None) as (book, content):
        sheet = Sheet(book, say("uploads.sheet", language), language)
        sheet.write_table(_columns(language), list(findings)[:MOST_LINES])
    return content.getvalue()


def _list_lines(result: ImportResult) -> Iterator[dict[str, Any]]:
    for severity, problems in (("error", result.errors), ("warning", result.warnings)):
        yield from (_write_line(severity, problem) for problem in problems)


def _write_line(severity: str, problem: Problem) -> dict[str, Any]:
    told = {language: problem.as_record(language) for language in LANGUAGES}
    texts = {
        name: {language: one[name] for language, one in told.items()}
        for name in ("message", "remedy")
    }
    return {"severity": severity, **told[LANGUAGES[0]], **texts}


def _read_lines(folder: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(folder / FILE, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def _read_group(kept: dict[str, Any], language: Language) -> Group:
    findings = tuple(_read_line(line, language) for line in kept["lines"])
    return Group(findings[0].severity, kept["count"], findings)


def _read_line(line: dict[str, Any], language: Language) -> Finding:
    elsewhere = line.get("source_file") is not None
    return Finding(
        severity=line["severity"],
        place=line["source_file"] if elsewhere else line["table"],
        row=line["source_row"] if elsewhere else line["row"],
        column=(line["source_column"] if elsewhere else None) or line["column"],
        value=line["value"],
        code=line["code"],
        **_say(line, language),
    )


def _say(line: dict[str, Any], language: Language) -> dict[str, str]:
    return {name: line[name][language] for name in ("message", "remedy")}


def _columns(language: Language) -> Sequence[Column]:
    widths = {"place": 18, "row": 8, "column": 20, "value": 24, "message": 60, "remedy": 60}
    named = [(f"={say(f'uploads.column_{name}', language)}", name) for name in widths]
    kind: Column = (
        f"={say('uploads.column_severity', language)}",
        14,
        lambda one, language: say(f"uploads.severity_{one.severity}", language),
    )
    return (kind, *((head, widths[name], _cell(name)) for head, name in named))


def _cell(name: str) -> Any:
    return lambda one, _: getattr(one, name)
