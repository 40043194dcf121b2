"""Puts stays together: the present post of the flat sheet, and the history of rw-jabatan."""

from dataclasses import dataclass

import pandas as pd

from snapshots.siasn.findings import Findings


@dataclass(frozen=True)
class Careers:
    """The `assignments` table, and by NIP the stay that is, or was, the last definitive one."""

    assignments: pd.DataFrame
    last: pd.DataFrame


def join_careers(people: pd.DataFrame, history: pd.DataFrame, findings: Findings) -> Careers:
    """Return everybody's stays, each definitive one ending where the next begins.

    `people` (nip, post_id, position_since, left_on) hold their post since that day; `history` (nip,
    post_id, started_on, appointment) adds earlier ones. Example: A since 2015-03-01 in the history
    and B since 2021-07-01 in the sheet: A is held from 2015-03-01 to 2021-07-01, B is open. Of two
    definitive posts from one day on the sheet's holds. Additional posts end where followed.
    """
    present = people.rename(columns={"position_since": "started_on"})[
        ["nip", "post_id", "started_on"]
    ]
    known = history.dropna(subset=["nip", "post_id", "started_on"])
    if len(history) > len(known):
        findings.note("history_incomplete", table="rw_jabatan", count=len(history) - len(known))
    # A day that is none is refused where it stands, and decides nothing here.
    dated = known["started_on"].astype(str).str.fullmatch(r"\d{4}-\d{2}-\d{2}")
    in_order = dated & (known["appointment"] == "definitive")
    definitive = _order(pd.concat([present, known[in_order]]))
    follower = definitive.groupby("nip")["started_on"].shift(-1)
    left = definitive["nip"].map(people.drop_duplicates("nip").set_index("nip")["left_on"])
    definitive = definitive.assign(ended_on=follower.where(follower.notna(), left))
    last = definitive.drop_duplicates("nip", keep="last").set_index("nip")
    _tell_newer(people[people["nip"].isin(known["nip"])], last, findings)
    others = known[~in_order].assign(ended_on=None)
    beside = dated & (known["appointment"] == "additional")
    others["ended_on"] = _end_additional(known[beside], definitive, findings)
    stays = pd.concat([definitive.assign(appointment="definitive"), others])
    stays = stays.drop_duplicates(["nip", "post_id", "started_on"])
    columns = ["nip", "post_id", "started_on", "ended_on", "appointment"]
    return Careers(stays[columns].rename(columns={"post_id": "position_id"}), last)


def _end_additional(
    beside: pd.DataFrame, definitive: pd.DataFrame, findings: Findings
) -> pd.Series:
    """Return the day on which each additional post ends, by its row; told how often one was found.

    A history tells when such a post began and never when it ended. It ends where somebody else's in
    it begins, or the next definitive post of whoever has it; else a school would keep every head
    that it ever had.
    """
    keys = ["nip", "post_id", "started_on"]
    stays = pd.concat([definitive[keys], beside[keys]])
    asked = beside[keys].reset_index(names="row")
    follow = pd.concat(
        [
            asked.merge(stays, on="post_id", suffixes=("", "_next")).query("nip != nip_next"),
            asked.merge(definitive[keys], on="nip", suffixes=("", "_next")),
        ]
    )
    later = follow[follow["started_on_next"] > follow["started_on"]]
    ends = later.groupby("row")["started_on_next"].min()
    if len(ends):
        findings.note("additional_ended", table="rw_jabatan", count=len(ends))
    return ends.reindex(beside.index)


def find_additional(assignments: pd.DataFrame, serving: pd.DataFrame) -> pd.Series:
    """Return the post of every open additional stay of somebody who serves: it fills a seat."""
    still = assignments["ended_on"].isna() & assignments["nip"].isin(serving["nip"])
    return assignments["position_id"][still & (assignments["appointment"] == "additional")]


def _order(stays: pd.DataFrame) -> pd.DataFrame:
    """Sort definitive stays by person and day; of several from one day the first told holds."""
    once = stays.drop_duplicates(["nip", "started_on"])
    return once.sort_values(["nip", "started_on"], kind="stable")


def _tell_newer(people: pd.DataFrame, last: pd.DataFrame, findings: Findings) -> None:
    """Tell whose present post the history knows better than the sheet."""
    held = people["nip"].map(last["started_on"])
    newer = (held != people["position_since"]) & held.notna()
    findings.deduce("newer_in_history", held[newer])
