"""A sentence for every column: the person's own value, beside what is usual where that is known."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from features.attributes import MOST_YEARS
from models.column_forms import FOR_MANAGERS, FOR_OTHERS, FORMS, Form, Written
from models.usual import MORE, NEAR_ZERO, NOBODY, SAME, Usual
from snapshots.ladders import PREDICATES, RANKS, name_education
from wording import Fact, Language, has_text, say, write, write_percent

UNKNOWN = "–"
_SIDES = {MORE: "more", SAME: "same", -1: "less"}
_SIGNS = {MORE: "+", SAME: "", -1: "−"}
_USUAL_TEXTS = 4096
"""Ends of sentences that are kept: what is usual is told alike of everybody in a list."""


class Telling(NamedTuple):
    """A value as it is written, its sentence, and the usual value (None where it is not told)."""

    value: str
    text: str
    usual: str | None = None


def tell_column(
    name: str,
    values: Mapping[str, float],
    language: Language,
    usual: Usual = NOBODY,
    with_usual: bool = True,
) -> Telling:
    """Return what one column of a person's row says; `values` holds the row by column name.

    Without `with_usual` the sentence leaves out what is usual among the people compared. Example:
    "Berpengalaman 6,2 tahun dalam rumpun jabatan ini; lazimnya 2,1 tahun di antara 143 yang
    memenuhi syarat."
    """
    form, value, key = FORMS[name], values[name], f"columns.{name}"
    if np.isnan(value):
        return Telling(UNKNOWN, _tell_unknown(name, language))
    if not _counts_here(name, values):
        return Telling(UNKNOWN, say(f"{key}_elsewhere", language))
    written = write_value(form, value, language)
    ordinary, tail = _recall_usual(name, form, value, usual, language)
    size = _write_with_unit(form, value, language)
    facts: dict[str, Fact] = {"value": size, "usual": tail if with_usual else ""}
    return Telling(written, say(key + _choose(form, value), language, **facts), ordinary)


def name_column(name: str, language: Language) -> str:
    """Return a column as people read it, its own name where no text has one."""
    key = f"features.{name}"
    return say(key, language) if has_text(key) else name


def side_of(value: float) -> int:
    """Return 1 for more (or yes), −1 for less, 0 for what is written as no difference."""
    return 0 if abs(value) < NEAR_ZERO else int(np.sign(value))


def write_value(form: Form, value: float, language: Language) -> str:
    """Write a known value with its unit, with a sign or a word where the side says something."""
    size = _write_with_unit(form, value, language)
    if form.is_gap:
        return say(f"columns.gap_{_SIDES[side_of(value)]}", language, value=size)
    return (_SIGNS[side_of(value)] if form.variant == "sign" else "") + size


def _write_with_unit(form: Form, value: float, language: Language) -> str:
    figure = write_figure(form, value, language)
    if not form.unit:
        return figure
    one = "_one" if figure == "1" else ""
    return say(f"columns.unit_{form.unit}{one}", language, value=figure)


def write_figure(form: Form, value: float, language: Language) -> str:
    """Write the size of a known value without its unit; what is little is not written as none."""
    if form.variant == "sign" and side_of(value) == SAME:
        return write(0, language)
    return _WRITERS[form.written](value, language)


def tell_among(known: int, pool: int, language: Language) -> str:
    """Return among whom something is usual: the eligible, or those of them who are known."""
    if known == pool:
        return say("columns.among", language, pool=pool)
    return say("columns.among_known", language, known=known, pool=pool)


def _write_years(years: float, language: Language) -> str:
    return f"{MOST_YEARS:.0f}+" if years >= MOST_YEARS - 1e-9 else _write_size(years, 1, language)


def _write_size(value: float, digits: int, language: Language) -> str:
    size = round(abs(value), digits)
    if size or value == 0:
        return write(size if digits else round(size), language)
    return f"<{write(10.0**-digits if digits else 1, language)}"


def _write_share(share: float, language: Language) -> str:
    if 0 < share < 0.005:
        return "<1%"
    return ">99%" if 0.995 <= share < 1 else write_percent(share, language)


def _tell_unknown(name: str, language: Language) -> str:
    own = f"columns.{name}_unknown"
    if has_text(own):
        return say(own, language)
    return say("columns.unknown", language, name=name_column(name, language))


def _counts_here(name: str, values: Mapping[str, float]) -> bool:
    """Tell whether a column counts for posts like the one asked about (`features.posts`)."""
    if not name.startswith((FOR_MANAGERS, FOR_OTHERS)):
        return True
    managing = values["position_level"] >= 1 and not values["position_functional"] > 0
    return managing == name.startswith(FOR_MANAGERS)


def _choose(form: Form, value: float) -> str:
    match form.variant:
        case "flag":
            return "_yes" if value else "_no"
        case "sign":
            return f"_{_SIDES[side_of(value)]}"
        case "amount" if value == 0:
            return "_none"
        case _:
            return ""


def _recall_usual(
    name: str, form: Form, value: float, usual: Usual, language: Language
) -> tuple[str | None, str]:
    """Return the usual value as it is written, and how a sentence goes on with it."""
    column = usual.column(name)
    if not column.is_told:
        return None, ""
    known, pool = len(column.known), column.pool
    if form.variant in ("flag", "sign"):
        side = side_of(value)
        beside = form.variant == "sign" and side != SAME
        return _count_alike(beside, column.sides[side], known, pool, language)
    is_same = column.is_one_value and column.median == value
    return _tell_median(name, column.median, is_same, known, pool, language)


@lru_cache(maxsize=_USUAL_TEXTS)
def _tell_median(
    name: str, median: float, is_same: bool, known: int, pool: int, language: Language
) -> tuple[str, str]:
    written, among = write_value(FORMS[name], median, language), tell_among(known, pool, language)
    if is_same:
        return written, say("columns.usual_same", language, among=among)
    return written, say("columns.usual", language, usual=written, among=among)


@lru_cache(maxsize=_USUAL_TEXTS)
def _count_alike(
    beside: bool, alike: int, known: int, pool: int, language: Language
) -> tuple[str, str]:
    """Return how many stand on the same side, as it is written and as a sentence goes on."""
    among = tell_among(known, pool, language)
    key = "side" if beside else "alike" if alike < known else "same"
    tail = say(f"columns.usual_{key}", language, count=alike, among=among)
    return f"{write(alike, language)}/{write(known, language)}", tail


def _write_flag(value: float, language: Language) -> str:
    return say("reasons.yes" if value else "reasons.no", language)


def _write_predicate(value: float, language: Language) -> str:
    return say(f"reasons.predicate_{PREDICATES[round(value) - 1]}", language)


_WRITERS: dict[Written, Callable[[float, Language], str]] = {
    "number": lambda value, language: _write_size(value, 1, language),
    "percent": _write_share,
    "count": lambda value, language: _write_size(float(np.expm1(value)), 0, language),
    "whole": lambda value, language: _write_size(value, 0, language),
    "years": _write_years,
    "log_years": lambda value, language: _write_years(float(np.expm1(value)), language),
    "flag": _write_flag,
    "predicate": _write_predicate,
    "rank": lambda value, language: RANKS[round(value)],
    "education": lambda value, language: name_education(round(value)),
}
