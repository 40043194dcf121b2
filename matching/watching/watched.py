"""Who is watched: eligible people of present posts, drawn by hashes alone.

Posts are the vacant ones in the order of a hash, filled up with others where fewer are; candidates
are drawn from all who are eligible, as many as training sets beside a mover. Neither chance nor a
secret plays a part: what is drawn as of a day is the same in training and years later.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from features.matrix import build_matrix
from matching.matcher import Matcher
from matching.watching.pools import Lots, Pools, mix_lots
from models.profile import Profile, cut_bins, weigh_posts
from rules.gates import GATES, find_unchecked
from snapshots.coding import Codes
from snapshots.ledger import Flags, Floats, Rows
from snapshots.presence import in_service

CANDIDATES = 40
"""Eligible people of a post, as many as training sets beside a mover by default."""


@dataclass(frozen=True)
class Watched:
    """Rows (post, person) with their matrix, and how far people could be judged at all.

    `post` numbers the entries of `posts` (position indexes). Of the `people` in service,
    `undetermined` could for some post not be judged, and `unanswered` counts them by the gate that
    could not be answered.
    """

    posts: Codes
    vacant: Flags
    post: Codes
    matrix: Floats
    people: int
    undetermined: int
    unanswered: Mapping[str, int]
    not_checked: tuple[str, ...]

    @property
    def weight(self) -> Floats:
        """Weight of each row: every post counts once."""
        return weigh_posts(self.post)

    @property
    def filled(self) -> int:
        """How many posts have somebody eligible."""
        return len(np.unique(self.post))


def watch_people(matcher: Matcher, pools: Pools) -> Watched:
    """Return the candidates of the posts watched, and who could not be judged."""
    posts, pairs = pools.posts, zip(pools.eligible, pools.post_lots, strict=True)
    drawn = [np.empty(0, np.intp), *(_draw(pools.lots, rows, lot) for rows, lot in pairs)]
    numbers = np.arange(len(posts), dtype=np.int32)
    post_of = np.repeat(numbers, [len(rows) for rows in drawn[1:]])
    rows, serving = np.concatenate(drawn), in_service(pools.view)
    unclear = pools.unclear[serving]
    counts = zip(GATES, unclear.sum(axis=0).tolist(), strict=True)
    return Watched(
        posts=posts,
        vacant=pools.vacant,
        post=post_of,
        matrix=build_matrix(matcher.source, pools.view.take(rows), posts[post_of]),
        people=int(serving.sum()),
        undetermined=int(unclear.any(axis=1).sum()),
        unanswered={gate: count for gate, count in counts if count},
        not_checked=find_unchecked(matcher.history.snapshot, matcher.policy),
    )


def write_profile(matcher: Matcher, pools: Pools) -> Profile | None:
    """Return what today's candidates are like for a model; None for a rule, which saw none.

    The pools are those of the day up to which the model learned: drift is measured from there.
    """
    bundle = matcher.bundle
    if bundle.basis == "rule":
        return None
    watched = watch_people(matcher, pools)
    if not watched.filled:
        return None
    weight = watched.weight
    columns = {name: bundle.feature_names.index(name) for name in bundle.used_features}
    return Profile(
        as_of=pools.as_of,
        posts=watched.filled,
        rows=len(weight),
        columns=tuple(
            cut_bins(name, watched.matrix[:, place], weight) for name, place in columns.items()
        ),
        score=cut_bins("score", bundle.score(watched.matrix), weight),
    )


def _draw(lots: Lots, eligible: Rows, post: np.uint64) -> Rows:
    """Return at most `CANDIDATES` of the eligible rows: the least mixtures of both lots."""
    return eligible[np.argsort(mix_lots(lots[eligible], post), kind="stable")[:CANDIDATES]]
