"""One piece of a workload report as the API hands it out."""

from dataclasses import dataclass, fields
from datetime import date

from matching.answers import Notice
from planning.need.answers import Level, NeedReport, NeedRow, Sort
from serving.listing import Listing


@dataclass(frozen=True)
class NeedPage:
    """Rows from a cursor on, with the sum of all rows and what must be known to read them."""

    items: tuple[NeedRow, ...]
    next_cursor: str | None
    total: NeedRow
    headline: str
    ratio: str
    by: Level
    sort: Sort
    scenario: str | None
    as_of: date
    snapshot_id: str
    policy_version: str
    software_version: str
    effective_minutes: int
    months: int
    notices: tuple[Notice, ...]


def make_page(report: NeedReport, piece: Listing[NeedRow]) -> NeedPage:
    """Return the report with one piece of its rows in their place."""
    told = {field.name: getattr(report, field.name) for field in fields(report)}
    return NeedPage(**told | {"items": piece.items, "next_cursor": piece.next_cursor})
