"""What is told of an upload."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from serving.database.upload_tables import UploadRow
from snapshots.progress import find_share

Status = Literal["waiting", "running", "stored", "refused", "failed", "interrupted"]
OPEN: tuple[Status, ...] = ("waiting", "running")
"""An upload that somebody still works on."""


@dataclass(frozen=True)
class Upload:
    """One upload: what was asked, how far it is, what became of it.

    `share` (0–1) is how much of the work is done. `errors` and `warnings` count the findings;
    `failure` is the code of why it failed, or of what failed when its result was written down: then
    the records are in use all the same and findings may be lacking. `previous_id` are the records
    in use before.
    """

    id: str
    created_at: datetime
    finished_at: datetime | None
    kind: str
    form: str
    size: int
    as_of: date | None
    with_portal: bool
    status: Status
    stage: str
    share: float
    errors: int
    warnings: int
    failure: str | None
    snapshot_id: str | None
    previous_id: str | None

    @property
    def is_open(self) -> bool:
        """Whether it is still worked on."""
        return self.status in OPEN


@dataclass(frozen=True)
class ReportLine:
    """One finding of an import; `row` 1 is the first data row of `table`.

    Of a source in another form than ours `source_file`, `source_row` and `source_column` tell where
    it stands there.
    """

    table: str
    row: int | None
    column: str | None
    value: str | None
    code: str
    message: str
    remedy: str
    source_file: str | None = None
    source_row: int | None = None
    source_column: str | None = None


@dataclass(frozen=True)
class ImportReport:
    """Every finding of an import; `snapshot_id` is None where it was refused."""

    snapshot_id: str | None
    errors: tuple[ReportLine, ...]
    warnings: tuple[ReportLine, ...]


def read_row(row: UploadRow) -> Upload:
    """Return a stored upload as it is told."""
    status: Status = row.status  # type: ignore[assignment]
    return Upload(
        id=row.id,
        created_at=row.created_at,
        finished_at=row.finished_at,
        kind=row.kind,
        form=row.form,
        size=row.size,
        as_of=row.as_of,
        with_portal=row.with_portal,
        status=status,
        stage=row.stage,
        share=find_share(row.stage, row.done, row.total) if status in OPEN else 1.0,
        errors=row.counts.get("errors", 0),
        warnings=row.counts.get("warnings", 0),
        failure=row.failure,
        snapshot_id=row.snapshot_id,
        previous_id=row.previous_id,
    )
