"""Who is watched: eligible people of present posts, drawn by hashes alone.

Posts are the vacant ones in the order of a hash, filled up with others where fewer are; candidates
are drawn from all who are eligible, as many as training sets beside a mover. Neither chance nor a
secret plays a part: what is drawn as of a day is the same in training and years later.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from features.matrix import build_matrix
from features.source import FeatureSource
from matching.matcher import Matcher
from matching.staffing import in_service
from models.bundle import Bundle
from models.profile import Profile, cut_bins, weigh_posts
from rules.gates import GATES, Verdicts, check_gates
from rules.policy import Policy
from rules.results import UNKNOWN
from snapshots.coding import Codes
from snapshots.days import to_date
from snapshots.ledger import Flags, Floats
from snapshots.view import View

Rows = npt.NDArray[np.intp]

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
    posts = _choose_posts(matcher, vacant)
    judged = [check_gates(view, post, matcher.policy, day) for post in posts.tolist()]
    drawn = [
        _draw(matcher, view, post, verdicts)
        for post, verdicts in zip(posts.tolist(), judged, strict=True)
    ]
    post = np.repeat(np.arange(len(posts), dtype=np.int32), [len(rows) for rows in drawn])
    rows = np.concatenate([np.empty(0, np.intp), *drawn])
    serving = in_service(view)
    unclear = _find_unanswered(judged, len(view)) & serving[:, None]
    counts = zip(GATES, unclear.sum(axis=0).tolist(), strict=True)
    return Watched(
        posts=posts,
        vacant=vacant[posts],
        post=post,
        matrix=build_matrix(matcher.source, view.take(rows), posts[post]),
        people=int(serving.sum()),
        undetermined=int(unclear.any(axis=1).sum()),
        unanswered={gate: count for gate, count in counts if count},
        not_checked=judged[0].not_checked if judged else (),
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


def _choose_posts(matcher: Matcher, vacant: Flags) -> Codes:
    ids = matcher.history.positions.position_id
    order = sorted(range(len(ids)), key=lambda post: (not vacant[post], _hash(ids[post])))
    return np.array(order[:POSTS], np.int32)


def _draw(matcher: Matcher, view: View, post: int, verdicts: Verdicts) -> Rows:
    """Return the eligible rows whose hash with the post is least, at most `CANDIDATES`."""
    position_id = matcher.history.positions.position_id[post]
    nips, person = matcher.history.people_ids, view.person.tolist()
    eligible = np.flatnonzero(verdicts.eligible).tolist()
    lots = sorted(eligible, key=lambda row: _hash(position_id, nips[person[row]]))
    return np.array(lots[:CANDIDATES], np.intp)


def _find_unanswered(judged: list[Verdicts], people: int) -> Flags:
    """Tell of each row and gate whether it alone, or with others, left the row undetermined."""
    unclear = np.zeros((people, len(GATES)), np.bool_)
    for verdicts in judged:
        unclear |= (verdicts.results == UNKNOWN) & verdicts.undetermined[:, None]
    return unclear


def _hash(*words: str) -> bytes:
    return hashlib.sha256("\n".join(words).encode()).digest()
