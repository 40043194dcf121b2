"""Gates on what the position asks: rank, level and field of education."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from rules.case import Case, Whole
from rules.policy import Parameters
from rules.results import PASS, Answer, Finding, Teller, decide
from snapshots.coding import Codes
from snapshots.history import History
from snapshots.ladders import PPPK_BASE, RANKS, UNKNOWN, is_pppk_rank, name_education
from snapshots.ledger import Flags


def judge_rank_range(case: Case, asked: Parameters) -> Answer:
    """Pass whose rank lies between the position's, where it states any (PP 13/2002).

    Contract staff climb a ladder of their own: against a PNS range their rank fails.
    """
    rank = case.view.rank
    low, high = (case.target(bound) for bound in _rank_bounds(case.history))
    return decide((rank >= low) & (rank <= high), (rank != UNKNOWN) | (low == UNKNOWN))


def _rank_bounds(history: History) -> tuple[Codes, Codes]:
    """Return the codes between which a rank must lie; one stated end gives the ladder of both.

    A position that states neither takes every code, UNKNOWN included.
    """
    low, high = history.positions.min_rank, history.positions.max_rank
    first = np.where(high == UNKNOWN, UNKNOWN, np.where(is_pppk_rank(high), PPPK_BASE, 0))
    last = np.where((low == UNKNOWN) | is_pppk_rank(low), 2 * PPPK_BASE, PPPK_BASE - 1)
    return (
        np.where(low == UNKNOWN, first, low).astype(np.int32),
        np.where(high == UNKNOWN, last, high).astype(np.int32),
    )


def explain_rank_range(case: Case, asked: Parameters, tell: Teller) -> Finding:
    """Name the rank and the range."""
    rank = case.one(case.view.rank)
    low = case.one(case.target(case.history.positions.min_rank))
    high = case.one(case.target(case.history.positions.max_rank))
    bounds = {"low": RANKS.get(low, ""), "high": RANKS.get(high, "")}
    asks = {(True, True): "", (True, False): "_low", (False, True): "_high"}
    entry = asks.get((low != UNKNOWN, high != UNKNOWN), "_none")
    if rank == UNKNOWN:
        found, cure = tell("rank_unknown"), tell("rank_cure_unknown")
    else:
        found = tell("rank_found", rank=RANKS[rank])
        cure = tell(f"rank_cure_{_find_rank_cure(rank, low, high)}")
    return Finding(found, tell(f"rank_needed{entry}", **bounds), cure)


def _find_rank_cure(rank: int, low: int, high: int) -> str:
    """Tell on which side of the range a rank lies, or that it is of another ladder."""
    asked = high if low == UNKNOWN else low
    if (rank >= PPPK_BASE) != (asked >= PPPK_BASE):
        return "ladder"
    return "above" if rank > high != UNKNOWN else "below"


def judge_education_level(case: Case, asked: Parameters) -> Answer:
    """Pass who has at least the position's lowest education, where it states one."""
    needed = case.target(case.history.positions.min_education)
    has = case.view.education
    return decide(has >= needed, (needed == UNKNOWN) | (has != UNKNOWN))


def explain_education_level(case: Case, asked: Parameters, tell: Teller) -> Finding:
    """Name the education and the lowest that is asked."""
    has = case.one(case.view.education)
    needs = case.one(case.target(case.history.positions.min_education))
    needed = (
        tell("education_level_needed_none")
        if needs == UNKNOWN
        else tell("education_level_needed", level=name_education(needs))
    )
    if has == UNKNOWN:
        return Finding(
            tell("education_level_unknown"), needed, tell("education_level_cure_unknown")
        )
    found = tell("education_level_found", level=name_education(has))
    return Finding(found, needed, tell("education_level_cure"))


def judge_education_field(case: Case, asked: Parameters) -> Answer:
    """Pass whose field is one of those that a licensed position takes (trimmed, case-folded).

    Positions that are not licensed, or name no field, ask for none.
    """
    table, row = _tabulate_fields(case.history, case.position)
    asks = case.target(case.history.positions.licensed) & np.asarray(table.any(axis=1))[row]
    if not asks.any():
        return PASS
    field = case.view.field
    return decide(table[row, field] | ~asks, (field != UNKNOWN) | ~asks)


def _tabulate_fields(history: History, position: Whole) -> tuple[Flags, npt.NDArray[np.intp]]:
    """Return which fields (columns; UNKNOWN finds the last one, false) each set of fields takes.

    Also returns the row of the table that holds for each position asked.
    """
    asked, place = np.unique(position, return_inverse=True)
    fields = [history.positions.fields[one] for one in asked.tolist()]
    rows = {distinct: row for row, distinct in enumerate(dict.fromkeys(fields))}
    table = np.zeros((len(rows), len(history.fields) + 1), np.bool_)
    for distinct, row in rows.items():
        table[row, list(distinct)] = True
    row_of = np.array([rows[one] for one in fields], np.intp)
    return table, row_of[place].reshape(np.shape(position))


def explain_education_field(case: Case, asked: Parameters, tell: Teller) -> Finding:
    """Name the field and those that the licence takes."""
    position, field = case.one(case.position), case.one(case.view.field)
    words = case.history.fields.words
    fields = [words[code] for code in sorted(case.history.positions.fields[position])]
    asks = bool(case.target(case.history.positions.licensed)) and fields
    needed = tell("education_field_needed", fields=_join(fields)) if asks else None
    found = (
        tell("education_field_unknown")
        if field == UNKNOWN
        else tell("education_field_found", field=words[field])
    )
    cure = "education_field_cure_unknown" if field == UNKNOWN else "education_field_cure"
    return Finding(found, needed or tell("education_field_needed_none"), tell(cure))


def _join(words: Sequence[str]) -> str:
    return ", ".join(words)
