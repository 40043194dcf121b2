"""Who is watched: eligible people of present posts, drawn by hashes alone.

Posts are the vacant ones in the order of a hash, filled up with others where fewer are; candidates
are drawn from all who are eligible, as many as training sets beside a mover. Neither chance nor a
secret plays a part: what is drawn as of a day is the same in training and years later.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from features.matrix import build_matrix
from features.source import FeatureSource
from matching.matcher import Matcher
from matching.staffing import in_service
from models.bundle import Bundle
from models.profile import Profile, cut_bins, weigh_posts
from rules.gates import GATES, check_gates, find_unchecked
from rules.policy import Policy
from rules.results import UNKNOWN
from snapshots.coding import Codes
from snapshots.days import to_date
from snapshots.ledger import Flags, Floats, Rows

Lots = npt.NDArray[np.uint64]

CANDIDATES = 40
"""Eligible people of a post, as many as training sets beside a mover by default."""
POSTS = 150
"""Posts watched: enough that chance moves an index little, few enough for a page."""


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


def watch_people(matcher: Matcher, day: int) -> Watched:
    """Return the candidates of the posts watched as of `day`, judged on that day."""
    view = matcher.view(day)
    vacant = matcher.staffing(day).vacant > 0
    posts = choose_posts(matcher, vacant)
    lots = hash_all(matcher.history.people_ids)[view.person]
    unclear = np.zeros((len(view), len(GATES)), np.bool_)
    drawn = [np.empty(0, np.intp)]
    for post, lot in zip(posts.tolist(), _find_lots(matcher, posts), strict=True):
        verdicts = check_gates(view, post, matcher.policy, day)
        unclear |= (verdicts.results == UNKNOWN) & verdicts.undetermined[:, None]
        drawn.append(_draw(lots, np.flatnonzero(verdicts.eligible), lot))
    numbers = np.arange(len(posts), dtype=np.int32)
    post_of = np.repeat(numbers, [len(rows) for rows in drawn[1:]])
    rows, serving = np.concatenate(drawn), in_service(view)
    counts = zip(GATES, unclear[serving].sum(axis=0).tolist(), strict=True)
    return Watched(
        posts=posts,
        vacant=vacant[posts],
        post=post_of,
        matrix=build_matrix(matcher.source, view.take(rows), posts[post_of]),
        people=int(serving.sum()),
        undetermined=int(unclear[serving].any(axis=1).sum()),
        unanswered={gate: count for gate, count in counts if count},
        not_checked=find_unchecked(matcher.history.snapshot, matcher.policy),
    )


def write_profile(
    source: FeatureSource, policy: Policy, bundle: Bundle, day: int
) -> Profile | None:
    """Return what the candidates of `day` were like for a model; None for a rule, which saw none.

    `day` is the day up to which the model learned: drift is measured from there.
    """
    if bundle.basis == "rule":
        return None
    watched = watch_people(Matcher(source.history, policy, bundle, b"", ""), day)
    weight, on = watched.weight, to_date(day)
    if on is None or not watched.filled:
        return None
    columns = {name: bundle.feature_names.index(name) for name in bundle.used_features}
    return Profile(
        as_of=on,
        posts=watched.filled,
        rows=len(weight),
        columns=tuple(
            cut_bins(name, watched.matrix[:, place], weight) for name, place in columns.items()
        ),
        score=cut_bins("score", bundle.score(watched.matrix), weight),
    )


def choose_posts(matcher: Matcher, vacant: Flags) -> Codes:
    """Return the positions watched: the vacant ones first, POSTS at most."""
    lots = hash_all(matcher.history.positions.position_id)
    return np.lexsort((lots, ~vacant))[:POSTS].astype(np.int32)


def _find_lots(matcher: Matcher, posts: Codes) -> Lots:
    ids = matcher.history.positions.position_id
    return hash_all([ids[post] for post in posts.tolist()])


def _draw(lots: Lots, eligible: Rows, post: np.uint64) -> Rows:
    """Return at most `CANDIDATES` of the eligible rows: those with the least mixture of both lots.

    The mixture is the last step of splitmix64 (Steele, Lea and Flood 2014).
    """
    mixed = lots[eligible] ^ post
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return eligible[np.argsort(mixed ^ (mixed >> np.uint64(31)), kind="stable")[:CANDIDATES]]


def hash_all(texts: Sequence[str]) -> Lots:
    """Return a number for each text that nobody can choose and everybody can compute."""
    digests = b"".join(hashlib.sha256(text.encode()).digest()[:8] for text in texts)
    return np.frombuffer(digests, "<u8").astype(np.uint64)
