"""Why a measure changed from one model to the next: who was judged, how it ended, or the model.

With A the openings on which the older model was judged and B those of the newer one, over groups of
openings (kinds of position, agencies, years):

    who      = m(old, A as if mixed like B) − m(old, A), and what groups in B alone change
    outcomes = m(old, B) − m(old, A as if mixed like B), over the groups that both have
    model    = m(new, B) − m(old, B)

The three add up to m(new, B) − m(old, A) exactly (after Kitagawa 1955, "Components of a difference
between two rates").
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from snapshots.ledger import Flags, Floats
from training.judging.judged import JudgedOpenings
from training.judging.measures import brier, weighted_auc

Measure = Callable[[JudgedOpenings, Floats], float | None]
"""A measure of judged openings, each counted so often; None where it cannot be told."""


@dataclass(frozen=True)
class Split:
    """A measure before and after, and the parts of its change; they add up exactly."""

    measure: str
    before: float
    after: float
    who: float
    outcomes: float
    model: float


@dataclass(frozen=True)
class GroupLine:
    """One group of openings as one model saw them; a measure is None where it cannot be told."""

    group: str
    count: int
    measures: Mapping[str, float | None]


@dataclass(frozen=True)
class GroupChange:
    """One group before and after: the older model on its openings, both models on the newer's."""

    group: str
    before: GroupLine | None
    after_by_older: GroupLine | None
    after: GroupLine | None


@dataclass(frozen=True)
class Change:
    """The change by one grouping; `splits` leaves out what either model cannot be measured by.

    `left` and `joined` name the groups of the older and of the newer openings alone. `unscored`
    counts newer openings that the older model could not be asked about: it had learned how they
    ended, the records no longer tell of them, or two moves into one position on one day cannot be
    told apart. Of the `after` openings the fit that served was asked about `asked`; the others keep
    what the fit that was judged had said.
    """

    by: str
    splits: tuple[Split, ...]
    groups: tuple[GroupChange, ...]
    left: tuple[str, ...]
    joined: tuple[str, ...]
    before: int
    after: int
    unscored: int
    asked: int = 0


def measure_success(judged: JudgedOpenings, weights: Floats) -> float | None:
    """Return the weighted share of successes."""
    return float((weights * judged.success).sum() / weights.sum()) if weights.sum() else None


def measure_auc(judged: JudgedOpenings, weights: Floats) -> float | None:
    """Return the weighted AUC, None without both outcomes."""
    good, bad = weights[judged.success].sum(), weights[~judged.success].sum()
    if not good or not bad:
        return None
    return float(weighted_auc(judged.score, judged.success, weights[None, :])[0])


def measure_brier(judged: JudgedOpenings, weights: Floats) -> float | None:
    """Return the weighted Brier score, None where a model gives no probability."""
    if not weights.sum() or np.isnan(judged.probability).any():
        return None
    missed = brier(judged.probability, judged.success)
    return float((weights * missed).sum() / weights.sum())


MEASURES: Mapping[str, Measure] = {
    "success_rate": measure_success,
    "outcome_auc": measure_auc,
    "brier": measure_brier,
}


def explain_change(
    before: JudgedOpenings,
    after_by_older: JudgedOpenings,
    after: JudgedOpenings,
    by: str,
    unscored: int = 0,
    asked: int = 0,
) -> Change:
    """Split the change of every measure; `after_by_older` and `after` are of the same openings."""
    first, second = before.group(by), after.group(by)
    names = sorted({*first.tolist(), *second.tolist()})
    splits = (
        _split(name, measure, before, after_by_older, after, by)
        for name, measure in MEASURES.items()
    )
    return Change(
        by=by,
        splits=tuple(split for split in splits if split is not None),
        groups=tuple(
            GroupChange(
                name,
                *(
                    _measure_group(name, part, part.group(by) == name)
                    for part in (before, after_by_older, after)
                ),
            )
            for name in names
        ),
        left=tuple(sorted(set(first.tolist()) - set(second.tolist()))),
        joined=tuple(sorted(set(second.tolist()) - set(first.tolist()))),
        before=len(before),
        after=len(after),
        unscored=unscored,
        asked=asked,
    )


def measure_groups(judged: JudgedOpenings, by: str) -> tuple[GroupLine, ...]:
    """Return every group of one model's judged openings."""
    groups = judged.group(by)
    lines = (_measure_group(name, judged, groups == name) for name in np.unique(groups).tolist())
    return tuple(line for line in lines if line is not None)


def reweigh(groups: npt.NDArray[np.str_], like: npt.NDArray[np.str_]) -> Floats:
    """Return how often each opening counts so that its groups are mixed as those of `like`.

    Groups that only one side has count nothing; without a common group all are 0.
    """
    weights = np.zeros(len(groups))
    common = np.isin(like, groups)
    for name in np.unique(like[common]).tolist():
        own = groups == name
        weights[own] = (like == name).sum() / common.sum() / own.sum()
    return weights


def _split(
    name: str,
    measure: Measure,
    before: JudgedOpenings,
    after_by_older: JudgedOpenings,
    after: JudgedOpenings,
    by: str,
) -> Split | None:
    groups, later = before.group(by), after.group(by)
    mixed = reweigh(groups, later)
    common = np.isin(later, groups).astype(np.float64)
    whole = np.ones(len(before)), np.ones(len(after))
    first, last = measure(before, whole[0]), measure(after, whole[1])
    second = measure(after_by_older, whole[1])
    if first is None or second is None or last is None:
        return None
    as_mixed, on_common = measure(before, mixed), measure(after_by_older, common)
    fell = 0.0 if as_mixed is None or on_common is None else on_common - as_mixed
    return Split(name, first, last, second - first - fell, fell, last - second)


def _measure_group(name: str, judged: JudgedOpenings, own: Flags) -> GroupLine | None:
    if not own.any():
        return None
    part, weights = judged.take(own), np.ones(int(own.sum()))
    measures = {one: measure(part, weights) for one, measure in MEASURES.items()}
    return GroupLine(name, len(part), measures)
