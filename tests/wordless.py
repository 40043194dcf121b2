"""Finds facts that the audit is told of and its page has no words for, while tests run."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import event

from serving.audit.telling import CODES
from serving.database.tables import AuditRow
from wording import has_text

CODED = CODES.keys() - {"reason_code"}
"""Facts whose codes are ours; of reasons programs may send any, where a choice follows its list."""
found: set[str] = set()
"""Keys of texts that are missing."""


def _list_wordless(row: AuditRow) -> Iterator[str]:
    for name, value in row.facts.items():
        if not has_text(f"audit.fact_{name}"):
            yield f"audit.fact_{name}"
        for code in str(value).split(",") if value is not None and name in CODED else ():
            if not any(has_text(prefix + code) for prefix in CODES[name]):
                yield CODES[name][0] + code


@event.listens_for(AuditRow, "before_insert")
def _look(_mapper: Any, _connection: Any, row: AuditRow) -> None:
    found.update(_list_wordless(row))
