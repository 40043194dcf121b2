"""The best eligible people of many posts at once: judged post by post, scored in large blocks.

The same gates, matrix and scores as for one shortlist (`matching.contest`); only the calls are
fewer. Beside the score stands seniority, the order by which posts are often filled without one.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from features.matrix import build_matrix
from matching.matcher import Dates, Matcher
from matching.ranking import rank_top
from models.baselines import make_baseline
from models.calibration import FitEstimate
from rules.gates import GATES, Verdicts, check_gates
from rules.results import FAIL, UNKNOWN
from snapshots.coding import Codes
from snapshots.ledger import Flags, Floats, Ints, Rows
from snapshots.surrogate import tie_break
from snapshots.view import View

BLOCK = 2_000
"""Rows scored by one thread at a time: as many as LightGBM scores best alone."""
ANY_POST = ("civil_servant", "in_service", "performance_floor", "discipline")
"""Rules that ask nothing of the post: who fails one fails it everywhere, unless it is waivable."""


@dataclass(frozen=True)
class Contenders:
    """Of each of `posts` (position indexes) how many are `eligible`, and the best of them.

    One entry a pair, by post: person index, `score`, `passed` (the share of the post's other
    eligible people whom the score passes; 0.5 for who is alone) and `seniority`. `listed` are the
    best by score; the other pairs are there for their seniority.
    """

    posts: Codes
    eligible: Ints
    post: Codes
    person: Codes
    score: Floats
    passed: Floats
    seniority: Floats
    listed: Flags

    def keep(self, pairs: Flags) -> "Contenders":
        """Return these pairs alone; of the posts nothing changes."""
        return Contenders(
            self.posts,
            self.eligible,
            self.post[pairs],
            self.person[pairs],
            self.score[pairs],
            self.passed[pairs],
            self.seniority[pairs],
            self.listed[pairs],
        )


@dataclass(frozen=True)
class Judged:
    """One pair: its verdict's rules that do not pass, and whether all do."""

    eligible: bool
    rules: tuple[str, ...]


def find_contenders(
    matcher: Matcher, dates: Dates, posts: Codes, top: int, among: Flags
) -> Contenders:
    """Return the `top` eligible people of each post by score, and as many by seniority.

    `among` bool[people] says who is looked at. Equal scores, and equal seniority, are ordered by
    the keyed hash of post and person. Raises NoModelError.
    """
    view, bundle = matcher.view(dates.day), matcher.bundle
    seniority = make_baseline("seniority")
    pool = _drop_hopeless(matcher, dates, np.flatnonzero(among))

    def score(block: tuple[Rows, Codes]) -> tuple[Floats, Floats]:
        matrix = build_matrix(matcher.source, view.take(block[0]), block[1])
        return bundle.score(matrix), seniority.score(matrix)

    found = []
    with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
        for part in _cut(posts):
            rows = [pool[_judge(matcher, dates, pool, int(post)).eligible] for post in part]
            scored = list(threads.map(score, _cut_blocks(rows, part)))
            starts = np.cumsum([0, *map(len, rows)])
            by_score, senior = (np.concatenate(column) for column in zip(*scored, strict=True))
            for place, post in enumerate(part.tolist()):
                own = slice(starts[place], starts[place + 1])
                found.append(_choose(matcher, post, rows[place], by_score[own], senior[own], top))
    return _join(posts, found)


def judge_pairs(matcher: Matcher, dates: Dates, person: Codes, post: Codes) -> list[Judged]:
    """Hold every rule against some pairs (indexes), as known and effective on `dates`."""
    view = matcher.view(dates.day).take(person)
    results = check_gates(view, post, matcher.policy, dates.effective_day).results
    stopped = (results == FAIL) | (results == UNKNOWN)
    return [
        Judged(not row.any(), tuple(GATES[gate] for gate in np.flatnonzero(row))) for row in stopped
    ]


def score_pairs(
    matcher: Matcher, dates: Dates, person: Codes, post: Codes, among: Flags
) -> Contenders:
    """Return lawful pairs (indexes) as contenders, each beside all who are eligible for its post.

    All are of `among` bool[people]; other pairs are left out. Raises NoModelError.
    """
    posts = np.unique(post)
    found = find_contenders(matcher, dates, posts, int(among.sum()), among)
    kept = np.zeros(len(found.post), np.bool_)
    for one, place in zip(person.tolist(), post.tolist(), strict=True):
        kept |= (found.person == one) & (found.post == place)
    return found.keep(kept)


def tell_chances(matcher: Matcher, dates: Dates, person: Codes, post: Codes) -> FitEstimate:
    """Return the chances of pairs (indexes) as lists tell them: withheld where few are near."""
    matrix = build_matrix(matcher.source, matcher.view(dates.day).take(person), post)
    told = matcher.bundle.fit(matcher.bundle.score(matrix))
    return matcher.past.withhold(told, matrix, dates.day)


@dataclass(frozen=True)
class _Own:
    """What is kept of one post; one entry a person."""

    eligible: int
    rows: Rows
    score: Floats
    passed: Floats
    seniority: Floats
    listed: Flags


def _drop_hopeless(matcher: Matcher, dates: Dates, rows: Rows) -> Rows:
    """Leave out who fails, for whatever post, a rule that no letter lifts."""
    if not len(matcher.history.positions.seats):
        return rows
    asked = [g for g, name in enumerate(GATES) if name in ANY_POST]
    firm = [g for g in asked if not matcher.policy.rules[GATES[g]].waivable]
    results = _judge(matcher, dates, rows, 0).results[:, firm]
    return rows[~np.isin(results, (FAIL, UNKNOWN)).any(axis=1)]


def _judge(matcher: Matcher, dates: Dates, rows: Rows, post: int) -> Verdicts:
    part: View = matcher.view(dates.day).take(rows)
    return check_gates(part, post, matcher.policy, dates.effective_day)


def _cut(posts: Codes, size: int = 64) -> Iterator[Codes]:
    for start in range(0, len(posts), size):
        yield posts[start : start + size]


def _cut_blocks(rows: Sequence[Rows], posts: Codes) -> Iterator[tuple[Rows, Codes]]:
    """Give all rows with their post, at most `BLOCK` at once; one block where there is none."""
    every = np.concatenate(rows)
    place = np.repeat(posts, [len(own) for own in rows]).astype(np.int32)
    for start in range(0, max(len(every), 1), BLOCK):
        yield every[start : start + BLOCK], place[start : start + BLOCK]


def _choose(
    matcher: Matcher, post: int, rows: Rows, score: Floats, seniority: Floats, top: int
) -> _Own:
    position_id = matcher.history.positions.position_id[post]

    def lot(place: int) -> int:
        nip = matcher.history.people_ids[int(rows[place])]
        return tie_break(matcher.secret, position_id, nip)

    best = rank_top(score, top, lot)
    senior = rank_top(seniority, top, lot)
    kept = np.concatenate([best, senior[~np.isin(senior, best)]])
    below = np.searchsorted(np.sort(score), score[kept])
    passed = below / (len(rows) - 1) if len(rows) > 1 else np.full(len(kept), 0.5)
    return _Own(
        eligible=len(rows),
        rows=rows[kept],
        score=score[kept],
        passed=np.asarray(passed, np.float64),
        seniority=seniority[kept],
        listed=np.arange(len(kept)) < len(best),
    )


def _join(posts: Codes, found: Sequence[_Own]) -> Contenders:
    def column(name: str, kind: npt.DTypeLike) -> npt.NDArray[np.generic]:
        return np.concatenate([np.empty(0), *(getattr(own, name) for own in found)]).astype(kind)

    counts = [len(own.rows) for own in found]
    return Contenders(
        posts=posts.astype(np.int32),
        eligible=np.array([own.eligible for own in found], np.int64),
        post=np.repeat(posts, counts).astype(np.int32),
        person=column("rows", np.int32).astype(np.int32),
        score=column("score", np.float64).astype(np.float64),
        passed=column("passed", np.float64).astype(np.float64),
        seniority=column("seniority", np.float64).astype(np.float64),
        listed=column("listed", np.bool_).astype(np.bool_),
    )
