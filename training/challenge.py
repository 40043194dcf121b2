"""A candidate meets the champion: on openings that neither has seen."""

from dataclasses import replace
from datetime import date

from models.bundle import Bundle
from models.errors import IncompatibleModelError, ModelError, NoChampionError
from models.registry import ModelRegistry
from snapshots.days import to_day
from training.evaluation import Trial
from training.learning import Lesson
from training.promotion import Check, Contest, check_champion

CANDIDATE = "candidate"


def meet_champion(registry: ModelRegistry, lesson: Lesson) -> Check:
    """Compare the candidate with the champion on openings that neither has seen.

    A champion that can no longer be read counts as none, and the check says so.
    """
    try:
        champion = registry.champion()
        unseen = find_unseen(lesson.contest.trial, champion)
    except NoChampionError:
        return check_champion(None, lesson.aim, CANDIDATE, None)
    except ModelError:
        version = registry.champion_version()
        return Check("champion_unreadable", True, 0.0, 0.0, version, gates=True)
    version = champion.model_version
    judged = {CANDIDATE: unseen.run(lesson.judge_model), version: unseen.run(champion)}
    contest = Contest(unseen, judged, lesson.contest.seed)
    return check_champion(contest, lesson.aim, CANDIDATE, version)


def find_unseen(trial: Trial, champion: Bundle) -> Trial:
    """Leave out openings whose outcome the champion was trained on; a rule has seen none.

    Raises IncompatibleModelError where the champion's card does not tell when it was trained.
    """
    if champion.basis == "rule":
        return trial
    if "as_of" not in champion.card:
        raise IncompatibleModelError(())
    trained = to_day(date.fromisoformat(champion.card["as_of"]))
    openings = trial.data.openings
    return replace(
        trial,
        judged=trial.judged[openings.known_on[trial.judged] >= trained],
        recent=trial.recent[openings.day[trial.recent] >= trained],
    )
