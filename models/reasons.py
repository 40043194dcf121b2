"""Why a row scores as it does: contributions summed into reasons, a sentence with facts each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from features.attributes import MOST_YEARS
from features.catalog import CATALOG, NAMES
from features.feature import Direction
from models.reason_kinds import FORMS, GROUPS, KINDS, Group, ReasonKind
from snapshots.ladders import PREDICATES
from wording import Fact, Language, say, write, write_percent

Floats = npt.NDArray[np.float64]

_COLUMN = {name: column for column, name in enumerate(NAMES)}
_PLACES = np.array([_COLUMN[name] for kind in KINDS for name in kind.features], np.intp)
_STARTS = np.cumsum([0, *(len(kind.features) for kind in KINDS[:-1])])
_CODES = [kind.code for kind in KINDS]
_NEAR_ZERO = 0.05
"""A difference that is written as 0.0 counts as none."""


@dataclass(frozen=True)
class Reason:
    """One reason for (or against): `contribution` is its part of the score, `value` the fact."""

    code: str
    group: Group
    contribution: float
    value: str
    text: str


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
    language: Language,
    direction_of: Callable[[str], Direction],
    most_for: int = len(KINDS),
    most_against: int = len(KINDS),
) -> tuple[Reason, ...]:
    """Return the reasons that move the score of one row, the weightiest first.

    `features` is the row of the matrix; `contributions` and `direction_of` are the `Bundle`'s. Of
    the reasons that raise the score at most `most_for` are told, of the others `most_against`.
    An unknown fact is no reason for anybody, and no sentence stands on the side that it speaks
    against: a model compares with the average, so that a small rise can lower a score. Of a column
    that the model need not keep in its direction, it may stand on either.
    """
    values = dict(zip(NAMES, features.tolist(), strict=True))
    parts = sum_kinds(contributions)
    told = [
        kind
        for kind in KINDS
        if _may_stand(kind, values[kind.tells], parts[kind.code], direction_of(kind.tells))
    ]
    by_weight = sorted(told, key=lambda kind: -abs(parts[kind.code]))
    raising = [kind.code for kind in by_weight if parts[kind.code] > 0][:most_for]
    lowering = [kind.code for kind in by_weight if parts[kind.code] < 0][:most_against]
    return tuple(
        Reason(kind.code, kind.group, parts[kind.code], *tell(kind, values, standard, language))
        for kind in by_weight
        if kind.code in raising or kind.code in lowering
    )


def _may_stand(kind: ReasonKind, told: float, part: float, direction: Direction) -> bool:
    """Tell whether the sentence on a value may stand for a part of the score of that sign."""
    if np.isnan(told):
        return part < 0
    return direction * _lean(kind, told) * part >= 0


def _lean(kind: ReasonKind, told: float) -> int:
    """Return the side that a sentence takes: more or yes 1, less or no −1, none 0."""
    if kind.variant == "flag":
        return 1 if told else -1
    return {"more": 1, "less": -1, "same": 0}[_compare(told)] if kind.variant == "sign" else 0


def tell(
    kind: ReasonKind, values: Mapping[str, float], standard: Standard, language: Language
) -> tuple[str, str]:
    """Return the value and the sentence of one kind of reason for a person's values by feature."""
    told = values[kind.tells]
    if np.isnan(told):
        return "–", say(f"reasons.{kind.code}_unknown", language)
    if kind.variant == "standard":
        key = f"{kind.code}_short" if standard.short else kind.code
        facts: dict[str, Fact] = {"met": standard.met, "required": standard.required}
        text = say(f"reasons.{key}", language, short=standard.short, **facts)
        return f"{standard.met}/{standard.required}", text
    facts = {name: _form(name, values[name], language) for name in kind.features}
    key = kind.code + _choose(kind, told)
    return _write_value(kind, told, facts[kind.tells], language), say(
        f"reasons.{key}", language, **facts
    )


def _write_value(kind: ReasonKind, told: float, fact: Fact, language: Language) -> str:
    if kind.variant == "flag":
        return say("reasons.yes" if told else "reasons.no", language)
    sign = {"more": "+", "less": "−", "same": ""}[_compare(told)]
    return (sign if kind.variant == "sign" else "") + write(fact, language)


def _choose(kind: ReasonKind, told: float) -> str:
    match kind.variant:
        case "flag":
            return "_yes" if told else "_no"
        case "sign":
            return f"_{_compare(told)}"
        case _:
            return ""


def _compare(told: float) -> str:
    if abs(told) < _NEAR_ZERO:
        return "same"
    return "more" if told > 0 else "less"


def _form(name: str, value: float, language: Language) -> Fact:
    """Return a value the way a sentence takes it; signs are told by the sentence's words."""
    if np.isnan(value):
        return None
    match FORMS.get(name, "number"):
        case "percent":
            return write_percent(value, language)
        case "count":
            return round(float(np.expm1(value)))
        case "whole":
            return round(value)
        case "years" if value >= MOST_YEARS:
            return f"{MOST_YEARS:.0f}+"
        case "predicate":
            return say(f"reasons.predicate_{PREDICATES[round(value) - 1]}", language)
        case _:
            return round(abs(value), 1)
