"""The annex of a plan, "Lampiran Rencana Mutasi": what a committee reads beside each name.

Its columns are those that planners send to the Tim Penilai Kinerja (PP 11/2017 Pasal 190, 191).
"""

from matching.answers import YearlyPredicate
from planning.answers import PlannedMove
from planning.papers.answers import Annex, AnnexRow
from planning.papers.brief import tell_briefly
from planning.papers.edition import Edition
from planning.papers.personal import (
    TRAININGS_TOLD,
    find_age,
    find_discipline,
    find_retirement,
    list_trainings,
    name_rank,
)

YEARS_OF_PREDICATES = 2
MADE_UP = "made_up"
"""A notice that stands on every paper as its stamp."""


def write_annex(edition: Edition) -> Annex:
    """Return the annex with one row a move, numbered in the order of papers."""
    return Annex(
        stamp=edition.stamp(edition.find("annex")),
        revision=edition.plan.revision,
        rows=tuple(_write_row(edition, place, move) for place, move in enumerate(edition.moves, 1)),
        notices=_tell_notices(edition),
    )


def _write_row(edition: Edition, number: int, move: PlannedMove) -> AnnexRow:
    matcher, dates, nip = edition.matcher, edition.dates, move.nip
    facts = move.candidate.facts
    trainings = list_trainings(matcher, dates, nip)
    retirement_age, retires_on = find_retirement(matcher, nip, move.to_position_id)
    return AnnexRow(
        number=number,
        move_id=move.move_id,
        name=move.name,
        nip=nip,
        rank=name_rank(facts.rank),
        rank_since=facts.rank_since,
        education=facts.education,
        origin=move.origin,
        position_since=facts.position_since,
        target=move.target,
        move_kind=move.candidate.move_kind,
        trainings=tuple(
            f"{one.name} ({one.completed_on.year})" for one in trainings[:TRAININGS_TOLD]
        ),
        further_trainings=max(0, len(trainings) - TRAININGS_TOLD),
        age=find_age(matcher, dates, nip),
        retirement_age=retirement_age,
        retires_on=retires_on,
        predicates=_read_predicates(edition, facts.predicates),
        discipline=find_discipline(matcher, dates, nip),
        talent_box=facts.talent_box,
        jpm=facts.jpm,
        reason=tell_briefly(edition, move),
        effect=move.effect,
        remarks=tuple(edition.tell_fill(fill) for fill in move.effect),
    )


def _read_predicates(
    edition: Edition, known: tuple[YearlyPredicate, ...]
) -> tuple[YearlyPredicate, ...]:
    """Return the predicates of the two calendar years before the day, as far as they are known."""
    first = edition.plan.as_of.year - YEARS_OF_PREDICATES
    return tuple(one for one in known if one.year >= first)


def _tell_notices(edition: Edition) -> tuple[str, ...]:
    """Return what the reader must know of the whole: stopped moves, and the plan's own notices."""
    stopped = len(edition.plan.moves) - len(edition.moves)
    own = (edition.say("notice_stopped", count=stopped),) if stopped else ()
    return (*own, *(one.text for one in edition.plan.notices if one.code != MADE_UP))
