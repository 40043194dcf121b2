"""Notes of imports that have begun, so that the audit learns of one whose process died.

Records come into use in a folder, the audit is told in a database: no transaction holds both. So
who imports first writes down who it is and which records are in use, and holds that note until the
audit was told. A note that nobody holds is of a process that died: if other records are in use
since, they are told then. Imports take turns and look for such notes first, so that what is in use
otherwise than a note says came into use by the import that left it.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from secrets import token_hex

from sqlalchemy import select
from sqlalchemy.orm import Session

from serving.audit.service import Actor, Event, Facts, record_event
from serving.database.tables import AuditRow
from serving.uploads.folders import UploadFolders
from serving.uploads.storing import end_upload
from snapshots.store import NoSnapshotError, SnapshotStore

BEGUN = "begun-"
OWNER_ONLY = 0o600


@dataclass(frozen=True)
class Begun:
    """An import that has begun: of which upload, by whom, and the records then in use."""

    upload_id: str
    actor: Actor
    previous: str | None


@contextmanager
def noting(folders: UploadFolders, begun: Begun) -> Iterator[None]:
    """Keep a note while an import is at work; one that fails leaves it to whoever looks next."""
    with folders.entry():  # nobody takes it for one that was left before it is held
        path = folders.root / f".{BEGUN}{token_hex(16)}"
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        fcntl.flock(handle, fcntl.LOCK_EX)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(json.dumps(asdict(begun)))
        file.flush()
        os.fsync(handle)
        yield
        path.unlink()


def take_left(root: Path) -> Iterator[Begun]:
    """Yield the notes that nobody holds, and remove each when it was dealt with."""
    for path in sorted(root.glob(f".{BEGUN}*")):
        with path.open(encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            if begun := _read(file.read()):
                yield begun
        path.unlink(missing_ok=True)


def tell_missed(
    session: Session, store: SnapshotStore, begun: Begun, failure: str = "interrupted"
) -> bool:
    """Tell the audit of records that came into use though their import failed; end its upload so.

    False where none came into use.
    """
    current = find_current(store)
    if current is None or current == begun.previous:
        return False
    if current == _find_told(session):
        return True
    info = next(one for one in store.list() if one.snapshot_id == current)
    end_upload(session, begun.upload_id, "stored", failure, snapshot_id=current)
    facts: Facts = {
        "as_of": info.as_of.isoformat(),
        "employees": info.rows["employees"],
        "rows": sum(info.rows.values()),
        "made_up": info.made_up,
        "failure": failure,
    }
    record_event(session, Event.RECORDS_IMPORTED, current, begun.actor, facts)
    return True


def find_current(store: SnapshotStore) -> str | None:
    """Return the id of the records in use, None where there are none."""
    try:
        return store.read_current()
    except NoSnapshotError:
        return None


def _find_told(session: Session) -> str | None:
    """Return the records of which the audit was told last that they came in."""
    told = select(AuditRow.subject).where(AuditRow.event == Event.RECORDS_IMPORTED.value)
    return session.scalars(told.order_by(AuditRow.number.desc()).limit(1)).first()


def _read(text: str) -> Begun | None:
    """Return a note; None for one whose writer died over it, before anything was imported."""
    try:
        kept = json.loads(text)
    except ValueError:
        return None
    return Begun(kept["upload_id"], Actor(**kept["actor"]), kept["previous"])
