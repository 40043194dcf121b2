"""Lists in pieces: a limit, and a cursor that says where the next piece begins."""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Generic, TypeVar

from fastapi import Query

from serving.errors import BadCursorError

T = TypeVar("T")
Row = TypeVar("Row")
MOST = 500
FURTHEST = 2**31 - 1
"""The greatest number of a row: PostgreSQL's integers end here."""

Limit = Annotated[int, Query(ge=1, le=MOST, description="How many items at most")]
Cursor = Annotated[
    str | None, Query(max_length=500, description="`next_cursor` of the list before")
]


@dataclass(frozen=True)
class Listing(Generic[T]):
    """One piece of a list; `next_cursor` is None on the last."""

    items: tuple[T, ...]
    next_cursor: str | None

    def read(self, row: Callable[[T], Row]) -> "Listing[Row]":
        """Return the same piece with each item read as a row."""
        return Listing(tuple(map(row, self.items)), self.next_cursor)


def cut(items: Sequence[T], key: Callable[[T], str], limit: int, cursor: str | None) -> Listing[T]:
    """Return the piece of an ordered list that follows the item whose key the cursor holds.

    Raises BadCursorError for a cursor that no item of this list gave.
    """
    start = 0
    if cursor:
        after = read_cursor(cursor)
        found = next((place for place, item in enumerate(items) if key(item) == after), None)
        if found is None:
            raise BadCursorError
        start = found + 1
    piece = tuple(items[start : start + limit])
    more = start + limit < len(items)
    return Listing(piece, write_cursor(key(piece[-1])) if more else None)


def write_cursor(text: str) -> str:
    """Return a key as it travels in an address."""
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> str:
    """Return the key that a cursor holds; BadCursorError for what is none, or holds a NUL."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except ValueError:
        raise BadCursorError from None
    if "\0" in text:
        raise BadCursorError
    return text


def read_number(cursor: str) -> int:
    """Return the number that a cursor holds; BadCursorError for one that no row can have."""
    try:
        number = int(read_cursor(cursor))
    except ValueError:
        raise BadCursorError from None
    if not 0 <= number <= FURTHEST:
        raise BadCursorError
    return number


def write_instant(at: datetime, key: str) -> str:
    """Return an instant, and what tells apart what happened in it, as a cursor."""
    return write_cursor(f"{at.isoformat()} {key}")


def read_instant(cursor: str) -> tuple[datetime, str]:
    """Return the instant in UTC and the key that a cursor holds; BadCursorError for what is none.

    An instant without its zone is none, nor one that lies outside the calendar in UTC.
    """
    told, _, key = read_cursor(cursor).partition(" ")
    try:
        at = datetime.fromisoformat(told)
        if at.tzinfo is None:
            raise BadCursorError
        return at.astimezone(UTC), key
    except (ValueError, OverflowError):
        raise BadCursorError from None
