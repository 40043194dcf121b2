"""One recipe tried in one world: what its lists would gain, and what it foretells of later ones."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from benchmarks.labels.worlds import World
from models.baselines import find_usable, make_baseline
from models.bundle import Bundle
from models.card.results import MEASURES
from models.card.words import LEARNED
from training.fitting import fit_model
from training.judging.evaluation import tabulate
from training.judging.measures import Estimate, estimate_mean
from training.learning import cut, fit_before, hold_contest
from training.recipe import Recipe
from training.tuning import tune

CAPTURED = "captured"


@dataclass(frozen=True)
class Finding:
    """A measure of one recipe, or of a rule, in one world."""

    world: str
    recipe: str
    measure: str
    estimate: Estimate


def try_recipe(world: World, recipe: Recipe) -> Iterator[Finding]:
    """Judge the recipe on the world's later openings and, where it is known, by the truth.

    The model asked for the truth learned from every known outcome, as one that serves does; the
    others learned before the openings that they are judged on.
    """
    folds = cut(world.data, recipe)
    settings = tune(world.data, folds, recipe).settings
    fitted = fit_before(world.data, folds, settings, recipe)
    contest = hold_contest(world.data, folds, fitted, recipe)
    line = tabulate(contest.trial, contest.judged, recipe.seed).line(LEARNED)
    for measure in MEASURES:
        found = line.measures[measure] if line else None
        if found is not None:
            yield Finding(world.name, recipe.name, measure, found)
    if world.fields:
        ripe = np.flatnonzero(world.data.openings.ripe)
        model = fit_model(world.data, ripe, settings, recipe)
        yield _capture(world, recipe.name, model, recipe.seed)


def try_rules(world: World, seed: int) -> Iterator[Finding]:
    """Ask of the rules that users know what their lists would gain."""
    if world.fields:
        for name in find_usable(world.data.matrix):
            yield _capture(world, name, make_baseline(name), seed)


def _capture(world: World, name: str, model: Bundle, seed: int) -> Finding:
    shares = np.array([field.capture(model.score(field.matrix)) for field in world.fields])
    estimate = estimate_mean(shares, seed)
    if estimate is None:
        raise ValueError("a world with a truth has positions")
    return Finding(world.name, name, CAPTURED, estimate)
