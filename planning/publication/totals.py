"""What inaugurated moves add up to: kinds, agencies, fill ratios, and whom a round moved.

Figures count inaugurated moves alone: what a plan expected of all its moves would tell of those
still to come.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from matching.answers import MoveKind
from models.group_names import name_attribute, name_group
from planning.answers import Filling, PlanFairness
from planning.publication.answers import (
    AgencyFlow,
    KindCount,
    PublicFilling,
    PublicRound,
    Totals,
)
from planning.rounds import Inaugurated
from wording import Language, say

KINDS: tuple[MoveKind, ...] = ("promotion", "lateral", "demotion", "unknown")
ATTRIBUTES = ("sex", "age", "agency_size")
"""What fairness is published by; audited attributes stay inside."""


def add_up(rounds: Sequence[Inaugurated], least: int) -> Totals:
    """Return all rounds together; of fewer than `least` rejected moves it is not told how many."""
    kinds = Counter(move.candidate.move_kind for one in rounds for move in one.moves)
    rejected = sum(one.rejected for one in rounds)
    return Totals(
        moves=kinds.total(),
        kinds=tuple(KindCount(kind, kinds[kind]) for kind in KINDS if kinds[kind]),
        agencies=_count_flows(rounds),
        rejected=None if 0 < rejected < least else rejected,
    )


def tell_round(round_: Inaugurated, language: Language) -> PublicRound:
    """Return what the inaugurated moves of one plan add up to."""
    supposed, incomplete = round_.plan.request.scenario is not None, not round_.complete
    return PublicRound(
        effective_on=round_.plan.effective_on,
        moves=len(round_.moves),
        fill=() if supposed else _fill(round_),
        fill_why_not=say("transparency.fill_supposed", language) if supposed else None,
        fairness=() if incomplete else _tell_fairness(round_, language),
        fairness_why_not=say("transparency.fairness_incomplete", language) if incomplete else None,
    )


def _count_flows(rounds: Sequence[Inaugurated]) -> tuple[AgencyFlow, ...]:
    names: dict[str, str] = {}
    came, left, within = Counter[str](), Counter[str](), Counter[str]()
    for move in (move for one in rounds for move in one.moves):
        places = [place for place in (move.origin, move.target) if place is not None]
        names |= {place.agency_id: place.agency for place in places}
        if len({place.agency_id for place in places}) == 1 and len(places) > 1:
            within[move.target.agency_id] += 1
            continue
        came[move.target.agency_id] += 1
        if move.origin is not None:
            left[move.origin.agency_id] += 1
    ordered = sorted(names, key=lambda agency_id: (names[agency_id], agency_id))
    return tuple(AgencyFlow(names[one], came[one], left[one], within[one]) for one in ordered)


def _fill(round_: Inaugurated) -> tuple[PublicFilling, ...]:
    """Return the agencies touched: their staff before, and with the inaugurated moves alone."""
    net = Counter[str]()
    for move in round_.moves:
        net[move.target.agency_id] += 1
        if move.origin is not None:
            net[move.origin.agency_id] -= 1
    known = (one for one in round_.plan.fill if one.level == "agency" and one.id in net)
    return tuple(_move_staff(one, net[one.id]) for one in known)


def _move_staff(fill: Filling, net: int) -> PublicFilling:
    after = fill.staff_before + net
    return PublicFilling(
        agency=fill.name,
        need=fill.need,
        staff_before=fill.staff_before,
        staff_after=after,
        ratio_before=fill.ratio_before,
        ratio_after=after / fill.need if fill.need else None,
    )


def _tell_fairness(round_: Inaugurated, language: Language) -> tuple[PlanFairness, ...]:
    """Return whom the round moved by group, as the plan measured and suppressed it, in words."""
    return tuple(
        PlanFairness(
            attribute=name_attribute(one.attribute, language),
            groups=tuple(
                replace(group, group=name_group(one.attribute, group.group, language))
                for group in one.groups
            ),
        )
        for one in round_.plan.fairness
        if one.attribute in ATTRIBUTES
    )
