"""Why this person for this post: place and chance, who stands above and why they stay, the gain."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from planning.answers import Gain
from planning.optimum.instance import NOWHERE, POINT
from planning.reasons.gains import name_main
from planning.reasons.ground import Ground, Moved
from planning.reasons.margins import NONE, is_full
from planning.reasons.seats_left import price_carrying
from snapshots.ledger import Flags, Ints
from wording import Fact, say, write_percent

PARTS_TOLD = 3
"""Reasons of those above that one sentence names, the most frequent first."""
NEAR = 1.0
"""Kilometres below which a distance is not spoken of."""


def tell_why(ground: Ground, moved: Moved, gain: Gain, carried: Sequence[int]) -> str:
    """Return the reasons of one move as sentences; `carried` edges cannot stand without it."""
    sentences = [_tell_place(ground, moved), _tell_chance(ground, moved)]
    sentences += [_tell_above(ground, moved), *_tell_gain(ground, moved, gain, carried)]
    return " ".join(one for one in sentences if one)


def _say(ground: Ground, key: str, **facts: Fact) -> str:
    return say(f"plan_reasons.{key}", ground.language, **facts)


def _tell_place(ground: Ground, moved: Moved) -> str:
    title = ground.title(int(ground.desk.position[moved.edge]))
    if moved.eligible == 1:
        return _say(ground, "why_only", name=moved.candidate.name, title=title)
    place = {"rank": moved.candidate.rank, "eligible": moved.eligible}
    return _say(ground, "why_place", name=moved.candidate.name, title=title, **place)


def _tell_chance(ground: Ground, moved: Moved) -> str:
    """Say the chance of success; nothing where no list would tell it."""
    matcher, day = ground.desk.matcher, ground.desk.dates.day
    usual = matcher.moves.rate_before(day)
    if moved.candidate.fit is None or usual is None:
        return ""
    told = write_percent(moved.candidate.fit, ground.language)
    return _say(ground, "why_chance", fit=told, usual=write_percent(usual, ground.language))


def _tell_above(ground: Ground, moved: Moved) -> str:
    """Say of those who stand above, and do not come into this post too, why they stay."""
    counts = Counter(_sort_above(ground, moved))
    count = counts.total()
    if not count:
        return ""
    if count == 1:
        (code,) = counts
        return _say(ground, "above_one", parts=_say(ground, f"above_{code}_one"))
    told = [
        _say(ground, f"above_{code}", count=number)
        if number > 1
        else f"1 {_say(ground, f'above_{code}_one')}"
        for code, number in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    ]
    rest = _say(ground, "above_and_others") if len(told) > PARTS_TOLD else ""
    parts = "; ".join(told[:PARTS_TOLD]) + rest
    return _say(ground, "above_some", count=count, parts=parts)


def _sort_above(ground: Ground, moved: Moved) -> list[str]:
    """Return the code of why each person above does not come here; of a locked move no reason."""
    if ground.desk.instance.pinned[moved.edge]:
        return []
    above = ground.find_above(moved.edge)
    return _explain_staying(ground, moved.edge, np.setdiff1d(above, ground.solution.chosen))


def _explain_staying(ground: Ground, edge: int, others: Ints) -> list[str]:
    """Return why each of other edges of a post is not chosen in place of the chosen one."""
    if not len(others):
        return []
    desk, margins = ground.desk, ground.margins
    instance, prices = desk.instance, desk.prices
    person = instance.edges.person
    change = margins.exchange(edge, others)
    losses = np.stack(
        [
            -change.pools,
            -change.posts,
            prices.preference[edge] - prices.preference[others],
            prices.distance[edge] - prices.distance[others],
        ]
    )
    names = np.array(["evenness", "empty_post", "preference", "distance"])
    worst = np.where(losses.max(axis=0) > 0, names[losses.argmax(axis=0)], "whole")
    worst = np.where(change.total < 0, worst, "whole")
    codes: list[str] = np.select(
        [
            margins.moves_by[person[others]] != NONE,
            instance.barred[others],
            _is_leaving_full(ground, edge, others),
            change.floor != NOWHERE,
        ],
        ["moves", "forbidden", "leaving", "floor"],
        worst,
    ).tolist()
    return codes


def _is_leaving_full(ground: Ground, edge: int, others: Ints) -> Flags:
    """Tell whose agency would release more than it may with them in place of a chosen edge."""
    instance, margins = ground.desk.instance, ground.margins
    edges, group = instance.edges, instance.group[instance.edges.person]
    freed = (group[others] == group[edge]) & edges.leaves[edge]
    used = margins.leaving[group[others]] - freed
    limited = edges.leaves[others] & (group[others] != NOWHERE)
    return np.asarray(limited & is_full(instance.most_leaving[group[others]], used))


def _tell_gain(ground: Ground, moved: Moved, gain: Gain, carried: Sequence[int]) -> list[str]:
    desk, edge = ground.desk, moved.edge
    told = [_say(ground, "why_pinned")] if desk.instance.pinned[edge] else []
    told.append(_tell_carried(ground, edge, carried) if carried else _tell_alone(ground, gain))
    if desk.prices.met[edge]:
        told.append(_say(ground, "why_wish"))
    if desk.prices.unwilling[edge]:
        told.append(_say(ground, "why_unwilling"))
    return [*told, *_tell_distance(ground, edge)]


def _tell_alone(ground: Ground, gain: Gain) -> str:
    main = name_main(gain)
    points = ground.points(abs(gain.total) * POINT)
    if gain.total < 0 or main is None:
        return _say(ground, "why_loss", points=points)
    return ground.say_worth("why_gain", points, main=_say(ground, f"main_{main}"))


def _tell_carried(ground: Ground, edge: int, carried: Sequence[int]) -> str:
    """Say who could not move without this move, and what all of these bring together."""
    names = ground.join([ground.name(one) for one in carried])
    points = ground.points(price_carrying(ground, edge, carried))
    return ground.say_worth("why_carries", points, names=names)


def _tell_distance(ground: Ground, edge: int) -> list[str]:
    kilometres = float(ground.desk.prices.km[edge])
    if not kilometres >= NEAR:
        return []
    return [_say(ground, "why_distance", km=round(kilometres))]
