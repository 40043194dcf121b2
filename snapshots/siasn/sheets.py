"""Reads the files of a SIASN source into sheets with known columns and cleaned cells."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from snapshots.ledger import Ints
from snapshots.mapping import LocalMapping
from snapshots.problems import Problem
from snapshots.readers.delimited import read_delimited
from snapshots.readers.raw import RawCells, UnreadableTableError, trim
from snapshots.readers.workbook import read_sheet_file
from snapshots.siasn.answers import read_answers
from snapshots.siasn.cleaning import clean_dates, clean_ids, clean_nips, clean_texts

NIP = "nip_baru"
DATES = {"tanggal_lahir", "tanggal", "mulai", "akhir"}
"""Columns of dates, beside all that begin with tmt."""
FORMATS = {".csv": read_delimited, ".xlsx": read_sheet_file, ".json": read_answers}
FORMATS |= {".jsonl": read_answers, ".ndjson": read_answers}


@dataclass(frozen=True)
class File:
    """One file of a source: what it holds, its name for people, and whose it is, if named so."""

    path: Path
    kind: str
    name: str
    nip: str | None = None


@dataclass(frozen=True)
class Sheet:
    """Cleaned texts of one kind by known column; the index counts rows from 1 over all files.

    `headings` gives the heading that each column had in the file, `unread` those that stand for
    nothing that is used. `numbers` are the rows whose NIP
    the file kept as a number, which may have lost digits.
    """

    kind: str
    name: str
    start: int
    frame: pd.DataFrame
    headings: Mapping[str, str]
    numbers: frozenset[int] = frozenset()
    unread: tuple[str, ...] = ()


@cache
def known_columns() -> dict[str, dict[str, list[str]]]:
    """Return other headings by kind of file and column, from `columns.toml`."""
    text = files(__package__).joinpath("columns.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def name_columns() -> dict[str, dict[str, str]]:
    """Return by kind of file each column under its own and all its other names."""
    return {
        kind: {other: name for name, others in columns.items() for other in others}
        | {name: name for name in columns}
        for kind, columns in known_columns().items()
    }


def fold_heading(text: str) -> str:
    """Return a heading as it is compared: `tmtJabatan`, `TMT JABATAN` and `tmt_jabatan` are one."""
    parted = text if text.isupper() else re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", text)
    return re.sub(r"[^0-9a-z]+", "_", parted.casefold()).strip("_")


def read_sheet(file: File, start: int, mapping: LocalMapping) -> Sheet:
    """Read one file, whose first row is numbered `start` + 1; UnreadableTableError if damaged."""
    cells = FORMATS[file.path.suffix.lower()](file.path, file.name)
    places = _find_columns(file.kind, cells.headings, mapping)
    columns = {
        name: _read_column(name, [cells.columns[place].text for place in found], mapping)
        for name, found in places.items()
    }
    frame = pd.DataFrame(columns, index=cells.rows + start, dtype=object)
    frame = frame[frame.notna().any(axis=1)]
    if file.nip is not None:
        frame[NIP] = frame[NIP].fillna(file.nip) if NIP in frame else file.nip
    headings = {name: cells.headings[found[0]] for name, found in places.items()}
    used = {place for found in places.values() for place in found}
    unread = tuple(one for place, one in enumerate(cells.headings) if place not in used)
    numbers = _find_numbers(cells, places, start)
    return Sheet(file.kind, file.name, start, frame, headings, numbers, unread)


def _find_columns(
    kind: str, headings: Sequence[str], mapping: LocalMapping
) -> dict[str, list[int]]:
    """Return the places of each known column, the ones to be preferred first.

    A heading that the mapping gives to one column is no other's; UnreadableTableError where that
    leaves the other without any.
    """
    folded = [fold_heading(heading) for heading in headings]
    found: dict[str, list[int]] = {}
    given: dict[str, str] = {}
    for name in known_columns()[kind]:
        for heading in mapping.headings(kind, name):
            given.setdefault(fold_heading(heading), name)
    for name, others in known_columns()[kind].items():
        wanted = [*mapping.headings(kind, name), name, *others]
        names = [fold_heading(one) for one in wanted]
        places = [place for one in names for place, own in enumerate(folded) if own == one]
        own = [place for place in places if given.get(folded[place], name) == name]
        if places and not own:
            told = {"name": headings[places[0]], "choices": f"{given[folded[places[0]]]}, {name}"}
            raise UnreadableTableError(Problem("mapping_twice", kind, facts=told))
        if own:
            found[name] = list(dict.fromkeys(own))
    return found


def _read_column(name: str, texts: list[pa.StringArray], mapping: LocalMapping) -> list[str | None]:
    """Clean the cells of one column; of several the first filled holds."""
    cleaned = [clean_texts(trim(text)) for text in texts]
    merged = cleaned[0]
    for other in cleaned[1:]:
        merged = pc.coalesce(merged, other)
    merged = mapping.translate(name, merged)
    if name.startswith("tmt_") or name in DATES:
        merged = clean_dates(merged)
    elif name == NIP:
        merged = clean_nips(merged)
    elif name == "id" or name.endswith("_id"):
        merged = clean_ids(merged)
    cells: list[str | None] = merged.to_pylist()
    return cells


def _find_numbers(cells: RawCells, places: Mapping[str, list[int]], start: int) -> frozenset[int]:
    marks = [cells.columns[place].native for place in places.get(NIP, ())]
    rows: list[Ints] = [cells.rows[mark] + start for mark in marks if mark is not None]
    return frozenset(np.concatenate(rows).tolist()) if rows else frozenset()
