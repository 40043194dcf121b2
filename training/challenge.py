"""A candidate meets the champion: on openings that neither has seen, else as each was judged."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from matching.fairness.answers import Fairness
from matching.fairness.audit import audit_lists
from matching.matcher import Matcher
from matching.watching.pools import Pools
from models.bundle import Bundle
from models.card.about import find_why_named
from models.card.results import find_own_line
from models.errors import IncompatibleModelError, ModelError, NoChampionError
from models.registry import ModelRegistry
from snapshots.days import to_day
from training.judging.evaluation import EvaluationTable, Trial
from training.judging.judged import FILE, JudgedOpenings, Key, place_single, read_judged
from training.judging.measures import Estimate, auc_of, compare
from training.learning import Lesson
from training.promotion import (
    AIMS,
    LEAST_OF_EACH,
    LEAST_UNSEEN,
    TOO_FEW,
    Check,
    Contest,
    check_champion,
    check_fairness,
)

CANDIDATE = "candidate"
AS_JUDGED = "not_worse_as_judged"
OF_OTHER_RECORDS = 0.5
"""Share of a champion's judged openings below which it learned from other records than ours."""
NOTHING = Estimate(0.0, 0.0, 0.0, 0)
"""What was found where nothing could be compared."""


@dataclass(frozen=True)
class Challenger:
    """What a run brings to the comparison: the lesson, how each judged opening was judged, records.

    `snapshot_id` names the records that were learned from, `openings` every move in
    them, also after the day of training.
    """

    lesson: Lesson
    judged: JudgedOpenings
    snapshot_id: str
    openings: frozenset[Key]


def meet_champion(registry: ModelRegistry, challenger: Challenger) -> Check:
    """Compare the candidate with the champion, on openings that neither has seen where it can be.

    A candidate must not be worse in its own aim; nor in foretelling outcomes beside a champion that
    learned to foretell them, or one that names movers would take its place by naming alone. A
    champion that can no longer be read counts as none, and the check says so. One that learned from
    other records (of another agency, say) has seen none of ours.
    """
    lesson = challenger.lesson
    try:
        champion = registry.champion()
        stored = registry.read_document(champion.model_version, FILE)
        before = None if stored is None else read_judged(stored)
        unseen = find_unseen(lesson.contest.trial, champion)
        if before is not None and _is_of_other_records(before, challenger):
            unseen = lesson.contest.trial
    except NoChampionError:
        return check_champion(None, lesson.aim, CANDIDATE, None)
    except ModelError:
        version = registry.champion_version()
        return Check("champion_unreadable", True, 0.0, 0.0, version, gates=True)
    version = champion.model_version
    judged = {CANDIDATE: unseen.run(lesson.judge_model), version: unseen.run(champion)}
    contest = Contest(unseen, judged, lesson.contest.seed)
    check = check_champion(contest, lesson.aim, CANDIDATE, version)
    if check.name == TOO_FEW:
        return compare_as_judged(challenger, champion, before)
    foretells = champion.basis != "rule" and find_why_named(champion.basis, champion.card) is None
    if check.passed and foretells and contest.rarer_outcomes >= LEAST_OF_EACH:
        return check_champion(contest, AIMS[0], CANDIDATE, version)
    return check


def meet_on_fairness(
    registry: ModelRegistry, found: Fairness, matcher: Matcher, pools: Pools
) -> Check:
    """Check the candidate's lists of a day; one with an alarm is held against the champion's."""
    alone = check_fairness(found)
    if alone.passed:
        return alone
    try:
        champion = registry.champion()
    except ModelError:
        return alone
    theirs = Matcher(matcher.history, matcher.policy, champion, b"", "")
    return check_fairness(found, audit_lists(theirs, pools), champion.model_version)


def _is_of_other_records(before: JudgedOpenings, challenger: Challenger) -> bool:
    """Tell whether few of the openings on which a champion was judged stand in our records."""
    known = [key in challenger.openings for key in before.keys]
    return bool(known) and float(np.mean(known)) < OF_OTHER_RECORDS


def compare_as_judged(
    challenger: Challenger, champion: Bundle, before: JudgedOpenings | None
) -> Check:
    """Compare each as it was judged in its own run, where too few openings are unseen by both.

    Openings on which both were judged are paired: neither had seen how they ended. A candidate
    that names movers must also name them as well, where both were judged on the same time of the
    same records. Where neither can be asked the champion stays, whatever the candidate is; only
    between rules, of which neither has learned anything, one that was judged at all may pass.
    """
    table, version = challenger.lesson.table, champion.model_version
    rules = challenger.lesson.candidate.basis == champion.basis == "rule"
    if rules and table.named + table.judged:
        return Check(AS_JUDGED, True, 0.0, 0.0, version, gates=True)
    gain = _compare_pairs(challenger, before)
    named = _check_naming(challenger, champion)
    if gain.count >= LEAST_UNSEEN:
        paired = Check(AS_JUDGED, gain.high >= 0, gain.high, 0.0, version, gates=True)
        return named if named is not None and paired.passed else paired
    few = Check(TOO_FEW, False, gain.count, LEAST_UNSEEN, version, gates=True)
    return few if named is None else named


def _compare_pairs(challenger: Challenger, before: JudgedOpenings | None) -> Estimate:
    """Return how much better the candidate foretold the outcomes on which both were judged.

    The count is 0 where these all ended alike. How they ended is what the candidate's records say:
    they are the newer ones.
    """
    ours = challenger.judged
    places = place_single(ours.keys)
    others = {} if before is None else place_single(before.keys)
    both = sorted(places.keys() & others.keys())
    if before is None or not both:
        return NOTHING
    mine = ours.take(np.array([places[key] for key in both]))
    theirs = before.take(np.array([others[key] for key in both]))
    if mine.success.all() or not mine.success.any():
        return NOTHING
    seed = challenger.lesson.contest.seed
    return compare(auc_of(mine.success), mine.score, theirs.score, seed)


def _check_naming(challenger: Challenger, champion: Bundle) -> Check | None:
    """Compare how each named movers in its own run; None where that compares nothing."""
    lesson = challenger.lesson
    table, stored = lesson.table, EvaluationTable.from_json(champion.card["evaluation"])
    ours = _find_naming(table, lesson.candidate)
    theirs = _find_naming(stored, champion)
    alike = (stored.from_day, stored.to_day) == (table.from_day, table.to_day)
    same = alike and champion.card.get("snapshot_id") == challenger.snapshot_id
    if lesson.aim != AIMS[1] or not same or ours is None or theirs is None:
        return None
    if ours.count < LEAST_UNSEEN:
        return None
    passed = ours.high >= theirs.value
    return Check(AS_JUDGED, passed, ours.high, theirs.value, champion.model_version, gates=True)


def _find_naming(table: EvaluationTable, bundle: Bundle) -> Estimate | None:
    line = table.line(find_own_line(bundle))
    return None if line is None else line.measures.get(AIMS[1])


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
