"""From resolved facts to the arrays that are optimised: people, edges, prices and limits."""

from dataclasses import dataclass, replace

import numpy as np

from matching.matcher import Dates, Matcher
from matching.staffing import Staffing
from planning.desk.candidates import Candidates
from planning.desk.forest import Forest
from planning.desk.limits import bound_leaving
from planning.desk.pricing import EdgePrices, price_edges, price_steps
from planning.desk.resolving import Fixed, find_banned
from planning.desk.seats import Seats
from planning.optimum.instance import NOWHERE, UNLIMITED, Edges, Instance, Steps
from planning.promised import Promised
from planning.requests import PlanRequest, Weights
from snapshots.coding import Codes
from snapshots.ledger import Flags, Rows
from snapshots.surrogate import tie_break


@dataclass(frozen=True)
class Facts:
    """What an instance is made of, apart from the candidates and the weights.

    `staffing` and `seats` are those once the moves in `promised` are made, which other plans have
    decided.
    """

    matcher: Matcher
    dates: Dates
    request: PlanRequest
    staffing: Staffing
    seats: Seats
    forest: Forest
    fixed: Fixed
    promised: Promised


@dataclass(frozen=True)
class Assembled:
    """An instance with what its edges and people are: see `planning.desk.desk.Desk`."""

    people: Codes
    pair: Rows
    prices: EdgePrices
    instance: Instance


def assemble(facts: Facts, candidates: Candidates, weights: Weights) -> Assembled:
    """Return the instance in which every listed pair for a fillable seat is an edge."""
    matcher, request, forest = facts.matcher, facts.request, facts.forest
    view = matcher.view(facts.dates.day)
    pair = _order(matcher, candidates, _find_usable(facts, candidates))
    person, post = candidates.person[pair], candidates.post[pair]
    people, compact = _number(matcher, person)
    prices = price_edges(matcher, view, candidates, pair, weights)
    from_post, agency = view.position[people], view.agency[people]
    units, group = np.unique(agency, return_inverse=True)
    return Assembled(
        people=people,
        pair=pair,
        prices=prices,
        instance=Instance(
            parent=forest.parent,
            arrivals=_bound_arrivals(facts),
            steps=_price_steps(facts, weights),
            origin=np.where(from_post < 0, NOWHERE, from_post).astype(np.int32),
            group=group.astype(np.int32),
            edges=Edges(
                person=compact,
                post=post,
                price=-prices.gain,
                leaves=_tell_leaving(matcher, agency[compact], post),
            ),
            most_moves=request.max_moves,
            most_leaving=_bound_leaving(facts, units),
            pinned=_find_pinned(facts.fixed, person, post),
            barred=find_banned(facts.fixed, person, post),
        ),
    )


def reprice(facts: Facts, candidates: Candidates, made: Assembled, weights: Weights) -> Assembled:
    """Return the same edges, in the same order, at the prices of other weights."""
    view = facts.matcher.view(facts.dates.day)
    prices = price_edges(facts.matcher, view, candidates, made.pair, weights)
    edges = replace(made.instance.edges, price=-prices.gain)
    instance = replace(made.instance, edges=edges, steps=_price_steps(facts, weights))
    return replace(made, prices=prices, instance=instance)


def _price_steps(facts: Facts, weights: Weights) -> Steps:
    floor = facts.request.min_fill_ratio or 0.0
    return price_steps(facts.forest, facts.staffing, facts.seats, floor, weights)


def _find_usable(facts: Facts, candidates: Candidates) -> Rows:
    """Return the listed pairs whose post has a seat to fill, and whose person is not promised."""
    fillable = facts.seats.fillable(facts.request.chains)
    promised = np.isin(candidates.person, facts.promised.person)
    return np.flatnonzero(candidates.listed & fillable[candidates.post] & ~promised)


def _order(matcher: Matcher, candidates: Candidates, pair: Rows) -> Rows:
    """Order pairs by position and the keyed hash of position and person."""
    history = matcher.history
    ids, nips = history.positions.position_id, history.people_ids
    post, person = candidates.post[pair], candidates.person[pair]
    lots = [
        tie_break(matcher.secret, ids[where], nips[who])
        for where, who in zip(post.tolist(), person.tolist(), strict=True)
    ]
    return pair[np.lexsort((np.array(lots, np.int64), post))]


def _number(matcher: Matcher, person: Codes) -> tuple[Codes, Codes]:
    """Return the different people in the order of their surrogate, and the place of each."""
    found, place = np.unique(person, return_inverse=True)
    keys = np.array([matcher.person_id(who) for who in found.tolist()], np.str_)
    order = np.argsort(keys, kind="stable")
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return found[order].astype(np.int32), rank[place]


def _bound_arrivals(facts: Facts) -> Codes:
    """Without chains only open seats are filled; with them a seat may be vacated and filled."""
    free = facts.seats.refillable & facts.request.chains
    arrivals = np.zeros(facts.forest.nodes, np.int32)
    arrivals[: facts.forest.posts] = np.where(free, UNLIMITED, facts.seats.open)
    return arrivals


def _tell_leaving(matcher: Matcher, agency: Codes, post: Codes) -> Flags:
    return np.asarray((agency >= 0) & (agency != matcher.history.positions.agency[post]))


def _bound_leaving(facts: Facts, units: Codes) -> Codes:
    """Return how many may leave each of `units`, which are agencies or -1: who leaves none."""
    share, agency = facts.request.max_share_leaving or 0.0, facts.matcher.history.positions.agency
    most = bound_leaving(agency, facts.staffing, share, facts.promised)
    return np.where(units < 0, UNLIMITED, most[units]).astype(np.int32)


def _find_pinned(fixed: Fixed, person: Codes, post: Codes) -> Flags:
    pinned = np.zeros(len(person), np.bool_)
    for who, where in zip(fixed.pin_person.tolist(), fixed.pin_post.tolist(), strict=True):
        pinned |= (person == who) & (post == where)
    return pinned
