"""The best other choice is the best of all, and no more are tried than it takes to know that."""

import numpy as np

from planning.optimum.refusal import Replanned, Replanner
from planning.reasons.alternatives import try_others

NOTHING = np.zeros(0, np.int64)


class Told(Replanner):
    """Answers what is lost by each edge; edges are numbered by the bounds on what they lose."""

    def __init__(self, bounds, losses):
        self.bounds = np.array(bounds, np.float64)
        self.losses = losses
        self.asked = []

    def bound_loss(self, edges):
        return self.bounds[edges]

    def replan(self, refused=NOTHING, taken=NOTHING, unlocked=False):
        (edge,) = taken
        self.asked.append(int(edge))
        loses = self.losses[edge]
        return None if loses is None else Replanned(NOTHING, loses)


def test_the_best_is_found_however_many_look_as_good_before_it():
    replanner = Told(range(12), [*range(30, 20, -1), 11, 12])
    assert try_others(replanner, 99, np.arange(12)) == (10, 11)


def test_nobody_is_tried_who_can_only_be_dearer():
    replanner = Told([0, 5, 10, 20], [7, None, 9, 20])
    assert try_others(replanner, 99, np.arange(4)) == (0, 7)
    assert replanner.asked == [0, 1]


def test_where_no_plan_holds_any_of_them_there_is_none():
    assert try_others(Told([0, 1], [None, None]), 99, np.arange(2)) is None
