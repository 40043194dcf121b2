"""Puts the sheets of a SIASN source into the tables of the record format."""

from collections import Counter
from collections.abc import Mapping

import pandas as pd

from snapshots.mapping import LocalMapping
from snapshots.phrases import Phrases
from snapshots.siasn.careers import find_additional, join_careers
from snapshots.siasn.codes import read_codes_file
from snapshots.siasn.continued import find_continued
from snapshots.siasn.findings import Findings
from snapshots.siasn.histories import (
    find_fields,
    keep_known,
    write_discipline,
    write_educations,
    write_performance,
    write_trainings,
)
from snapshots.siasn.people import (
    CONTRACTS,
    GONE,
    describe_people,
    find_leaving,
    read_ranks,
)
from snapshots.siasn.posts import deduce_posts
from snapshots.siasn.rows import leave_out, look_at_posts, merge_sheets, name_people
from snapshots.siasn.units import deduce_units, read_references

Frames = Mapping[str, pd.DataFrame]


def write_tables(
    frames: Frames, mapping: LocalMapping, findings: Findings
) -> dict[str, pd.DataFrame]:
    """Return the tables that the sheets hold or let deduce; the index of each counts their rows.

    `frames` has a cleaned frame a kind of file, with all its known columns.
    """
    sheet = merge_sheets(frames["data_asn"], findings)
    told = name_people(frames, sheet, findings)
    held = look_at_posts(sheet, told["rw_jabatan"], findings)
    sheet = leave_out(sheet.join(held[["unit_id", "post_id"]]), findings)
    held = held.loc[[*sheet.index, *told["rw_jabatan"].index]]
    fields = mapping.phrases("fields_of_study", read_codes_file()["fields_of_study"])
    people = _describe(sheet, fields, findings)
    held["rank"] = people["rank"].reindex(held.index)
    careers = join_careers(people, _read_past(told["rw_jabatan"], held, findings), findings)
    last = careers.last.reindex(people["nip"])
    people["position_id"] = last["post_id"].to_numpy()
    people["position_since"] = last["started_on"].to_numpy()
    serving = people[~people["standing"].isin(GONE)]
    seats = Counter([*serving["position_id"], *find_additional(careers.assignments, serving)])
    references = read_references(frames["ref_unor"], findings)
    posts = deduce_posts(held, seats, references, mapping, findings)
    definitive = careers.assignments.query("appointment == 'definitive'")
    moved = _find_moved_units(told["rw_jabatan"], held, findings)
    posts["replaces"] = find_continued(definitive, moved, posts, findings)
    return {
        "units": deduce_units(held, references, mapping, findings),
        "positions": posts,
        "employees": people,
        "assignments": careers.assignments,
        "ranks": _write_ranks(people, told["rw_golongan"], findings),
    } | _write_histories(told, fields, findings)


def _describe(sheet: pd.DataFrame, fields: Phrases, findings: Findings) -> pd.DataFrame:
    """Return everything that the sheet says of people, post and stay included."""
    people = describe_people(sheet, findings)
    people = people.join(find_leaving(sheet, people["standing"], findings))
    people["education_field"] = find_fields(sheet, fields)
    unknown = people["education_field"].isna()
    findings.tell_unknown("field_unknown", sheet["pendidikan_nama"][unknown].dropna())
    people["post_id"], people["position_since"] = sheet["post_id"], sheet["tmt_jabatan"]
    return people


def _read_past(history: pd.DataFrame, held: pd.DataFrame, findings: Findings) -> pd.DataFrame:
    """Return the stays that rw-jabatan tells; without a kind of appointment it is definitive."""
    appointment = findings.translate("jenis_penugasan", history["jenis_penugasan"])
    unknown = history["jenis_penugasan"].notna() & appointment.isna()
    return pd.DataFrame(
        {
            "nip": history["nip_baru"],
            "post_id": held["post_id"].reindex(history.index),
            "started_on": history["tmt_jabatan"],
            # What nobody understands fills no seat and counts for nothing.
            "appointment": appointment.fillna("definitive").where(~unknown, "acting"),
        },
        dtype=object,
    )


def _find_moved_units(
    history: pd.DataFrame, held: pd.DataFrame, findings: Findings
) -> pd.DataFrame:
    """Return person, post and first day of the stays that begin with a move of unit (MU)."""
    kinds = findings.translate("jenis_mutasi", history["jenis_mutasi"])
    stays = pd.DataFrame(
        {
            "nip": history["nip_baru"],
            "post_id": held["post_id"].reindex(history.index),
            "started_on": history["tmt_jabatan"],
        },
        dtype=object,
    )
    return stays[kinds == "unit"]


def _write_ranks(people: pd.DataFrame, history: pd.DataFrame, findings: Findings) -> pd.DataFrame:
    """Return ranks since their days: the present ones, and those of rw-golongan."""
    contract = history["nip_baru"].isin(people.loc[people["status"].isin(CONTRACTS), "nip"])
    present = people[["nip", "rank"]].assign(since=people["rank_since"])
    past = pd.DataFrame(
        {
            "nip": history["nip_baru"],
            "rank": read_ranks(history["gol_nama"], history["gol_id"], contract, findings),
            "since": history["tmt_golongan"],
        },
        dtype=object,
    )
    present = present.dropna(subset=["rank", "since"])
    past = keep_known("rw_golongan", past, ["nip", "since"], ["rank"], findings)
    return pd.concat([present, past]).drop_duplicates(["nip", "since"])


def _write_histories(told: Frames, fields: Phrases, findings: Findings) -> dict[str, pd.DataFrame]:
    """Return the tables of the histories that are there."""
    tables: dict[str, pd.DataFrame] = {}
    if len(told["rw_skp22"]) or len(told["rw_skp"]):
        tables["performance"] = write_performance(told["rw_skp22"], told["rw_skp"], findings)
    if len(told["rw_hukdis"]):
        tables["discipline"] = write_discipline(told["rw_hukdis"], findings)
    if len(told["rw_diklat"]) or len(told["rw_kursus"]):
        tables["trainings"] = write_trainings(told["rw_diklat"], told["rw_kursus"], findings)
    if len(told["rw_pendidikan"]):
        tables["educations"] = write_educations(told["rw_pendidikan"], fields, findings)
    return tables
