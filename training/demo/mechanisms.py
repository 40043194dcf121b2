"""Ways in which success may come about in a made-up city: from facts of a pair to a raw score.

Each city is made by one of them, so that a method can be tried on truths that differ. A raw score
has no scale of its own: `Truth` centres and spreads it, so that every mechanism is about equally
hard to learn and yields about the same share of successes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from training.demo.errors import UnknownMechanism
from training.demo.facts import PairFacts
from training.demo.vectors import Floats

Mechanism = Callable[[PairFacts], Floats]


def balanced(f: PairFacts) -> Floats:
    """A little of everything, with diminishing returns."""
    score: Floats = (
        -0.8 * f.mean_gap
        - 0.3 * f.worst_gap
        + 0.5 * np.log1p(f.family_years)
        + 0.8 * f.performance
        + 0.2 * np.log1p(f.trained_hours / 10)
        - 0.25 * np.log1p(f.distance_km / 3)
        + 0.4 * f.field_match
        - 0.1 * np.abs(f.tenure - 4)
    )
    return score


def competency_led(f: PairFacts) -> Floats:
    """The worst gap decides, sharply: about one level short is where it tips."""
    tipping = 1 / (1 + np.exp(-5 * (0.9 - f.worst_gap)))
    score: Floats = 2.0 * tipping - 0.8 * f.technical_gap + 0.15 * f.performance
    return score


def experience_led(f: PairFacts) -> Floats:
    """Having done it lately, and on that rung; competencies hardly matter."""
    score: Floats = (
        0.9 * np.sqrt(f.family_fresh)
        + 0.4 * np.log1p(f.rung_years)
        + 0.2 * np.log1p(f.agency_years)
        - 0.25 * f.step
        - 0.2 * f.mean_gap
    )
    return score


def context_led(f: PairFacts) -> Floats:
    """The place decides, and what counts depends on the post.

    Managers need managerial competency, others experience; a short-staffed agency, a big step and
    a pair of agencies that never exchanged people make it harder.
    """
    managers = -1.6 * f.managerial_gap
    others = 0.5 * np.log1p(f.family_years) + 0.3 * f.field_match
    known_pair = np.maximum(np.log1p(f.familiarity) / 2, f.same_agency)
    score: Floats = (
        np.where(f.managerial > 0, managers, others)
        + 0.35 * np.minimum(known_pair, 1.0)
        + 1.2 * (np.minimum(f.fill, 1.0) - 0.7)
        - 0.45 * f.step
        - 0.15 * np.log1p(f.distance_km / 3)
    )
    return score


def latent_led(f: PairFacts) -> Floats:
    """An aptitude that no record states; reviews and assessments only hint at it."""
    score: Floats = (
        0.6 * f.aptitude
        + 0.5 * f.diligence
        - 0.8 * f.mean_gap
        + 0.3 * np.log1p(f.family_years)
        + 0.2 * f.field_match
    )
    return score


MECHANISMS: Mapping[str, Mechanism] = {
    mechanism.__name__: mechanism
    for mechanism in (balanced, competency_led, experience_led, context_led, latent_led)
}


def find_mechanism(name: str) -> Mechanism:
    """Return the mechanism of this name; raises UnknownMechanism."""
    if name not in MECHANISMS:
        raise UnknownMechanism(name, tuple(MECHANISMS))
    return MECHANISMS[name]


@dataclass(frozen=True)
class Truth:
    """A mechanism with its scale: raw scores of ordinary pairs have this centre and spread."""

    mechanism: Mechanism
    centre: float
    spread: float

    MIDDLE = 0.55
    STEEPNESS = 1.2

    def probability(self, facts: PairFacts) -> Floats:
        """Return the true probability that each move succeeds, float64[pairs]."""
        raw = (self.mechanism(facts) - self.centre) / self.spread
        probability: Floats = 1 / (1 + np.exp(-(self.MIDDLE + self.STEEPNESS * raw)))
        return probability


def calibrate(mechanism: Mechanism, ordinary: PairFacts) -> Truth:
    """Return the truth whose scale is taken from ordinary pairs of people and posts."""
    raw = mechanism(ordinary)
    return Truth(mechanism, float(raw.mean()), float(raw.std()))
