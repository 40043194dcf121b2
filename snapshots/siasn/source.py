"""Reads a SIASN source as a whole: its files, and puts their rows into our tables."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from snapshots.mapping import LocalMapping, MappingError, load_mapping, name_own_columns
from snapshots.problems import Place, Problem
from snapshots.progress import Progress, tell_nobody
from snapshots.readers.folder import read_folder
from snapshots.readers.raw import MADE_UP_MARK, RawColumn, RawSource, RawTable, UnreadableTableError
from snapshots.siasn.codes import check_meaning
from snapshots.siasn.files import DATA, find_files, find_second, is_sheet, lies_beneath
from snapshots.siasn.findings import VALUES, Findings
from snapshots.siasn.origins import ORIGINS
from snapshots.siasn.own_posts import POSTS, correct_posts, describe_own
from snapshots.siasn.places import FileRows, Places
from snapshots.siasn.sheets import FORMATS, File, Sheet, known_columns, name_columns, read_sheet
from snapshots.siasn.tables import write_tables
from snapshots.tables import TABLES

MADE_UP_WORDS = "data buatan"
"""How the made-up city names its own agency of government, in every row."""
PLACING = (
    *(("nip_baru",), ("nama",), ("tmt_jabatan",), ("jabatan_id", "jabatan_nama")),
    ("unor_id", "unor_nama", "unor_induk_id", "unor_induk_nama"),
)
"""Columns of the flat sheet of which one each must be there."""


def read_siasn(source: str, tell: Progress = tell_nobody) -> RawSource:
    """Read the "Data ASN" sheet (CSV or XLSX), or a folder with it and histories as JSON or sheets.

    Our own optional tables (competencies, workloads, …) may stand in the folder too, and positions
    to correct the deduced ones. Nothing is raised for what cannot be read: it stands in the
    problems of the answer. `tell` learns how many files are read.
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
    if not path.is_dir():
        return _read_files([File(path, DATA, path.name)], RawSource(), folder, mapping, tell)
    return _read_files([*find_files(path)], read_folder(path), folder, mapping, tell)


def _read_files(
    files: list[File], beside: RawSource, folder: Path, mapping: LocalMapping, tell: Progress
) -> RawSource:
    """Read all files; `beside` has the optional tables of the folder."""
    deep = [file for file in files if lies_beneath(file)]
    left = tuple(Problem("siasn.data_asn_beneath", "", value=file.name) for file in deep)
    files = [file for file in files if file not in deep]
    sheets, problems = _read_sheets(files, mapping, tell)
    problems += find_second(files) + _find_missing(sheets)
    if not any(sheet.kind == DATA for sheet in sheets):
        if not problems:
            problems.append(Problem("siasn.no_data_asn", "", value=folder.name))
        return RawSource(problems=tuple(problems), warnings=left)
    rows = [FileRows(one.name, one.start, one.headings) for one in sheets]
    own, last = beside.tables.get(POSTS), max(max([one.start, *one.frame.index]) for one in sheets)
    rows += [describe_own(own, last)] if own else []
    places = Places(tuple(rows), ORIGINS)
    findings = Findings(places)
    _tell_read(sheets, beside, findings)
    _tell_unread(sheets, findings)
    frames = _join(sheets)
    tables = write_tables(frames, mapping, findings)
    numbers = frozenset(row for sheet in sheets for row in sheet.numbers)
    raw = {name: make_raw(table, name, numbers) for name, table in tables.items()}
    if own is not None:
        raw[POSTS] = correct_posts(raw[POSTS], own, last, findings)
    optional = {name: raw for name, raw in beside.tables.items() if not TABLES[name].required}
    ignored = sorted(name for name in beside.tables if TABLES[name].required and name != POSTS)
    findings.problems += [Problem("siasn.table_ignored", name) for name in ignored]
    marked = folder.joinpath(f"{MADE_UP_MARK}.md").exists()
    return RawSource(
        tables=raw | optional,
        problems=(*problems, *findings.errors, *beside.problems),
        made_up=marked or _says_made_up(frames[DATA]),
        warnings=(*left, *findings.problems),
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


def _read_sheets(
    files: list[File], mapping: LocalMapping, tell: Progress
) -> tuple[list[Sheet], list[Problem]]:
    """Read every file; rows are numbered through, those of the flat sheets first."""
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    start = 0
    in_turn = sorted(files, key=lambda one: (one.kind != DATA, not is_sheet(one)))
    for done, file in enumerate(in_turn):
        tell("reading", done, len(files))
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


def _tell_read(sheets: list[Sheet], beside: RawSource, findings: Findings) -> None:
    """Tell once a kind which files were read, with the rows of each; of many the first."""
    found: dict[str, list[tuple[str, int]]] = {}
    for sheet in sheets:
        found.setdefault(sheet.kind, []).append((sheet.name, len(sheet.frame)))
    for name, raw in beside.tables.items():
        if not TABLES[name].required:
            found[name] = [(name, len(raw.rows))]
    for kind, files in found.items():
        shown = "; ".join(f"{name}: {rows}" for name, rows in files[:VALUES])
        more = "; …" if len(files) > VALUES else ""
        count = sum(rows for _, rows in files)
        findings.note("files_read", table=kind, count=count, files=len(files), names=shown + more)


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
