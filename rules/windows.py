"""The gate on lock windows: spans of days in which officials may not be replaced."""

import numpy as np

from rules.case import Case
from rules.policy import Parameters
from rules.policy_file import Window
from rules.results import Answer, Finding, Teller, decide
from snapshots import ladders
from snapshots.coding import Codes
from snapshots.days import to_day
from snapshots.ledger import Flags


def judge_lock_window(case: Case, asked: Parameters) -> Answer:
    """Pass whose move takes effect in no window for that kind of position, both ends included.

    A window with its consent filled is lifted (UU 10/2016 Pasal 71 ayat (2)).
    """
    kind = case.target(case.history.positions.kind)
    locked = case.everywhere(False)
    for window in asked["windows"]:
        if not window.consent.strip():
            locked = locked | _covers(window, case.effective, kind)
    return decide(~locked)


def _covers(window: Window, effective: Codes | np.int32, kind: Codes | np.int32) -> Flags:
    kinds = [ladders.KINDS.index(name) for name in window.kinds or ladders.KINDS]
    within = (effective >= to_day(window.first)) & (effective <= to_day(window.last))
    return np.asarray(within & np.isin(kind, kinds))


def explain_lock_window(case: Case, asked: Parameters, tell: Teller) -> Finding:
    """Name the window, and the first day after it and any that follows on it."""
    needed = tell("lock_window_needed")
    kind = np.int32(case.one(case.target(case.history.positions.kind)))
    open_windows = [window for window in asked["windows"] if not window.consent.strip()]
    effective = day = case.one(case.effective)
    first: Window | None = None
    while covering := [one for one in open_windows if _covers(one, np.int32(day), kind)]:
        first = first or covering[0]
        day = max(to_day(window.last) for window in covering) + 1
    if first is None:
        found = tell("lock_window_found_none", effective_on=tell.day(effective))
        return Finding(found, needed, "")
    found = tell(
        "lock_window_found", effective_on=tell.day(effective), first=first.first, last=first.last
    )
    ends = tell.day(day)
    return Finding(found, needed, tell("cure_on", on=ends) if ends else needed, ends)
