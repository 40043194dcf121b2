"""Moves that were made with Padan's help: flagged, so that they can be judged apart.

A committee that follows a list or a plan makes the model look good at naming movers, and the model
learn from its own advice. Such moves still train; the evaluation shows them beside the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from models.calibration import Rate, estimate_rate
from snapshots.days import add_months, to_day
from snapshots.history import History
from snapshots.ledger import Flags, Floats
from training.dataset import Openings
from training.judging.measures import Estimate, estimate_auc

MONTHS = 12
"""How long after a decision a move still follows from it."""


@dataclass(frozen=True)
class Advice:
    """A decision for somebody on a list or in a plan: who, for which position, on which day."""

    nip: str
    position_id: str
    decided_on: date


@dataclass(frozen=True)
class AdvisedLine:
    """How the judged openings ended that followed advice, or that did not."""

    advised: bool
    success_rate: Rate | None
    outcome_auc: Estimate | None


@dataclass(frozen=True)
class Advised:
    """How many of all past moves followed advice, and both kinds judged apart."""

    moves: int
    with_outcome: int
    lines: tuple[AdvisedLine, ...]


def flag_advised(history: History, openings: Openings, advice: Sequence[Advice]) -> Flags:
    """Tell which openings followed a decision for that person and position, bool[openings].

    The move takes effect on the day of the decision or up to 12 months later: decided on
    2025-03-10, a move on 2026-03-09 follows from it and one on 2026-03-10 no longer does.
    """
    decided: dict[tuple[str, str], list[int]] = {}
    for one in advice:
        decided.setdefault((one.nip, one.position_id), []).append(to_day(one.decided_on))
    flags = np.zeros(len(openings), np.bool_)
    if decided:
        people, positions = history.people_ids, history.positions.position_id
        for row, day in enumerate(openings.day):
            key = people[openings.person[row]], positions[openings.position[row]]
            days = np.array(decided.get(key, ()), np.int32)
            flags[row] = bool(((days <= day) & (day < add_months(days, MONTHS))).any())
    return flags


def judge_advised(
    flags: Flags, ripe: Flags, judged_flags: Flags, score: Floats, success: Flags, seed: int
) -> Advised:
    """Judge the openings that followed advice apart from the others.

    `flags` and `ripe` are bool[openings]; the rest has an entry a judged opening.
    """
    lines = tuple(
        AdvisedLine(
            advised,
            estimate_rate(success[own]),
            estimate_auc(score[own], success[own], seed) if own.any() else None,
        )
        for advised in (True, False)
        for own in [judged_flags == advised]
    )
    return Advised(int(flags.sum()), int((flags & ripe).sum()), lines)
