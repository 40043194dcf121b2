"""What the application remembers of uploads: how far each is, and what became of it."""

from datetime import date, datetime

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from serving.database.tables import Base


class UploadRow(Base):
    """One file that was sent to be imported; neither the file nor a cell of it stands here.

    `status` is waiting, running, stored, refused, failed or interrupted; `done` of `total` parts of
    `stage` are through. `counts` holds the number of errors and of warnings, `failure` the code of
    why it failed, or of what failed once it was over, `previous_id` the records in use before.
    """

    __tablename__ = "uploads"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(index=True)
    finished_at: Mapped[datetime | None]
    kind: Mapped[str] = mapped_column(String(8))
    form: Mapped[str] = mapped_column(String(16))
    size: Mapped[int]
    as_of: Mapped[date | None]
    with_portal: Mapped[bool]
    status: Mapped[str] = mapped_column(String(16), index=True)
    stage: Mapped[str] = mapped_column(String(16))
    done: Mapped[int]
    total: Mapped[int]
    counts: Mapped[dict[str, int]] = mapped_column(JSON)
    failure: Mapped[str | None] = mapped_column(String(32))
    snapshot_id: Mapped[str | None] = mapped_column(String(64))
    previous_id: Mapped[str | None] = mapped_column(String(64))
