"""Gates on age: the caps on entering a post, and the service left before retirement."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rules.case import Case
from rules.policy import Parameters, Policy
from rules.policy_file import Ages
from rules.results import PASS, Answer, Finding, Teller, decide
from snapshots import ladders
from snapshots.coding import Codes
from snapshots.days import UNKNOWN_DAY, Days, add_months, birthdays
from snapshots.history import History
from snapshots.view import View

_JPT_PRATAMA = ladders.KINDS.index("jpt_pratama")
_JPT = [code for code, kind in enumerate(ladders.KINDS) if kind.startswith("jpt_")]
_AHLI_MADYA = ladders.TIERS.index("ahli_madya")
_AHLI_UTAMA = ladders.TIERS.index("ahli_utama")

Scope = npt.NDArray[np.int8]
FREE, CAPPED, UNSURE = (np.int8(code) for code in range(3))
"""Whether a cap holds for a move."""


@dataclass(frozen=True)
class _Birthday:
    """The day on which each row reaches an age, UNKNOWN_DAY without a birth date."""

    age: int

    def __call__(self, view: View) -> Days:
        return birthdays(view.history.people.born[view.person], self.age)


def judge_age_cap(case: Case, asked: Parameters) -> Answer:
    """Pass who enters not after the birthday that reaches the cap.

    The cap holds into jpt_pratama from another level, and into a functional position from a
    non-functional one, where the tier may raise it (PP 17/2020 Pasal 107; PermenPANRB 1/2023).
    """
    kind = case.target(case.history.positions.kind)
    if not np.isin(kind, (_JPT_PRATAMA, ladders.FUNCTIONAL)).any():
        return PASS
    scope = _find_scope(case)
    reached = case.derive_by(_caps_by_position(case.history, asked)[case.position], _Birthday)
    known = reached != UNKNOWN_DAY
    passes = (known & (case.effective <= reached)) | (scope == FREE)
    return decide(passes, passes | (known & (scope == CAPPED)))


def _find_scope(case: Case) -> Scope:
    """Tell whether a cap holds for each row; UNSURE where the present post is not known."""
    kind = case.target(case.history.positions.kind)
    enters = case.view.derive(_enter_functional)
    scope = np.where(kind == ladders.FUNCTIONAL, enters, FREE)
    return np.where(kind == _JPT_PRATAMA, case.view.derive(_enter_jpt_level), scope)


def _enter_jpt_level(view: View) -> Scope:
    level = view.level
    capped = np.where(level == ladders.LEVELS["jpt_pratama"], FREE, CAPPED)
    return np.where(level == ladders.UNKNOWN, UNSURE, capped)


def _enter_functional(view: View) -> Scope:
    kind = view.kind
    capped = np.where(kind == ladders.FUNCTIONAL, FREE, CAPPED)
    return np.where(kind == ladders.UNKNOWN, UNSURE, capped)


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
    scope = _find_scope(case)[0]
    if scope == FREE:
        return Finding(tell("age_cap_found_free"), tell("age_cap_needed_none"), "")
    cap = int(_caps_by_position(case.history, asked)[case.one(case.position)])
    needed = tell("age_cap_needed", age=cap)
    reached = case.one(case.view.derive(_Birthday(cap)))
    if reached == UNKNOWN_DAY:
        return Finding(tell("birth_date_unknown"), needed, tell("cure_birth_date"))
    found = tell("age_cap_found", age=cap, on=tell.day(reached))
    return Finding(found, needed, tell("cure_stays" if scope == UNSURE else "age_cap_cure"))


def find_retirement_ages(history: History, policy: Policy) -> Codes:
    """Return the retirement age of each position in years: its own, else by kind and tier.

    UU 20/2023 Pasal 55: 60 for jpt, 58 for others; functional tiers by their own rules.
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
    retires = case.derive_by(age, _Birthday)
    horizon = add_months(case.effective, asked["months"])
    return decide(horizon <= retires, retires != UNKNOWN_DAY)


def explain_retirement_horizon(case: Case, asked: Parameters, tell: Teller) -> Finding:
    """Name the birthday of the position's retirement age."""
    age = int(_ages_by_position(case.history, asked["ages"])[case.one(case.position)])
    retires = case.one(case.view.derive(_Birthday(age)))
    needed = tell(
        "retirement_horizon_needed",
        months=asked["months"],
        effective_on=tell.day(case.one(case.effective)),
    )
    if retires == UNKNOWN_DAY:
        return Finding(tell("birth_date_unknown"), needed, tell("cure_birth_date"))
    found = tell("retirement_horizon_found", age=age, on=tell.day(retires))
    return Finding(found, needed, tell("retirement_horizon_cure"))
