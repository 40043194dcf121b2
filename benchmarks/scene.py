"""What is measured: a warm matcher, a position that many may lawfully take, and who they are."""

from dataclasses import dataclass

import numpy as np

from matching.contest import Contest, Field, open_contest
from matching.matcher import Matcher
from models.bundle import Bundle
from models.trees import Trees
from rules.gates import check_gates
from rules.policy import Policy
from snapshots.history import History
from snapshots.ledger import Floats
from snapshots.snapshot import Snapshot

LOOKED_AT = 64
"""Positions among which the one with most eligible people is looked for."""
_SECRET = bytes(32)


@dataclass(frozen=True)
class Scene:
    """A position in a matcher's records with everybody who is eligible for it, scored."""

    matcher: Matcher
    position_id: str
    contest: Contest
    field: Field

    @property
    def people(self) -> int:
        """People in the records."""
        return len(self.contest.view)

    @property
    def eligible(self) -> int:
        """People who may lawfully take the position."""
        return len(self.field.rows)

    @property
    def model(self) -> str:
        """Name of the model."""
        return self.matcher.bundle.name


def warm_matcher(snapshot: Snapshot, policy: Policy, bundle: Bundle | None = None) -> Matcher:
    """Return a matcher of the records, as of their own date."""
    return Matcher(History(snapshot), policy, bundle, _SECRET, "benchmark")


def with_model(matcher: Matcher, bundle: Bundle) -> Matcher:
    """Return a matcher of the same history with another model."""
    return Matcher(matcher.history, matcher.policy, bundle, _SECRET, "benchmark")


def find_widest_position(matcher: Matcher) -> str:
    """Return, of some positions over the whole list, the one with most eligible people."""
    ids = matcher.history.positions.position_id
    view = matcher.view(matcher.history.day)
    looked = range(0, len(ids), max(len(ids) // LOOKED_AT, 1))
    counts = [
        check_gates(view, place, matcher.policy, matcher.history.day).eligible.sum()
        for place in looked
    ]
    return ids[looked[int(np.argmax(counts))]]


def set_scene(matcher: Matcher, position_id: str) -> Scene:
    """Judge and score everybody for the position, which warms what is kept between questions.

    That is also what is kept of a day: who is the last with a skill in each unit.
    """
    contest = open_contest(matcher, position_id, matcher.date(None, None))
    last_skills = matcher.last_skills(contest.dates.day)
    for person in contest.field.rows.tolist():
        last_skills.of(person, matcher.source)
    return Scene(matcher, position_id, contest, contest.field)


def predict_bare(bundle: Bundle, matrix: Floats, contributions: bool = False) -> None:
    """Do what cannot be left out: LightGBM's own prediction by each booster, in one thread."""
    for term in bundle.terms:
        if isinstance(term.part, Trees):
            term.part.booster.predict(
                matrix, raw_score=True, pred_contrib=contributions, num_threads=1
            )
