"""What ref-unor says of the post that heads each unit: its title, its echelon, that it is empty."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from snapshots.ladders import STRUCTURAL_KINDS
from snapshots.phrases import fold_words
from snapshots.siasn.units import Reference, References

LEADING = frozenset(STRUCTURAL_KINDS) - {"pelaksana"}


def find_head_echelon(title: str, jenis: str | None, unit: Reference | None) -> str | None:
    """Return the echelon of the post that heads a unit, if a title is that post's; else None.

    "Kepala Dinas" and "Kepala Dinas Contoh" are one title; others who serve in the unit, its
    secretary among them, are not its head.
    """
    if unit is None or unit.head is None or jenis in ("fungsional", "pelaksana"):
        return None
    own, head = (f"{fold_words(one)} " for one in (title, unit.head))
    return unit.echelon if own.startswith(head) or head.startswith(own) else None


def list_unheld(
    posts: Sequence[Mapping[str, Any]], references: References
) -> Iterator[tuple[str, Reference]]:
    """Yield unit id and row of each unit that is at work and whose head nobody is.

    At work is a unit in which somebody serves, or below which: units of an organisation that is
    no more stand in ref-unor too. A unit with any leading post that is held counts as led.
    """
    served = {row["unit_id"] for row in posts if row["seats"] != "0"}
    led = {row["unit_id"] for row in posts if row["seats"] != "0" and row["kind"] in LEADING}
    above = {one for unit_id in served for one in _climb(unit_id, references)}
    for unit_id in sorted(above - led):
        told = references[unit_id]
        if told.head is not None and told.echelon is not None:
            yield unit_id, told


def _climb(unit_id: str, references: References) -> Iterator[str]:
    """Yield a unit and those above it, up to its agency."""
    seen: set[str] = set()
    at: str | None = unit_id
    while at is not None and at in references and at not in seen:
        seen.add(at)
        yield at
        told = references[at]
        at = None if told.agency_id == at or told.is_agency else told.above
