"""The sheet of one agency: who leaves, who comes, when, which handover and which training.

An agency needs to know no more than that: no chance, no predicate, no sanction stands here.
"""

from collections.abc import Iterable

from planning.answers import PlannedMove, Support
from planning.papers.answers import AgencyMove, AgencySheet
from planning.papers.catalogue import find_fill, list_changed_units
from planning.papers.edition import Edition

OF_THE_LEFT = ("handover", "last_skill")
"""Supports that the agency left arranges; the others are the agency's that is entered."""
OF_NO_AGENCY = ("communication",)
"""Supports that are between the person and the personnel agency."""


def write_agency_sheet(edition: Edition, agency_id: str) -> AgencySheet:
    """Return the sheet of an agency that somebody leaves or enters. Raises UnknownPaperError."""
    paper = edition.find("agency", agency_id)
    touching = [move for move in edition.moves if move.move_id in set(paper.moves)]
    out = [move for move in touching if leaves(move, agency_id) and not enters(move, agency_id)]
    into = [move for move in touching if enters(move, agency_id) and not leaves(move, agency_id)]
    both = [move for move in touching if enters(move, agency_id) and leaves(move, agency_id)]
    return AgencySheet(
        stamp=edition.stamp(paper),
        agency_id=agency_id,
        agency=paper.name,
        fill=find_fill(edition.plan, "agency", agency_id),
        units=tuple(list_changed_units(edition.plan, touching, agency_id)),
        leaving=tuple(_write(edition, move, list_handover(move)) for move in out),
        coming=tuple(_write(edition, move, list_reception(move)) for move in into),
        within=tuple(
            _write(edition, move, (*list_handover(move), *list_reception(move))) for move in both
        ),
    )


def leaves(move: PlannedMove, agency_id: str) -> bool:
    """Tell whether the move begins in an agency."""
    return move.origin is not None and move.origin.agency_id == agency_id


def enters(move: PlannedMove, agency_id: str) -> bool:
    """Tell whether the move ends in an agency."""
    return move.target.agency_id == agency_id


def list_handover(move: PlannedMove) -> tuple[str, ...]:
    """Return what the agency left arranges: the handover, and what becomes of the seat."""
    return (*_tell(one for one in move.supports if one.code in OF_THE_LEFT), move.seat_left)


def list_reception(move: PlannedMove) -> tuple[str, ...]:
    """Return what the agency entered arranges: training or test before, support after."""
    return _tell(one for one in move.supports if one.code not in (*OF_THE_LEFT, *OF_NO_AGENCY))


def _tell(supports: Iterable[Support]) -> tuple[str, ...]:
    return tuple(one.text for one in supports)


def _write(edition: Edition, move: PlannedMove, tasks: tuple[str, ...]) -> AgencyMove:
    return AgencyMove(
        move_id=move.move_id,
        name=move.name,
        nip=move.nip,
        origin=move.origin,
        target=move.target,
        effective_on=edition.plan.effective_on,
        tasks=tuple(text for text in tasks if text),
    )
