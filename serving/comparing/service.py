"""Compares two stored imports for API and page, and keeps the last comparison."""

from collections.abc import Iterator
from dataclasses import fields, replace
from functools import lru_cache
from typing import Annotated

from fastapi import Query

from matching.matcher import Matcher
from serving.comparing.schemas import ChangedPerson, RecordsComparison
from serving.errors import UnknownRecordsError
from serving.warm import WarmMatcher
from snapshots.comparison import CellChange, Comparison, compare_snapshots, name_positions
from snapshots.store import SnapshotStore, UnknownSnapshotError
from snapshots.surrogate import person_id

RecordsId = Annotated[
    str, Query(pattern="^[0-9a-f]{20}$", description="`snapshot_id` of an import")
]


def compare_records(warm: WarmMatcher, before: str, after: str) -> Comparison:
    """Return what differs between two imports. Raises UnknownRecordsError with the field."""
    known = {info.snapshot_id for info in warm.store.list()}
    for field, asked in (("a", before), ("b", after)):
        if asked not in known:
            raise UnknownRecordsError(asked, field)
    return _compare(warm.store, before, after)


@lru_cache(maxsize=2)
def _compare(store: SnapshotStore, before: str, after: str) -> Comparison:
    """Imports never change, so that what was compared stays so."""
    return compare_snapshots(store.load(before), store.load(after))


def count_alone(comparison: Comparison) -> RecordsComparison:
    """Return the numbers of a comparison, without the people."""
    names = [field.name for field in fields(RecordsComparison)]
    return RecordsComparison(**{name: getattr(comparison, name) for name in names})


def list_people(
    matcher: Matcher, store: SnapshotStore, comparison: Comparison
) -> Iterator[ChangedPerson]:
    """Yield who came, left and changed, posts by their title; `known` to the records in use."""
    titles = dict[str, str]()
    for one in (comparison.before, comparison.after):
        titles |= _name_posts(store, one.snapshot_id)
    for person in comparison.people:
        yield ChangedPerson(
            person_id=person_id(matcher.secret, person.nip),
            name=person.name,
            what=person.what,
            position=titles.get(person.position_id or "", person.position_id),
            known=person.nip in matcher.history.person_of,
            cells=tuple(_name_post(cell, titles) for cell in person.cells),
        )


@lru_cache(maxsize=4)
def _name_posts(store: SnapshotStore, snapshot_id: str) -> dict[str, str]:
    try:
        return dict(name_positions(store.load(snapshot_id)))
    except UnknownSnapshotError:  # removed meanwhile: posts are told by their id
        return {}


def _name_post(cell: CellChange, titles: dict[str, str]) -> CellChange:
    if cell.column != "position_id":
        return cell
    before, after = (titles.get(one or "", one) for one in (cell.before, cell.after))
    return replace(cell, before=before, after=after)
