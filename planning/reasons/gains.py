"""What each move of a plan brings, in points, while all others stay as they are."""

import numpy as np

from planning.answers import Gain
from planning.reasons.ground import Ground, to_points
from planning.reasons.margins import NONE

PARTS = ("fit", "evenness", "preference", "distance", "move", "empty_post")


def tell_gains(ground: Ground) -> tuple[Gain, ...]:
    """Return what each move brings, in the order of the moves; the parts sum to the total.

    Example: somebody leaves a pool with 6 of 5 for one with 3 of 5. Evenness gains what the step
    from 6 to 5 and that from 3 to 4 are worth, whatever other moves do in the two pools.
    """
    chosen, prices = ground.solution.chosen, ground.desk.prices
    change = ground.margins.exchange(chosen, NONE)
    parts = {
        "fit": to_points(prices.fit[chosen]),
        "evenness": to_points(-change.pools),
        "preference": to_points(prices.preference[chosen]),
        "distance": to_points(prices.distance[chosen]),
        "move": to_points(prices.move[chosen]),
        "empty_post": to_points(-change.posts),
        "total": to_points(-change.total),
    }
    rows = zip(*((column + 0.0).tolist() for column in parts.values()), strict=True)
    return tuple(Gain(**dict(zip(parts, row, strict=True))) for row in rows)


def name_main(gain: Gain) -> str | None:
    """Return the part that brings most, None where none brings anything."""
    values = [getattr(gain, part) for part in PARTS]
    best = int(np.argmax(values))
    return PARTS[best] if values[best] > 0 else None
