"""What refusing a move loses, who else could come, and where else the person could go.

Each is a whole new plan (`planning.optimum.refusal`). The best other person for a post is the
one with whom the plan loses least: who comes by itself once the move is refused, else the cheapest
of those who are put there, tried from the least bound on the loss up, until none of the rest can be
cheaper.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np

from matching.contenders import tell_chances
from planning.answers import Alternative
from planning.errors import InfeasiblePlanError
from planning.optimum.instance import POINT
from planning.optimum.refusal import Replanned, Replanner
from planning.reasons.ground import Ground, Moved
from snapshots.ledger import Flags, Ints
from wording import Fact, say

HARDLY = POINT // 200
"""Price units below which points are written as 0.00."""


@dataclass(frozen=True)
class Instead:
    """What happens in place of one move: the new plan if it is refused.

    If locked moves hang on it, `unlocked` tells that the new plan is without any locks. `person`
    and `post` are the edge with the best other person for its post and with the best
    other post for its person, each with what the plan loses in price units; None: nobody, nowhere.
    """

    refused: Replanned
    unlocked: bool
    person: tuple[int, int] | None
    post: tuple[int, int] | None

    @property
    def cost(self) -> float:
        """What the plan loses in points if the move is refused."""
        return self.refused.loses / POINT


def find_all_instead(ground: Ground) -> list[Instead]:
    """Return what happens in place of each edge of the plan.

    In two halves at once, whatever the machine: each has a warm program of its own, and what of
    equally good plans one of them finds depends on what it was asked before.
    """
    halves = np.array_split(ground.solution.chosen, 2)
    with ThreadPoolExecutor(len(halves)) as threads:
        found = threads.map(partial(_find_some, ground), halves)
        return [one for half in found for one in half]


def _find_some(ground: Ground, edges: Ints) -> list[Instead]:
    replanner = Replanner(ground.desk.instance, ground.solution)
    return [find_instead(ground, replanner, edge) for edge in edges.tolist()]


def find_instead(ground: Ground, replanner: Replanner, edge: int) -> Instead:
    """Return what happens in place of an edge of the plan, every loss that of a whole new plan."""
    desk, person = ground.desk, int(ground.desk.person[edge])
    out = np.array([edge])
    standing = replanner.replan(refused=out)
    refused = standing or replanner.replan(refused=out, unlocked=True)
    if refused is None:
        raise InfeasiblePlanError(())
    into = ground.edges_into(int(desk.position[edge]))
    away = ground.edges_of(person)
    return Instead(
        refused,
        standing is None,
        _find_best(ground, replanner, edge, into[desk.person[into] != person], standing),
        _find_best(ground, replanner, edge, away[away != edge], standing),
    )


def _find_best(
    ground: Ground, replanner: Replanner, edge: int, others: Ints, refused: Replanned | None
) -> tuple[int, int] | None:
    """Return the cheapest of other edges in an edge's place and what the plan loses by it."""
    instance, chosen = ground.desk.instance, ground.solution.chosen
    others = others[~instance.barred[others] & ~np.isin(others, chosen)]
    if refused is not None:
        coming = others[np.isin(others, refused.chosen)]
        if len(coming):
            return int(coming[np.argmax(ground.desk.score[coming])]), refused.loses
    return try_others(replanner, edge, others)


def try_others(replanner: Replanner, edge: int, others: Ints) -> tuple[int, int] | None:
    """Return which of other edges loses least in an edge's place, and how much (price units)."""
    least = replanner.bound_loss(others)
    best: tuple[int, int] | None = None
    for place in np.argsort(least, kind="stable").tolist():
        if best is not None and least[place] >= best[1]:
            break
        put = others[place : place + 1]
        found = replanner.replan(refused=np.array([edge]), taken=put)
        if found is not None and (best is None or found.loses < best[1]):
            best = int(put[0]), found.loses
    return best


def tell_fits(ground: Ground, found: Sequence[Instead]) -> Mapping[int, float]:
    """Return the chance of success that a list would tell of each other edge, NaN: none."""
    told = [one[0] for each in found for one in (each.person, each.post) if one is not None]
    edges, desk = np.unique(np.array(told, np.int64)), ground.desk
    if not len(edges):
        return {}
    chances = tell_chances(desk.matcher, desk.dates, desk.person[edges], desk.position[edges])
    return dict(zip(edges.tolist(), chances.fit.tolist(), strict=True))


def tell_person(ground: Ground, instead: Instead, fits: Mapping[int, float]) -> Alternative | None:
    """Return the best other person for a move's post; `fits` are of `tell_fits`."""
    return _tell(ground, "alternative_person", instead.person, fits)


def tell_post(ground: Ground, instead: Instead, fits: Mapping[int, float]) -> Alternative | None:
    """Return the best other post for a move's person; `fits` are of `tell_fits`."""
    return _tell(ground, "alternative_post", instead.post, fits)


def _tell(
    ground: Ground, key: str, found: tuple[int, int] | None, fits: Mapping[int, float]
) -> Alternative | None:
    if found is None:
        return None
    edge, loses = found
    desk, history = ground.desk, ground.desk.matcher.history
    person, post = int(desk.person[edge]), ground.place(int(desk.position[edge]))
    from_post = int(desk.origin[edge])
    of = ground.place(from_post).agency if from_post >= 0 else None
    agency = of if key == "alternative_person" else post.agency
    rank, eligible = ground.place_on_list(edge)
    fit = fits[edge]
    return Alternative(
        person_id=desk.matcher.person_id(person),
        nip=history.people_ids[person],
        name=history.people.name[person],
        position_id=post.position_id,
        title=post.title,
        agency=agency or "",
        score=float(desk.score[edge]),
        fit=None if np.isnan(fit) else fit,
        loses=loses / POINT,
        text=say(
            f"plan_reasons.{key}",
            ground.language,
            name=history.people.name[person],
            title=post.title,
            agency=agency,
            unit=post.unit,
            rank=rank,
            eligible=eligible,
            cost=tell_cost(ground, loses),
        ),
    )


def tell_cost(ground: Ground, loses: int) -> str:
    """Say what the plan loses by another choice."""
    return _tell_loss(ground, f"cost_{classify(loses)}", loses)


def _tell_loss(ground: Ground, key: str, loses: int) -> str:
    points = ground.points(abs(loses))
    if key.endswith("points"):
        return ground.say_worth(key, points)
    return say(f"plan_reasons.{key}", ground.language, points=points)


def classify(loses: int) -> str:
    """Return how a loss is told: `nothing`, `hardly` (written as 0.00), `points` or `gains`."""
    if abs(loses) < HARDLY:
        return "hardly" if loses else "nothing"
    return "points" if loses > 0 else "gains"


def tell_refusal(ground: Ground, moved: Moved, instead: Instead) -> str:
    """Say what the plan loses if the move is refused, and what happens in its place."""
    loses = instead.refused.loses
    told = [_tell_loss(ground, f"refusal_{classify(loses)}", loses)]
    if instead.unlocked:
        told.append(say("plan_reasons.refusal_unlocked", ground.language))
    return " ".join([*told, *_tell_instead(ground, moved.edge, instead.refused.chosen)])


def _tell_instead(ground: Ground, edge: int, again: Ints) -> list[str]:
    """Say who comes into the post in the new plan, and where the person goes then."""
    desk, language = ground.desk, ground.language
    post, person = desk.position[edge], desk.person[edge]
    new: Flags = ~np.isin(again, ground.solution.chosen)
    coming = again[new & (desk.position[again] == post)].tolist()
    going = again[new & (desk.person[again] == person)].tolist()
    told = [
        say("plan_reasons.refusal_successor", language, name=ground.name(one)) for one in coming
    ] or [say("plan_reasons.refusal_open", language)]
    for other in going:
        place = ground.place(int(desk.position[other]))
        facts: dict[str, Fact] = {"title": place.title, "unit": place.unit}
        told.append(
            say("plan_reasons.refusal_elsewhere", language, name=ground.name(edge), **facts)
        )
    return told
