"""Spoils the made-up "Data ASN" sheet and its histories the way such files are met.

Everything here is read or told by an import, and nothing refuses one.
"""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from training.demo.vectors import Ints

NAMESAKE = "Subbagian Umum (rekaan)"
"""A unit of two agencies that is named alike in both, without its id."""
JUNK_CLASS = "VIII"


def spoil_sheet(
    sheet: pd.DataFrame, agencies: Mapping[str, str], rng: np.random.Generator
) -> pd.DataFrame:
    """Return the sheet as one meets it: capitals, spaces, words for nothing, repeats.

    `agencies` has the name of the agency of each unit by its id in the sheet.
    """
    spoilt, count = sheet.reset_index(drop=True).astype(object), len(sheet)
    _name_alike(spoilt, agencies)

    def change(column: str, share: float, turn: Callable[[str], str]) -> None:
        cells = spoilt[column].tolist()
        for hit in _hits(count, share, rng).tolist():
            cells[hit] = turn(cells[hit])
        spoilt[column] = cells

    change("nama", 0.3, str.upper)
    change("nama", 0.05, lambda name: name.replace(" ", "  "))
    change("unor_nama", 0.2, str.upper)
    change("jabatan_nama", 0.2, str.upper)
    change("jabatan_nama", 0.05, lambda title: f" {title}  ")
    change("nip_baru", 0.05, _part)
    change("nip_baru", 0.1, lambda nip: f"'{nip}")
    change("jenis_kelamin", 0.05, lambda sex: {"M": "Pria", "F": "Wanita"}.get(sex, sex))
    change("jenis_kelamin", 0.01, lambda _: "NULL")
    change("kedudukan_hukum_id", 0.05, lambda code: code.lstrip("0"))
    change("kedudukan_hukum_nama", 0.002, lambda _: "Lain-lain (rekaan)")
    change("tmt_golongan", 0.01, lambda _: "00-00-0000")
    change("gol_akhir_nama", 0.02, lambda _: "-")
    change("eselon_nama", 0.3, lambda _: "-")
    change("kelas_jabatan", 0.01, lambda _: JUNK_CLASS)
    change("tingkat_pendidikan_id", 0.02, lambda _: "")
    change("pendidikan_nama", 0.02, lambda _: "#DELETE#")
    change("tmt_cpns", 0.01, lambda _: "")
    change("jabatan_id", 0.03, lambda _: "")
    return pd.concat([spoilt, spoilt.iloc[_hits(count, 0.003, rng)]], ignore_index=True)


def double_sanctions(cases: pd.DataFrame) -> pd.DataFrame:
    """Return sanctions with a slighter one, long over, before each of a day that is not slight."""
    grave = cases[cases["jenisTingkatHukumanId"] != "R"]
    slight = grave.assign(jenisTingkatHukumanId="R", akhirHukumTanggal=grave["hukumanTanggal"])
    return pd.concat([slight, cases], ignore_index=True)


def _name_alike(sheet: pd.DataFrame, agencies: Mapping[str, str]) -> None:
    """Give one unit of each of two agencies the same name, and take its id away.

    The agency then stands as the working unit, as SIMPEG has it.
    """
    agency = sheet["unor_id"].map(agencies)
    inner = sheet[agency != sheet["unor_nama"]]
    firsts = inner.groupby(agency)["unor_id"].min().sort_index()
    for name, unit_id in firsts.head(2).items():
        rows = sheet["unor_id"] == unit_id
        told = {"unor_id": "", "unor_nama": NAMESAKE, "satuan_kerja_kerja_nama": str(name)}
        for column, cell in told.items():
            sheet.loc[rows, column] = cell


def _part(nip: str) -> str:
    """Write a NIP in its four parts, as it stands on papers."""
    return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"


def _hits(count: int, share: float, rng: np.random.Generator) -> Ints:
    hits: Ints = np.sort(rng.permutation(count)[: max(1, round(count * share))])
    return hits
