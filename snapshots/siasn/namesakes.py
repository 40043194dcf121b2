"""Finds the unit of every row: by its id, else by its name within the agency that is told.

Names repeat: a city has a "Sub Bagian Umum" in every dinas. A name alone is a unit only where no
second one can be meant.
"""

from collections.abc import Callable

import pandas as pd

from snapshots.phrases import fold_words
from snapshots.siasn.findings import Findings, most_common
from snapshots.siasn.units import (
    fold_agency,
    is_government,
    make_id,
    name_agency,
    split_path,
)


def find_unit_ids(frame: pd.DataFrame, findings: Findings) -> pd.Series:
    """Return the unit id of every row, its agency's where no unit is named; None for neither.

    Example: "Sub Bagian Umum" beside "Dinas A" and beside "Dinas B" are two units, whether or not
    one of them has an id. A row that names it without id and agency is neither of them: it stands
    alone, and is told.
    """
    told = pd.DataFrame({"unit": frame["unor_id"], "agency": _tell_agencies(frame)})
    told["name"] = _each(frame["unor_nama"], fold_words)
    told["agency"] = _fill(told["agency"], told["unit"].map(_usual(told, "unit", "agency")))
    told["agency"] = _fill(told["agency"], _each(frame["satuan_kerja_nama"], _fold_office))
    told["pair"] = told["agency"] + "\x1f" + told["name"]
    counts = told.groupby("name")[["unit", "agency"]].nunique()
    single = counts.index[(counts["unit"] == 1) & (counts["agency"] <= 1)]
    units = told["unit"]
    for key, sure in (("name", told["name"].isin(single)), ("pair", told["pair"].notna())):
        units = _fill(units, told[key].map(_only(told[sure], key)))
    several = units.isna() & told["pair"].notna()
    several &= told["pair"].isin(told.loc[told["unit"].notna(), "pair"])
    units = _fill(units, _each(told["pair"], _make_id))
    only = _only(told.assign(unit=units), "name")
    nameless = units.isna() & told["name"].notna() & ~told["name"].isin([*only])
    several |= nameless & told["name"].isin(told.loc[units.notna(), "name"])
    findings.deduce("unit_name_ambiguous", frame["unor_nama"][several])
    alone = _each(told["name"], lambda name: only.get(name) or make_id("U", name))
    return _fill(_fill(units, alone), _find_agency_ids(frame))


def _tell_agencies(frame: pd.DataFrame) -> pd.Series:
    """Return the agency's name as it is compared: a path's own, the agency's column, the office's.

    An agency that has an id and no name goes by the id.
    """
    paths = _each(frame["unor_nama"], lambda n: name_agency(n) if len(split_path(n)) > 1 else None)
    named = frame.dropna(subset=["unor_induk_id", "unor_induk_nama"])
    names = named.groupby("unor_induk_id")["unor_induk_nama"].agg(most_common).to_dict()
    ids = _each(frame["unor_induk_id"], lambda one: names.get(one, one))
    offices = _each(frame["satuan_kerja_nama"], name_agency)
    told = _fill(_fill(_fill(paths, frame["unor_induk_nama"]), ids), offices)
    return _each(told, fold_agency)


def _fold_office(name: str) -> str | None:
    """Return an office as it is written: two of them never hold one unit, whatever they are."""
    return None if is_government(name) else fold_agency(name)


def _find_agency_ids(frame: pd.DataFrame) -> pd.Series:
    """Return the id of the agency that a row names; one without id gets that of its name."""
    names = _each(frame["unor_induk_nama"], fold_words)
    known = _usual(pd.DataFrame({"name": names, "id": frame["unor_induk_id"]}), "name", "id")
    made = _each(names, lambda name: known.get(name) or make_id("U", name))
    return _fill(frame["unor_induk_id"], made)


def _make_id(pair: str) -> str:
    """Return the id of a unit by agency and name; the agency itself goes by its name alone."""
    agency, name = pair.split("\x1f")
    return make_id("U", name) if fold_agency(name) == agency else make_id("U", agency, name)


def _usual(rows: pd.DataFrame, key: str, column: str) -> dict[str, str]:
    """Return what stands most often in a column, by another."""
    known = rows.dropna(subset=[key, column]).groupby(key)[column]
    return {str(one): most_common([*cells]) for one, cells in known}


def _only(rows: pd.DataFrame, key: str) -> dict[str, str]:
    """Return the unit by a key that stands for one unit alone."""
    known = rows.dropna(subset=[key, "unit"]).groupby(key)["unit"]
    firsts, counts = known.first(), known.nunique()
    return {str(one): unit for one, unit in firsts[counts == 1].items()}


def _each(cells: pd.Series, turn: Callable[[str], str | None]) -> pd.Series:
    """Return cells with each distinct text turned once."""
    turned = cells.map({one: turn(one) for one in cells.dropna().unique()}).astype(object)
    return turned.where(turned.notna(), None)


def _fill(cells: pd.Series, filler: pd.Series) -> pd.Series:
    """Return cells as objects with empty ones filled; None where nothing stands."""
    filled = cells.astype(object).where(cells.notna(), filler.astype(object))
    return filled.where(filled.notna(), None)
