"""How far an import has come: whoever waits for it is told stage by stage."""

from collections.abc import Callable
from typing import Literal

Stage = Literal["reading", "checking", "storing"]
Progress = Callable[[Stage, int, int], None]
"""Takes the stage, and how many of its parts are done; told from one thread, in order."""

SHARES = {"waiting": (0.0, 0.0), "reading": (0.0, 0.3), "checking": (0.3, 0.8)}
"""Where a stage begins and ends in the whole, as measured on a city; storing is the rest."""


def tell_nobody(stage: Stage, done: int, total: int) -> None:
    """Take the news of an import that nobody waits for."""


def find_share(stage: str, done: int, total: int) -> float:
    """Return how much (0–1) of an import is done."""
    begin, end = SHARES.get(stage, (0.8, 1.0))
    return round(begin + (end - begin) * (done / total if total else 0.0), 3)
