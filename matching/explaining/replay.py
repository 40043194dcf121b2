"""Compares a stored answer with the same question asked again: same bytes, or what differs."""

from collections.abc import Iterator
from typing import Any

IDENTITY = ("id",)
"""Fields that are new with every answer."""


def list_differences(stored: Any, again: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Give (path, stored value, new value) of everything that differs, `id` apart.

    Both are plain JSON values; a value that one side lacks is None there. A path reads like
    `candidates[2].score`.
    """
    if isinstance(stored, dict) and isinstance(again, dict):
        for name in {**stored, **again}:
            if path or name not in IDENTITY:
                below = f"{path}.{name}" if path else name
                yield from list_differences(stored.get(name), again.get(name), below)
    elif isinstance(stored, list) and isinstance(again, list):
        for place in range(max(len(stored), len(again))):
            one, other = (side[place] if place < len(side) else None for side in (stored, again))
            yield from list_differences(one, other, f"{path}[{place}]")
    elif stored != again:
        yield path, stored, again
