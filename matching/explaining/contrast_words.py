"""What is said of two people beside each other: who stands above, what decides, what is alike."""

from collections.abc import Sequence

import numpy as np

from matching.explaining.contrast_parts import (
    HARDLY,
    ColumnPart,
    ContrastPart,
    GroupPart,
    Pair,
    find_difference,
)
from models.columns import name_column
from models.reason_kinds import KINDS, ReasonKind
from models.reasons import sum_kinds, tell
from wording import Fact, say

MOST_DECISIVE = 3
LEAST_SHARE = 0.05
"""What is this small beside the weightiest part decides nothing."""
MOST_SHARED = 5


def conclude(pair: Pair, difference: float, groups: Sequence[GroupPart]) -> str:
    """Say who stands above whom, and which group of reasons does most of it."""
    names = pair.a.name, pair.b.name
    if abs(difference) < HARDLY:
        return say("contrast.equal", pair.language, a=names[0], b=names[1])
    above, below = names if difference > 0 else names[::-1]
    most = max(groups, key=lambda part: part.difference * np.sign(difference))
    return say(
        "contrast.above",
        pair.language,
        a=above,
        b=below,
        difference=abs(difference),
        group=say(f"matching.group_{most.group}", pair.language).lower(),
    )


def tell_decisive(
    pair: Pair, parts: Sequence[ContrastPart], features: Sequence[ColumnPart]
) -> tuple[str, ...]:
    """Say of the weightiest parts in which the two differ what is there, and whom it favours.

    Equal facts decide nothing between two people; what they add is told by `tell_shared`.
    """
    least = max(HARDLY, LEAST_SHARE * max((abs(part.difference) for part in parts), default=0.0))
    weighty = (part for part in parts if abs(part.difference) >= least)
    told = [
        (part, column)
        for part in weighty
        if (column := find_difference(part.code, part.difference, features)) is not None
    ]
    return tuple(_decide(pair, part, column) for part, column in told[:MOST_DECISIVE])


def _decide(pair: Pair, part: ContrastPart, column: ColumnPart) -> str:
    explains = _explains(pair, part, column)
    return say(
        "contrast.decisive_plain" if explains else "contrast.decisive_despite",
        pair.language,
        label=column.label,
        a=pair.a.name,
        b=pair.b.name,
        value_a=column.value_a,
        value_b=column.value_b,
        favoured=_favour(pair, part.difference),
        difference=abs(part.difference),
    )


def _explains(pair: Pair, part: ContrastPart, column: ColumnPart) -> bool:
    """Tell whether two values alone explain whom a part favours.

    They do not where the part favours who has the lesser value, for columns act together, and
    what is not known favours nobody by itself.
    """
    if pair.is_unknown(column.feature)[0 if part.difference > 0 else 1]:
        return False
    more = pair.a.values[column.feature] - pair.b.values[column.feature]
    lean = pair.direction_of(column.feature) * (0.0 if np.isnan(more) else more)
    return lean * part.difference >= 0 and column.difference * part.difference > 0


def tell_shared(
    pair: Pair, parts: Sequence[ContrastPart], features: Sequence[ColumnPart]
) -> tuple[str, ...]:
    """Say what the same words are told of on both sides, the weightiest first.

    Only what the model weighs for one of the two is named. One more sentence each tells of what is
    known of neither, and of what equal facts add because they act together with those that differ.
    """
    weights = [sum_kinds(np.abs(side.contributions)) for side in (pair.a, pair.b)]
    weight = {kind.code: weights[0][kind.code] + weights[1][kind.code] for kind in KINDS}
    by_weight = sorted(KINDS, key=lambda kind: -weight[kind.code])
    kinds = [kind for kind in by_weight if weight[kind.code] >= HARDLY]
    alike = [text for kind in kinds if (text := _tell_alike(pair, kind)) is not None]
    unknown = [kind.tells for kind in kinds if all(pair.is_unknown(kind.tells))]
    equal = [
        part.difference
        for part in parts
        if find_difference(part.code, part.difference, features) is None
    ]
    return (*alike[:MOST_SHARED], *_tell_unknown(pair, unknown), *_tell_pull(pair, sum(equal)))


def _tell_alike(pair: Pair, kind: ReasonKind) -> str | None:
    """Return the sentence of a reason where it is known and the same on both sides."""
    if any(pair.is_unknown(kind.tells)):
        return None
    a, b = (tell(kind, side.values, side.standard, pair.language) for side in (pair.a, pair.b))
    return a.text if a.text == b.text else None


def _tell_unknown(pair: Pair, columns: Sequence[str]) -> tuple[str, ...]:
    labels = "; ".join(name_column(name, pair.language) for name in columns)
    return (say("contrast.shared_unknown", pair.language, labels=labels),) if labels else ()


def _tell_pull(pair: Pair, difference: float) -> tuple[str, ...]:
    if abs(difference) < HARDLY:
        return ()
    facts: dict[str, Fact] = {"difference": abs(difference)}
    facts["favoured"] = _favour(pair, difference)
    return (say("contrast.shared_pull", pair.language, **facts),)


def _favour(pair: Pair, difference: float) -> str:
    return (pair.a if difference > 0 else pair.b).name
