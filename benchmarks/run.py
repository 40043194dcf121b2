"""Runs every benchmark: makes people and a model up, then measures one claim after another."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from benchmarks.explanations import measure_explanations
from benchmarks.fitted import fit_trees
from benchmarks.made_up import copy_people, make_records
from benchmarks.measuring import ROUNDS
from benchmarks.plans import measure_plans
from benchmarks.reference_path import LEAST_ELIGIBLE, measure_reference_path
from benchmarks.report import Finding, Report, look_around
from benchmarks.scene import find_widest_position, set_scene, warm_matcher, with_model
from benchmarks.shortlists import measure_shortlist, measure_whole_list
from models.bundle import Bundle
from models.trees import Trees
from rules.policy import load_policy
from wording import LANGUAGES, Language

Progress = Callable[[str, float], None]
SEED = 7


@dataclass(frozen=True)
class Sizes:
    """How large the measured things are; the defaults are those that the goals speak of.

    `copies` of the people of a city of `employees` make the large records: with who left, some
    135,000 people, of whom more than 20,000 are eligible for a common post. A plan is that of a
    province of `plan_people` with so many candidates for each of its vacancies.
    """

    employees: int = 5000
    copies: int = 20
    pairs: int = 20_000
    trees: int = 400
    leaves: int = 31
    rounds: int = ROUNDS
    least_eligible: int = LEAST_ELIGIBLE
    plan_people: int = 50_000
    plan_vacancies: int = 5_000
    plan_candidates: int = 50


def run(
    sizes: Sizes | None = None,
    champion: Bundle | None = None,
    language: Language = LANGUAGES[0],
    progress: Progress = lambda stage, share: None,
) -> Report:
    """Measure every claim and return what was found; `progress` hears of each stage.

    The goals are measured with a model of a set size. A `champion` is measured beside it if it has
    trees; a rule costs next to nothing, and there is no bare prediction to compare it with.
    """
    asked, conditions = sizes or Sizes(), look_around()
    return Report(conditions, tuple(_find(asked, champion, language, progress)))


def _find(
    sizes: Sizes, champion: Bundle | None, language: Language, progress: Progress
) -> Iterator[Finding]:
    progress("making", 0.0)
    records, policy = make_records(sizes.employees, SEED), load_policy(None)
    city = warm_matcher(records, policy)
    position = find_widest_position(city)
    progress("fitting", 0.1)
    model = fit_trees(city.source, sizes.pairs, sizes.trees, sizes.leaves, SEED)
    models = [model, champion] if champion and has_trees(champion) else [model]
    progress("measuring", 0.3)
    for bundle in models:
        scene = set_scene(with_model(city, bundle), position)
        yield promise(measure_explanations(scene, sizes.rounds, language), bundle is model)
        yield promise(measure_whole_list(scene, sizes.rounds, language), bundle is model)
        yield measure_shortlist(scene, sizes.rounds, language)
    progress("making", 0.5)
    region = warm_matcher(copy_people(records, sizes.copies), policy)
    progress("measuring", 0.7)
    for bundle in models:
        scene = set_scene(with_model(region, bundle), position)
        found = measure_reference_path(scene, sizes.rounds, sizes.least_eligible)
        yield promise(found, bundle is model)
        yield measure_shortlist(scene, sizes.rounds, language)
    progress("measuring", 0.9)
    of = sizes.plan_people, sizes.plan_vacancies, sizes.plan_candidates
    yield from measure_plans(*of, sizes.rounds, SEED)
    progress("measuring", 1.0)


def promise(found: Finding, is_set_size: bool) -> Finding:
    """Keep the goal where the model has the set size that the goals speak of."""
    return found if is_set_size else replace(found, goal=None)


def has_trees(bundle: Bundle) -> bool:
    """Tell whether a part of a model is trees."""
    return any(isinstance(term.part, Trees) for term in bundle.terms)
