"""One training run from records to a registered model, and looking back at how one was judged."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from features.source import FeatureSource
from matching.matcher import Matcher
from matching.watching.pools import judge_pools
from matching.watching.watched import write_profile
from models.bundle import Basis, Bundle
from models.card.about import WhyNamed, find_why_named
from models.card.results import find_own_line
from models.registry import CHAMPION, ModelRegistry
from rules.policy import Policy
from snapshots.days import to_day
from snapshots.history import History
from snapshots.moves import derive_moves
from training.challenge import Challenger, find_unseen, meet_champion, meet_on_fairness
from training.dataset import build_training_set
from training.errors import LaterThanRecordsError
from training.judging.advised import Advice
from training.judging.assessment import FOUND, Assessment, assess
from training.judging.evaluation import EvaluationTable, Trial, tabulate
from training.judging.fairness import audit_model
from training.judging.judged import FILE as JUDGED
from training.judging.judged import list_keys, write_judged
from training.learning import Progress, judge_rules, learn
from training.promotion import Check, check_calibration, check_catalog
from training.recipe import Recipe
from training.record import write_card, write_record
from training.report import TrainingReport, make_report


def run_training(
    history: History,
    policy: Policy,
    recipe: Recipe,
    registry: ModelRegistry,
    as_of: date | None = None,
    progress: Progress = lambda stage, share: None,
    advice: Sequence[Advice] = (),
) -> TrainingReport:
    """Train on what was known strictly before `as_of` (the records' own date), log and register.

    Nothing serves by it: that is for whoever reads the report. `progress` is told the stage
    (`training.stage_…` in the wording) and how much of it is done; `advice` are the decisions by
    which moves are flagged as made with Padan's help.

    Raises LaterThanRecordsError for an `as_of` after the records' date.
    """
    started = time.monotonic()
    day = history.day if as_of is None else to_day(as_of)
    if day > history.day:
        raise LaterThanRecordsError
    source = FeatureSource(history, derive_moves(history, policy.outcome))
    data = build_training_set(
        source, policy, recipe.openings, day, recipe.seed, lambda share: progress("openings", share)
    )
    lesson = learn(data, recipe, progress)
    progress("assessing", 0.0)
    found = assess(history, lesson, recipe, advice)
    card = write_card(source, policy, recipe, day, data, lesson) | found.to_card()
    matcher = Matcher(history, policy, lesson.candidate, b"", "")
    pools = judge_pools(matcher, as_of or history.snapshot.as_of)
    fairness = audit_model(matcher, pools, lesson, found.judged)
    card["fairness"] = fairness.to_json()
    profile = write_profile(matcher, pools)
    candidate = replace(lesson.candidate, card=card, profile=profile)
    progress("logging", 0.0)
    champion = registry.champion_version()
    fair = meet_on_fairness(registry, fairness, matcher, pools)
    own = (*_check_probability(candidate, found), check_catalog(candidate), fair)
    openings = list_keys(history, source.moves)
    challenger = Challenger(lesson, found.judged, history.snapshot.snapshot_id, openings)
    checks = (*lesson.checks, *own, meet_champion(registry, challenger))
    record = write_record(candidate, recipe, lesson, checks)
    documents = {**record.documents, JUDGED: write_judged(found.judged)}
    version = registry.register(candidate, replace(record, documents=documents))
    return make_report(candidate, version, lesson, checks, champion, started)


def _check_probability(candidate: Bundle, found: Assessment) -> tuple[Check, ...]:
    """Check what a model tells; one that tells no probability cannot be wrong about it."""
    if candidate.calibration is None:
        return ()
    return check_calibration(found.judged.score, found.judged.success)


@dataclass(frozen=True)
class Evaluation:
    """A model's stored table and, where asked for, how it does on present records.

    `fresh` judges the model itself on openings that it has not been trained on; None where it was
    not asked for or the records hold none. `card` tells what else was found of it (`assessment`);
    `why_named` is the code of why it follows whom committees chose, None where it does not;
    `made_up` tells that it learned from a made-up city.
    """

    version: str
    basis: Basis
    name: str
    why_named: WhyNamed | None
    stored: EvaluationTable
    fresh: EvaluationTable | None
    card: Mapping[str, Any]
    made_up: bool


def evaluate(
    registry: ModelRegistry,
    version_or_alias: str = CHAMPION,
    records: tuple[History, Policy, Recipe] | None = None,
) -> Evaluation:
    """Return how a model was judged; with records and what reads them also how it does on them.

    Raises UnknownModelError (NoChampionError for the champion) and what loading a model raises.
    """
    bundle = (
        registry.champion() if version_or_alias == CHAMPION else registry.load(version_or_alias)
    )
    fresh = None if records is None else _judge_anew(bundle, *records)
    stored = EvaluationTable.from_json(bundle.card["evaluation"])
    return Evaluation(
        version=bundle.model_version,
        basis=bundle.basis,
        name=bundle.name,
        why_named=find_why_named(bundle.basis, bundle.card),
        stored=stored,
        fresh=fresh,
        card={name: bundle.card[name] for name in (*FOUND, "fairness") if name in bundle.card},
        made_up=bool(bundle.card.get("made_up")),
    )


def _judge_anew(
    bundle: Bundle, history: History, policy: Policy, recipe: Recipe
) -> EvaluationTable | None:
    source = FeatureSource(history, derive_moves(history, policy.outcome))
    data = build_training_set(source, policy, recipe.openings, history.day, recipe.seed)
    ripe = data.openings.ripe
    trial = find_unseen(Trial(data, np.flatnonzero(ripe), np.flatnonzero(~ripe)), bundle)
    if not len(trial.judged) + len(trial.recent):
        return None
    own = {find_own_line(bundle): trial.run(bundle)}
    return tabulate(trial, own | judge_rules(trial), recipe.seed)
