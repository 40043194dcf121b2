"""The posts that are watched, and everybody judged for each: once, for whoever looks at them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from matching.matcher import Matcher
from rules.gates import GATES, check_gates
from rules.results import FAIL, UNKNOWN
from snapshots.coding import Codes
from snapshots.days import to_day
from snapshots.ledger import Flags, Ints, Rows
from snapshots.view import View

Lots = npt.NDArray[np.uint64]

POSTS = 150
"""Posts watched: enough that chance moves an index little, few enough for a page."""


@dataclass(frozen=True)
class Pools:
    """Posts (position indexes) and, of each, the rows of the day's view who are eligible.

    `as_of` is the day of the records and of every judgement. Counts by [row, gate]: for how many
    posts a rule turns somebody away (`failed`), for how many it could not be answered (`unknown`),
    for how many nothing but this rule turns away and none is unanswered (`alone`), and whether it
    could not be answered of somebody whom no rule turned away (`unclear`). `undetermined` counts by
    row the posts for which no rule turns somebody away and one could not be answered. `post_lots`
    and `lots` are numbers of posts and rows by which draws are made.
    """

    as_of: date
    view: View
    posts: Codes
    vacant: Flags
    eligible: tuple[Rows, ...]
    failed: Ints
    unknown: Ints
    undetermined: Ints
    alone: Ints
    unclear: Flags
    post_lots: Lots
    lots: Lots


def judge_pools(matcher: Matcher, as_of: date) -> Pools:
    """Hold every rule for every post watched against everybody, as known and judged on a day."""
    day = to_day(as_of)
    view, vacant = matcher.view(day), matcher.staffing(day).vacant > 0
    posts = choose_posts(matcher, vacant)
    failed, unanswered, alone = np.zeros((3, len(view), len(GATES)), np.int64)
    unclear, eligible = np.zeros((len(view), len(GATES)), np.bool_), []
    undetermined = np.zeros(len(view), np.int64)
    for post in posts.tolist():
        verdicts = check_gates(view, post, matcher.policy, day)
        fails, unknown = verdicts.results == FAIL, verdicts.results == UNKNOWN
        failed += fails
        unanswered += unknown
        undetermined += verdicts.undetermined
        alone += fails & ((fails | unknown).sum(axis=1) == 1)[:, None]
        unclear |= unknown & verdicts.undetermined[:, None]
        eligible.append(np.flatnonzero(verdicts.eligible))
    ids = matcher.history.positions.position_id
    return Pools(
        as_of=as_of,
        view=view,
        posts=posts,
        vacant=vacant[posts],
        eligible=tuple(eligible),
        failed=failed,
        unknown=unanswered,
        undetermined=undetermined,
        alone=alone,
        unclear=unclear,
        post_lots=hash_all([ids[post] for post in posts.tolist()]),
        lots=hash_all(matcher.history.people_ids)[view.person],
    )


def choose_posts(matcher: Matcher, vacant: Flags) -> Codes:
    """Return the positions watched: the vacant ones first, POSTS at most."""
    lots = hash_all(matcher.history.positions.position_id)
    return np.lexsort((lots, ~vacant))[:POSTS].astype(np.int32)


def mix_lots(people: Lots, post: np.uint64) -> Lots:
    """Return a number of each person at one post, so that chance favours nobody at all of them.

    The mixture is the last step of splitmix64 (Steele, Lea and Flood 2014).
    """
    mixed = people ^ post
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return np.asarray(mixed ^ (mixed >> np.uint64(31)))


def hash_all(texts: Sequence[str]) -> Lots:
    """Return a number for each text that nobody can choose and everybody can compute."""
    digests = b"".join(hashlib.sha256(text.encode()).digest()[:8] for text in texts)
    return np.frombuffer(digests, "<u8").astype(np.uint64)
