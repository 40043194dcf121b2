"""Who could take which seat: the best eligible people of each post, kept once for all revisions."""

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.contenders import Contenders, find_contenders, score_pairs
from matching.matcher import Dates, Matcher
from snapshots.coding import Codes
from snapshots.ledger import Flags, Floats, Ints

USUAL_SHARE = 0.5
"""What a share of others passed is worth by chance: the yardstick where no chance is told."""


@dataclass(frozen=True)
class Candidates:
    """Pairs of post and person (indexes), sorted by post; `posts` were looked at.

    `eligible` counts who may lawfully come to each of `posts`. `merit` is what a plan counts with:
    the calibrated probability that the move succeeds, where the model has one (`calibrated`), else
    the share of the post's other eligible people whom the score passes. `usual` is what it is
    measured from: the success rate of past transfers, else `USUAL_SHARE`. `listed` pairs are the
    best by score, from which plans choose; the others are the most senior.
    """

    posts: Codes
    eligible: Ints
    post: Codes
    person: Codes
    score: Floats
    merit: Floats
    seniority: Floats
    listed: Flags
    calibrated: bool
    usual: float

    def count_eligible(self, post: int) -> int | None:
        """Return how many may come to a post; None where nobody looked."""
        found = np.flatnonzero(self.posts == post)
        return int(self.eligible[found[0]]) if len(found) else None


def gather_candidates(
    matcher: Matcher, dates: Dates, posts: Codes, top: int, among: Flags
) -> Candidates:
    """Return the `top` of each post (indexes) among some people, bool[people].

    Raises NoModelError.
    """
    return _weigh(matcher, dates, find_contenders(matcher, dates, posts, top, among))


def add_pairs(
    matcher: Matcher,
    dates: Dates,
    candidates: Candidates,
    person: Codes,
    post: Codes,
    among: Flags,
) -> Candidates:
    """Return the candidates with some eligible pairs, so that a plan may hold them.

    They are counted beside the same people, bool[people], as those that were gathered.
    """
    known = _find_pairs(candidates, person, post)
    listed = candidates.listed.copy()
    listed[known[known >= 0]] = True
    kept = replace(candidates, listed=listed)
    new = np.flatnonzero(known < 0)
    if not len(new):
        return kept
    more = _weigh(matcher, dates, score_pairs(matcher, dates, person[new], post[new], among))
    return join_candidates(kept, more)


def join_candidates(one: Candidates, other: Candidates) -> Candidates:
    """Return both, sorted by post; of a post that both looked at, the pairs of both."""
    posts, first = np.unique(np.concatenate([one.posts, other.posts]), return_index=True)
    order = np.argsort(np.concatenate([one.post, other.post]), kind="stable")

    def both(name: str) -> Any:
        return np.concatenate([getattr(one, name), getattr(other, name)])[order]

    return Candidates(
        posts=posts,
        eligible=np.concatenate([one.eligible, other.eligible])[first],
        **{name: both(name) for name in _COLUMNS},
        calibrated=one.calibrated,
        usual=one.usual,
    )


def to_bytes(matcher: Matcher, candidates: Candidates) -> bytes:
    """Return candidates as bytes with ids in place of indexes and no names; same in, same out."""
    history, people = matcher.history, np.unique(candidates.person)
    content = {
        "people": [matcher.person_id(person) for person in people.tolist()],
        "posts": [history.positions.position_id[post] for post in candidates.posts.tolist()],
        "eligible": candidates.eligible.tolist(),
        "post": np.searchsorted(candidates.posts, candidates.post).tolist(),
        "person": np.searchsorted(people, candidates.person).tolist(),
        **{name: getattr(candidates, name).tolist() for name in _COLUMNS[2:]},
        "calibrated": candidates.calibrated,
        "usual": candidates.usual,
    }
    return zlib.compress(json.dumps(content, separators=(",", ":")).encode(), 6)


def from_bytes(matcher: Matcher, content: bytes) -> Candidates:
    """Read what `to_bytes` wrote, by the same records.

    Raises UnknownPersonError and UnknownPositionError where the records are others.
    """
    stored = json.loads(zlib.decompress(content))
    people = _codes([matcher.person_by_id(one) for one in stored["people"]])
    posts = _codes([matcher.position(one) for one in stored["posts"]])
    return Candidates(
        posts=posts,
        eligible=np.array(stored["eligible"], np.int64),
        post=posts[_codes(stored["post"])],
        person=people[_codes(stored["person"])],
        **{name: np.array(stored[name], _COLUMN_TYPES[name]) for name in _COLUMNS[2:]},
        calibrated=stored["calibrated"],
        usual=stored["usual"],
    )


_COLUMNS = ("post", "person", "score", "merit", "seniority", "listed")
_COLUMN_TYPES: dict[str, npt.DTypeLike] = {
    "score": np.float64,
    "merit": np.float64,
    "seniority": np.float64,
    "listed": np.bool_,
}


def _codes(values: Sequence[int]) -> Codes:
    return np.array(values, np.int32)


def _weigh(matcher: Matcher, dates: Dates, found: Contenders) -> Candidates:
    calibrated = matcher.bundle.calibration is not None
    rate = matcher.moves.rate_before(dates.day)
    return Candidates(
        posts=found.posts,
        eligible=found.eligible,
        post=found.post,
        person=found.person,
        score=found.score,
        merit=matcher.bundle.fit(found.score).fit if calibrated else found.passed,
        seniority=found.seniority,
        listed=found.listed,
        calibrated=calibrated,
        usual=rate if calibrated and rate is not None else USUAL_SHARE,
    )


def _find_pairs(candidates: Candidates, person: Codes, post: Codes) -> Ints:
    """Return the row of each pair, -1 where there is none."""
    pairs = zip(candidates.post.tolist(), candidates.person.tolist(), strict=True)
    rows = {pair: row for row, pair in enumerate(pairs)}
    asked = zip(post.tolist(), person.tolist(), strict=True)
    return np.array([rows.get(pair, -1) for pair in asked], np.int64)
