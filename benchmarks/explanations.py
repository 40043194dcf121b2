"""Goal 6: explaining 20 people, texts included, costs at most 1.15 times their bare contributions.

Ours is all that a list tells of a person: score, fit with its interval, reasons and concerns as
sentences, facts, warnings and advice. Every round explains other people.
"""

import numpy as np

from benchmarks.measuring import measure
from benchmarks.report import Finding
from benchmarks.scene import Scene, predict_bare
from matching.explaining.lineup import line_up_ranked
from matching.explaining.shown import show_rows
from snapshots.ledger import Rows
from wording import Language

CLAIM = "explanations"
GOAL = 1.15
SHOWN = 20


def measure_explanations(scene: Scene, rounds: int, language: Language) -> Finding:
    """Return the cost of explaining `SHOWN` people beside that of their rows' contributions."""
    field = scene.field
    ranked = field.top(SHOWN * (rounds + 1))

    def chosen(number: int) -> Rows:
        return np.take(ranked, SHOWN * number + np.arange(SHOWN), mode="wrap")

    def ours(number: int) -> None:
        show_rows(line_up_ranked(field, chosen(number), language), [None] * SHOWN)

    def bare(number: int) -> None:
        predict_bare(scene.matcher.bundle, field.matrix[chosen(number)], contributions=True)

    return Finding(
        claim=CLAIM,
        model=scene.model,
        people=scene.people,
        eligible=scene.eligible,
        rows=SHOWN,
        measured=measure(ours, bare, rounds),
        goal=GOAL,
    )
