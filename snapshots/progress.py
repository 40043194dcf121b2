"""How far an import has come: whoever waits for it is told stage by stage."""

from collections.abc import Callable
from typing import Literal

Stage = Literal["reading", "checking", "storing"]
Progress = Callable[[Stage, int, int], None]
"""Takes the stage, and how many of its tables are done; told from one thread, in order."""


def tell_nobody(stage: Stage, done: int, total: int) -> None:
    """Take the news of an import that nobody waits for."""
