"""How one column's value is written beside its label: with its unit, names for codes, in words."""

import numpy as np

from models.reason_kinds import FORMS
from snapshots.ladders import PREDICATES, RANKS, name_education
from wording import Language, say, write, write_percent

_FLAGS = frozenset(
    (
        *("promotion", "same_kind", "same_family", "same_title", "same_agency", "same_unit"),
        *("field_asked", "position_functional"),
    )
)
_SHARES = frozenset(("title_likeness", "unit_likeness", "field_usual"))


def write_column(name: str, value: float, language: Language) -> str:
    """Return the value of a catalog column in words; unknown (NaN) is said to be so."""
    if np.isnan(value):
        return say("contrast.unknown", language)
    if name in _FLAGS:
        return say("reasons.yes" if value else "reasons.no", language)
    if name == "rank":
        return RANKS[round(value)]
    if name == "education":
        return name_education(round(value))
    return _write_figure(name, value, language)


def _write_figure(name: str, value: float, language: Language) -> str:
    match "percent" if name in _SHARES else FORMS.get(name, "number"):
        case "percent":
            return write_percent(value, language)
        case "count":
            return write(round(float(np.expm1(value))), language)
        case "whole":
            return write(round(value), language)
        case "years":
            return say("contrast.years", language, years=round(value, 1))
        case "predicate":
            return say(f"reasons.predicate_{PREDICATES[round(value) - 1]}", language)
        case _:
            return write(round(value, 2), language)
