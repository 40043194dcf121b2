"""What may go wrong when a made-up city is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class DemoError(Exception):
    """The made-up city cannot be written or asked as wished."""


class DirectoryInUse(DemoError):
    """The folder holds files that are not a made-up city's, and they are left alone."""

    def __init__(self, directory: Path, files: Sequence[str]) -> None:
        super().__init__(f"{directory} holds other files ({', '.join(files[:3])}); choose another")
        self.directory, self.files = directory, tuple(files)


class UnknownMechanism(DemoError):
    """No mechanism of success has this name."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"no mechanism {name!r}; there are {', '.join(known)}")
        self.name, self.known = name, tuple(known)


class CityTooSmall(DemoError):
    """A city needs some people before it has agencies, posts and a history."""

    def __init__(self, employees: int, least: int) -> None:
        super().__init__(f"{employees} people are too few for a city; at least {least}")
        self.employees, self.least = employees, least


class NotInCity(DemoError):
    """A NIP or a position id that this city does not have."""

    def __init__(self, key: str) -> None:
        super().__init__(f"the made-up city has no {key!r}")
        self.key = key
