"""What was entered beside the records: wishes of people, letters that lift a rule, withdrawals.

Rows are only added; what is changed or taken back is one row more, and the last one holds. Numbers
are never used twice, and grow in the order in which rows become visible (`serving.entries`).
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from serving.database.tables import Base


class EnteredPreferenceRow(Base):
    """What somebody said of moving; what is None was not said. `said_on` is when it counts from.

    `entered_by` is who the audit says it was: "account sari", "key portal", or a login name.
    """

    __tablename__ = "entered_preferences"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    person_id: Mapped[str] = mapped_column(String(64), index=True)
    said_on: Mapped[date]
    willing: Mapped[bool | None]
    wanted_agency_id: Mapped[str | None] = mapped_column(String(255))
    wanted_position_id: Mapped[str | None] = mapped_column(String(255))
    wanted_job_family: Mapped[str | None] = mapped_column(String(255))
    note: Mapped[str | None] = mapped_column(String(500))
    entered_at: Mapped[datetime]
    entered_by: Mapped[str] = mapped_column(String(255))


class EnteredConsentRow(Base):
    """A letter that lifts `rule` for a person and a position (None: any), or its withdrawal.

    A withdrawal repeats the letter, names in `withdraws` the row that it takes back, and says why.
    """

    __tablename__ = "entered_consents"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    letter_no: Mapped[str] = mapped_column(String(255))
    rule: Mapped[str] = mapped_column(String(64))
    issuer: Mapped[str] = mapped_column(String(255))
    issued_on: Mapped[date]
    valid_until: Mapped[date | None]
    person_id: Mapped[str | None] = mapped_column(String(64))
    position_id: Mapped[str | None] = mapped_column(String(255))
    said_on: Mapped[date]
    entered_at: Mapped[datetime]
    entered_by: Mapped[str] = mapped_column(String(255))
    withdraws: Mapped[int | None] = mapped_column(
        ForeignKey("entered_consents.number"), unique=True
    )
    reason: Mapped[str | None] = mapped_column(String(500))
