"""Two registered models are compared by the openings on which each was judged."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from features.source import FeatureSource
from models.bundle import Bundle
from models.registry import ModelRegistry
from rules.policy import Policy
from snapshots.days import to_day
from snapshots.history import History
from snapshots.moves import derive_moves
from training.challenge import find_unseen
from training.change import Change, GroupLine, explain_change, measure_groups
from training.dataset import build_training_set
from training.errors import NothingUnseenError, NotJudgedError
from training.evaluation import Trial
from training.judged import FILE, JudgedOpenings, name_openings, read_judged
from training.recipe import OpeningsRecipe

MOVERS_ALONE = OpeningsRecipe(candidates=5, searched=10, least_outcomes=50)
"""Of past openings only the movers are looked at here."""


@dataclass(frozen=True)
class Groups:
    """One model's judged openings by one grouping."""

    by: str
    lines: tuple[GroupLine, ...]


def break_down(registry: ModelRegistry, version: str, by: Sequence[str]) -> tuple[Groups, ...]:
    """Return how one model did by group; NotJudgedError where its run kept no judged openings."""
    judged = load_judged(registry, version)
    return tuple(Groups(one, measure_groups(judged, one)) for one in by)


def compare_versions(
    registry: ModelRegistry,
    newer: str,
    older: str,
    by: Sequence[str],
    policy: Policy,
    open_history: Callable[[str], History],
) -> tuple[Change, ...]:
    """Explain the change from one version to another by each grouping.

    `open_history` opens the records of a snapshot id: those that the newer model learned from are
    read again, so that the older one can be asked about openings whose outcome it cannot have
    known. Raises NotJudgedError, NothingUnseenError, and what loading a model raises.
    """
    before, after = load_judged(registry, older), load_judged(registry, newer)
    asked = _ask_older(registry, newer, older, before, after, policy, open_history)
    known = ~np.isnan(asked.score)
    unscored = int((~known).sum())
    if not known.any():
        raise NothingUnseenError(newer, older)
    return tuple(
        explain_change(before, asked.take(known), after.take(known), one, unscored) for one in by
    )


def load_judged(registry: ModelRegistry, version: str) -> JudgedOpenings:
    """Return the openings on which a version was judged; NotJudgedError where it has none."""
    text = registry.read_document(version, FILE)
    judged = None if text is None else read_judged(text)
    if judged is None or not len(judged):
        raise NotJudgedError(version)
    return judged


def _ask_older(
    registry: ModelRegistry,
    newer: str,
    older: str,
    before: JudgedOpenings,
    after: JudgedOpenings,
    policy: Policy,
    open_history: Callable[[str], History],
) -> JudgedOpenings:
    """Return the newer openings with the older model's scores; NaN where it cannot be asked.

    An opening that both were judged on keeps what the older one said of it before it was known.
    """
    score, probability = np.full(len(after), np.nan), np.full(len(after), np.nan)
    said = {key: row for row, key in enumerate(before.keys)}
    for row, key in enumerate(after.keys):
        if key in said:
            score[row] = before.score[said[key]]
            probability[row] = before.probability[said[key]]
    left = np.flatnonzero(np.isnan(score))
    if len(left):
        bundle, card = registry.load(older), registry.load(newer).card
        history = open_history(card["snapshot_id"])
        day = to_day(date.fromisoformat(card["as_of"]))
        found = _score_unseen(bundle, history, policy, day)
        keys = after.keys
        for row in left.tolist():
            score[row], probability[row] = found.get(keys[row], (np.nan, np.nan))
    return replace(after, score=score, probability=probability)


def _score_unseen(
    bundle: Bundle, history: History, policy: Policy, day: int
) -> dict[tuple[int, str, int], tuple[float, float]]:
    """Return score and probability of the movers whose outcome the model cannot have known."""
    source = FeatureSource(history, derive_moves(history, policy.outcome))
    data = build_training_set(source, policy, MOVERS_ALONE, day, seed=0)
    ripe = np.flatnonzero(data.openings.ripe)
    unseen = find_unseen(Trial(data, ripe, np.zeros(0, np.intp)), bundle).judged
    score = bundle.score(data.matrix[data.movers_of(unseen)])
    told = bundle.fit(score).fit
    positions = history.positions.position_id
    places = [positions[one] for one in data.openings.position[ripe]]
    names = dict(zip(ripe.tolist(), name_openings(data.openings.day[ripe], places), strict=True))
    pairs = zip(score.tolist(), told.tolist(), strict=True)
    return {names[row]: pair for row, pair in zip(unseen.tolist(), pairs, strict=True)}
