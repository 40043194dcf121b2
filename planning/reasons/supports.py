"""What to do before and after a move: development, tests, handover, guidance, conversation.

Only what the records support. Colleagues are those who hold the post, or else one of its pool, and
whom the plan does not move; who has been there longest is named first.
"""

from collections.abc import Callable, Iterator
from typing import Literal

import numpy as np

from matching.answers import Gap
from matching.explaining.skills import find_last_skills
from planning.answers import Support
from planning.optimum.instance import NOWHERE
from planning.reasons.ground import NAMED, Ground, Moved
from snapshots.days import UNKNOWN_DAY
from snapshots.ledger import Rows
from snapshots.surrogate import tie_break
from wording import Fact, say

FAR = 20.0
"""Kilometres from which a new way to work is spoken of."""
Facts = dict[str, Fact]


def list_supports(ground: Ground, moved: Moved, successor: int | None) -> tuple[Support, ...]:
    """Return what to do, what comes before the move first; `successor` is the edge that follows."""
    found = (
        *_develop(ground, moved),
        *_test(moved),
        *_talk(ground, moved),
        *_hand_over(ground, moved, successor),
        *_keep_skills(ground, moved),
        *_guide(ground, moved),
        *_settle(ground, moved),
    )
    return tuple(
        Support(code, when, say(f"plan_reasons.support_{key}", ground.language, **facts))
        for code, when, key, facts in found
    )


Found = Iterator[tuple[str, Literal["before", "after"], str, Facts]]


def _develop(ground: Ground, moved: Moved) -> Found:
    gaps = moved.candidate.gaps
    short = [_name_gap(ground, gap) for gap in gaps if gap.has is not None]
    unknown = [gap.name for gap in gaps if gap.has is None]
    if short:
        yield "training", "before", "training", {"names": ground.join(short)}
    if unknown:
        yield "assessment", "before", "assessment", {"names": ground.join(unknown)}


def _name_gap(ground: Ground, gap: Gap) -> str:
    facts: Facts = {"name": gap.name, "has": gap.has, "needs": gap.needs}
    return say("plan_reasons.support_gap", ground.language, **facts)


def _test(moved: Moved) -> Found:
    if moved.candidate.needs_competency_test:
        yield "competency_test", "before", "competency_test", {}


def _talk(ground: Ground, moved: Moved) -> Found:
    """Talk to who is unwilling, or whose job class (and with it the allowance) drops."""
    facts = moved.candidate.facts
    if moved.candidate.preference == "unwilling":
        yield "communication", "before", "unwilling", {}
    if facts.job_class_from and facts.job_class_to and facts.job_class_to < facts.job_class_from:
        classes: Facts = {"present": facts.job_class_from, "target": facts.job_class_to}
        yield "communication", "before", "class", classes


def _hand_over(ground: Ground, moved: Moved, successor: int | None) -> Found:
    origin = int(ground.desk.origin[moved.edge])
    if origin == NOWHERE:
        return
    facts: Facts = {"title": ground.title(origin)}
    if successor is not None:
        yield "handover", "before", "handover_successor", facts | {"name": ground.name(successor)}
        return
    colleagues = find_colleagues(ground, origin)
    if len(colleagues):
        names = _name_people(ground, colleagues)
        yield "handover", "before", "handover", facts | {"names": names}
    else:
        pool = ground.name_node(ground.desk.forest.above(origin)[0])
        yield "handover", "before", "handover_nobody", facts | {"pool": pool}


def _keep_skills(ground: Ground, moved: Moved) -> Found:
    """Name what nobody else in the unit left reaches (PermenPANRB 38/2017)."""
    skills = [
        say("plan_reasons.skill", ground.language, name=skill.name, level=skill.level)
        for skill in find_last_skills(moved.question)
    ]
    if skills:
        unit = ground.place(int(ground.desk.origin[moved.edge])).unit
        yield "last_skill", "before", "last_skill", {"unit": unit, "skills": ground.join(skills)}


def _guide(ground: Ground, moved: Moved) -> Found:
    target = int(ground.desk.position[moved.edge])
    unit = ground.place(target).unit
    guides = find_colleagues(ground, target)
    if len(guides):
        facts: Facts = {"unit": unit, "names": _name_people(ground, guides)}
        yield "guidance", "after", "guidance", facts
    else:
        yield "guidance", "after", "guidance_nobody", {"unit": unit}


def _settle(ground: Ground, moved: Moved) -> Found:
    kilometres = float(ground.desk.prices.km[moved.edge])
    if kilometres >= FAR:
        yield "distance", "after", "distance", {"km": round(kilometres)}


def find_colleagues(ground: Ground, post: int) -> Rows:
    """Return who stays in a post whatever the plan moves, or else in a post of its pool.

    People indexes, the longest in post first.
    """
    forest, in_post = ground.desk.forest, ground.in_post
    held = np.flatnonzero(in_post != NOWHERE)
    held = held[~np.isin(held, ground.desk.person[ground.solution.chosen])]
    same = held[in_post[held] == post]
    if not len(same):
        same = held[forest.parent[in_post[held]] == forest.parent[post]]
    order = sorted(range(len(same)), key=_by_time_in_post(ground, post, same))
    return np.asarray(same[order], np.intp)


def _by_time_in_post(ground: Ground, post: int, people: Rows) -> Callable[[int], tuple[int, int]]:
    """Return the key that puts the longest in post first, ties by a keyed hash."""
    matcher = ground.desk.matcher
    since = matcher.view(ground.desk.dates.day).counted_since[people]
    began = np.where(since == UNKNOWN_DAY, np.iinfo(np.int32).max, since).tolist()
    position_id, nips = matcher.history.positions.position_id[post], matcher.history.people_ids
    lots = [tie_break(matcher.secret, position_id, nips[row]) for row in people.tolist()]
    return lambda place: (began[place], lots[place])


def _name_people(ground: Ground, people: Rows) -> str:
    return ground.join([ground.name_person(person) for person in people[:NAMED].tolist()])
