"""The identity of a set of records: a hash of what they say, not of how a file wrote it."""

import hashlib
from collections.abc import Mapping
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from snapshots.tables import STORED_TABLES

LENGTH = 20
"""Hexadecimal digits of an id: 80 bits."""


def sort_by_key(tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """Return tables and columns in the order of the contract, rows sorted by key."""
    return {
        name: tables[name]
        .select([column.name for column in table if column.name in tables[name].column_names])
        .sort_by([(key, "ascending") for key in table.key])
        .combine_chunks()
        for name, table in STORED_TABLES.items()
        if name in tables
    }


def fingerprint(tables: Mapping[str, pa.Table], as_of: date) -> str:
    """Return the hash of key-sorted tables and their date.

    Every value enters as its bytes (texts with their lengths, days and integers as little-endian
    int32, numbers as float64), so that it depends on no file format and no library's version.
    """
    digest = hashlib.sha256(as_of.isoformat().encode())
    for name, table in tables.items():
        digest.update(f"\n{name} {table.num_rows}".encode())
        for column in table.column_names:
            values = table.column(column)
            digest.update(f"\n{column} {values.type}\n".encode())
            digest.update(np.packbits(values.is_valid().to_numpy()).tobytes())
            for part in _as_bytes(values):
                digest.update(part)
    return digest.hexdigest()[:LENGTH]


def _as_bytes(values: pa.ChunkedArray) -> list[bytes]:
    kind = values.type
    if pa.types.is_string(kind):
        texts = values.fill_null("")
        lengths = pc.binary_length(texts).to_numpy().astype("<i4")
        return [lengths.tobytes(), "".join(texts.to_pylist()).encode()]
    if pa.types.is_boolean(kind):
        return [values.fill_null(False).to_numpy().astype("u1").tobytes()]
    if pa.types.is_floating(kind):
        return [(values.fill_null(0.0).to_numpy() + 0.0).astype("<f8").tobytes()]  # no minus zero
    return [values.cast(pa.int32()).fill_null(0).to_numpy().astype("<i4").tobytes()]
