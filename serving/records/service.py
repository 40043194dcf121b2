"""Lists the imported records."""

from serving.records.schemas import SnapshotRow
from serving.warm import WarmMatcher


def list_records(warm: WarmMatcher) -> tuple[SnapshotRow, ...]:
    """Return every import, the newest first."""
    current = warm.describe().snapshot_id
    return tuple(
        SnapshotRow(
            snapshot_id=info.snapshot_id,
            as_of=info.as_of,
            imported_at=info.imported_at,
            made_up=info.made_up,
            current=info.snapshot_id == current,
            rows=dict(info.rows),
        )
        for info in warm.store.list()
    )
