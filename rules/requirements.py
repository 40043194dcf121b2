"""Gates on what the position asks: rank, level and field of education."""

from collections.abc import Sequence

import numpy as np

from rules.case import Case
from rules.policy import Parameters
from rules.results import Answer, Finding, Teller, decide
from snapshots import ladders
from snapshots.coding import Codes
from snapshots.history import Flags
from snapshots.ladders import UNKNOWN, is_pppk_rank
from snapshots.ledger import pair_key

_RANKS = {code: rank for rank, code in ladders.RANK_CODES.items()}
EDUCATIONS = ("SD", "SMP", "SMA", "D-I", "D-II", "D-III", "D-IV/S-1", "S-2", "S-3")
"""Names of education codes: D-IV and S-1 are one level."""


def judge_rank_range(case: Case, asked: Parameters) -> Answer:
    """Pass whose rank lies between the position's, where it states any (PP 13/2002).

    Contract staff climb a ladder of their own: against a PNS range their rank fails.
    """
    rank = case.view.rank
    low = np.asarray(case.target(case.history.positions.min_rank))
    high = np.asarray(case.target(case.history.positions.max_rank))
    contract = is_pppk_rank(rank)
    reaches = (low == UNKNOWN) | ((rank >= low) & (contract == is_pppk_rank(low)))
    stays_below = (high == UNKNOWN) | ((rank <= high) & (contract == is_pppk_rank(high)))
    asks_none = (low == UNKNOWN) & (high == UNKNOWN)
    return decide(reaches & stays_below, asks_none | (rank != UNKNOWN))


def explain_rank_range(case: Case, asked: Parameters, tell: Teller) -> Finding:
    """Name the rank and the range."""
    rank = case.one(case.view.rank)
    low = case.one(case.target(case.history.positions.min_rank))
    high = case.one(case.target(case.history.positions.max_rank))
    bounds = {"low": _RANKS.get(low, ""), "high": _RANKS.get(high, "")}
    asks = {(True, True): "", (True, False): "_low", (False, True): "_high"}
    entry = asks.get((low != UNKNOWN, high != UNKNOWN), "_none")
    if rank == UNKNOWN:
        found, cure = tell("rank_unknown"), tell("rank_cure_unknown")
    else:
        found = tell("rank_found", rank=_RANKS[rank])
        cure = tell("rank_cure_above") if rank > high != UNKNOWN else tell("rank_cure_below")
    return Finding(found, tell(f"rank_needed{entry}", **bounds), cure)


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
        else tell("education_level_needed", level=EDUCATIONS[needs])
    )
    if has == UNKNOWN:
        return Finding(
            tell("education_level_unknown"), needed, tell("education_level_cure_unknown")
        )
    found = tell("education_level_found", level=EDUCATIONS[has])
    return Finding(found, needed, tell("education_level_cure"))


def judge_education_field(case: Case, asked: Parameters) -> Answer:
    """Pass whose field is one of those that a licensed position takes (trimmed, case-folded).

    Positions that are not licensed, or name no field, ask for none.
    """
    licensed = case.everywhere(case.target(case.history.positions.licensed))
    asks, fits = np.zeros((2, len(case.view)), np.bool_)
    if licensed.any():
        position = np.broadcast_to(case.position, len(case.view))[licensed]
        asks[licensed], fits[licensed] = _match_fields(case, position, case.view.field[licensed])
    return decide(~asks | fits, ~asks | (case.view.field != UNKNOWN))


def _match_fields(case: Case, position: Codes, field: Codes) -> tuple[Flags, Flags]:
    """Tell for each row whether its position names a field, and whether `field` is one of them."""
    fields = case.history.positions.fields
    named = [(place, one) for place in np.unique(position).tolist() for one in fields[place]]
    places, codes = np.array(named, np.int64).reshape(-1, 2).T
    size = len(case.history.fields)
    taken = pair_key(places, codes, size)
    return np.isin(position, places), np.isin(pair_key(position, field, size), taken)


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
