"""Compares two stored imports for API and page, and keeps the last comparison.

People are in it, so it is kept by the application alone and no longer than the records are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from threading import Lock
from typing import Annotated

from fastapi import Depends, Query, Request

from matching.matcher import Matcher
from serving.comparing.schemas import ChangedPerson
from serving.errors import UnknownRecordsError
from snapshots.comparison import (
    CellChange,
    Comparison,
    RecordsComparison,
    compare_snapshots,
    name_positions,
)
from snapshots.snapshot import Snapshot
from snapshots.store import SnapshotStore, UnknownSnapshotError
from snapshots.surrogate import person_id

RecordsId = Annotated[
    str, Query(pattern="^[0-9a-f]{20}$", description="`snapshot_id` of an import")
]


@dataclass(frozen=True)
class Compared:
    """What differs between two imports, and the title of every post of either by its id."""

    found: Comparison
    titles: Mapping[str, str]


class Comparisons:
    """Keeps the last comparison: imports never change, so that what was compared stays so."""

    def __init__(self, store: SnapshotStore) -> None:
        self._store = store
        self._lock = Lock()
        self._kept: tuple[tuple[str, str], Compared] | None = None

    def read(self, before: str, after: str) -> Compared:
        """Return what differs between two imports. Raises UnknownRecordsError with the field."""
        with self._lock:
            try:
                known = {info.snapshot_id for info in self._store.list()}
                for field, asked in (("a", before), ("b", after)):
                    if asked not in known:
                        raise UnknownRecordsError(asked, field)
                if self._kept is None or self._kept[0] != (before, after):
                    self._kept = (before, after), self._compare(before, after)
            except UnknownRecordsError:
                self._kept = None  # what was removed is not remembered either
                raise
            return self._kept[1]

    def _compare(self, before: str, after: str) -> Compared:
        old, new = self._load(before, "a"), self._load(after, "b")
        titles = dict(name_positions(old)) | dict(name_positions(new))
        return Compared(compare_snapshots(old, new), titles)

    def _load(self, snapshot_id: str, field: str) -> Snapshot:
        try:
            return self._store.load(snapshot_id)
        except UnknownSnapshotError:  # removed since they were listed
            raise UnknownRecordsError(snapshot_id, field) from None


def _comparisons(request: Request) -> Comparisons:
    comparisons: Comparisons = request.app.state.comparisons
    return comparisons


ComparisonsNow = Annotated[Comparisons, Depends(_comparisons)]
"""The comparisons of this application."""


def count_alone(comparison: Comparison) -> RecordsComparison:
    """Return the numbers of a comparison, without the people."""
    names = [field.name for field in fields(RecordsComparison)]
    return RecordsComparison(**{name: getattr(comparison, name) for name in names})


def list_people(matcher: Matcher, compared: Compared) -> Iterator[ChangedPerson]:
    """Yield who came, left and changed, posts by their title; `known` to the records in use."""
    for person in compared.found.people:
        yield ChangedPerson(
            person_id=person_id(matcher.secret, person.nip),
            name=person.name,
            what=person.what,
            position=compared.titles.get(person.position_id or "", person.position_id),
            known=person.nip in matcher.history.person_of,
            cells=tuple(_name_post(cell, compared.titles) for cell in person.cells),
        )


def _name_post(cell: CellChange, titles: Mapping[str, str]) -> CellChange:
    if cell.column != "position_id":
        return cell
    before, after = (titles.get(one or "", one) for one in (cell.before, cell.after))
    return replace(cell, before=before, after=after)
