"""The way of a plan, from the desk to the answer: read it from top to bottom."""

import hashlib
import json

import numpy as np

from matching.answers import Candidate
from matching.wishes import hash_state
from planning.answers import Gain, Objective, Plan, PlannedMove
from planning.desk.desk import Desk
from planning.fairness import measure_fairness
from planning.fill import count_vacated, fillings
from planning.notices import list_notices
from planning.optimum.instance import POINT
from planning.optimum.solve import Solution, solve, solve_keeping
from planning.reasons import tell_moves, tell_open
from planning.reasons.margins import Margins
from planning.ways import compare_ways
from snapshots.ledger import Flags
from wording import Language


def build_plan(desk: Desk, language: Language, previous: Plan | None = None) -> Plan:
    """Return the best plan on the desk, explained; a revision of `previous` where one is given.

    A revision keeps as many moves of the previous one as its pins and bans allow, and is the best
    of those that do. Nothing in the answer depends on how long anything took.

    Raises InfeasiblePlanError where no plan holds all pinned moves.
    """
    solution = solve_plan(desk, previous)
    moves = tell_moves(desk, solution, language)
    matcher, dates = desk.matcher, desk.dates
    return Plan(
        id=desk.plan_id,
        revision=previous.revision + 1 if previous else 1,
        as_of=dates.as_of,
        effective_on=dates.effective_on,
        snapshot_id=matcher.history.snapshot.snapshot_id,
        model_version=matcher.bundle.model_version,
        policy_version=matcher.policy.version,
        software_version=matcher.software_version,
        state_id=hash_states(desk, moves),
        basis=matcher.bundle.basis,
        stance=desk.request.stance,
        weights=desk.weights,
        request=desk.request,
        notices=list_notices(desk, solution, language),
        moves=moves,
        open=tell_open(desk, solution, language),
        fill=fillings(desk, solution.chosen, language),
        objective=tell_objective(desk, solution),
        beside=compare_ways(desk, solution, language),
        fairness=measure_fairness(desk, solution.chosen),
        vacated=count_vacated(desk, solution.chosen),
    )


def solve_plan(desk: Desk, previous: Plan | None = None) -> Solution:
    """Return the best choice of edges; with a previous plan, of those that keep most of its moves.

    Raises InfeasiblePlanError.
    """
    if previous is None:
        return solve(desk.instance)
    return solve_keeping(desk.instance, find_kept(desk, previous))


def find_kept(desk: Desk, previous: Plan) -> Flags:
    """Tell which edges are moves of a plan, bool[edges]."""
    people = {one.nip: one.to_position_id for one in previous.moves}
    history, kept = desk.matcher.history, np.zeros(len(desk.instance.edges), np.bool_)
    for nip, position_id in people.items():
        person, post = history.person_of.get(nip), history.position_of.get(position_id)
        edge = None if person is None or post is None else desk.find_edge(person, post)
        if edge is not None:
            kept[edge] = True
    return kept


def tell_objective(desk: Desk, solution: Solution) -> Objective:
    """Return the objective in points; its parts sum to it to the last millionth."""
    chosen, prices = solution.chosen, desk.prices
    margins = Margins(desk.instance, chosen)
    nodes = np.arange(desk.instance.nodes)
    at_nodes = [
        int(margins.cost(part, margins.net[part]).sum())
        for part in (nodes[desk.forest.posts :], nodes[: desk.forest.posts])
    ]
    moves = (prices.fit, prices.preference, prices.distance, prices.move)
    fit, preference, distance, move = (int(part[chosen].sum()) for part in moves)
    value, bound = -solution.objective / POINT, -solution.bound / POINT
    return Objective(
        value=value + 0.0,
        bound=bound + 0.0,
        gap=solution.gap,
        method=solution.method,
        parts=Gain(
            fit=fit / POINT,
            evenness=-at_nodes[0] / POINT + 0.0,
            preference=preference / POINT,
            distance=distance / POINT,
            move=move / POINT,
            empty_post=-at_nodes[1] / POINT + 0.0,
            total=value + 0.0,
        ),
    )


def hash_states(desk: Desk, moves: tuple[PlannedMove, ...]) -> str:
    """Return the id of the consents and preferences that the moves show, post by post."""
    history = desk.matcher.history
    shown: dict[str, list[Candidate]] = {}
    for one in moves:
        shown.setdefault(one.to_position_id, []).append(one.candidate)
    states = [
        [post, hash_state(desk.matcher, history.position_of[post], desk.dates, shown[post])]
        for post in sorted(shown)
    ]
    return hashlib.sha256(json.dumps(states).encode()).hexdigest()[:16]
