"""An agency's own `mapping.toml`: what its headings, values, titles and fields of study mean.

The file stands beside a source of either format. Each section turns the agency's words into those
that Padan knows: `[columns.TABLE]` names headings, `[values.COLUMN]` translates cells, and in
`[fields_of_study]`, `[kinds]`, `[job_families]` and `[agencies]` each entry lists the phrases that
mean it.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from snapshots.ladders import TIERS
from snapshots.phrases import Phrases, fold_words
from snapshots.problems import Problem
from snapshots.tables import TABLES

MAPPING = "mapping.toml"
GROUPS = ("fields_of_study", "kinds", "job_families", "agencies")
SECTIONS = ("columns", "values", *GROUPS)
ECHELON = re.compile(r"(I|II|III|IV)\.[ab]")


Names = Mapping[str, Mapping[str, str]]
"""By table the columns that may be named, under each name that they go by."""
Check = Callable[[str, str], tuple[str, ...]]
"""Gives what a column takes where it does not take a meaning; nothing where it does."""


class MappingError(Exception):
    """A mapping file that cannot be used; `problem` says where and why."""

    def __init__(self, code: str, line: int | None, **facts: str) -> None:
        super().__init__(code)
        told = {**facts, "line": "–" if line is None else str(line)}
        self.problem = Problem(code, "", facts=told)


@dataclass(frozen=True)
class LocalMapping:
    """The sections of a mapping file; empty where there is none."""

    columns: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    groups: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)

    def headings(self, table: str, column: str) -> tuple[str, ...]:
        """Return the headings that stand for a column of a table."""
        return self.columns.get(table, {}).get(column, ())

    def translate(self, column: str, text: pa.StringArray) -> pa.StringArray:
        """Return the cells of a column with the agency's words replaced; others as they are."""
        told = self.values.get(column)
        if told is None:
            told = self.values.get(re.sub(r"_(id|nama)$", "", column))
        if not told:
            return text
        words = {fold_words(word): meaning for word, meaning in told.items()}
        coded = text.dictionary_encode()
        turned = [words.get(fold_words(one), one) for one in coded.dictionary.to_pylist()]
        return pc.take(pa.array(turned, pa.string()), coded.indices)

    def phrases(
        self, section: str, general: Mapping[str, tuple[str, ...]] | None = None
    ) -> Phrases:
        """Return a section's phrases, before those that hold everywhere."""
        return Phrases(general or {}, self.groups.get(section))

    @cached_property
    def is_empty(self) -> bool:
        """Whether the file is absent or says nothing."""
        return not (self.columns or self.values or self.groups)


def name_own_columns() -> dict[str, dict[str, str]]:
    """Return the columns of our own tables, each under its one name."""
    return {name: {one.name: one.name for one in table} for name, table in TABLES.items()}


def check_own(column: str, meaning: str) -> tuple[str, ...]:
    """Return the choices of our own columns of that name, unless one of them takes the meaning."""
    named = [one for table in TABLES.values() for one in table if one.name == column]
    choices = [choice for one in named for choice in one.choices]
    return () if meaning.strip() in choices else (*choices,)


def load_mapping(folder: Path, known: Names, check: Check = check_own) -> LocalMapping:
    """Read the mapping file of a folder, empty where there is none.

    Raises MappingError with the line for what is no TOML, an unknown section, table, column or
    kind, a value of another form, a word that means two things, and a meaning that its column does
    not take.
    """
    try:
        text = (folder / MAPPING).read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return LocalMapping()
    except (OSError, UnicodeDecodeError) as error:
        raise MappingError("mapping_unreadable", None) from error
    try:
        told = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = re.search(r"line (\d+)", str(error))
        raise MappingError("mapping_not_toml", int(line[1]) if line else None) from error
    return _Reader(text, known, check).read(told)


@dataclass(frozen=True)
class _Reader:
    """Turns the parsed file into a mapping and refuses what nobody would use."""

    text: str
    known: Names
    check: Check

    def read(self, told: dict[str, Any]) -> LocalMapping:
        for section in told:
            self._check(section in SECTIONS, "mapping_section", section, ", ".join(SECTIONS))
        columns = {
            self._one_of(table, self.known, "mapping_table"): self._read_headings(table, entries)
            for table, entries in self._tables(told, "columns")
        }
        values: dict[str, dict[str, str]] = {}
        for name, entries in self._tables(told, "values"):
            for column in self._value_columns(name):
                values.setdefault(column, {}).update(self._read_values(column, entries))
        groups = {name: self._read_group(name, told[name]) for name in GROUPS if name in told}
        for kind in groups.get("kinds", {}):
            fits = kind in TIERS or ECHELON.fullmatch(kind) is not None
            self._check(fits, "mapping_kind", kind, ", ".join(TIERS))
        return LocalMapping(columns, values, groups)

    def _tables(self, told: dict[str, Any], section: str) -> Iterator[tuple[str, dict[str, Any]]]:
        entries = told.get(section, {})
        self._check(isinstance(entries, dict), "mapping_form", section)
        for name, inner in entries.items():
            self._check(isinstance(inner, dict), "mapping_form", name)
            yield name, inner

    def _read_headings(self, table: str, entries: dict[str, Any]) -> dict[str, tuple[str, ...]]:
        names = self.known[table]
        headings: dict[str, tuple[str, ...]] = {}
        for name, told in entries.items():
            self._check(name in names, "mapping_column", name, _list(names.values()))
            headings[names[name]] = headings.get(names[name], ()) + self._texts(name, told)
        return headings

    def _value_columns(self, name: str) -> set[str]:
        """Return the columns whose cells are translated: of that name or, without `_id`, both."""
        own = {column for names in self.known.values() for column in names.values()}
        if name in own | {re.sub(r"_(id|nama)$", "", column) for column in own}:
            return {name}
        meant = {names[name] for names in self.known.values() if name in names}
        self._check(bool(meant), "mapping_column", name, _list(own))
        return meant

    def _read_values(self, column: str, entries: dict[str, Any]) -> dict[str, str]:
        for word, meaning in entries.items():
            sound = isinstance(meaning, str | int) and not isinstance(meaning, bool)
            self._check(sound, "mapping_form", word)
            choices = self.check(column, str(meaning))
            told = f"{word} = {meaning}"
            self._check(not choices, "mapping_value", word, ", ".join(choices), told=told)
        self._check_once((word, str(meaning)) for word, meaning in entries.items())
        return {word: str(meaning) for word, meaning in entries.items()}

    def _read_group(self, section: str, entries: Any) -> dict[str, tuple[str, ...]]:
        self._check(isinstance(entries, dict), "mapping_form", section)
        group = {value: self._texts(value, told) for value, told in entries.items()}
        for value, phrases in group.items():
            self._check(all(fold_words(one) for one in phrases), "mapping_form", value)
        self._check_once((one, value) for value, phrases in group.items() for one in phrases)
        return group

    def _check_once(self, told: Iterable[tuple[str, str]]) -> None:
        """Refuse a word that means two things; words are compared as cells are."""
        known: dict[str, str] = {}
        for word, meaning in told:
            other = known.setdefault(fold_words(word), meaning)
            same = other.casefold() == meaning.casefold()
            self._check(same, "mapping_meant_twice", word, f"{other}, {meaning}")

    def _texts(self, key: str, told: Any) -> tuple[str, ...]:
        listed = told if isinstance(told, list) else [told]
        self._check(all(isinstance(one, str) for one in listed), "mapping_form", key)
        return tuple(listed)

    def _one_of(self, name: str, choices: Any, code: str) -> str:
        self._check(name in choices, code, name, _list(choices))
        return name

    def _check(self, sound: bool, code: str, name: str, choices: str = "", told: str = "") -> None:
        if not sound:
            line = self._find_line(name)
            raise MappingError(code, line, name=told or name, choices=choices)

    def _find_line(self, name: str) -> int | None:
        """Return the line on which a name stands first, before an equals sign or in brackets."""
        quoted = re.escape(name)
        places = (rf"^[ \t]*[\"']?{quoted}[\"']?\s*=", rf"^[ \t]*\[[^\]]*\b{quoted}\b", quoted)
        for place in places:
            found = re.search(place, self.text, re.MULTILINE)
            if found:
                return self.text.count("\n", 0, found.start()) + 1
        return None


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted({*names}))
