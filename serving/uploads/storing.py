"""Keeps uploads in the database: what was asked, how far each is, what became of it."""

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from serving.audit.service import Actor, Event, record_event
from serving.database.upload_tables import UploadRow
from serving.uploads.errors import UnknownUploadError
from serving.uploads.schemas import OPEN, Status, Upload, read_row
from snapshots.importing import ImportResult

NO_UPLOAD = "-"
"""Subject of a refusal on a terminal: nothing of it is kept that had an id."""


def load_upload(session: Session, upload_id: str) -> Upload:
    """Return an upload. Raises UnknownUploadError."""
    row = session.get(UploadRow, upload_id)
    if row is None:
        raise UnknownUploadError(upload_id)
    return read_row(row)


def list_uploads(session: Session, most: int) -> tuple[Upload, ...]:
    """Return the uploads that were sent last, the newest first."""
    asked = select(UploadRow).order_by(UploadRow.created_at.desc(), UploadRow.id).limit(most)
    return tuple(read_row(row) for row in session.scalars(asked))


def list_open(session: Session) -> tuple[str, ...]:
    """Return the ids of the uploads that are still worked on, or were when a process died."""
    return tuple(session.scalars(select(UploadRow.id).where(UploadRow.status.in_(OPEN))))


def count_open(session: Session) -> int:
    """Return how many uploads are still worked on."""
    return session.scalar(select(func.count()).where(UploadRow.status.in_(OPEN))) or 0


def mark_stage(session: Session, upload_id: str, stage: str, done: int, total: int) -> None:
    """Keep how far an upload is."""
    change = {"status": "running", "stage": stage, "done": done, "total": total}
    session.execute(update(UploadRow).where(UploadRow.id == upload_id).values(change))


def end_upload(
    session: Session,
    upload_id: str,
    status: Status,
    failure: str | None = None,
    counts: Mapping[str, int] | None = None,
    snapshot_id: str | None = None,
) -> bool:
    """Keep how an upload ended; False where it had ended already."""
    change = {
        "status": status,
        "finished_at": datetime.now(UTC),
        "failure": failure,
        "counts": dict(counts or {}),
        "snapshot_id": snapshot_id,
    }
    still = UploadRow.status.in_(OPEN)
    ended = update(UploadRow).where(UploadRow.id == upload_id, still).values(change)
    return bool(session.execute(ended.returning(UploadRow.id)).all())


def record_import(
    session: Session, result: ImportResult, actor: Actor, upload_id: str = NO_UPLOAD
) -> None:
    """Tell the audit of the records that came in, or that what was to be imported was refused."""
    counts = count_findings(result)
    if result.snapshot is None:
        record_event(session, Event.RECORDS_REFUSED, upload_id, actor, counts)
        return
    rows = {name: table.num_rows for name, table in result.snapshot.tables.items()}
    facts = {
        **counts,
        "as_of": result.snapshot.as_of.isoformat(),
        "employees": rows["employees"],
        "rows": sum(rows.values()),
        "made_up": result.snapshot.made_up,
    }
    record_event(session, Event.RECORDS_IMPORTED, result.snapshot.snapshot_id, actor, facts)


def count_findings(result: ImportResult) -> dict[str, int]:
    """Return how many errors and warnings an import found."""
    return {"errors": len(result.errors), "warnings": len(result.warnings)}
