"""What is told of imported records."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class SnapshotRow:
    """One import: its date, when it came, rows a table; `current` is the one that answers."""

    snapshot_id: str
    as_of: date
    imported_at: datetime
    made_up: bool
    current: bool
    rows: dict[str, int]
