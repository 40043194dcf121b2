"""Reads a SIASN source as a whole: finds its files, and puts their rows into our tables."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from snapshots.mapping import LocalMapping, MappingError, load_mapping, name_own_columns
from snapshots.nips import PLAIN_NIP
from snapshots.problems import Place, Problem
from snapshots.readers.folder import read_folder
from snapshots.readers.raw import MADE_UP_MARK, RawColumn, RawSource, RawTable, UnreadableTableError
from snapshots.siasn.codes import check_meaning
from snapshots.siasn.findings import Findings
from snapshots.siasn.origins import ORIGINS
from snapshots.siasn.places import FileRows, Places
from snapshots.siasn.sheets import FORMATS, File, Sheet, known_columns, name_columns, read_sheet
from snapshots.siasn.tables import write_tables
from snapshots.tables import TABLES

DATA = "data_asn"
KINDS = {
    **{kind: kind for kind in known_columns()},
    **{kind.removeprefix("rw_"): kind for kind in known_columns() if kind.startswith("rw_")},
    "data_utama": DATA,
}
"""Kinds of file by the names that they go by: rw-jabatan, jabatan, data-utama, …"""

MADE_UP_WORDS = "data buatan"
"""How the made-up city names its own agency of government, in every row."""
PLACING = (
    *(("nip_baru",), ("nama",), ("tmt_jabatan",), ("jabatan_id", "jabatan_nama")),
    ("unor_id", "unor_nama", "unor_induk_id", "unor_induk_nama"),
)
"""Columns of the flat sheet of which one each must be there."""


def read_siasn(source: str) -> RawSource:
    """Read the "Data ASN" sheet (CSV or XLSX), or a folder with it and histories as JSON or sheets.

    Our own optional tables (competencies, workloads, …) may stand in the folder too. Nothing is
    raised for what cannot be read: it stands in the problems of the answer.
    """
    path = Path(source)
    if not path.exists():
        return RawSource(problems=(Problem("source_missing", "", value=source),))
    if not path.is_dir() and path.suffix.lower() not in FORMATS:
        return RawSource(problems=(Problem("siasn.unknown_file", "", value=path.name),))
    folder = path if path.is_dir() else path.parent
    try:
        mapping = load_mapping(folder, name_columns() | name_own_columns(), check_meaning)
    except MappingError as error:
        return RawSource(problems=(error.problem,))
    files = [*find_files(path)] if path.is_dir() else [File(path, DATA, path.name)]
    return _read_files(files, folder if path.is_dir() else None, folder, mapping)


def find_files(folder: Path) -> Iterator[File]:
    """Give the files below a folder that hold something known, by their own or folder's name."""
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in FORMATS or not path.is_file():
            continue
        place = path.relative_to(folder)
        nip = PLAIN_NIP.search(str(place))
        kinds = [KINDS.get(_fold_name(name)) for name in (path.stem, *reversed(place.parts[:-1]))]
        kind = next((one for one in kinds if one is not None), None)
        if kind is not None:
            yield File(path, kind, place.as_posix(), nip[0] if nip else None)


def _fold_name(name: str) -> str:
    """Return a file's name as kinds are written: without the NIP, small, with underscores."""
    return re.sub(r"[^0-9a-z]+", "_", PLAIN_NIP.sub("", name).casefold()).strip("_")


def _read_files(
    files: list[File], extras: Path | None, folder: Path, mapping: LocalMapping
) -> RawSource:
    """Read all files, and the optional tables beside them where `extras` names a folder."""
    sheets, problems = _read_sheets(files, mapping)
    problems += _find_missing(sheets)
    beside = read_folder(extras) if extras is not None else RawSource()
    if not any(sheet.kind == DATA for sheet in sheets):
        if not problems:
            problems.append(Problem("siasn.no_data_asn", "", value=folder.name))
        return RawSource(problems=tuple(problems))
    rows = tuple(FileRows(one.name, one.start, one.headings) for one in sheets)
    places = Places(rows, ORIGINS)
    findings = Findings(places)
    _tell_unread(sheets, findings)
    frames = _join(sheets)
    tables = write_tables(frames, mapping, findings)
    numbers = frozenset(row for sheet in sheets for row in sheet.numbers)
    raw = {name: make_raw(table, name, numbers) for name, table in tables.items()}
    optional = {name: raw for name, raw in beside.tables.items() if not TABLES[name].required}
    ignored = sorted(name for name in beside.tables if TABLES[name].required)
    findings.problems += [Problem("siasn.table_ignored", name) for name in ignored]
    marked = folder.joinpath(f"{MADE_UP_MARK}.md").exists()
    return RawSource(
        tables=raw | optional,
        problems=(*problems, *findings.errors, *beside.problems),
        made_up=marked or _says_made_up(frames[DATA]),
        warnings=tuple(findings.problems),
        deduced=True,
        locate=_Locator(places, frozenset(tables) - frozenset(optional)),
    )


class _Locator:
    """Locates cells of the tables that were put together here, and of no others."""

    def __init__(self, places: Places, own: frozenset[str]) -> None:
        self._places = places
        self._own = own

    def __call__(self, table: str, row: int | None, column: str | None) -> Place | None:
        return self._places.locate(table, row, column) if table in self._own else None


def _read_sheets(files: list[File], mapping: LocalMapping) -> tuple[list[Sheet], list[Problem]]:
    """Read every file; rows are numbered through, those of the flat sheets first."""
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    start = 0
    for file in sorted(files, key=lambda one: (one.kind != DATA, one.path.suffix == ".json")):
        try:
            sheets.append(read_sheet(file, start, mapping))
        except UnreadableTableError as error:
            problems += (_place(one, file.name) for one in error.problems)
        except OSError:
            problems.append(Problem("unreadable_file", "", facts={"file": file.name}))
        else:
            start = max([start, *sheets[-1].frame.index])
    return sheets, problems


def _place(problem: Problem, file: str) -> Problem:
    """Tell of a problem its file; without that file nothing can be said of any table."""
    return replace(problem, table="", place=Place(file, problem.row, problem.column))


def _find_missing(sheets: list[Sheet]) -> list[Problem]:
    """Name the columns without which nobody can be placed and that no flat sheet has."""
    data = [sheet for sheet in sheets if sheet.kind == DATA]
    told = {name for sheet in data for name in sheet.headings}
    return [
        _place(
            Problem("siasn.column_missing", "", column=" / ".join(names), facts={"name": names[0]}),
            data[0].name,
        )
        for names in PLACING
        if data and not told & {*names}
    ]


def _says_made_up(sheet: pd.DataFrame) -> bool:
    """Tell whether every row names an agency of government that is marked as made up."""
    agency = sheet["instansi_nama"].fillna("").astype(str)
    return bool(len(agency)) and bool(agency.str.casefold().str.contains(MADE_UP_WORDS).all())


def _tell_unread(sheets: list[Sheet], findings: Findings) -> None:
    """Tell once a kind of file which of its headings were not read."""
    for kind in dict.fromkeys(sheet.kind for sheet in sheets):
        found = [one for sheet in sheets if sheet.kind == kind for one in sheet.unread]
        names = sorted({name for name in found if name.strip()})
        if names:
            findings.note("columns_unread", table=kind, count=len(names), names=", ".join(names))


def _join(sheets: list[Sheet]) -> dict[str, pd.DataFrame]:
    """Return one frame a kind with all of its known columns; None where nothing stands."""
    frames: dict[str, pd.DataFrame] = {}
    for kind, columns in known_columns().items():
        found = [sheet.frame.assign(file=sheet.name) for sheet in sheets if sheet.kind == kind]
        whole = pd.concat(found) if found else pd.DataFrame(dtype=object)
        whole = whole.reindex(columns=[*columns, "file"]).astype(object)
        frames[kind] = whole.where(whole.notna(), None)
    return frames


def make_raw(table: pd.DataFrame, name: str, numbers: frozenset[int]) -> RawTable:
    """Return a table as readers give it; optional columns in which nothing stands are left out."""
    columns: dict[str, RawColumn] = {}
    rows = table.index.to_numpy(np.int64)
    spoilt = np.isin(rows, [*numbers])
    for column in TABLES[name]:
        if column.name in table and (column.required or table[column.name].notna().any()):
            text = pa.array(table[column.name], pa.string(), from_pandas=True)
            columns[column.name] = RawColumn(text, spoilt if column.name == "nip" else None)
    return RawTable(columns, rows)
