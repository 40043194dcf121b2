"""Why a row scores as it does: contributions summed into reasons, a sentence with facts each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from features.catalog import CATALOG, NAMES
from features.feature import Direction
from models.column_forms import FORMS, PLACES
from models.columns import Telling, side_of, tell_among, tell_column
from models.reason_kinds import GROUPS, KINDS, Group, ReasonKind
from models.usual import NOBODY, Usual
from wording import Fact, Language, say

Floats = npt.NDArray[np.float64]

_PLACES = np.array([PLACES[name] for kind in KINDS for name in kind.features], np.intp)
_STARTS = np.cumsum([0, *(len(kind.features) for kind in KINDS[:-1])])
_CODES = [kind.code for kind in KINDS]
_PUBLIC_TEXTS = 4096
"""Public sentences that are kept: all people of a list share them."""
_DIRECTIONS = {feature.name: feature.direction for feature in CATALOG}


@dataclass(frozen=True)
class Reason:
    """One reason for (or against): `contribution` is its part of the score, `value` the fact.

    `text` is for the planner and the person. `public` says the same reason to everybody: need,
    policy and counts, never what was found about a person (UU 14/2008 Pasal 17 huruf h). `usual`
    is what the value is among the eligible, None where it is not told. Lists that were stored
    before there were these two are read without them.
    """

    code: str
    group: Group
    contribution: float
    value: str
    text: str
    public: str = ""
    usual: str | None = None


@dataclass(frozen=True)
class Standard:
    """How far a person meets a position's competency standard; `short` lists what is not met."""

    met: int
    required: int
    short: str


def sum_kinds(contributions: Floats) -> dict[str, float]:
    """Return the part of the score of each kind of reason for one row of contributions."""
    sums = np.add.reduceat(contributions[_PLACES], _STARTS)
    return dict(zip(_CODES, sums.tolist(), strict=True))


def sum_groups(contributions: Floats) -> dict[str, float]:
    """Return the part of the score of the base and of each group; together they are the score."""
    kinds = sum_kinds(contributions)
    return {"base": float(contributions[len(CATALOG)])} | {
        group: sum(kinds[kind.code] for kind in KINDS if kind.group == group) for group in GROUPS
    }


def find_reasons(
    features: Floats,
    contributions: Floats,
    standard: Standard,
    usual: Usual,
    language: Language,
    direction_of: Callable[[str], Direction],
    most_for: int = len(KINDS),
    most_against: int = len(KINDS),
) -> tuple[Reason, ...]:
    """Return the reasons that move the score of one row, the weightiest first.

    `features` is the row of the matrix; `contributions` and `direction_of` are the `Bundle`'s;
    `usual` tells what the eligible are like. Of the reasons that raise the score at most `most_for`
    are told, of the others `most_against`. An unknown fact is no reason for anybody, and no
    sentence stands on the side that it speaks against: a model compares with the average of those
    it learned from, so that a small rise can lower a score. For the same cause a sentence leaves
    the usual value out where that alone would speak against its side. Of a column that the model
    need not keep in its direction, it may stand on either; against the catalog's it says that this
    follows whom committees moved, not merit.
    """
    values = dict(zip(NAMES, features.tolist(), strict=True))
    parts = sum_kinds(contributions)
    found: list[Reason] = []
    left = {True: most_for, False: most_against}
    for kind in sorted(KINDS, key=lambda kind: -abs(parts[kind.code])):
        part = parts[kind.code]
        if not (part and left[part > 0]):
            continue
        direction = direction_of(kind.tells)
        if _may_stand(kind, values[kind.tells], part, direction):
            left[part > 0] -= 1
            found.append(_make_reason(kind, values, part, standard, usual, language, direction))
    return tuple(found)


def tell(
    kind: ReasonKind,
    values: Mapping[str, float],
    standard: Standard,
    language: Language,
    usual: Usual = NOBODY,
    with_usual: bool = True,
) -> Telling:
    """Return the value and the sentence of one kind of reason for a person's values by feature."""
    column = tell_column(kind.tells, values, language, usual, with_usual)
    if not kind.is_standard or np.isnan(values[kind.tells]):
        return column
    beside = ""
    if column.usual is not None and with_usual:
        among = tell_among(len(usual.column(kind.tells).known), usual.pool, language)
        facts: dict[str, Fact] = {"value": column.value, "usual": column.usual, "among": among}
        beside = say("reasons.competency_match_beside", language, **facts)
    return _tell_standard(column, standard, beside, language)


@lru_cache(maxsize=_PUBLIC_TEXTS)
def tell_public(code: str, required: int, pool: int, language: Language) -> str:
    """Return a reason as everybody may read it.

    It is made of its kind, of how many competencies the position asks and how many people are
    eligible: no fact about a person can enter it.
    """
    return say(f"public.{code}", language, required=required, pool=pool)


def _make_reason(
    kind: ReasonKind,
    values: Mapping[str, float],
    part: float,
    standard: Standard,
    usual: Usual,
    language: Language,
    direction: Direction,
) -> Reason:
    above = values[kind.tells] - usual.column(kind.tells).median
    agrees = np.isnan(above) or direction * np.sign(above) * part >= 0
    found = tell(kind, values, standard, language, usual, bool(agrees))
    public = tell_public(kind.code, standard.required, usual.pool, language)
    text = found.text
    if _DIRECTIONS[kind.tells] * np.sign(above) * part < 0 and not direction:
        often = "often" if part > 0 else "seldom"
        text = f"{text} {say(f'reasons.moved_{often}', language)}"
    return Reason(kind.code, kind.group, part, found.value, text, public, found.usual)


def _may_stand(kind: ReasonKind, told: float, part: float, direction: Direction) -> bool:
    """Tell whether the sentence on a value may stand for a part of the score of that sign."""
    if np.isnan(told):
        return part < 0
    return direction * _lean(kind, told) * part >= 0


def _lean(kind: ReasonKind, told: float) -> int:
    """Return the side that a sentence takes: more or yes 1, less or no −1, none 0."""
    match FORMS[kind.tells].variant:
        case "flag":
            return 1 if told else -1
        case "sign":
            return side_of(told)
        case _:
            return 0


def _tell_standard(column: Telling, standard: Standard, beside: str, language: Language) -> Telling:
    """Return how many competencies are met and which are not, beside the pool's usual match."""
    key = "_short" if standard.short else "_one" if standard.required == 1 else ""
    text = say(
        f"reasons.competency_match{key}",
        language,
        met=standard.met,
        required=standard.required,
        short=standard.short,
        beside=beside,
    )
    usual = None if column.usual is None else f"JPM {column.usual}"
    return Telling(f"{standard.met}/{standard.required}", text, usual)
