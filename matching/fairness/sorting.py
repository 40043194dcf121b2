"""Constrained sorting: an order by score in which every group keeps its share of each beginning.

After Geyik, Ambler and Kenthapadi, "Fairness-Aware Ranking in Search & Recommendation Systems"
(KDD 2019). Of their four procedures only the constrained sorting (DetConstSort) keeps every minimum
whatever the number of groups; its minimum, floor(share x i) among the first i, is taken over. It
fills a list with nothing but what minimums claim, though, which moves people on lists that were
balanced before and leaves no place to whoever belongs to no group. Here a place that no minimum
claims goes to whoever scores best. So a balanced list stays as it was, and of all lists that keep
the minimums this one gives up least score.
"""

from collections import deque
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from snapshots.coding import Codes
from snapshots.ledger import Ints, Rows


@dataclass(frozen=True)
class Sorted:
    """Places of the old order in the new one, and why: `claimed_by[i]` is 0 for the best score.

    Else it is the number of first places, all of them claimed by minimums, for whose sake the
    best score had to wait at place i.
    """

    places: Rows
    claimed_by: Ints


def find_minimums(members: npt.ArrayLike, total: int, present: npt.ArrayLike, size: int) -> Ints:
    """Return how many of each group must stand among the first 1, 2 … `size`: [group, place].

    `members` of `total` people are a group's share, `present` bounds what can be asked. Five of
    twelve people: at least 0, 0, 1, 1, 2 of the first five. Whole numbers, so that no share is
    lost to rounding.
    """
    first = np.arange(1, size + 1)
    asked = np.asarray(members, np.int64)[:, None] * first[None, :] // max(total, 1)
    return np.asarray(np.minimum(asked, np.asarray(present, np.int64)[:, None]))


def sort_constrained(group: Codes, minimum: Ints) -> Sorted:
    """Return the first places of an order that keeps `minimum[group, place]`.

    `group` holds the group of everybody, the best score first; -1 has no minimum. `minimum` must
    leave room: its columns sum to no more than their place, and never fall.
    """
    groups, size = len(minimum), min(minimum.shape[1], len(group))
    asked = np.vstack([minimum[:, :size], np.zeros((1, size), np.int64)])
    waiting = [deque(np.flatnonzero(group == code).tolist()) for code in (*range(groups), -1)]
    taken = np.zeros(groups + 1, np.int64)
    places, claimed = np.empty(size, np.intp), np.zeros(size, np.int64)
    for place in range(size):
        open_claims = np.maximum(asked - taken[:, None], 0).sum(axis=0)[place:]
        full = np.flatnonzero(open_claims == np.arange(1, size - place + 1))
        heads = {code: queue[0] for code, queue in enumerate(waiting) if queue}
        best = chosen = min(heads, key=heads.__getitem__)
        if len(full):
            until = place + int(full[0])
            chosen = min(np.flatnonzero(asked[:, until] > taken).tolist(), key=heads.__getitem__)
            claimed[place] = until + 1 if chosen != best else 0
        places[place] = waiting[chosen].popleft()
        taken[chosen] += 1
    return Sorted(places, claimed)
