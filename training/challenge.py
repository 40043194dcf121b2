"""A candidate meets the champion: on openings that neither has seen."""

from dataclasses import replace
from datetime import date

from models.bundle import Bundle
from models.errors import ModelError
from models.registry import ModelRegistry
from snapshots.days import to_day
from training.evaluation import Trial
from training.learning import Lesson
from training.promotion import Check, Contest, check_champion

CANDIDATE = "candidate"
LEAST_UNSEEN = 30
"""Openings below which the two are not compared."""


def meet_champion(registry: ModelRegistry, lesson: Lesson) -> Check:
    """Compare the candidate with the champion on openings that neither has seen.

    A champion that no longer loads, or openings too few to tell, hold nothing against it.
    """
    champion = _load_champion(registry)
    if champion is None:
        return check_champion(None, lesson.aim, CANDIDATE, None)
    unseen, version = find_unseen(lesson.contest.trial, champion), champion.model_version
    if len(unseen.judged) + len(unseen.recent) < LEAST_UNSEEN:
        return check_champion(None, lesson.aim, CANDIDATE, version)
    judged = {CANDIDATE: unseen.run(lesson.judge_model), version: unseen.run(champion)}
    contest = Contest(unseen, judged, lesson.contest.seed)
    return check_champion(contest, lesson.aim, CANDIDATE, version)


def _load_champion(registry: ModelRegistry) -> Bundle | None:
    try:
        return registry.champion()
    except ModelError:
        return None


def find_unseen(trial: Trial, champion: Bundle) -> Trial:
    """Leave out openings whose outcome the champion was trained on; a rule has seen none."""
    if champion.basis == "rule":
        return trial
    trained = to_day(date.fromisoformat(champion.card["as_of"]))
    openings = trial.data.openings
    return replace(
        trial,
        judged=trial.judged[openings.known_on[trial.judged] >= trained],
        recent=trial.recent[openings.day[trial.recent] >= trained],
    )
