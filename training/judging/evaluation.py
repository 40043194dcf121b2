"""One table that says how good a model is: each measure beside the baselines that users know.

It is frozen, goes into the model's card, MLflow and the terminal alike, and round-trips as JSON.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from models.bundle import Bundle
from models.card.results import MEASURES
from models.card.words import LEARNED
from snapshots.ledger import Flags, Floats, Rows
from training.dataset import TrainingSet
from training.folds import Fold
from training.judging.measures import (
    TOP,
    Estimate,
    brier,
    estimate_auc,
    estimate_mean,
    gain_of_mover,
    log_loss,
)
from training.judging.reliability import cross_fit

RANDOM, BASE_RATE = "random", "base_rate"


@dataclass(frozen=True)
class Line:
    """One ranker's measures; None where it cannot be measured (a rule gives no probability)."""

    ranker: str
    measures: Mapping[str, Estimate | None]


@dataclass(frozen=True)
class EvaluationTable:
    """Measures of every ranker on later openings that neither training nor tuning saw.

    That a blend leans on a rule, and on which, was decided by them.

    `named` openings tell who was moved, `judged` ones also how it ended (their success rate is
    `base_rate`). `candidates` is the mean number of eligible people beside a mover. `excluded` is
    the share of all true movers whom each gate excludes, `excluded_any` of those whom one at least
    does. `from_day` to `to_day` is their time.
    """

    lines: tuple[Line, ...]
    named: int
    judged: int
    base_rate: Estimate | None
    candidates: float
    excluded: Mapping[str, float]
    excluded_any: float
    from_day: int | None
    to_day: int | None

    def line(self, ranker: str) -> Line | None:
        """Return the line of a ranker, None where the table has none."""
        return next((line for line in self.lines if line.ranker == ranker), None)

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "EvaluationTable":
        """Read what `to_json` wrote."""
        lines = tuple(
            Line(line["ranker"], {name: _read(value) for name, value in line["measures"].items()})
            for line in stored["lines"]
        )
        return cls(**{**stored, "lines": lines, "base_rate": _read(stored["base_rate"])})


@dataclass(frozen=True)
class Judged:
    """What a ranker did, a value an opening, so that two can be compared opening by opening.

    `ndcg` and `recall` are over the openings named, `score` (of the mover) over those judged.
    """

    ndcg: Floats
    recall: Floats
    score: Floats


@dataclass(frozen=True)
class Trial:
    """The openings on which rankers are judged: `judged` with outcome, `recent` without.

    Naming is judged only where at least ten others stood beside the mover: beside fewer, everybody
    is among the first ten.
    """

    data: TrainingSet
    judged: Rows
    recent: Rows

    @property
    def named(self) -> Rows:
        """Openings on which naming is judged."""
        others = np.bincount(self.data.opening, minlength=len(self.data.openings)) - 1
        both = np.concatenate([self.judged, self.recent])
        return np.asarray(both[others[both] >= TOP])

    @property
    def success(self) -> Flags:
        """How the judged openings ended."""
        return np.asarray(self.data.openings.outcome[self.judged] == 1)

    def run(self, bundle: Bundle | None, on_recent: Bundle | None = None) -> Judged:
        """Judge a model, or chance where it is None; `on_recent` stands in for recent openings."""
        named = self.named
        later = np.isin(named, self.recent)
        parts = [self._name(bundle, named[~later]), self._name(on_recent or bundle, named[later])]
        ndcg, recall = (np.concatenate(values) for values in zip(*parts, strict=True))
        movers = self.data.matrix[self.data.movers_of(self.judged)]
        score = np.zeros(len(movers)) if bundle is None else bundle.score(movers)
        return Judged(ndcg, recall, score)

    def _name(self, bundle: Bundle | None, openings: Rows) -> tuple[Floats, Floats]:
        rows = self.data.rows_of(openings)
        score = np.zeros(len(rows)) if bundle is None else bundle.score(self.data.matrix[rows])
        _, opening = np.unique(self.data.opening[rows], return_inverse=True)
        return gain_of_mover(score, opening, self.data.is_mover[rows])


def make_trial(data: TrainingSet, folds: tuple[Fold, ...]) -> Trial:
    """Return the trial on the openings that the folds keep for judging."""
    tests = {fold.purpose: fold.test for fold in folds}
    nothing = np.zeros(0, np.intp)
    return Trial(data, tests.get("judge", nothing), tests.get("recent", nothing))


def tabulate(trial: Trial, judged: Mapping[str, Judged], seed: int) -> EvaluationTable:
    """Return the table of all rankers in `judged`; the learned one's line has probabilities too.

    They are cross-fitted: each half of the movers is calibrated on the other half.
    """
    success, days = trial.success, trial.data.openings.day
    measured = {name: _measure(one, success, seed) for name, one in judged.items()}
    person = trial.data.openings.person[trial.judged]
    told = cross_fit(judged[LEARNED].score, success, person, seed) if LEARNED in judged else None
    if told is not None:
        measured[LEARNED] |= _measure_probability(told, success, seed)
    if len(success):
        rate = np.full(len(success), success.mean())
        measured[BASE_RATE] = dict.fromkeys(MEASURES) | _measure_probability(rate, success, seed)
    lines = [Line(name, measures) for name, measures in measured.items()]
    named = trial.named
    every = np.concatenate([trial.judged, trial.recent])
    others = np.bincount(trial.data.opening, minlength=len(days))[named] - 1
    excluded = trial.data.openings.excluded.any(axis=1)
    return EvaluationTable(
        lines=tuple(lines),
        named=len(named),
        judged=len(success),
        base_rate=estimate_mean(success.astype(np.float64), seed),
        candidates=float(others.mean()) if len(named) else 0.0,
        excluded=trial.data.openings.excluded_share,
        excluded_any=float(excluded.mean()) if len(days) else 0.0,
        from_day=int(days[every].min()) if len(every) else None,
        to_day=int(days[every].max()) if len(every) else None,
    )


def _measure(judged: Judged, success: Flags, seed: int) -> dict[str, Estimate | None]:
    return dict.fromkeys(MEASURES) | {
        "ndcg_at_10": estimate_mean(judged.ndcg, seed),
        "recall_at_10": estimate_mean(judged.recall, seed),
        "outcome_auc": estimate_auc(judged.score, success, seed),
    }


def _measure_probability(
    probability: Floats, success: Flags, seed: int
) -> dict[str, Estimate | None]:
    return {
        "brier": estimate_mean(brier(probability, success), seed),
        "log_loss": estimate_mean(log_loss(probability, success), seed),
    }


def _read(stored: Mapping[str, Any] | None) -> Estimate | None:
    return None if stored is None else Estimate(**stored)
