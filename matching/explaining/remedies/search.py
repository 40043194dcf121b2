"""The smallest lawful change that brings a person onto a list, found by looking at all of them.

Every choice of steps within the policy's bounds is a set of changed records. Its columns are
computed from those records by the features' own code and scored by the model that serves. All rules
are judged again on the day on which it is reached, and the score is held against the list that
there will be on that day if nothing else changes in the records of others (`matching.later`).
Waiting longer than changes and rules ask counts by itself alone.
"""

from collections.abc import Sequence

import numpy as np

from features.supposed import Supposition, build_supposed_matrix
from matching.contest import Contest, Question
from matching.explaining.remedies.answers import Remedy
from matching.explaining.remedies.plans import Bar, Plan, list_plans
from matching.explaining.remedies.prospects import Prospect, list_barring
from matching.explaining.remedies.telling import SCORE_DIGITS, Telling
from matching.later import Last
from rules.results import FAIL, UNKNOWN
from snapshots.ledger import Floats
from wording import Language


def find_remedy(
    contest: Contest,
    person: int,
    size: int,
    language: Language,
    telling_by: type[Telling] = Telling,
) -> Remedy | None:
    """Return what brings one person (an index) onto a list of `size`; None without a model.

    `telling_by` words it: for who reads of somebody, or for the person.
    """
    if not contest.matcher.has_model:
        return None
    question = Question(contest, person)
    bar = Bar(contest.field, contest.field.top(size), size)
    prospect = Prospect(question, contest.matcher.policy.development)
    telling = telling_by(prospect, bar, language)
    if bar.holds(person):
        return telling.tell_on_list()
    if question.day != question.history.day:
        return telling.tell_past_date()
    plans = list_plans(prospect)
    if not plans:
        return _tell_why_never(prospect, telling)
    return _search(prospect, bar, plans, telling)


def score_plans(prospect: Prospect, plans: Sequence[Plan]) -> Floats:
    """Return the person's score with the records of each plan, on its day, float64[len(plans)]."""
    question = prospect.question
    supposed = [
        Supposition(
            plan.day,
            tuple(level for step in plan.steps for level in step.levels),
            tuple(training for step in plan.steps for training in step.trainings),
            plan.outlook.predicates,
        )
        for plan in plans
    ]
    matcher = question.matcher
    matrix = build_supposed_matrix(
        matcher.unchanged, question.row, question.day, question.position, supposed
    )
    return matcher.bundle.score(matrix)


def _search(prospect: Prospect, bar: Bar, plans: Sequence[Plan], telling: Telling) -> Remedy:
    """Score all plans at once, and take the first in their order that passes the list of its day.

    A list of a later day costs as much as all plans, so one is made only where a plan passes what
    is known of it; each that is made raises what is known of the others.
    """
    scores, question = score_plans(prospect, plans), prospect.question
    days, row = np.array([plan.day for plan in plans], np.int32), question.row
    tried = np.zeros(len(plans), np.bool_)
    distinct, place_of = np.unique(days, return_inverse=True)
    while True:
        bound = question.contest.later.bound(distinct, bar.size, row)[place_of]
        hopeful = np.flatnonzero((scores >= bound) & ~tried)
        if not len(hopeful):
            break
        place = int(hopeful[0])
        last = question.contest.later.find_last(int(days[place]), bar.size, row)
        if _passes(question, float(scores[place]), last):
            needed = None if last is None else last.score
            return telling.tell_found(plans[place], float(scores[place]), needed)
        tried[place] = True
    # Of those that read alike the first: what is less than is written is no change.
    nearest = int(np.argmax(np.round(scores - bound, SCORE_DIGITS)))
    return telling.tell_none(plans[nearest], float(scores[nearest]), float(bound[nearest]))


def _passes(question: Question, score: float, last: Last | None) -> bool:
    """Tell whether somebody with that score stands before the last one; ties as on the list."""
    if last is None or score > last.score:
        return True
    lot = question.contest.tie_break
    return score == last.score and lot(question.row) < lot(last.row)


def _tell_why_never(prospect: Prospect, telling: Telling) -> Remedy:
    """Say why no day within the bounds meets all rules, under the best predicates to come."""
    best = prospect.outlooks[-1]
    failed = prospect.list_never_met(best, FAIL)
    unknown = prospect.list_never_met(best, UNKNOWN)
    barring = {one.rule for one in list_barring(prospect.question, telling.language)}
    others = [rule for rule in failed if rule in barring]
    if others:
        return telling.tell_not_curable(others)
    if unknown and not failed:
        return telling.tell_facts_missing(unknown)
    return telling.tell_never(failed)
