"""Finds the posts that continue others after a reorganisation: whole units that moved (MU)."""

import pandas as pd

from snapshots.siasn.findings import Findings


def find_continued(
    stays: pd.DataFrame, moved: pd.DataFrame, posts: pd.DataFrame, findings: Findings
) -> pd.Series:
    """Return for each row of `posts` the post that it continues (`replaces`), None for none.

    `stays` are the definitive ones (nip, position_id, started_on, ended_on), `moved` (nip, post_id,
    started_on) those that SIASN calls a move of unit. That alone is no reorganisation: a nurse who
    goes to another clinic in the same jabatan is one too, and a transfer (PP 11/2017 art. 190). A
    post continues another where everybody came to it so, from that one post of the same title, and
    nobody serves in the old unit any more. Example: all of Seksi A go to Seksi B on 2024-01-01;
    the arsiparis of B since then continues that of A, and tenure is counted from A on.
    """
    if moved.empty or posts.empty:
        return pd.Series(None, index=posts.index, dtype=object)
    told = posts.set_index("position_id")[["unit_id", "title"]]
    held = stays.join(told, on="position_id").sort_values(["nip", "started_on"], kind="stable")
    before = held.groupby("nip")[["position_id", "unit_id", "title", "ended_on"]].shift()
    held["old"], held["old_unit"] = before["position_id"], before["unit_id"]
    keys = moved.set_index(["nip", "post_id", "started_on"]).index
    named = pd.MultiIndex.from_frame(held[["nip", "position_id", "started_on"]]).isin(keys)
    alike = before["title"].str.casefold() == held["title"].str.casefold()
    held["so"] = named & alike & (before["ended_on"] == held["started_on"])
    last = held["ended_on"].fillna("9999-12-31").groupby(held["unit_id"]).max()
    found: dict[str, str] = {}
    for post_id in held.loc[held["so"], "position_id"].unique():
        came = held[held["position_id"] == post_id]
        old, units = came["old"].unique(), came["old_unit"].unique()
        if came["so"].all() and len(old) == 1 and last[units[0]] <= came["started_on"].max():
            found[str(post_id)] = str(old[0])
    names = told["title"]
    findings.deduce("post_continued", (str(names[new]) for new in found))
    replaced = posts["position_id"].map(found).astype(object)
    return replaced.where(replaced.notna(), None)
