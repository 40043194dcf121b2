"""Expected against observed successes: of a plan, and of all.

The number expected is the sum of the chances told. Its interval is that of a sum of independent
trials with these chances (the Poisson binomial distribution: Poisson 1837; Hoeffding 1956), found
by convolution; moves of one plan share units, so that the true one is rather wider.
"""

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np

from models.calibration import COVERAGE
from planning.aftermath.answers import Balance, MoveAfter
from snapshots.ledger import Floats
from wording import Language, say, write_number

TAIL = (1 - COVERAGE / 100) / 2


def balance(
    moves: Sequence[MoveAfter],
    language: Language,
    plan_id: str | None = None,
    effective_on: date | None = None,
) -> Balance:
    """Return what was expected of these moves and how they turned out, as far as it is known."""
    judged = [move for move in moves if move.outcome.succeeded is not None]
    told = [move for move in judged if move.fit is not None]
    chances = [move.fit for move in told if move.fit is not None]
    low, high = count_successes(chances) if chances else (None, None)
    found = Balance(
        plan_id=plan_id,
        effective_on=effective_on,
        moves=len(moves),
        judged=len(judged),
        succeeded=_count(judged),
        told=len(told),
        expected=float(sum(chances)) if chances else None,
        low=low,
        high=high,
        observed=_count(told),
        returning=sum(bool(move.returns) for move in moves),
        text="",
    )
    return Balance(**vars(found) | {"text": _tell(found, language)})


def count_successes(chances: Sequence[float]) -> tuple[int, int]:
    """Return the least and the greatest number of successes in COVERAGE of 100 cases.

    At least TAIL of all cases lie at or below the first, at most TAIL above the second.
    """
    share: Floats = np.ones(1)
    for chance in chances:
        share = np.convolve(share, (1 - chance, chance))
    up_to = np.cumsum(share)
    last = len(chances)
    low, high = (int(np.searchsorted(up_to, at - 1e-12)) for at in (TAIL, 1 - TAIL))
    return min(low, last), min(high, last)


def _count(moves: Iterable[MoveAfter]) -> int:
    return sum(move.outcome.succeeded is True for move in moves)


def _tell(found: Balance, language: Language) -> str:
    if not found.judged:
        return say("aftermath.balance_nothing", language, moves=found.moves)
    facts = {"moves": found.moves, "judged": found.judged, "succeeded": found.succeeded}
    first = say("aftermath.balance_judged", language, **facts)
    if found.expected is None or found.low is None or found.high is None:
        return f"{first} {say('aftermath.balance_untold', language)}"
    place = "above" if found.observed > found.high else "within"
    place = "below" if found.observed < found.low else place
    second = say(
        f"aftermath.balance_{place}",
        language,
        told=found.told,
        expected=write_number(found.expected, 1, language),
        low=found.low,
        high=found.high,
        observed=found.observed,
    )
    return f"{first} {second}"
