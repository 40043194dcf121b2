"""Outcomes of transfers that were reported over the API, added to the records' own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import pyarrow as pa

from snapshots.problems import Problem


@dataclass(frozen=True)
class ReportedOutcome:
    """How a transfer turned out, as the HR portal reported it; `outcome_on`: known on that day."""

    nip: str
    to_position_id: str
    effective_on: date
    outcome: Literal["success", "failure"]
    outcome_on: date


def add_outcomes(
    tables: Mapping[str, pa.Table], outcomes: Sequence[ReportedOutcome]
) -> tuple[Mapping[str, pa.Table], list[Problem]]:
    """Fill the empty outcomes of the transfers table with the reported ones.

    An outcome that the records hold stays. What fits no row of the table is left out with a
    warning: a table made up of reports alone would say that nobody else ever moved.
    """
    wanted = {(one.nip, one.to_position_id, one.effective_on): one for one in outcomes}
    if not wanted:
        return tables, []
    rows = tables["transfers"].to_pylist() if "transfers" in tables else []
    for row in rows:
        found = wanted.pop((row["nip"], row["to_position_id"], row["effective_on"]), None)
        if found and row.get("outcome") is None:
            row |= {"outcome": found.outcome, "outcome_on": found.outcome_on}
    problems = [
        Problem(
            "reported_outcome_unmatched",
            "transfers",
            value=one.nip,
            facts={"day": one.effective_on},
        )
        for one in wanted.values()
    ]
    if not rows:
        return tables, problems
    filled = _with_outcomes(tables["transfers"], rows)
    return {**tables, "transfers": filled}, problems


def _with_outcomes(transfers: pa.Table, rows: list[dict[str, object]]) -> pa.Table:
    for name, kind in (("outcome", pa.string()), ("outcome_on", pa.date32())):
        values = pa.array([row.get(name) for row in rows], kind)
        if name in transfers.column_names:
            place = transfers.column_names.index(name)
            transfers = transfers.set_column(place, name, values)
        else:
            transfers = transfers.append_column(name, values)
    return transfers
