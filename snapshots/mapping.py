"""An agency's own `mapping.toml`: what its headings, values, titles and fields of study mean.

The file stands beside a source of either format. Each section turns the agency's words into those
that Padan knows: `[columns.TABLE]` names headings, `[values.COLUMN]` translates cells, and in
`[fields_of_study]`, `[kinds]`, `[job_families]` and `[agencies]` each entry lists the phrases that
mean it.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from snapshots.ladders import TIERS
from snapshots.phrases import Phrases, fold_words
from snapshots.problems import Problem

MAPPING = "mapping.toml"
GROUPS = ("fields_of_study", "kinds", "job_families", "agencies")
SECTIONS = ("columns", "values", *GROUPS)
ECHELON = re.compile(r"(I|II|III|IV)\.[ab]")


class MappingError(Exception):
    """A mapping file that cannot be used; `problem` says where and why."""

    def __init__(self, code: str, line: int | None, **facts: str) -> None:
        super().__init__(code)
        told = {**facts, "line": "–" if line is None else str(line)}
        self.problem = Problem(f"siasn.{code}", "", facts=told)


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


def load_mapping(folder: Path, known: Mapping[str, frozenset[str]]) -> LocalMapping:
    """Read the mapping file of a folder, empty where there is none.

    `known` are the columns by table that may be named. Raises MappingError with the line for what
    is no TOML, an unknown section, table, column or kind, and a value of another form.
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
    return _Reader(text, known).read(told)


@dataclass(frozen=True)
class _Reader:
    """Turns the parsed file into a mapping and refuses what nobody would use."""

    text: str
    known: Mapping[str, frozenset[str]]

    def read(self, told: dict[str, Any]) -> LocalMapping:
        for section in told:
            self._check(section in SECTIONS, "mapping_section", section, ", ".join(SECTIONS))
        columns = {
            self._one_of(table, self.known, "mapping_table"): self._read_headings(table, entries)
            for table, entries in self._tables(told, "columns")
        }
        values = {
            self._value_column(column): self._read_values(column, entries)
            for column, entries in self._tables(told, "values")
        }
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
        for column in entries:
            self._one_of(column, self.known[table], "mapping_column")
        return {column: self._texts(column, told) for column, told in entries.items()}

    def _value_column(self, column: str) -> str:
        everywhere = {name for columns in self.known.values() for name in columns}
        bases = {re.sub(r"_(id|nama)$", "", name) for name in everywhere}
        return self._one_of(column, everywhere | bases, "mapping_column")

    def _read_values(self, column: str, entries: dict[str, Any]) -> dict[str, str]:
        for word, meaning in entries.items():
            sound = isinstance(meaning, str | int) and not isinstance(meaning, bool)
            self._check(sound, "mapping_form", word)
        return {word: str(meaning) for word, meaning in entries.items()}

    def _read_group(self, section: str, entries: Any) -> dict[str, tuple[str, ...]]:
        self._check(isinstance(entries, dict), "mapping_form", section)
        return {value: self._texts(value, told) for value, told in entries.items()}

    def _texts(self, key: str, told: Any) -> tuple[str, ...]:
        listed = told if isinstance(told, list) else [told]
        self._check(all(isinstance(one, str) for one in listed), "mapping_form", key)
        return tuple(listed)

    def _one_of(self, name: str, choices: Any, code: str) -> str:
        self._check(name in choices, code, name, ", ".join(sorted(choices)))
        return name

    def _check(self, sound: bool, code: str, name: str, choices: str = "") -> None:
        if not sound:
            raise MappingError(code, self._find_line(name), name=name, choices=choices)

    def _find_line(self, name: str) -> int | None:
        """Return the line on which a name stands first, before an equals sign or in brackets."""
        quoted = re.escape(name)
        places = (rf"^[ \t]*[\"']?{quoted}[\"']?\s*=", rf"^[ \t]*\[[^\]]*\b{quoted}\b", quoted)
        for place in places:
            found = re.search(place, self.text, re.MULTILINE)
            if found:
                return self.text.count("\n", 0, found.start()) + 1
        return None
