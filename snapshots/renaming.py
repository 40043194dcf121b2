"""Applies an agency's own mapping to tables of our format, before anything is checked."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import reduce

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from snapshots.ladders import FUNCTIONAL_TIERS
from snapshots.mapping import ECHELON, LocalMapping, MappingError
from snapshots.phrases import Phrases, fold_words
from snapshots.problems import Place
from snapshots.readers.raw import RawColumn, RawSource, RawTable
from snapshots.siasn.codes import read_codes_file

FIELDS = {"employees": "education_field", "educations": "field"}
"""Columns of fields of study by table."""


def apply_mapping(source: RawSource, mapping: LocalMapping) -> RawSource:
    """Return a source with headings renamed, values translated and empty cells filled by `mapping`.

    Kinds, families and agencies fill only what is empty. A field of study that no group knows
    becomes unknown. Problems tell the source's own headings. MappingError for a heading that is
    given to two columns.
    """
    if mapping.is_empty:
        return source
    tables = {name: _apply(name, raw, mapping) for name, raw in source.tables.items()}
    if "positions" in tables:
        tables["positions"] = _fill_positions(tables["positions"], mapping)
    if "units" in tables:
        tables["units"] = _fill_agencies(tables["units"], mapping)

    def locate(table: str, row: int | None, column: str | None) -> Place | None:
        raw = source.tables.get(table)
        headings = _find_headings(raw, table, column, mapping) if raw and column else []
        return Place(table, row, headings[0]) if headings and row is not None else None

    return replace(source, tables=tables, locate=locate)


def _find_headings(raw: RawTable, table: str, column: str, mapping: LocalMapping) -> list[str]:
    """Return the headings that stand for a column, the ones to be preferred first."""
    wanted = (heading.strip().lower() for heading in mapping.headings(table, column))
    return [heading for heading in dict.fromkeys(wanted) if heading in raw.columns]


def _rename(name: str, raw: RawTable, mapping: LocalMapping) -> dict[str, RawColumn]:
    """Return the columns of a table under their own names; of several the first filled holds."""
    found = {one: _find_headings(raw, name, one, mapping) for one in mapping.columns.get(name, {})}
    given: dict[str, str] = {}
    for column, headings in found.items():
        for heading in headings:
            other = given.setdefault(heading, column)
            if other != column:
                raise MappingError(
                    "mapping_twice", None, name=heading, choices=f"{other}, {column}"
                )
    columns = {one: told for one, told in raw.columns.items() if one not in given}
    for column, headings in found.items():
        own = [columns[column]] if column in columns else []
        told = [*(raw.columns[heading] for heading in headings), *own]
        if told:
            columns[column] = reduce(_coalesce, told)
    return columns


def _coalesce(column: RawColumn, other: RawColumn) -> RawColumn:
    """Return a column with its empty cells filled from another."""
    filled = column.text.is_valid().to_numpy(zero_copy_only=False)
    text = pc.coalesce(column.text, other.text)
    if column.native is None and other.native is None:
        return RawColumn(text)
    none = np.zeros(len(filled), np.bool_)
    marks = [none if one.native is None else one.native for one in (column, other)]
    return RawColumn(text, np.where(filled, *marks))


def _apply(name: str, raw: RawTable, mapping: LocalMapping) -> RawTable:
    """Rename the columns of one table and translate its cells."""
    columns = _rename(name, raw, mapping)
    for column, told in columns.items():
        columns[column] = replace(told, text=mapping.translate(column, told.text))
    field = FIELDS.get(name, "")
    if field in columns and mapping.groups.get("fields_of_study"):
        phrases = mapping.phrases("fields_of_study")
        groups = {fold_words(group): group for group in mapping.groups["fields_of_study"]}
        columns[field] = _turn(
            columns[field],
            lambda text: (
                groups.get(fold_words(text))
                or phrases.find_exact(text)
                or phrases.find_single(text)
            ),
        )
    return replace(raw, columns=columns)


def _turn(column: RawColumn, tell: Callable[[str], str | None]) -> RawColumn:
    """Return a column with each distinct text turned."""
    coded = column.text.dictionary_encode()
    turned = pa.array([tell(one) for one in coded.dictionary.to_pylist()], pa.string())
    return RawColumn(pc.take(turned, coded.indices))


def _fill_positions(raw: RawTable, mapping: LocalMapping) -> RawTable:
    """Fill kind, tier, echelon and family of positions by their titles, where they are empty."""
    if "title" not in raw.columns:
        return raw
    titles = raw.columns["title"]
    kinds = _tell_kinds(mapping.phrases("kinds"))
    told: dict[str, Callable[[str], str | None]] = {
        "job_family": mapping.phrases("job_families").find_beginning
    }
    told |= {column: _pick(kinds, column) for column in ("kind", "tier", "echelon")}
    columns = dict(raw.columns)
    for column, tell in told.items():
        _fill(columns, column, _turn(titles, tell).text)
    return replace(raw, columns=columns)


def _pick(kinds: Callable[[str], Mapping[str, str]], column: str) -> Callable[[str], str | None]:
    return lambda title: kinds(title).get(column)


def _tell_kinds(phrases: Phrases) -> Callable[[str], Mapping[str, str]]:
    """Return what tells kind, tier and echelon of a title."""

    def tell(title: str) -> Mapping[str, str]:
        found = phrases.find_beginning(title)
        if found is None:
            return {}
        if ECHELON.fullmatch(found):
            return {"kind": read_codes_file()["echelons"][found][0], "echelon": found}
        if found in FUNCTIONAL_TIERS:
            return {"kind": "fungsional", "tier": found}
        return {"kind": found}

    return tell


def _fill_agencies(raw: RawTable, mapping: LocalMapping) -> RawTable:
    """Fill the agency of units by their id or name; an agency may be told by its name."""
    if not {"unit_id", "name"} <= {*raw.columns}:
        return raw
    ids, names = (raw.columns[column].text.to_pylist() for column in ("unit_id", "name"))
    pairs = list(zip(ids, names, strict=True))
    by_name = {fold_words(name or ""): unit_id for unit_id, name in pairs}
    phrases = mapping.phrases("agencies")
    told = [
        phrases.find_exact(unit_id) or phrases.find_within(name or "") for unit_id, name in pairs
    ]
    agencies = [by_name.get(fold_words(one), one) if one else None for one in told]
    columns = dict(raw.columns)
    _fill(columns, "agency_id", pa.array(agencies, pa.string()))
    return replace(raw, columns=columns)


def _fill(columns: dict[str, RawColumn], column: str, filler: pa.StringArray) -> None:
    """Fill the empty cells of a column, which is made where something is told."""
    if filler.null_count == len(filler):
        return
    own = columns.get(column)
    columns[column] = (
        RawColumn(filler) if own is None else replace(own, text=pc.coalesce(own.text, filler))
    )
