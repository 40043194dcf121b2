"""Made-up people for the benchmarks: a city as `padan demo` writes it, and copies of its people."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.compute as pc

from snapshots.fingerprint import fingerprint, sort_by_key
from snapshots.importing import import_source
from snapshots.snapshot import Snapshot
from snapshots.store import SnapshotStore
from training.demo import make_city

PEOPLE = ("nip", "other_nip")
"""Columns that name a person."""


def make_records(employees: int, seed: int) -> Snapshot:
    """Return the records of a made-up city, imported the way an agency's are."""
    with TemporaryDirectory() as folder:
        make_city(Path(folder) / "city", employees=employees, seed=seed)
        result = import_source(str(Path(folder) / "city"), SnapshotStore(Path(folder) / "store"))
    if result.snapshot is None:
        raise RuntimeError(f"the made-up city does not import: {result.errors[:3]}")
    return result.snapshot


def copy_people(snapshot: Snapshot, copies: int) -> Snapshot:
    """Return records with every person `copies` times, each with a NIP and a history of their own.

    Posts, units and standards stay as they are. So there are many people, quickly, whose columns
    are as diverse and whose shares of eligible and unknown are the same as in the city. The NIP of
    a copy has its number before it: no real NIP looks like that, and copies of one person do not
    stand side by side, where a processor would guess the second from the first.
    """
    tables = {
        name: pa.concat_tables([_rename(table, number) for number in range(copies)])
        if "nip" in table.column_names and name != "consents"
        else table
        for name, table in snapshot.tables.items()
    }
    ordered = sort_by_key(tables)
    return Snapshot(fingerprint(ordered, snapshot.as_of), snapshot.as_of, ordered, made_up=True)


def _rename(table: pa.Table, number: int) -> pa.Table:
    for name in PEOPLE if number else ():
        if name in table.column_names:
            nips = pc.binary_join_element_wise(f"{number:03d}", table.column(name), "-")
            table = table.set_column(table.column_names.index(name), name, nips)
    return table
