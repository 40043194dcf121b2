"""Whom a model was made for, in plain numbers: how its columns and its score were spread.

Taken of the candidates of the day up to which the model learned and kept beside it, so that later
candidates can be held against them. Every post weighs the same, however many candidates it has:
they share the post, so the post is the unit. No fact of a person is in it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from snapshots.ledger import Floats

NINETEEN_OF_TWENTY = 1.645
"""Normal quantile that chance stays under in so many cases."""
BINS = 10
LEAST_WIDTH = 0.2
"""Standard deviations between two edges: a shift of less is one of digits, not of people."""
SMOOTHING = 0.5
"""Posts added to every bin (Jeffreys), so that an empty bin is rare, not impossible."""


@dataclass(frozen=True)
class Spread:
    """How one column was spread: bin i holds values in (edges[i − 1], edges[i]], the last bin the
    rest; `shares` are of the known values and the unknown ones (`missing`) together: they sum to 1.
    """

    name: str
    edges: tuple[float, ...]
    shares: tuple[float, ...]
    missing: float

    def share_out(self, values: Floats, weight: Floats) -> "Spread":
        """Return how other values float64[n] lie in the same bins; `weight` float64[n]."""
        return _share_out(self.name, np.array(self.edges), values, weight)


@dataclass(frozen=True)
class Profile:
    """Candidates as of a day: how the `columns` that the model uses and its `score` were spread.

    `posts` counts the posts, `rows` the pairs of post and person looked at.
    """

    as_of: date
    posts: int
    rows: int
    columns: tuple[Spread, ...]
    score: Spread

    def to_json(self) -> dict[str, Any]:
        """Return plain numbers, the day as ISO text."""
        return asdict(self) | {"as_of": self.as_of.isoformat()}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Profile":
        """Read what `to_json` wrote."""
        return cls(
            as_of=date.fromisoformat(stored["as_of"]),
            posts=stored["posts"],
            rows=stored["rows"],
            columns=tuple(_read(column) for column in stored["columns"]),
            score=_read(stored["score"]),
        )


def cut_bins(name: str, values: Floats, weight: Floats) -> Spread:
    """Cut values float64[n] (NaN: unknown) at their deciles; those close together are one edge."""
    return _share_out(name, _find_edges(values[~np.isnan(values)]), values, weight)


def weigh_posts(post: npt.NDArray[np.integer[Any]]) -> Floats:
    """Return the weight of each row: one over the rows of its post (any whole numbers)."""
    _, place, count = np.unique(post, return_inverse=True, return_counts=True)
    return np.asarray(1 / count[place], np.float64)


def compare(then: Spread, now: Spread, posts: tuple[int, int]) -> float:
    """Return the population stability index Σ (now − then) · ln(now / then) over bins and unknown.

    A usual reading (Siddiqi 2006, "Credit Risk Scorecards"): under 0.1 the same, over 0.25 another
    population. `posts` are the counts behind both. 0 where either has none.
    """
    if not min(posts):
        return 0.0
    a, b = (_smooth(one, count) for one, count in zip((then, now), posts, strict=True))
    return float(((b - a) * np.log(b / a)).sum())


def find_noise(spread: Spread, posts: tuple[int, int]) -> float:
    """Return the index that chance alone stays under in 19 of 20 cases where nothing has changed.

    The index is then about χ² with (bins − 1) degrees, divided by the harmonic size of both counts
    (Yurdakul 2018); its 95th percentile by Wilson and Hilferty's cube.
    """
    degrees = len(spread.shares) - (spread.missing == 0)
    if not min(posts) or not degrees:
        return 0.0
    part = 2 / (9 * degrees)
    return float(
        degrees * (1 - part + NINETEEN_OF_TWENTY * part**0.5) ** 3 * sum(1 / n for n in posts)
    )


def _find_edges(known: Floats) -> Floats:
    """Return edges a little above the deciles.

    Many columns hold one value for most people, which a base rate moves by a hair every year.
    """
    if not len(known):
        return np.empty(0)
    deciles = np.quantile(known, np.arange(1, BINS) / BINS, method="inverted_cdf")
    width, kept = LEAST_WIDTH * float(known.std()), [-np.inf]
    for edge in deciles + width / 2:
        if edge - kept[-1] > width and edge < known.max():  # nothing lies above the greatest value
            kept.append(edge)
    return np.array(kept[1:])


def _share_out(name: str, edges: Floats, values: Floats, weight: Floats) -> Spread:
    unknown = np.isnan(values)
    total = float(weight.sum()) or 1.0
    place = np.searchsorted(edges, values[~unknown], side="left")
    held = np.bincount(place, weight[~unknown], len(edges) + 1) / total
    return Spread(
        name, tuple(edges.tolist()), tuple(held.tolist()), float(weight[unknown].sum() / total)
    )


def _smooth(spread: Spread, posts: int) -> Floats:
    shares = np.array([*spread.shares, spread.missing])
    return np.asarray((shares * posts + SMOOTHING) / (posts + SMOOTHING * len(shares)))


def _read(stored: Mapping[str, Any]) -> Spread:
    return Spread(
        stored["name"], tuple(stored["edges"]), tuple(stored["shares"]), stored["missing"]
    )
