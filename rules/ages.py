"""Gates on age: the caps on entering a post, and the service left before retirement."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rules.case import Case
from rules.policy import Parameters, Policy
from rules.policy_file import Ages
from rules.results import FAIL, PASS, UNKNOWN, Answer, Finding, Teller, decide
from snapshots import ladders
from snapshots.coding import Codes
from snapshots.days import UNKNOWN_DAY, Days, add_months, birthdays
from snapshots.history import Flags, History
from snapshots.view import View

_JPT_PRATAMA = ladders.KINDS.index("jpt_pratama")
_JPT = [code for code, kind in enumerate(ladders.KINDS) if kind.startswith("jpt_")]
_AHLI_MADYA = ladders.TIERS.index("ahli_madya")
_AHLI_UTAMA = ladders.TIERS.index("ahli_utama")


@dataclass(frozen=True)
class _Birthday:
    """The day on which each row reaches an age, UNKNOWN_DAY without a birth date."""

    age: int

    def __call__(self, view: View) -> Days:
        return birthdays(view.history.people.born[view.person], self.age)


def _find_birthdays(view: View, age: npt.ArrayLike) -> Days:
    """Return the birthday of each row at its `age` (one for all rows, or one a row)."""
    if np.ndim(age) == 0:
        return view.derive(_Birthday(int(np.asarray(age))))
    ages, found = np.asarray(age), np.empty(len(view), np.int32)
    for one in np.unique(ages).tolist():
        rows = ages == one
        found[rows] = view.derive(_Birthday(one))[rows]
    return found


def judge_age_cap(case: Case, asked: Parameters) -> Answer:
    """Pass who enters not after the birthday that reaches the cap.

    The cap holds into jpt_pratama from another level, and into a functional position from a
    non-functional one, where the tier may raise it (PP 17/2020 Ps 107; PermenPANRB 1/2023).
    """
    applies, unsure = _find_scope(case)
    reached = _find_birthdays(case.view, _caps_by_position(case.history, asked)[case.position])
    known, in_time = reached != UNKNOWN_DAY, case.effective <= reached
    free = ~applies & ~unsure
    late = np.where(applies & known, FAIL, UNKNOWN)
    return np.where(free | (known & in_time), PASS, late)


def _find_scope(case: Case) -> tuple[Flags, Flags]:
    """Tell for whom a cap holds, and for whom nobody can tell, the present post being unknown."""
    positions = case.history.positions
    into_jpt = case.target(positions.kind) == _JPT_PRATAMA
    into_functional = case.target(positions.kind) == ladders.FUNCTIONAL
    no_level, no_post = case.level == ladders.UNKNOWN, case.kind == ladders.UNKNOWN
    climbs = into_jpt & (case.level != ladders.LEVELS["jpt_pratama"]) & ~no_level
    enters = into_functional & (case.kind != ladders.FUNCTIONAL) & ~no_post
    return climbs | enters, (into_jpt & no_level) | (into_functional & no_post)


def _caps_by_position(history: History, asked: Parameters) -> Codes:
    """Return the cap of each position; where none holds, that of functional ones stands unused."""
    positions = history.positions
    caps = np.full(len(positions.position_id), asked["functional"], np.int32)
    caps[positions.tier == _AHLI_MADYA] = asked["ahli_madya"]
    caps[positions.tier == _AHLI_UTAMA] = asked["ahli_utama"]
    caps[positions.kind == _JPT_PRATAMA] = asked["jpt_pratama"]
    return caps


def explain_age_cap(case: Case, asked: Parameters, tell: Teller) -> Finding:
    """Name the birthday that reaches the cap, or that none holds here."""
    applies, unsure = (bool(flags[0]) for flags in _find_scope(case))
    if not applies and not unsure:
        return Finding(tell("age_cap_found_free"), tell("age_cap_needed_none"), "")
    cap = int(_caps_by_position(case.history, asked)[case.one(case.position)])
    needed = tell("age_cap_needed", age=cap)
    reached = case.one(_find_birthdays(case.view, cap))
    if reached == UNKNOWN_DAY:
        return Finding(tell("birth_date_unknown"), needed, tell("cure_birth_date"))
    found = tell("age_cap_found", age=cap, on=tell.day(reached))
    return Finding(found, needed, tell("cure_stays") if unsure else tell("age_cap_cure"))


def find_retirement_ages(history: History, policy: Policy) -> Codes:
    """Return the retirement age of each position in years: its own, else by kind and tier.

    UU 20/2023 Ps 55: 60 for jpt, 58 for others; functional tiers by their own rules.
    """
    return _ages_by_position(history, policy.rules["retirement_horizon"].parameters["ages"])


def _ages_by_position(history: History, ages: Ages) -> Codes:
    positions = history.positions
    by_law = np.full(len(positions.position_id), ages.default, np.int32)
    by_law[np.isin(positions.kind, _JPT)] = ages.jpt
    by_law[positions.tier == _AHLI_MADYA] = ages.ahli_madya
    by_law[positions.tier == _AHLI_UTAMA] = ages.ahli_utama
    stated = positions.retirement_age
    return np.where(stated == ladders.UNKNOWN, by_law, stated).astype(np.int32)


def judge_retirement_horizon(case: Case, asked: Parameters) -> Answer:
    """Pass who has `months` calendar months left before the retirement age of the position.

    Born 1980-05-10, age 58, 12 months: the gate passes up to 2037-05-10.
    """
    age = _ages_by_position(case.history, asked["ages"])[case.position]
    retires = _find_birthdays(case.view, age)
    horizon = add_months(case.effective, asked["months"])
    return decide(horizon <= retires, retires != UNKNOWN_DAY)


def explain_retirement_horizon(case: Case, asked: Parameters, tell: Teller) -> Finding:
    """Name the birthday of the position's retirement age."""
    age = int(_ages_by_position(case.history, asked["ages"])[case.one(case.position)])
    retires = case.one(_find_birthdays(case.view, age))
    needed = tell(
        "retirement_horizon_needed",
        months=asked["months"],
        effective_on=tell.day(case.one(case.effective)),
    )
    if retires == UNKNOWN_DAY:
        return Finding(tell("birth_date_unknown"), needed, tell("cure_birth_date"))
    found = tell("retirement_horizon_found", age=age, on=tell.day(retires))
    return Finding(found, needed, tell("retirement_horizon_cure"))
