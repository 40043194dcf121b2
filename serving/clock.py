"""The hour and day of an instant as they stand on papers and pages: western Indonesian time.

An instant is kept in UTC, whose day ends at seven in the morning of Jakarta.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Jakarta")


def local_time(instant: datetime) -> datetime:
    """Return an instant in western Indonesian time; it must know its own zone."""
    return instant.astimezone(ZONE)


def local_day(instant: datetime) -> date:
    """Return the day on which an instant falls in western Indonesia."""
    return local_time(instant).date()
