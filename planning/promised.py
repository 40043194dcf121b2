"""What other plans have decided and the records do not hold yet: who moves, and into which seat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from matching.matcher import Dates, Matcher
from snapshots.coding import Codes
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Flags, Ints


@dataclass(frozen=True)
class Promise:
    """A move of another plan that is decided, perhaps inaugurated; `effective_on` is its TMT."""

    plan_id: str
    nip: str
    from_position_id: str | None
    to_position_id: str
    effective_on: date


@dataclass(frozen=True)
class Promised:
    """Promises that are due beside a plan, as indexes of the history; one entry each.

    `origin` is the post held on the plan's day (UNKNOWN: none). `later` tells which take effect
    only after the plan does.
    """

    person: Codes
    origin: Codes
    post: Codes
    later: Flags

    def __len__(self) -> int:
        return len(self.person)

    def net(self, posts: int, these: Flags) -> Ints:
        """Return how many people more (or fewer) these bring to each of so many posts."""
        return count_net(self.origin[these], self.post[these], posts)


def count_net(origin: Codes, post: Codes, posts: int) -> Ints:
    """Return how many more (or fewer) moves come to each of so many posts than leave it."""
    came = np.bincount(post, minlength=posts)
    return np.asarray(came - np.bincount(origin[origin != UNKNOWN], minlength=posts), np.int64)


def find_due(matcher: Matcher, promises: Sequence[Promise]) -> tuple[Promise, ...]:
    """Return the promises that the records still have before them.

    These are of people whom the records show where the plan takes them from; whoever is elsewhere
    by now has moved, or can't move from there any more.
    """
    return tuple(one for one in promises if _is_due(matcher, one))


def list_promised(matcher: Matcher, due: Sequence[Promise]) -> tuple[Codes, Codes]:
    """Return person and position of promises that are due, as indexes of the history.

    Records older than those that serve may not know all of them; what they do not know is left out.
    """
    people, posts = matcher.history.person_of, matcher.history.position_of
    known = _list_known(matcher, due)
    return (
        np.array([people[one.nip] for one in known], np.int32),
        np.array([posts[one.to_position_id] for one in known], np.int32),
    )


def read_promised(matcher: Matcher, dates: Dates, due: Sequence[Promise]) -> Promised:
    """Return the promises that are due beside a plan of these dates; see `list_promised`."""
    known = _list_known(matcher, due)
    person, post = list_promised(matcher, known)
    return Promised(
        person=person,
        origin=matcher.view(dates.day).position[person],
        post=post,
        later=np.array([one.effective_on > dates.effective_on for one in known], np.bool_),
    )


def _list_known(matcher: Matcher, due: Sequence[Promise]) -> list[Promise]:
    people, posts = matcher.history.person_of, matcher.history.position_of
    return [one for one in due if one.nip in people and one.to_position_id in posts]


def _is_due(matcher: Matcher, one: Promise) -> bool:
    history = matcher.history
    person, origin = history.person_of.get(one.nip), UNKNOWN
    if person is None or one.to_position_id not in history.position_of:
        return False
    if one.from_position_id is not None:
        origin = history.position_of.get(one.from_position_id, UNKNOWN)
    return int(matcher.view(history.day).position[person]) == origin
