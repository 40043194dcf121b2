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
from snapshots.ledger import Flags, Floats, Rows
from snapshots.moves import derive_moves
from training.challenge import find_unseen
from training.dataset import build_training_set
from training.errors import NothingUnseenError, NotJudgedError
from training.judging.change import Change, GroupLine, explain_change, measure_groups
from training.judging.evaluation import Trial
from training.judging.judged import FILE, JudgedOpenings, Key, place_single, read_judged
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
    known. What its judged fit had said of openings that both were judged on stands beside that:
    both are then ranked by the probability told, where both tell one, and `asked` of each Change
    counts the mixture. Raises NotJudgedError, NothingUnseenError, and what loading a model raises.
    """
    before, after = load_judged(registry, older), load_judged(registry, newer)
    asked = _ask_older(registry, newer, older, before, after, policy, open_history)
    if not len(asked.rows):
        raise NothingUnseenError(newer, older)
    unscored, newly = len(after) - len(asked.rows), int(asked.newly.sum())
    after = after.take(asked.rows)
    by_older = replace(after, score=asked.ranks_by, probability=asked.probability)
    return tuple(explain_change(before, by_older, after, one, unscored, newly) for one in by)


def load_judged(registry: ModelRegistry, version: str) -> JudgedOpenings:
    """Return the openings on which a version was judged; NotJudgedError where it has none."""
    text = registry.read_document(version, FILE)
    judged = None if text is None else read_judged(text)
    if judged is None or not len(judged):
        raise NotJudgedError(version)
    return judged


@dataclass(frozen=True)
class Asked:
    """What the older model says of `rows` of the newer's judged openings (ascending).

    `newly` marks those about which the fit that served is asked now; of the others the fit that was
    judged had said it before it was known.
    """

    rows: Rows
    score: Floats
    probability: Floats
    newly: Flags

    @property
    def is_mixed(self) -> bool:
        """Tell whether both fits speak and both tell probabilities."""
        both = 0 < self.newly.sum() < len(self.rows)
        return bool(both and not np.isnan(self.probability).any())

    @property
    def ranks_by(self) -> Floats:
        """Return what orders the openings: scores of two fits alone have no common scale."""
        return self.probability if self.is_mixed else self.score


def _ask_older(
    registry: ModelRegistry,
    newer: str,
    older: str,
    before: JudgedOpenings,
    after: JudgedOpenings,
    policy: Policy,
    open_history: Callable[[str], History],
) -> Asked:
    """Ask the older model about the newer openings that are found again, one for one.

    An opening that both were judged on keeps what the older one said of it before it was known.
    """
    places, judged = place_single(after.keys), place_single(before.keys)
    said = {
        key: (float(before.score[row]), float(before.probability[row]), 0.0)
        for key, row in judged.items()
    }
    if places.keys() - said.keys():
        bundle, card = registry.load(older), registry.load(newer).card
        history = open_history(card["snapshot_id"])
        day = to_day(date.fromisoformat(card["as_of"]))
        said = _score_unseen(bundle, history, policy, day) | said
    rows = [row for key, row in places.items() if key in said]
    told = np.array([said[key] for key in places if key in said]).reshape(-1, 3)
    return Asked(np.array(rows, np.intp), told[:, 0], told[:, 1], told[:, 2] > 0)


def _score_unseen(
    bundle: Bundle, history: History, policy: Policy, day: int
) -> dict[Key, tuple[float, float, float]]:
    """Return score and probability of the movers whose outcome the model cannot have known."""
    source = FeatureSource(history, derive_moves(history, policy.outcome))
    data = build_training_set(source, policy, MOVERS_ALONE, day, seed=0)
    ripe = np.flatnonzero(data.openings.ripe)
    unseen = find_unseen(Trial(data, ripe, np.zeros(0, np.intp)), bundle).judged
    score = bundle.score(data.matrix[data.movers_of(unseen)])
    told = bundle.fit(score).fit
    positions = history.positions.position_id
    posts = [positions[one] for one in data.openings.position[ripe]]
    single = place_single(list(zip(data.openings.day[ripe].tolist(), posts, strict=True)))
    keys = {int(ripe[place]): key for key, place in single.items()}
    pairs = zip(unseen.tolist(), score.tolist(), told.tolist(), strict=True)
    return {keys[row]: (own, chance, 1.0) for row, own, chance in pairs if row in keys}
