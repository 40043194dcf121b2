"""Code lists of SIASN: ids and names by what they mean, read from `codes.toml`."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from snapshots import ladders
from snapshots.mapping import check_own
from snapshots.phrases import fold_words
from snapshots.tables import TABLES

NOTHING = "none"
"""What a list gives for a code that says "there is none": no value, and nothing to tell."""

_PARTS = re.compile(r"[(),|;]|\s[-–]\s")

_OWN = {
    "golongan": tuple(ladders.RANK_CODES),
    "tingkat_pendidikan": ladders.EDUCATION_LEVELS,
    "kuadran_kinerja": ladders.PREDICATES,
    "jenjang": ladders.FUNCTIONAL_TIERS,
    "tingkat_hukuman": ladders.SEVERITIES,
    "status_pegawai": TABLES["employees"].column("status").choices,
}
"""Values that stand for themselves beside those that a list translates to."""


@dataclass(frozen=True)
class CodeList:
    """One list: `meanings` by folded id or name; `choices` are words for all that it gives."""

    name: str
    meanings: Mapping[str, str]
    choices: tuple[str, ...] = ()

    def translate(self, text: str) -> str | None:
        """Return what an id or name means; None where the list does not know it.

        Of a text with several parts ("01 - Aktif", "Penata Muda (III/a)") the first known part
        holds.
        """
        found = self.meanings.get(fold_code(text))
        if found is not None:
            return found
        parts = (self.meanings.get(fold_code(part)) for part in _PARTS.split(text) if part.strip())
        return next((part for part in parts if part is not None), None)


def fold_code(text: str) -> str:
    """Return a code or name as it is compared: letters and digits alone, without leading zeros."""
    folded = re.sub(r"[^0-9a-z]+", "", text.casefold())
    return folded.lstrip("0") or "0" if folded.isdigit() else folded


@cache
def read_codes_file() -> dict[str, Any]:
    """Return the whole of `codes.toml`."""
    return tomllib.loads(files(__package__).joinpath("codes.toml").read_text(encoding="utf-8"))


@cache
def _short_names() -> re.Pattern[str]:
    short = sorted(read_codes_file()["agency_words"]["short"], key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(short)})\b")


def write_out(text: str) -> str:
    """Return a folded text with the abbreviations of agencies written out: "Kepala Satpol PP"."""
    meant: dict[str, str] = read_codes_file()["agency_words"]["short"]
    return _short_names().sub(lambda found: meant[found[0]], fold_words(text))


@cache
def find_list(name: str) -> CodeList:
    """Return the code list of that name; KeyError where there is none."""
    entries: dict[str, str] = read_codes_file()["lists"][name]
    told = {key: value for key, value in entries.items() if key != "source"}
    own = {*told.values(), *_OWN.get(name, ())} - {NOTHING}
    meanings = {fold_code(value): value for value in own}
    words = {value: key for key, value in reversed(told.items()) if not key.isdigit()}
    choices = _OWN.get(name) or tuple(
        words.get(value, value) for value in dict.fromkeys(told.values()) if value != NOTHING
    )
    meanings |= {fold_code(key): value for key, value in told.items()}
    return CodeList(name, meanings, choices)


@cache
def find_list_of(column: str) -> CodeList | None:
    """Return the list that cells are read by, of a column with or without `_id` or `_nama`."""
    endings = {column, f"{column}_id", f"{column}_nama"}
    lists: dict[str, list[str]] = read_codes_file()["columns"]
    return next((find_list(name) for name, own in lists.items() if endings & {*own}), None)


def check_meaning(column: str, meaning: str) -> tuple[str, ...]:
    """Return what a column takes where its list does not know a meaning; nothing where it does."""
    codes = find_list_of(column)
    if codes is None:
        return check_own(column, meaning)
    return () if codes.translate(meaning) is not None else codes.choices
