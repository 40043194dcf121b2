"""How commands speak: results on stdout, one line of refusal on stderr, exit codes, progress."""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from wording import Fact, Language, has_text, say

if TYPE_CHECKING:
    from snapshots.problems import Problem

WIDTH = 100
"""Columns of a table where nobody watches on a terminal."""


class Refusal(Exception):
    """A command that cannot be done; `text` is the one line that says so."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def stdout() -> Console:
    """Return a console on stdout: as wide as the terminal, or `WIDTH` where output is kept."""
    width = None if sys.stdout.isatty() else WIDTH
    return Console(width=width, highlight=False, emoji=False, markup=False)


def put(text: str) -> None:
    """Print a line on stdout as it is."""
    typer.echo(text)


def note(text: str) -> None:
    """Print a line on stderr."""
    typer.echo(text, err=True)


@contextmanager
def busy(key: str, language: Language) -> Iterator[None]:
    """Show on a terminal that something takes its time; nothing where output is piped."""
    with _bar() as bar:
        bar.add_task(say(f"terminal.{key}", language), total=None)
        yield


@contextmanager
def stages(room: str, language: Language) -> Iterator[Callable[[str, float], None]]:
    """Show on a terminal how far a long run has come; give what it tells its stages to.

    A stage is shown as the text `ROOM.stage_STAGE`, its share of the work as the bar.
    """
    with _bar() as bar:
        task = bar.add_task("", total=1.0)

        def tell(stage: str, share: float) -> None:
            bar.update(task, description=say_if(f"{room}.stage_{stage}", language, stage))
            bar.update(task, completed=share)

        yield tell


def _bar() -> Progress:
    columns = TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()
    watched = sys.stderr.isatty()
    return Progress(*columns, console=Console(stderr=True), transient=True, disable=not watched)


def say_if(key: str, language: Language, otherwise: str) -> str:
    """Return the text of a key that takes no facts, `otherwise` where there is none."""
    return say(key, language) if has_text(key) else otherwise


def describe_failure(error: Exception, language: Language) -> str:
    """Return one line for an error: the text named after its class, with its facts filled in.

    `NoSnapshotError` is `terminal.failed_no_snapshot`; a class without a text takes that of the
    class it is derived from, and at last its own words.
    """
    from serving.disk import is_disk_full

    if is_disk_full(error):
        return say("terminal.failed_disk_full", language)
    told = getattr(error, "text", None)
    if callable(told):  # some explain themselves, a policy file for one
        return str(told(language)) + add_detail(error, language)
    facts = {name: _shorten(value) for name, value in vars(error).items()}
    if isinstance(error, OSError):
        facts["filename"] = str(error.filename)
    for cause in type(error).__mro__:
        key = f"terminal.failed_{snake(cause.__name__.removesuffix('Error'))}"
        if key == "terminal.failed_validation":
            return _describe_invalid(error, language)
        if has_text(key):
            return say(key, language, **facts) + add_detail(error, language)
    return say("terminal.failed_otherwise", language, error=one_line(error))


def _describe_invalid(error: Any, language: Language) -> str:
    """Return what was not as its form wants it: the settings, what was asked, a kept answer."""
    if error.title == "Settings":
        return say("terminal.failed_validation", language)
    if error.title.endswith("Body"):
        field = ".".join(str(part) for part in error.errors()[0]["loc"])
        return say("terminal.failed_option", language, field=field)
    return say("terminal.failed_unreadable_answer", language)


def add_detail(error: Exception, language: Language) -> str:
    """Return what an error knows beside its facts: what looks like the thing asked, a problem."""
    nearest: tuple[tuple[str, str], ...] = getattr(error, "nearest", ())
    problems: tuple[Problem, ...] = getattr(error, "problems", ())
    if nearest:
        listed = "; ".join(f"{text} ({name})" for text, name in nearest)
        return " " + say("terminal.did_you_mean", language, nearest=listed)
    if problems:
        return f" {problems[0].message(language)} {problems[0].remedy(language)}"
    return ""


def one_line(error: Exception) -> str:
    """Return the class of an error and the first line of what it says."""
    first = str(error).strip().splitlines()
    return f"{type(error).__name__}: {first[0]}" if first else type(error).__name__


def snake(name: str) -> str:
    """Return `NoSnapshot` as `no_snapshot`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def _shorten(value: Any) -> Fact:
    """Return an error's fact as the wording takes it: lists are joined."""
    if isinstance(value, tuple | list | set | frozenset):
        return ", ".join(str(item) for item in value)
    known = isinstance(value, str | float | date) or value is None
    return value if known else str(value)  # a port or a row is a name, not an amount
