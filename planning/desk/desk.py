"""A plan on the desk: everything of one request, resolved, from records to the arrays to optimise.

Edges are the moves that could be made; edge `e` of all arrays here is edge `e` of the instance. The
node of a post is its position index. Edges stand in the order of position and a keyed hash of
position and person, never of a NIP, so that neither a birth date nor the order of rows decides.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from uuid import uuid4

import numpy as np

from matching.contenders import judge_pairs
from matching.errors import UnknownPersonError, UnknownPositionError
from matching.matcher import Dates, Matcher
from matching.staffing import Staffing
from planning.desk.assembling import Assembled, Facts, assemble, reprice
from planning.desk.candidates import Candidates, add_pairs, gather_candidates, join_candidates
from planning.desk.forest import Forest, plant_forest
from planning.desk.pricing import EdgePrices
from planning.desk.resolving import check_pins, look_up, resolve_request
from planning.desk.seats import Seats, find_seats, keep_promises
from planning.optimum.instance import Instance
from planning.promised import Promise, read_promised
from planning.requests import Pin, PlanRequest, Weights
from planning.scenarios.applying import apply_scenario
from snapshots.coding import Codes
from snapshots.ledger import Flags, Floats
from snapshots.surrogate import move_id


@dataclass(frozen=True)
class Desk:
    """One plan being made; `weights` price its edges and steps, `made` is what is optimised.

    `movable` bool[people] tells who may be moved at all: in service on both days, whole time, and
    not taken to leave by the scenario.
    """

    plan_id: str
    facts: Facts
    weights: Weights
    movable: Flags
    candidates: Candidates
    made: Assembled

    @property
    def matcher(self) -> Matcher:
        """Records, rules and model."""
        return self.facts.matcher

    @property
    def dates(self) -> Dates:
        """The two days of the plan."""
        return self.facts.dates

    @property
    def request(self) -> PlanRequest:
        """What was asked, every default resolved."""
        return self.facts.request

    @property
    def recorded(self) -> Staffing:
        """Need and staff as recorded."""
        return self.matcher.staffing(self.dates.day)

    @property
    def staffing(self) -> Staffing:
        """Need and staff under the scenario, once the moves that others decided are made."""
        return self.facts.staffing

    @property
    def seats(self) -> Seats:
        """The seats of every position; of positions that were not asked for none are open."""
        return self.facts.seats

    @property
    def forest(self) -> Forest:
        """Nodes and their names."""
        return self.facts.forest

    @property
    def instance(self) -> Instance:
        """What is optimised."""
        return self.made.instance

    @property
    def people(self) -> Codes:
        """Person index (a row of the day's view) of each of the instance's people."""
        return self.made.people

    @property
    def prices(self) -> EdgePrices:
        """What each edge brings, part by part."""
        return self.made.prices

    @cached_property
    def person(self) -> Codes:
        """Person index of each edge: a row of the day's view."""
        return self.candidates.person[self.made.pair]

    @cached_property
    def position(self) -> Codes:
        """Position index of each edge, which is the node of the post."""
        return self.candidates.post[self.made.pair]

    @cached_property
    def origin(self) -> Codes:
        """Position index that each edge's person holds, NOWHERE where none."""
        return self.instance.origin[self.instance.edges.person]

    @cached_property
    def score(self) -> Floats:
        """Score of each edge."""
        return self.candidates.score[self.made.pair]

    @cached_property
    def merit(self) -> Floats:
        """What the plan counts with for each edge: see `Candidates.merit`."""
        return self.candidates.merit[self.made.pair]

    def find_edge(self, person: int, position: int) -> int | None:
        """Return the edge of a person index and a position index; None where there is none."""
        found = np.flatnonzero((self.person == person) & (self.position == position))
        return int(found[0]) if len(found) else None

    def move_id(self, edge: int) -> str:
        """Return the id of an edge's move: the same over all revisions of this plan."""
        history = self.matcher.history
        post = history.positions.position_id[int(self.position[edge])]
        nip = history.people_ids[int(self.person[edge])]
        return move_id(self.matcher.secret, self.plan_id, post, nip)


def open_desk(
    matcher: Matcher,
    request: PlanRequest,
    plan_id: str | None = None,
    candidates: Candidates | None = None,
    also: tuple[Pin, ...] = (),
    due: tuple[Promise, ...] = (),
) -> Desk:
    """Put everything of a plan on the desk; `candidates` that were gathered before are used again.

    `also` are pairs to choose from beside the best of each post, where they are lawful: the moves
    of an earlier plan that a new one should be able to keep. `due` are moves that other plans have
    decided and the records do not hold yet: their people do not move, their seats are not open, and
    limits and evenness are held against what is there once they are made.

    With chains, candidates are also gathered for every post that a candidate holds, then for those
    that theirs hold, until nothing new comes up: the plan is the optimum over all of them.

    Raises NoModelError, LaterThanSnapshotError, UnknownPositionError, UnknownPersonError, what
    `apply_scenario` raises, and UnlawfulPinError.
    """
    facts, movable = _state_facts(matcher, request, due)
    gathered = candidates or gather_candidates(
        matcher,
        facts.dates,
        np.flatnonzero(facts.seats.open > 0).astype(np.int32),
        matcher.policy.plan.candidates,
        movable,
    )
    person, post = _find_also(facts, movable, also)
    own_id = plan_id or uuid4().hex

    def lay_out(gathered: Candidates) -> Desk:
        known = add_pairs(matcher, facts.dates, gathered, person, post, movable)
        return _lay_out(own_id, facts, movable, known)

    chained = facts.request.chains and not candidates
    return _follow_chains(gathered, lay_out) if chained else lay_out(gathered)


def price_anew(desk: Desk, weights: Weights) -> Desk:
    """Return the same desk, with the same edges, under other weights."""
    return replace(
        desk, weights=weights, made=reprice(desk.facts, desk.candidates, desk.made, weights)
    )


def lay_wide(desk: Desk) -> Desk:
    """Return the desk on which the most senior are edges too, beside the best by score."""
    everyone = replace(desk.candidates, listed=np.ones(len(desk.candidates.listed), np.bool_))
    return replace(desk, made=assemble(desk.facts, everyone, desk.weights))


def _state_facts(
    matcher: Matcher, request: PlanRequest, due: tuple[Promise, ...]
) -> tuple[Facts, Flags]:
    dates, resolved = resolve_request(matcher, request)
    fixed = look_up(matcher, resolved.pin, resolved.forbid)
    recorded = matcher.staffing(dates.day)
    staffing = apply_scenario(matcher, dates, resolved.scenario)
    seats = find_seats(matcher, dates, recorded, staffing, resolved.scenario)
    movable = seats.serves & (matcher.history.people.fte == 1)
    promised = read_promised(matcher, dates, due)
    seats, staffing = keep_promises(seats, staffing, promised)
    if resolved.positions:
        asked = [matcher.position(one) for one in resolved.positions]
        seats = seats.only(np.array(asked, np.int32))
    check_pins(matcher, resolved, fixed, seats, movable, promised.person)
    movable[promised.person] = False
    forest = plant_forest(matcher.history)
    return Facts(matcher, dates, resolved, staffing, seats, forest, fixed, promised), movable


def _find_also(facts: Facts, movable: Flags, also: tuple[Pin, ...]) -> tuple[Codes, Codes]:
    """Return person and post of the pins, and of the other pairs that are lawful."""
    matcher, fixed = facts.matcher, facts.fixed
    asked = look_up(matcher, tuple(pin for pin in also if _is_known(matcher, pin)), ())
    person, post = asked.pin_person, asked.pin_post
    judged = judge_pairs(matcher, facts.dates, person, post)
    lawful = np.array([one.eligible for one in judged], np.bool_)
    kept = np.flatnonzero(lawful & movable[person] & ~facts.seats.executive[post])
    return (
        np.concatenate([fixed.pin_person, person[kept]]).astype(np.int32),
        np.concatenate([fixed.pin_post, post[kept]]).astype(np.int32),
    )


def _is_known(matcher: Matcher, pin: Pin) -> bool:
    """Tell whether the records still hold both; those of a later day need not."""
    try:
        matcher.person_by_id(pin.person_id)
        matcher.position(pin.position_id)
    except (UnknownPersonError, UnknownPositionError):
        return False
    return True


def _lay_out(plan_id: str, facts: Facts, movable: Flags, candidates: Candidates) -> Desk:
    weights = facts.request.weights
    if weights is None:
        raise ValueError("a resolved request states its weights")
    made = assemble(facts, candidates, weights)
    return Desk(plan_id, facts, weights, movable, candidates, made)


def _follow_chains(gathered: Candidates, lay_out: Callable[[Candidates], Desk]) -> Desk:
    """Return the desk with candidates for every seat that a plan could vacate.

    Pinned pairs and moves of an earlier plan are no candidates that were gathered for a post.
    """
    desk = lay_out(gathered)
    while len(new := _find_unseen(desk, gathered)):
        top = desk.matcher.policy.plan.candidates
        more = gather_candidates(desk.matcher, desk.dates, new, top, desk.movable)
        gathered = join_candidates(gathered, more)
        desk = lay_out(gathered)
    return desk


def _find_unseen(desk: Desk, gathered: Candidates) -> Codes:
    """Return the posts that somebody could leave, may be filled again, and were not looked at."""
    held = np.unique(desk.origin[desk.origin >= 0])
    held = held[desk.seats.refillable[held]]
    return held[~np.isin(held, gathered.posts)].astype(np.int32)
