"""How much each past mover counts when success is learned from movers alone.

Committees chose who moved, so movers are no sample of the eligible. *Inverse propensity* counts a
mover the more the less likely they were to be chosen, which makes movers stand for all candidates
(Horvitz and Thompson 1952); *overlap* counts a mover by the chance that another had been chosen,
which bounds every weight (Li, Morgan and Zaslavsky 2018).
"""

import numpy as np

from snapshots.ledger import Floats, Rows
from training.dataset import TrainingSet
from training.judging.choice import choice_chance, fit_choice

LARGEST = 10.0
"""No mover counts this many times more, or less, than one chosen as by lot."""


def weigh_movers(data: TrainingSet, openings: Rows, how: str) -> Floats:
    """Return the weight of the mover of each of some openings (ascending), with mean 1.

    `how` is as in the recipe: `equal`, `inverse_propensity` or `overlap`.
    """
    if how == "equal":
        return np.ones(len(openings))
    rows = data.rows_of(openings)
    matrix, opening, chosen = data.matrix[rows], data.opening[rows], data.is_mover[rows]
    chance = choice_chance(fit_choice(matrix, opening, chosen), matrix, opening)[chosen]
    if how == "overlap":
        weight = 1 - chance
    else:
        candidates = np.bincount(opening, minlength=len(data.openings))[openings]
        weight = np.clip(1 / (chance * candidates), 1 / LARGEST, LARGEST)
    return np.asarray(weight / weight.mean())
