"""Writes the made-up city as SIASN gives people out: one flat "Data ASN" sheet, with its dirt.

The records are those of the city; only their form differs, and the mistakes that such sheets have.
"""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from snapshots.ladders import PPPK_RANKS
from training.demo.siasn_dirt import double_sanctions, spoil_sheet

SHEET = "data_asn.csv"
HISTORIES = "riwayat"
"""The folder of histories beside the sheet, in the form of the SIASN API."""
OLD_COPY = "lama"
"""A folder among them with an old copy of the sheet, which no import may read."""
INSTANSI = "Pemerintah Kota Contoh Madya (data buatan)"

RANK_IDS = {
    f"{group}/{room}": f"{tens}{place}"
    for tens, group in enumerate(("I", "II", "III", "IV"), 1)
    for place, room in enumerate("abcde", 1)
}
# Contract staff have ids of their own: XI is 11, which is I/a among civil servants.
RANK_IDS |= {rank: str(place) for place, rank in enumerate(PPPK_RANKS, 1)}
EDUCATION_IDS = {"sd": "05", "smp": "10", "sma": "15", "d1": "20", "d2": "25", "d3": "30"}
EDUCATION_IDS |= {"d4": "35", "s1": "40", "s2": "45", "s3": "50"}
EDUCATION_WORDS = {"sma": "SLTA", "d3": "D-III", "s1": "S-1", "s2": "S-2", "s3": "S-3"}
STANDINGS = {
    "active": ("01", "Aktif"),
    "study_leave": ("03", "Tugas Belajar"),
    "unpaid_leave": ("02", "Cuti di Luar Tanggungan Negara"),
    "suspended": ("04", "Pemberhentian Sementara"),
    "other": ("52", "Tidak Aktif"),
}
RETIRED = ("99", "Pensiun")
STATUSES = {"pns": "PNS", "cpns": "CPNS", "pppk": "PPPK", "pppk_part_time": "PPPK PARUH WAKTU"}
GROUPS = {"fungsional": ("2", "Jabatan Fungsional Tertentu")}
GROUPS |= {"pelaksana": ("4", "Jabatan Fungsional Umum")}
STRUCTURAL = ("1", "Jabatan Struktural")
PREDICATES = ("sangat_baik", "baik", "butuh_perbaikan", "kurang", "sangat_kurang")
SEVERITIES = {"ringan": "R", "sedang": "S", "berat": "B"}
APPOINTMENTS = {"definitive": "D", "acting": "PLT", "additional": "TT"}

Tables = Mapping[str, pd.DataFrame]


def write_sheet(tables: Tables, directory: Path, rng: np.random.Generator) -> None:
    """Write the sheet of everybody in service and of some who retired, and the histories.

    The same tables and generator write the same bytes.
    """
    people = tables["employees"].set_index("nip", drop=False)
    gone = people["left_on"] != ""
    retired = people.index[gone & (people["left_reason"] == "retired")]
    kept = people.loc[[*people.index[~gone], *retired[-(len(people) // 100) :]]]
    clean = _describe(kept, tables)
    spoilt = spoil_sheet(clean, _name_agencies(tables["units"]), rng)
    folder = directory / HISTORIES
    (folder / OLD_COPY).mkdir(parents=True, exist_ok=True)
    for place, sheet in ((directory, spoilt), (folder / OLD_COPY, clean.head(len(clean) // 2))):
        sheet.to_csv(
            place / SHEET, index=False, lineterminator="\r\n", encoding="utf-8-sig", sep=";"
        )
    for name, rows in _tell_histories(tables, [*kept.index]).items():
        answer = {"code": 1, "data": rows.to_dict("records")}
        text = json.dumps(answer, ensure_ascii=False, indent=0)
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def _describe(people: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    """Return the columns of the export, clean."""
    posts = tables["positions"].set_index("position_id").loc[people["position_id"]]
    units = _name_units(tables["units"])
    groups = [GROUPS.get(kind, STRUCTURAL) for kind in posts["kind"]]
    standing = [
        STANDINGS[legal] if left == "" else RETIRED
        for legal, left in zip(people["legal_status"], people["left_on"], strict=True)
    ]
    level, field = people["education_level"], people["education_field"]
    return pd.DataFrame(
        {
            "pns_id": [f"{number:032X}" for number in range(1, len(people) + 1)],
            "nip_baru": people["nip"],
            "nama": people["name"],
            "gelar_depan": "",
            "gelar_belakang": np.where(level == "s2", "M.Si. (rekaan)", ""),
            "tanggal_lahir": _day_first(people["birth_date"]),
            "jenis_kelamin": people["sex"].map({"m": "M", "f": "F"}),
            "jenis_pegawai_nama": people["status"].map(STATUSES),
            "kedudukan_hukum_id": [number for number, _ in standing],
            "kedudukan_hukum_nama": [name for _, name in standing],
            "status_cpns_pns": people["status"].map({"pns": "P", "cpns": "C"}).fillna("PPPK"),
            "tmt_cpns": _day_first(people["appointed_on"]),
            "gol_akhir_id": people["rank"].map(RANK_IDS).fillna(""),
            "gol_akhir_nama": people["rank"],
            "tmt_golongan": _day_first(people["rank_since"]),
            "jenis_jabatan_id": [number for number, _ in groups],
            "jenis_jabatan_nama": [name for _, name in groups],
            "eselon_nama": posts["echelon"].to_numpy(),
            "kelas_jabatan": posts["job_class"].to_numpy(),
            "jabatan_id": _number_titles(posts["title"]),
            "jabatan_nama": posts["title"].to_numpy(),
            "tmt_jabatan": _day_first(people["position_since"]),
            "tingkat_pendidikan_id": level.map(EDUCATION_IDS).fillna(""),
            "tingkat_pendidikan_nama": level.map(EDUCATION_WORDS).fillna(""),
            "pendidikan_nama": level.map(EDUCATION_WORDS).fillna("") + " " + field.str.upper(),
            "unor_id": posts["unit_id"].map(_write_id).to_numpy(),
            "unor_nama": units.loc[posts["unit_id"]].to_numpy(),
            "satuan_kerja_kerja_nama": INSTANSI,
            "instansi_kerja_nama": INSTANSI,
        }
    )


def _write_id(unit_id: str) -> str:
    """Return a unit's id as SIASN writes ids, in 32 hexadecimal digits; empty for none."""
    return f"{int(unit_id[1:]):032X}" if unit_id else ""


def _number_titles(titles: pd.Series) -> list[str]:
    """Return an id of 32 digits for each jabatan, the same wherever it stands."""
    codes = {title: number for number, title in enumerate(sorted(set(titles)), 1)}
    return [f"{codes[title]:032X}" for title in titles]


def _name_units(units: pd.DataFrame) -> pd.Series:
    """Return names as paths up to the agency: "Seksi A - Bidang B - Dinas C"."""
    parent = dict(zip(units["unit_id"], units["parent_id"], strict=True))
    name = dict(zip(units["unit_id"], units["name"], strict=True))
    paths = {}
    for unit in units["unit_id"]:
        path, at = [name[unit]], parent[unit]
        while at:
            path, at = [*path, name[at]], parent[at]
        paths[unit] = " - ".join(path)
    return pd.Series(paths)


def _day_first(days: pd.Series) -> list[str]:
    return ["-".join(reversed(day.split("-"))) for day in days]


def _tell_histories(tables: Tables, nips: list[str]) -> dict[str, pd.DataFrame]:
    """Return histories by kind, in the API's words, of the people in the sheet."""
    return {
        "ref_unor": _tell_units(tables["units"], tables["positions"]),
        "rw_jabatan": _tell_stays(_of(tables["assignments"], nips), tables["positions"]),
        "rw_golongan": _tell_ranks(_of(tables["ranks"], nips)),
        "rw_skp22": _tell_reviews(_of(tables["performance"], nips)),
        "rw_hukdis": double_sanctions(_tell_sanctions(_of(tables["discipline"], nips))),
    }


def _name_agencies(units: pd.DataFrame) -> dict[str, str]:
    """Return the name of each unit's agency by the unit's id in the sheet."""
    name = dict(zip(units["unit_id"], units["name"], strict=True))
    pairs = zip(units["unit_id"], units["agency_id"], strict=True)
    return {_write_id(unit): name[agency] for unit, agency in pairs}


def _tell_units(units: pd.DataFrame, positions: pd.DataFrame) -> pd.DataFrame:
    """Return ref-unor; a unit's head is its post of the highest echelon."""
    led = positions[positions["echelon"] != ""].sort_values("echelon", kind="stable")
    heads = led.drop_duplicates("unit_id").set_index("unit_id")[["title", "echelon"]]
    head = heads.reindex(units["unit_id"]).fillna("")
    return pd.DataFrame(
        {
            "Id": units["unit_id"].map(_write_id),
            "NamaUnor": units["name"],
            "DiatasanId": units["parent_id"].map(_write_id),
            "IndukUnorId": units["agency_id"].map(_write_id),
            "NamaJabatan": head["title"].to_numpy(),
            "EselonId": head["echelon"].to_numpy(),
        }
    )


def _tell_stays(stays: pd.DataFrame, positions: pd.DataFrame) -> pd.DataFrame:
    posts = positions.set_index("position_id").loc[stays["position_id"]]
    return pd.DataFrame(
        {
            "nipBaru": stays["nip"].to_numpy(),
            "jenisJabatan": [GROUPS.get(kind, STRUCTURAL)[0] for kind in posts["kind"]],
            "namaJabatan": posts["title"].to_numpy(),
            "eselonId": posts["echelon"].to_numpy(),
            "unorId": posts["unit_id"].map(_write_id).to_numpy(),
            "tmtJabatan": _day_first(stays["started_on"]),
            "jenisPenugasanId": stays["appointment"].map(APPOINTMENTS).to_numpy(),
        }
    )


def _tell_ranks(ranks: pd.DataFrame) -> pd.DataFrame:
    since = _day_first(ranks["since"])
    return pd.DataFrame({"nipBaru": ranks["nip"], "golongan": ranks["rank"], "tmtGolongan": since})


def _tell_reviews(reviews: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "nipBaru": reviews["nip"],
            "tahun": reviews["year"].astype(str),
            "kuadranKinerjaNilai": [str(PREDICATES.index(one) + 1) for one in reviews["predicate"]],
        }
    )


def _tell_sanctions(cases: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "nipBaru": cases["nip"],
            "jenisTingkatHukumanId": cases["severity"].map(SEVERITIES),
            "hukumanTanggal": _day_first(cases["started_on"]),
            "akhirHukumTanggal": _day_first(cases["ended_on"]),
            "skPembatalanNomor": np.where(cases["cancelled"] == "true", "000/REKAAN", ""),
        }
    )


def _of(table: pd.DataFrame, nips: list[str]) -> pd.DataFrame:
    return table[table["nip"].isin(nips)]
