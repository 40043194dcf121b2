"""Doubts about NIPs: their form, and the birth date and sex that their digits tell."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from snapshots.problems import Problem
from snapshots.validation.draft import Draft


def find_odd_nips(draft: Draft) -> list[Problem]:
    """Warn of NIPs that are not 18 digits or disagree with birth date (1–8) or sex (digit 15)."""
    if not draft.has("employees", "nip"):
        return []
    nip = draft.tables["employees"].column("nip").combine_chunks()
    formed = pc.match_substring_regex(nip, r"^\d{18}$")
    problems = draft.find("nip_not_18_digits", "employees", _places(pc.invert(formed)), "nip")
    digits = pc.if_else(formed, nip, pa.scalar(None, pa.string()))
    if draft.has("employees", "birth_date"):
        born = draft.tables["employees"].column("birth_date").combine_chunks()
        written = pc.replace_substring(born.cast(pa.string()), "-", "")
        problems += _compare(draft, digits, 0, 8, written, "birth_date")
    if draft.has("employees", "sex"):
        sex = draft.tables["employees"].column("sex").combine_chunks()
        digit = pc.if_else(pc.equal(sex, "m"), "1", "2")
        problems += _compare(draft, digits, 14, 15, digit, "sex")
    return problems


def _compare(
    draft: Draft, digits: pa.Array, start: int, stop: int, told: pa.Array, column: str
) -> list[Problem]:
    """Name the rows whose digits say something else than the column does."""
    places = _places(pc.not_equal(pc.utf8_slice_codeunits(digits, start, stop), told))
    cells = draft.tables["employees"].column(column).take(pa.array(places)).to_pylist()
    code = f"nip_{column}_differs"
    return draft.find(code, "employees", places, "nip", told=cells)


def _places(marks: pa.Array) -> np.typing.NDArray[np.intp]:
    return np.flatnonzero(marks.fill_null(False).to_numpy(zero_copy_only=False))
