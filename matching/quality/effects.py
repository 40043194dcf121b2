"""Whose eligibility hangs on a doubt, and which rules, columns and lists it touches.

A verdict hangs on a fact alone where nothing turns the person away, rules are unanswered, and all
of these are answered once that fact is known, whatever it turns out to be. Rules are asked, never
imitated: the unanswered ones come from `rules.gates`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from features.catalog import CATALOG
from matching.matcher import Matcher
from matching.quality.doubts import Doubt, Scene
from matching.watching.pools import choose_posts, hash_all
from rules.gates import GATES, UNKNOWN, check_gates, list_reads
from rules.policy import Policy
from snapshots.coding import Codes
from snapshots.ledger import Flags, Ints

MOST_POSTS = 1000
"""Vacant posts judged: more would say the same of more lists, and take longer than one waits."""
BITS = (1 << np.arange(len(GATES))).astype(np.int16)
Bits = npt.NDArray[np.int16]


@dataclass(frozen=True, eq=False)
class Judged:
    """Everybody held against posts: `open[post, person]` where no rule turns the person away.

    `unanswered[post, person]` has the bit of each rule without an answer, 0 where one turns the
    person away. `vacant` tells whether the posts are vacant ones; `left_out` counts those that were
    too many.
    """

    posts: Codes
    vacant: bool
    left_out: int
    open: Flags
    unanswered: Bits
    not_checked: tuple[str, ...]

    @property
    def certain(self) -> Flags:
        """Who is eligible for some post, by person."""
        return np.asarray((self.open & (self.unanswered == 0)).any(axis=0))

    @property
    def undetermined(self) -> Flags:
        """Who is undetermined for some post, by person."""
        return np.asarray((self.unanswered != 0).any(axis=0))


@dataclass(frozen=True, eq=False)
class Effect:
    """What a doubt touches; `hanging` (by person) whose verdict for some post hangs on it alone.

    `posts` counts the posts of these verdicts, `lists` the posts whose candidates the doubt is
    about, `nowhere` those of the hanging who are certainly eligible for no post.
    """

    hanging: Flags
    nowhere: int
    posts: int
    lists: int
    rules: tuple[str, ...]
    not_checked: tuple[str, ...]
    features: tuple[str, ...]


def judge_everybody(scene: Scene) -> Judged:
    """Hold every rule against everybody for the vacant posts; for some others where none is."""
    matcher, view, day = scene.matcher, scene.view, scene.day
    free = matcher.staffing(day).vacant > 0
    posts = np.flatnonzero(free).astype(np.int32) if free.any() else choose_posts(matcher, free)
    kept = _draw(matcher, posts)
    opened = np.empty((len(kept), len(view)), np.bool_)
    bits = np.empty((len(kept), len(view)), np.int16)
    not_checked: tuple[str, ...] = ()
    for place, post in enumerate(kept.tolist()):
        verdicts = check_gates(view, post, matcher.policy, day)
        unanswered = (verdicts.results == UNKNOWN) @ BITS
        opened[place], not_checked = ~verdicts.ineligible, verdicts.not_checked
        bits[place] = np.where(verdicts.ineligible, 0, unanswered)
    return Judged(kept, bool(free.any()), len(posts) - len(kept), opened, bits, not_checked)


def _draw(matcher: Matcher, posts: Codes) -> Codes:
    """Return all posts, or as many as are judged, drawn by a hash of their ids."""
    if len(posts) <= MOST_POSTS:
        return posts
    ids = matcher.history.positions.position_id
    lots = hash_all([ids[post] for post in posts.tolist()])
    return np.sort(posts[np.argsort(lots, kind="stable")[:MOST_POSTS]])


def measure_effect(scene: Scene, judged: Judged, doubt: Doubt, within: Flags) -> Effect:
    """Return what a doubt touches; of people only those of `within` (by person) count."""
    hangs = _find_hanging(judged, doubt) & within
    hanging = np.asarray(hangs.any(axis=0))
    absent = doubt.is_general and doubt.kind == "missing"
    rules = () if absent else _list_rules(scene.matcher.policy, judged, doubt.cells)
    features = _list_features(scene.matcher, doubt.cells)
    return Effect(
        hanging=hanging,
        nowhere=int((hanging & ~judged.certain).sum()),
        posts=int(hangs.any(axis=1).sum()),
        lists=_count_lists(scene, judged, doubt, within) if rules or features else 0,
        rules=rules,
        not_checked=tuple(one for one in doubt.settles if one in judged.not_checked),
        features=features,
    )


def _find_hanging(judged: Judged, doubt: Doubt) -> Flags:
    """Tell by post and person where all unanswered rules are among those that the fact decides."""
    settled = np.int16(sum(1 << GATES.index(rule) for rule in doubt.settles))
    hangs: Flags = (judged.unanswered != 0) & ((judged.unanswered & ~settled) == 0)
    return hangs if doubt.settled is None else hangs & doubt.settled


def _list_rules(policy: Policy, judged: Judged, cells: Iterable[str]) -> tuple[str, ...]:
    """Return the rules in force that read any of these cells."""
    wanted = set(cells)
    return tuple(
        name
        for name in GATES
        if name not in judged.not_checked and wanted & list_reads(name, policy)
    )


def _list_features(matcher: Matcher, cells: Iterable[str]) -> tuple[str, ...]:
    """Return the columns that read any of these cells: the model's own where one serves."""
    wanted = set(cells)
    used = set(matcher.bundle.used_features) if matcher.has_model else None
    return tuple(
        one.name
        for one in CATALOG
        if wanted & set(one.reads) and (used is None or one.name in used)
    )


def _count_lists(scene: Scene, judged: Judged, doubt: Doubt, within: Flags) -> int:
    """Count the posts on whose lists somebody concerned may stand, or that are concerned."""
    positions, subjects = scene.history.positions, _known(doubt.subjects)
    match doubt.subject:
        case "person":
            people = np.zeros(len(within), np.bool_)
            people[subjects] = True
            return int(judged.open[:, people & within].any(axis=1).sum())
        case "position":
            return int(np.isin(judged.posts, subjects).sum())
        case "unit":
            return int(np.isin(positions.unit[judged.posts], subjects).sum())
        case _:
            return len(judged.posts)


def _known(subjects: Ints) -> Ints:
    return np.unique(subjects[subjects >= 0])
