"""Remedies in words: what to change, how long it takes, what it leads to; or why nothing does."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from features.matrix import build_matrix
from matching.contest import Question
from matching.explaining.remedies.answers import Change, Remedy, State
from matching.explaining.remedies.changes import Step
from matching.explaining.remedies.plans import Bar, Plan
from matching.explaining.remedies.prospects import Prospect
from snapshots import ladders
from snapshots.days import to_date
from snapshots.ladders import UNKNOWN
from wording import Fact, Language, say, write_number

SCORE_DIGITS = 3
"""One more than elsewhere: what is passed may be passed by little."""


@dataclass(frozen=True)
class Telling:
    """One person's prospect, what has to be passed, and the language in which it is told."""

    prospect: Prospect
    bar: Bar
    language: Language

    @property
    def question(self) -> Question:
        """The person in the contest."""
        return self.prospect.question

    def tell_on_list(self) -> Remedy:
        """Say that nothing has to change."""
        return self._answer("on_list", self._say("on_list"))

    def tell_past_date(self) -> Remedy:
        """Say that only the records' own date has days after it."""
        as_of = self.question.history.snapshot.as_of
        return self._answer("past_date", self._say("past_date", as_of=as_of))

    def tell_not_curable(self, rules: Sequence[str]) -> Remedy:
        """Name the rules that neither development nor time alone meets."""
        return self._answer("not_curable", self._say("not_curable", rules=self._name(rules)))

    def tell_facts_missing(self, rules: Sequence[str]) -> Remedy:
        """Name the rules that cannot be judged before the records are completed."""
        return self._answer("facts_missing", self._say("facts_missing", rules=self._name(rules)))

    def tell_never(self, rules: Sequence[str]) -> Remedy:
        """Say that time alone meets the rules, but not within the bounds."""
        key = "never_by_rules" if rules else "never_together"
        facts: dict[str, Fact] = {"months": self.prospect.bounds.most_months}
        text = self._say(key, rules=self._name(rules), **facts)
        return self._answer("none_within_bounds", text)

    def tell_found(self, plan: Plan, score: float, needed: float | None) -> Remedy:
        """Say what brings the person onto the list, when, and past which score (None: free)."""
        key = "found_open" if needed is None else "found"
        if self._write_score(score) == self._write_score(needed):
            key = "found_close"
        return self._answer_plan("found", key, plan, score, needed)

    def tell_none(self, plan: Plan, score: float, needed: float) -> Remedy:
        """Say that nothing within the bounds does, what comes closest, and the least needed."""
        waits = plan.day > self.question.day
        key = "none_within_bounds" if waits or plan.changes else "none_raises"
        return self._answer_plan("none_within_bounds", key, plan, score, needed)

    def list_changes(self, plan: Plan) -> tuple[Change, ...]:
        """Return what a plan asks, in the order of the standard, the waiting last."""
        changes = [self._tell_step(step) for step in plan.steps]
        taken = sum(step.months for step in plan.steps)
        if plan.outlook.raised:
            changes.append(self._tell_predicates(plan))
        months = self.prospect.count_months(plan.day) - taken
        if months > 0 and not plan.outlook.raised:
            text = self._say("change_waiting", months=months, on=to_date(plan.day))
            changes.append(Change("waiting", None, None, None, months, text))
        return tuple(changes)

    def _tell_step(self, step: Step) -> Change:
        facts: dict[str, Fact] = {"has": step.has, "reaches": step.reaches, "months": step.months}
        bounds = self.question.matcher.policy.development
        key = f"change_{step.code}"
        text = self._say(key, name=step.name, hours=bounds.training_hours, **facts)
        return Change(step.code, step.subject, step.has, step.reaches, step.months, text)

    def _tell_predicates(self, plan: Plan) -> Change:
        outlook, years = plan.outlook, self._write_years(plan)
        months = self.prospect.count_months(plan.day)
        text = self._say(
            "change_performance",
            years=years,
            predicate=self._name_predicate(outlook.code),
            on=to_date(plan.day),
        )
        has = None if outlook.has == UNKNOWN else outlook.has
        return Change("performance", years, has, outlook.code, months, text)

    def _say_of(self, key: str, plan: Plan, score: float, needed: float | None) -> str:
        text = self._say(
            key,
            on=to_date(plan.day),
            months=self.prospect.count_months(plan.day),
            before=self._write_score(self._score_before),
            after=self._write_score(score),
            needed=self._write_score(needed),
            most_months=self.prospect.bounds.most_months,
            most_changes=self.prospect.bounds.most_changes,
        )
        return " ".join([text, *self._add_conditions(plan)])

    def _add_conditions(self, plan: Plan) -> list[str]:
        """Say what is taken for granted: the predicates to come, others, what is not recorded."""
        outlook, conditions = plan.outlook, []
        years = self._write_years(plan)
        if years and not outlook.raised and outlook.code != UNKNOWN:
            kept = self._name_predicate(outlook.code)
            conditions.append(self._say("condition_kept", years=years, predicate=kept))
        snapshot = self.question.history.snapshot
        tables = ("requirements", "assessments", "trainings", "performance")
        absent = [self._say(f"table_{table}") for table in tables if not snapshot.has(table)]
        if absent:
            conditions.append(self._say("condition_absent", tables=", ".join(absent)))
        conditions.append(self._say("condition_others"))
        if years and snapshot.has("performance"):
            conditions.append(self._say("condition_others_rated"))
        return conditions

    def _write_years(self, plan: Plan) -> str:
        return ", ".join(str(year) for year in plan.outlook.due_by(plan.day))

    def _name_predicate(self, code: int) -> str:
        return say(f"rules.predicate_{ladders.PREDICATES[code - 1]}", self.language)

    def _name(self, rules: Sequence[str]) -> str:
        return ", ".join(say(f"matching.rule_{rule}", self.language) for rule in rules)

    @cached_property
    def _score_before(self) -> float:
        contest, field = self.question.contest, self.bar.field
        place = np.flatnonzero(field.rows == self.question.row)
        if len(place):
            return float(field.score[place[0]])
        view = contest.view.take(np.array([self.question.row]))
        matrix = build_matrix(contest.matcher.source, view, contest.position)
        return float(contest.matcher.bundle.score(matrix)[0])

    def _answer(self, state: State, text: str) -> Remedy:
        return Remedy(
            state=state,
            size=self.bar.size,
            changes=(),
            months=None,
            ready_on=None,
            score_before=self._score_before,
            score_after=None,
            score_needed=self.bar.needed,
            text=text,
        )

    def _answer_plan(
        self, state: State, key: str, plan: Plan, score: float, needed: float | None
    ) -> Remedy:
        return replace(
            self._answer(state, self._say_of(key, plan, score, needed)),
            changes=self.list_changes(plan),
            months=self.prospect.count_months(plan.day),
            ready_on=to_date(plan.day),
            score_after=score,
            score_needed=needed,
        )

    def _say(self, entry: str, **facts: Fact) -> str:
        name = self.question.history.people.name[self.question.row]
        told: dict[str, Fact] = {"name": name, "size": self.bar.size}
        return say(f"remedies.{entry}", self.language, **(told | facts))

    def _write_score(self, score: float | None) -> str | None:
        return None if score is None else write_number(score, SCORE_DIGITS, self.language)
