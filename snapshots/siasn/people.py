"""Turns the rows of the flat sheet into the people of the record format."""

from datetime import date, timedelta

import pandas as pd

from snapshots.ladders import PPPK_RANKS
from snapshots.siasn.codes import find_list
from snapshots.siasn.findings import Findings

GONE = ("left", "retired")
"""What the code list gives for a legal standing of somebody who is no longer in service."""
CONTRACTS = ("pppk", "pppk_part_time")
DAYS = ("tmt_cpns", "tmt_pns", "tmt_jabatan", "tmt_golongan")


def describe_people(sheet: pd.DataFrame, findings: Findings) -> pd.DataFrame:
    """Return what is said of each person, beside the post: columns of `employees` and `standing`.

    `sheet` has every column of the "Data ASN" export, cleaned.
    """
    standing = findings.translate(
        "kedudukan_hukum", sheet["kedudukan_hukum_id"], sheet["kedudukan_hukum_nama"]
    )
    rank = read_ranks(sheet["gol_akhir_nama"], sheet["gol_akhir_id"], _is_contract(sheet), findings)
    people = pd.DataFrame(
        {
            "nip": sheet["nip_baru"],
            "name": _write_names(sheet),
            "birth_date": sheet["tanggal_lahir"],
            "sex": findings.translate("jenis_kelamin", sheet["jenis_kelamin"]),
            "rank": rank,
            "rank_since": sheet["tmt_golongan"].where(rank.notna(), None),
            "education_level": findings.translate(
                "tingkat_pendidikan",
                sheet["tingkat_pendidikan_id"],
                sheet["tingkat_pendidikan_nama"],
            ),
            "standing": standing,
        },
        dtype=object,
    )
    people["status"] = _find_status(sheet, rank, findings)
    known = sheet["kedudukan_hukum_id"].notna() | sheet["kedudukan_hukum_nama"].notna()
    findings.tell_rows("standing_assumed", sheet["kedudukan_hukum_nama"][~known])
    # A filled cell that nobody understands must not pass for "active".
    people["legal_status"] = standing.where(~(known & standing.isna()), "other")
    people.loc[standing.isin(GONE), "legal_status"] = None
    people["appointed_on"] = _find_appointed(sheet, people["status"], findings)
    return people


def read_ranks(
    names: pd.Series, ids: pd.Series, contract: pd.Series, findings: Findings
) -> pd.Series:
    """Return ranks by name and id; contract staff have ids of their own, which say nothing here.

    A golongan XI may have the id 11, which is I/a among civil servants.
    """
    codes = find_list("golongan")
    own = {one for one in names.dropna().unique() if codes.translate(one) in PPPK_RANKS}
    return findings.translate("golongan", names, ids.where(~(contract | names.isin(own)), None))


def _is_contract(sheet: pd.DataFrame) -> pd.Series:
    """Tell whose row names contract staff (PPPK) anywhere."""
    contract = pd.Series(False, index=sheet.index)
    for column in ("kedudukan_hukum_nama", "jenis_pegawai_nama", "status_cpns_pns"):
        contract |= sheet[column].fillna("").astype(str).str.contains(r"(?i)pppk|p3k")
    return contract


def _write_names(sheet: pd.DataFrame) -> pd.Series:
    """Return names with the titles that stand before and after."""
    before = sheet["gelar_depan"].map(lambda title: f"{title} ", na_action="ignore").fillna("")
    after = sheet["gelar_belakang"].map(lambda title: f", {title}", na_action="ignore").fillna("")
    return before + sheet["nama"] + after


def _find_status(sheet: pd.DataFrame, rank: pd.Series, findings: Findings) -> pd.Series:
    """Return the status that is told; PPPK where rank, standing or kind of employee says so.

    That goes before "PNS", for contract staff are not moved (PermenPANRB 6/2024).
    """
    told = findings.translate("status_pegawai", sheet["status_cpns_pns"])
    kind = sheet["jenis_pegawai_nama"].where(told.isna(), None)
    told = told.where(told.notna(), findings.translate("status_pegawai", kind))
    contract = rank.isin(PPPK_RANKS) | _is_contract(sheet)
    deduced = (told.isna() | (told == "pns")) & contract
    findings.deduce("status_by_rank", ["pppk"] * int(deduced.sum()))
    return told.where(~deduced, "pppk")


def _find_appointed(sheet: pd.DataFrame, status: pd.Series, findings: Findings) -> pd.Series:
    """Return the first day in service: TMT CPNS, else TMT PNS, else what can be deduced.

    The NIP of a civil servant tells the month of TMT CPNS (Peraturan Kepala BKN 22/2007); of
    others the start of the present post is the first day that is sure.
    """
    told = sheet["tmt_cpns"].where(sheet["tmt_cpns"].notna(), sheet["tmt_pns"])
    month = sheet["nip_baru"].str.extract(r"^\d{8}(\d{4})(0[1-9]|1[0-2])\d{4}$")
    by_nip = (month[0] + "-" + month[1] + "-01").astype(object)
    by_nip = by_nip.where(~status.isin(CONTRACTS), None)
    from_nip = told.isna() & by_nip.notna()
    from_post = told.isna() & ~from_nip & sheet["tmt_jabatan"].notna()
    findings.deduce("appointed_by_nip", ["digit 9–14"] * int(from_nip.sum()))
    findings.deduce("appointed_by_post", ["TMT jabatan"] * int(from_post.sum()))
    return told.where(~from_nip, by_nip).where(~from_post, sheet["tmt_jabatan"])


def find_leaving(sheet: pd.DataFrame, standing: pd.Series, findings: Findings) -> pd.DataFrame:
    """Return left_on and left_reason of those whose legal standing says that they are gone.

    The sheet tells no day: TMT pensiun where it is there, else the day after the last date that is
    told of the person, for until then they served. Who retired is told, of others the reason is
    unknown.
    """
    gone = standing.isin(GONE)
    days = sheet.loc[gone, list(DAYS)].itertuples(index=False, name=None)
    last = pd.Series([_day_after([*row]) for row in days], index=sheet.index[gone], dtype=object)
    leaving = pd.DataFrame(
        None, index=sheet.index, columns=["left_on", "left_reason"], dtype=object
    )
    if gone.any():
        told = sheet.loc[gone, "tmt_pensiun"]
        leaving.loc[gone, "left_on"] = told.where(told.notna(), last)
        findings.deduce("left_on_deduced", [one for one in last[told.isna()] if one])
    leaving.loc[standing == "retired", "left_reason"] = "retired"
    return leaving


def _day_after(days: list[str | None]) -> str | None:
    """Return the day after the last of some dates; what is no date does not count."""
    known = [day for day in map(_read_day, days) if day is not None and day < date.max]
    return (max(known) + timedelta(days=1)).isoformat() if known else None


def _read_day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
