"""What Padan says to people: sentences by key, Indonesian first and English second.

A key is `file.name`, for example `records.duplicate_key`: the entry `duplicate_key` of
`wording/id/records.toml` and of `wording/en/records.toml`. Facts are filled in by name and are
written the way the language writes them: dates as "1 November 2026", numbers with its own marks.
"""

import tomllib
from datetime import date, datetime
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

Fact = str | int | float | date | datetime | None
Language = Literal["id", "en"]
LANGUAGES: tuple[Language, ...] = ("id", "en")

_FIGURES = 10_000
"""Numbers and dates whose writing is kept: a list says the same few again and again."""


class UnknownTextError(KeyError):
    """A key that no wording file holds; `key` names it."""

    def __init__(self, key: str) -> None:
        super().__init__(f"no text is written for {key!r}")
        self.key = key


def say(key: str, language: Language, **facts: Fact) -> str:
    """Return the text of `key` in `language` with `facts` filled in.

    Raises UnknownTextError where no file holds the key, KeyError where a fact is missing.
    """
    template = texts(language).get(key)
    if template is None:
        raise UnknownTextError(key)
    return template.format_map({name: write(fact, language) for name, fact in facts.items()})


def has_text(key: str) -> bool:
    """Tell whether the wording holds `key` (both languages hold the same keys)."""
    return key in texts("en")


def write(fact: Fact, language: Language) -> str:
    """Write one fact the way `language` writes it; None is written as a dash."""
    match fact:
        case None:
            return "–"
        case bool() | str():
            return str(fact)
        case _:
            return _write_figure(fact, language)


@lru_cache(maxsize=_FIGURES, typed=True)
def write_number(value: float, digits: int, language: Language) -> str:
    """Write a number with exactly `digits` after the mark; a count (int) has none."""
    marks = "" if isinstance(value, int) or not digits else "." + "0" * digits
    return format_decimal(value, f"#,##0{marks}", locale=language)


def write_signed(value: float, digits: int, language: Language) -> str:
    """Write a number with its sign; what is written as zero has none."""
    sign = "" if not round(value, digits) else "−" if value < 0 else "+"
    return sign + write_number(abs(value), digits, language)


def write_percent(share: float | None, language: Language) -> str:
    """Write a share of 0–1 as a whole percentage; None is written as a dash."""
    return write(None, language) if share is None else f"{write(round(100 * share), language)}%"


@lru_cache(maxsize=_FIGURES, typed=True)
def _write_figure(fact: int | float | date | datetime, language: Language) -> str:
    match fact:
        case datetime():
            return format_datetime(fact, "d MMMM y HH:mm", locale=language)
        case date():
            return format_date(fact, "d MMMM y", locale=language)
        case int():
            return format_decimal(fact, locale=language)
        case float():
            return format_decimal(fact, format="#,##0.##", locale=language)


@cache
def texts(language: Language) -> dict[str, str]:
    """Return every text of a language by its key `file.name`."""
    found: dict[str, str] = {}
    for file in sorted(files(__name__).joinpath(language).iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".toml"):
            entries = tomllib.loads(file.read_text(encoding="utf-8"))
            prefix = file.name.removesuffix(".toml")
            found |= {f"{prefix}.{name}": str(text) for name, text in entries.items()}
    return found
