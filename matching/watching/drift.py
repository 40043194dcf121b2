"""How far present candidates have moved from those that a model was made for."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from matching.watching.watched import Watched
from models.bundle import Bundle
from models.profile import Spread, compare, find_noise
from rules.policy_file import Monitor
from snapshots.ledger import Floats

CHANCE = 1.96
"""Normal deviation that chance stays within, to either side, in 19 of 20 cases."""


@dataclass(frozen=True)
class DriftLine:
    """One column, or the score: its stability index, and what chance alone explains of one.

    `missing_then` and `missing_now` are shares of unknown values; `moved` is the verdict.
    """

    name: str
    index: float
    chance: float
    missing_then: float
    missing_now: float
    moved: bool


@dataclass(frozen=True)
class Drift:
    """The score and every column that the model uses, the one that moved most first.

    Held against the candidates of `since`; the counts are the posts behind both.
    """

    since: date
    posts_then: int
    posts_now: int
    score: DriftLine
    features: tuple[DriftLine, ...]

    @property
    def moved(self) -> tuple[str, ...]:
        """Names of the columns that moved."""
        return tuple(line.name for line in self.features if line.moved)


def measure_drift(bundle: Bundle, watched: Watched, limits: Monitor) -> Drift | None:
    """Return the drift; None where the model has no profile or nobody is eligible."""
    profile = bundle.profile
    if profile is None or not watched.filled:
        return None
    posts = profile.posts, watched.filled
    score = bundle.score(watched.matrix)
    lines = (
        _hold(
            column,
            _find_column(bundle, watched, column.name),
            watched,
            posts,
            (limits.feature_index, limits.missing_change),
        )
        for column in profile.columns
    )
    return Drift(
        since=profile.as_of,
        posts_then=posts[0],
        posts_now=posts[1],
        score=_hold(
            profile.score, score, watched, posts, (limits.score_index, limits.missing_change)
        ),
        features=tuple(sorted(lines, key=lambda line: (-line.index, line.name))),
    )


def _find_column(bundle: Bundle, watched: Watched, name: str) -> Floats:
    return np.asarray(watched.matrix[:, bundle.feature_names.index(name)])


def _hold(
    then: Spread,
    values: Floats,
    watched: Watched,
    posts: tuple[int, int],
    limits: tuple[float, float],
) -> DriftLine:
    """Hold values against a spread; what chance explains is no move.

    `limits` are those of the index and of the change in the share of unknown values.
    """
    now = then.share_out(values, watched.weight)
    index, chance = compare(then, now, posts), find_noise(then, posts)
    vanished = abs(now.missing - then.missing)
    most = CHANCE * 0.5 * sum(1 / count for count in posts) ** 0.5
    return DriftLine(
        name=then.name,
        index=index,
        chance=chance,
        missing_then=then.missing,
        missing_now=now.missing,
        moved=(index >= limits[0] and index > chance)
        or (vanished >= limits[1] and vanished > most),
    )
