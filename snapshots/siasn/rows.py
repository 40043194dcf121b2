"""Prepares the rows of a SIASN source: whose they are, and which post each speaks of."""

from collections.abc import Mapping

import pandas as pd

from snapshots.siasn.findings import Findings
from snapshots.siasn.namesakes import find_unit_ids
from snapshots.siasn.posts import find_post_ids
from snapshots.tables import TABLES

NIP = "nip_baru"
NEEDED = (NIP, "nama", "tmt_jabatan", "unit_id", "post_id")
"""Without these nobody can be placed: the row is left out, and told."""
HISTORIES = (
    *("rw_jabatan", "rw_golongan", "rw_skp22", "rw_skp", "rw_hukdis"),
    *("rw_diklat", "rw_kursus", "rw_pendidikan"),
)


def merge_sheets(told: pd.DataFrame, findings: Findings) -> pd.DataFrame:
    """Return one row a person of all flat sheets: a second file fills what the first leaves empty.

    Rows that are wholly alike are one. Two different rows of one NIP in one file stay, and are
    refused later.
    """
    alike = told.duplicated([name for name in told if name != "file"])
    for row in told.index[alike]:
        findings.note("repeated_row", int(row), NIP)
    rows = told[~alike]
    first = rows.groupby(NIP)["file"].transform("first")
    is_first = rows[NIP].isna() | (rows["file"] == first)
    base, more = rows[is_first], rows[~is_first].groupby(NIP).first()
    if len(more):
        filler = more.reindex(base[NIP]).set_index(base.index)
        base = base.where(base.notna(), filler.reindex(columns=base.columns))
    return _without_gaps(base.drop(columns="file"))


def name_people(
    frames: Mapping[str, pd.DataFrame], sheet: pd.DataFrame, findings: Findings
) -> dict[str, pd.DataFrame]:
    """Return the histories with everybody's NIP, found by the API's id where it is not told.

    Rows of people whom the flat sheet does not hold are left out, and counted.
    """
    ids = sheet.dropna(subset=["pns_id", NIP]).drop_duplicates("pns_id")
    by_id = ids.set_index("pns_id")[NIP]
    named: dict[str, pd.DataFrame] = {}
    for kind in HISTORIES:
        rows = frames[kind]
        nip = rows[NIP].where(rows[NIP].notna(), rows["pns_id"].map(by_id))
        known = nip.isin([*sheet[NIP].dropna()])
        if not known.all():
            findings.note("person_unknown", table=kind, count=int((~known).sum()))
        named[kind] = _without_gaps(rows.assign(**{NIP: nip})[known])
    return named


def look_at_posts(sheet: pd.DataFrame, history: pd.DataFrame, findings: Findings) -> pd.DataFrame:
    """Return a row for each time somebody is said to hold a post, with what is said of it.

    Columns: unit_id, post_id, jabatan_nama, jenis, echelon, tier, kelas_jabatan, retirement_age,
    and the names of the unit and its agency as they stood.
    """
    history = history.assign(satuan_kerja_nama=None, kelas_jabatan=None)
    held = pd.concat([sheet, history.reindex(columns=sheet.columns)])
    held["unit_id"] = _place(sheet, find_unit_ids(held, findings), findings)
    held["post_id"] = find_post_ids(held)
    held["jenis"] = findings.translate(
        "jenis_jabatan", held["jenis_jabatan_id"], held["jenis_jabatan_nama"]
    )
    held["echelon"] = findings.translate("eselon", held["eselon_id"], held["eselon_nama"])
    held["tier"] = findings.translate("jenjang", held["jenjang"])
    held["kelas_jabatan"] = _read_number("job_class", held["kelas_jabatan"], findings)
    held["retirement_age"] = _read_number("retirement_age", held["bup_pensiun"], findings)
    return _without_gaps(held)


def _read_number(name: str, told: pd.Series, findings: Findings) -> pd.Series:
    """Return whole numbers that a column of `positions` takes; what is none is unknown and told."""
    column = TABLES["positions"].column(name)
    numbers = pd.to_numeric(told, errors="coerce")
    sound = numbers.between(column.low or 0, column.high or 0) & (numbers % 1 == 0)
    findings.tell_unknown("unknown_number", told[told.notna() & ~sound])
    return numbers.where(sound).map("{:.0f}".format, na_action="ignore")


def _place(sheet: pd.DataFrame, units: pd.Series, findings: Findings) -> pd.Series:
    """Return units without those of people whose own is not told, though others' in the sheet are.

    An agency stands for its units only in a sheet that knows no units at all.
    """
    untold = sheet["unor_id"].isna() & sheet["unor_nama"].isna()
    if not untold.all():
        return units.where(~units.index.isin(sheet.index[untold]), None)
    findings.deduce("unit_is_agency", sheet["unor_induk_nama"].dropna())
    return units


def leave_out(sheet: pd.DataFrame, findings: Findings) -> pd.DataFrame:
    """Return the people who can be placed; each other row is told with what it lacks."""
    lacking = sheet[[*NEEDED]].isna()
    for row in sheet.index[lacking.any(axis=1)]:
        missing = next(name for name in NEEDED if lacking.at[row, name])
        column = {"unit_id": "unor_nama", "post_id": "jabatan_nama"}.get(missing, missing)
        findings.note("row_left_out", int(row), column)
    for row in sheet.index[sheet["nama"].str.fullmatch(r"[\W\d_]+").fillna(False).astype(bool)]:
        findings.refuse("name_without_letters", int(row), "nama")
    return sheet[~lacking.any(axis=1)]


def _without_gaps(frame: pd.DataFrame) -> pd.DataFrame:
    """Return cells as objects, None where nothing stands."""
    objects = frame.astype(object)
    return objects.where(objects.notna(), None)
