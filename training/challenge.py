"""A candidate meets the champion: on openings that neither has seen, else as each was judged."""

from dataclasses import replace
from datetime import date

from models.bundle import Bundle
from models.card.words import LEARNED
from models.errors import IncompatibleModelError, ModelError, NoChampionError
from models.registry import ModelRegistry
from snapshots.days import to_day
from training.judging.evaluation import EvaluationTable, Trial
from training.judging.measures import Estimate
from training.learning import Lesson
from training.promotion import LEAST_UNSEEN, TOO_FEW, Aim, Check, Contest, check_champion

CANDIDATE = "candidate"


def meet_champion(registry: ModelRegistry, lesson: Lesson) -> Check:
    """Compare the candidate with the champion, on openings that neither has seen where it can be.

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
    check = check_champion(contest, lesson.aim, CANDIDATE, version)
    return compare_as_judged(lesson, champion) if check.name == TOO_FEW else check


def compare_as_judged(lesson: Lesson, champion: Bundle) -> Check:
    """Compare each as it was judged in its own run, where too few openings are unseen by both.

    On the same records those are the same later openings. A champion of other records cannot be
    compared so, and a candidate that was itself judged on too little does not displace any.
    """
    version = champion.model_version
    if lesson.candidate.basis == champion.basis == "rule":  # nothing learned could be lost
        return Check("not_worse_as_judged", True, 0.0, 0.0, version, gates=True)
    ours = _judged(lesson.table, lesson.candidate, lesson.aim)
    count = ours.count if ours is not None else 0
    if ours is None or count < LEAST_UNSEEN:
        return Check(TOO_FEW, False, count, LEAST_UNSEEN, version, gates=True)
    stored = EvaluationTable.from_json(champion.card["evaluation"])
    theirs = _judged(stored, champion, lesson.aim)
    same = (stored.from_day, stored.to_day) == (lesson.table.from_day, lesson.table.to_day)
    needed = theirs.value if theirs is not None and same else 0.0
    passed = ours.high >= needed
    return Check("not_worse_as_judged", passed, ours.high, needed, version, gates=True)


def _judged(table: EvaluationTable, bundle: Bundle, aim: Aim) -> Estimate | None:
    line = table.line(bundle.name if bundle.basis == "rule" else LEARNED)
    return None if line is None else line.measures.get(aim)


def find_unseen(trial: Trial, champion: Bundle) -> Trial:
    """Leave out openings whose outcome the champion was trained on; a rule has seen none.

    Raises IncompatibleModelError where the champion's card does not tell when it was trained.
    """
    if champion.basis == "rule":
        return trial
    if not {"as_of", "evaluation"} <= champion.card.keys():
        raise IncompatibleModelError(())
    trained = to_day(date.fromisoformat(champion.card["as_of"]))
    openings = trial.data.openings
    return replace(
        trial,
        judged=trial.judged[openings.known_on[trial.judged] >= trained],
        recent=trial.recent[openings.day[trial.recent] >= trained],
    )
