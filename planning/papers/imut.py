"""Rows for entry into BKN's I-Mut, which asks a reason for every name.

No file format of I-Mut is public, so these are for entry by hand; codes are those of SIASN.
"""

from planning.answers import Place, PlannedMove
from planning.papers.answers import Imut, ImutRow, Mutation
from planning.papers.edition import Edition
from planning.papers.need import tell_need
from planning.papers.personal import name_rank

STRUCTURAL, FUNCTIONAL, OPERATIONAL = "1", "2", "4"
"""SIASN's jenisJabatan; managerial posts are structural ones."""
DEFINITIVE = "D"
"""SIASN's jenisPenugasan of a post of one's own."""
BASIS = ("PP 11/2017 Pasal 190 ayat (4)", "PP 11/2017 Pasal 191", "SE Kepala BKN 7/2024")
INTO_FUNCTIONAL = "PermenPANRB 1/2023"
PROMOTION = "PP 11/2017 Pasal 54"
MOST_REASONS = 3


def write_imut(edition: Edition) -> Imut:
    """Return one row a move, numbered as the annex numbers them."""
    return Imut(
        stamp=edition.stamp(edition.find("imut")),
        revision=edition.plan.revision,
        rows=tuple(_write_row(edition, place, move) for place, move in enumerate(edition.moves, 1)),
    )


def code_kind(post: Place) -> str:
    """Return SIASN's jenisJabatan of a post."""
    return {"fungsional": FUNCTIONAL, "pelaksana": OPERATIONAL}.get(post.kind, STRUCTURAL)


def name_mutation(move: PlannedMove) -> Mutation:
    """Return SIASN's jenisMutasi: only the unit changes (MU) where title, kind and class stay.

    A move out of no post, or into another one, is a change of post (MJ).
    """
    old, new = move.origin, move.target
    if old is None or old.unit_id == new.unit_id:
        return "MJ"
    same = (old.title.casefold(), old.kind, old.echelon, old.job_class)
    return "MU" if same == (new.title.casefold(), new.kind, new.echelon, new.job_class) else "MJ"


def cite_law(move: PlannedMove) -> str:
    """Return what a move rests on: its articles, joined by semicolons."""
    own = [INTO_FUNCTIONAL] if move.candidate.needs_competency_test else []
    structural = move.target.kind in ("administrator", "pengawas")
    if move.candidate.move_kind == "promotion" and structural:
        own.append(PROMOTION)
    return "; ".join([*BASIS, *own])


def _tell_reason(edition: Edition, move: PlannedMove) -> str:
    """Return why, as BKN needs it: the unit's need, what was checked, what spoke for the person.

    Concerns stay with the committee.
    """
    spoke = (one.text for one in move.candidate.reasons[:MOST_REASONS])
    checked = (edition.say("imut_lawful"), *edition.tell_unchecked())
    return " ".join((tell_need(edition, move), *checked, *spoke))


def _write_row(edition: Edition, number: int, move: PlannedMove) -> ImutRow:
    return ImutRow(
        number=number,
        move_id=move.move_id,
        nip=move.nip,
        name=move.name,
        rank=name_rank(move.candidate.facts.rank),
        kind_from=None if move.origin is None else code_kind(move.origin),
        origin=move.origin,
        kind_to=code_kind(move.target),
        target=move.target,
        mutation=name_mutation(move),
        appointment=DEFINITIVE,
        move_kind=move.candidate.move_kind,
        effective_on=edition.plan.effective_on,
        reason=_tell_reason(edition, move),
        legal_basis=cite_law(move),
    )
