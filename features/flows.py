"""How often a move like this happened before the day, and how such moves ended."""

from collections.abc import Callable

import numpy as np

from features.pairs import Pairs
from features.source import FeatureSource
from snapshots.ledger import Floats, pair_key
from snapshots.view import View

PairColumn = Callable[[Pairs], Floats]


def count(origin: str, target: str) -> PairColumn:
    """Return log(1 + past moves from the attribute held to the attribute asked about)."""

    def column(pairs: Pairs) -> Floats:
        movement, code = pairs.source.movement(origin, target), pairs.target(target)
        return pairs.by_origin(origin, lambda held, day: movement.count(held, code, day))

    return column


def share_of_arrivals(name: str) -> PairColumn:
    """Return the share, among past moves into the attribute, of those from the one held."""

    def column(pairs: Pairs) -> Floats:
        movement, code = pairs.source.movement(name, name), pairs.target(name)
        return pairs.by_origin(name, lambda held, day: movement.share_of_arrivals(held, code, day))

    return column


def share_of_departures(name: str) -> PairColumn:
    """Return the share, among past moves out of the attribute held, of those to the one asked."""

    def column(pairs: Pairs) -> Floats:
        movement, code = pairs.source.movement(name, name), pairs.target(name)
        return pairs.by_origin(
            name, lambda held, day: movement.share_of_departures(held, code, day)
        )

    return column


def success_between(name: str) -> PairColumn:
    """Return the success rate of past moves between the two attributes."""

    def column(pairs: Pairs) -> Floats:
        rates, code = pairs.source.success_between(name), pairs.target(name)
        size = pairs.source.attribute(name).size
        return pairs.by_origin(name, lambda held, day: rates.rate(pair_key(held, code, size), day))

    return column


def success_into(name: str) -> PairColumn:
    """Return the success rate of past moves into the attribute asked about."""

    def column(pairs: Pairs) -> Floats:
        rates, code = pairs.source.success_into(name), pairs.target(name)
        return rates.rate(code, pairs.days)

    return column


def own_success(source: FeatureSource, view: View) -> Floats:
    """Success rate of the person's own past moves."""
    return np.asarray(source.success_of_person.rate(view.person, view.day), np.float64)
