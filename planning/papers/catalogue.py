"""Which papers a plan has, which moves stand on each, and which are to be printed again.

Nothing is needed here but the plan. Each paper has a print of all that it takes from the plan and
of the records and rules behind it, so that two revisions tell exactly which papers change.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from matching.plain import to_json, to_plain
from planning.answers import Filling, Place, Plan, PlannedMove

Kind = Literal["annex", "letter", "agency", "imut"]
Change = Literal["new", "again", "withdrawn"]
KINDS: tuple[Kind, ...] = ("annex", "letter", "agency", "imut")
CODE_LENGTH = 8
ORDER = (
    *("jpt_utama", "jpt_madya", "jpt_pratama", "administrator", "pengawas"),
    *("fungsional", "pelaksana"),
)
"""Kinds of post in the order in which papers list them."""


@dataclass(frozen=True)
class Paper:
    """A paper of a plan: `key` is the move of a letter, the agency of a sheet, else "".

    `name` is the person or agency that it is for, `moves` stand on it, `code` is its print.
    """

    kind: Kind
    key: str
    name: str
    moves: tuple[str, ...]
    code: str


@dataclass(frozen=True)
class Reprint:
    """A paper that is new, to be printed again, or withdrawn between two revisions of a plan."""

    kind: Kind
    key: str
    name: str
    change: Change
    moves: tuple[str, ...]


def papers_of(plan: Plan) -> tuple[Paper, ...]:
    """Return every paper of a plan in the order of `KINDS`, letters as the annex lists them."""
    moves = list_moves(plan)
    ids = tuple(move.move_id for move in moves)
    agencies = list_agencies(moves)
    return (
        Paper("annex", "", "", ids, _print(plan, [_for_annex(plan, move) for move in moves])),
        *(
            Paper("letter", move.move_id, move.name, (move.move_id,), _print_letter(plan, move))
            for move in moves
        ),
        *(
            Paper("agency", agency_id, name, tuple(move.move_id for move in touching), code)
            for agency_id, name in agencies
            for touching in [touch(moves, agency_id)]
            for code in [_print_sheet(plan, touching, agency_id)]
        ),
        Paper("imut", "", "", ids, _print(plan, [_for_imut(move) for move in moves])),
    )


def find_reprints(old: Plan, new: Plan) -> tuple[Reprint, ...]:
    """Return what changes among the papers from one revision to another, withdrawn ones last."""
    before = {(paper.kind, paper.key): paper for paper in papers_of(old)}
    after = {(paper.kind, paper.key): paper for paper in papers_of(new)}
    found = [
        Reprint(one.kind, one.key, one.name, "again" if place in before else "new", one.moves)
        for place, one in after.items()
        if place not in before or before[place].code != one.code
    ]
    gone = [
        Reprint(one.kind, one.key, one.name, "withdrawn", one.moves)
        for place, one in before.items()
        if place not in after
    ]
    return (*found, *gone)


def list_moves(plan: Plan) -> tuple[PlannedMove, ...]:
    """Return the moves in the order of papers: by kind of post, agency, unit, title and ids."""

    def place(move: PlannedMove) -> tuple[int, str, str, str, str, str]:
        to = move.target
        kind = ORDER.index(to.kind) if to.kind in ORDER else len(ORDER)
        return kind, to.agency, to.unit, to.title, to.position_id, move.move_id

    return tuple(sorted(plan.moves, key=place))


def list_agencies(moves: Sequence[PlannedMove]) -> tuple[tuple[str, str], ...]:
    """Return (id, name) of every agency that somebody leaves or enters, by name."""
    posts = [post for move in moves for post in (move.origin, move.target) if post is not None]
    found = {post.agency_id: post.agency for post in posts}
    return tuple(sorted(found.items(), key=lambda one: (one[1], one[0])))


def touch(moves: Sequence[PlannedMove], agency_id: str) -> tuple[PlannedMove, ...]:
    """Return the moves out of, into or within an agency."""
    return tuple(
        move for move in moves if agency_id in (_agency_of(move.origin), move.target.agency_id)
    )


def find_fill(plan: Plan, level: str, node_id: str) -> Filling | None:
    """Return need and staff of a unit or agency before and after, None where none is told."""
    found = (one for one in plan.fill if (one.level, one.id) == (level, node_id))
    return next(found, None)


def list_changed_units(plan: Plan, moves: Sequence[PlannedMove], agency_id: str) -> list[Filling]:
    """Return need and staff of the agency's units that gain or lose people, by name."""
    posts = [post for move in moves for post in (move.origin, move.target) if post is not None]
    units = {post.unit_id for post in posts if post.agency_id == agency_id} - {agency_id}
    found = [one for one in plan.fill if one.level == "unit" and one.id in units]
    changed = [one for one in found if one.staff_before != one.staff_after]
    return sorted(changed, key=lambda one: (one.name, one.id))


def _agency_of(post: Place | None) -> str | None:
    return None if post is None else post.agency_id


def _print_letter(plan: Plan, move: PlannedMove) -> str:
    """Print what a letter takes: staff before, not after, so that others' moves change none.

    Nor does it take the plan's own sentences, which compare people.
    """
    one, weights = move.candidate, plan.weights
    aims = [weights.fit > 0, weights.evenness > 0, weights.preference > 0, weights.distance > 0]
    told = to_plain((one.facts.rank, one.gaps, one.move_kind, one.needs_competency_test))
    return _print(plan, [_name(move), _need(move), told, aims, _is_pinned(plan, move)])


def _print_sheet(plan: Plan, moves: Sequence[PlannedMove], agency_id: str) -> str:
    fill = find_fill(plan, "agency", agency_id)
    units = list_changed_units(plan, moves, agency_id)
    tasks = [[_name(move), to_plain(move.supports), move.seat_left] for move in moves]
    return _print(plan, [tasks, to_plain((fill, *units))])


def _for_annex(plan: Plan, move: PlannedMove) -> list[Any]:
    one = move.candidate
    reason = [_is_pinned(plan, move), one.rank, move.eligible, move.fit]
    return [_name(move), reason, to_plain((one.facts, one.move_kind, move.effect))]


def _for_imut(move: PlannedMove) -> list[Any]:
    one = move.candidate
    spoke = [reason.text for reason in one.reasons]
    told = [one.facts.rank, one.move_kind, one.needs_competency_test]
    return [_name(move), _need(move), spoke, told]


def _is_pinned(plan: Plan, move: PlannedMove) -> bool:
    return move.move_id in plan.pinned


def _name(move: PlannedMove) -> list[Any]:
    """Return of a move who goes where."""
    return [move.move_id, move.nip, move.name, to_plain((move.origin, move.target))]


def _need(move: PlannedMove) -> list[Any]:
    """Return what the units touched need and have before the plan."""
    return [
        (one.level, one.id, one.need, one.need_from, one.staff_before)
        for one in move.effect
        if one.level in ("unit", "agency")
    ]


def _print(plan: Plan, content: Any) -> str:
    """Return a print of content, days, records and rules; the same content gives the same."""
    behind = [plan.id, plan.as_of, plan.effective_on, plan.snapshot_id, plan.policy_version]
    text = to_json([*behind, plan.model_version, content])
    return hashlib.sha256(text.encode()).hexdigest()[:CODE_LENGTH]
