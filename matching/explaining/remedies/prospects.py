"""One person's next days: on which of them the rules are met, and under which yearly predicates."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from features.supposed import suppose_predicates
from matching.contest import Question
from matching.explaining.judging import explain_one
from rules.explanations import GateAnswer
from rules.gates import GATES, Verdicts, check_gates
from rules.policy_file import Development
from snapshots import ladders
from snapshots.ahead import list_coming_years, view_ahead
from snapshots.days import Days, add_months, due_day
from snapshots.history import FIRST_YEAR, YEARS, year_key
from snapshots.ladders import UNKNOWN
from wording import Language

MET_BY_WORK = ("performance_floor",)
"""Rules that coming years of work meet, though no day of it is certain."""
_QUARTER = 3
"""Months after which waiting is looked at again: everybody grows older, so that little changes."""
_GOOD, _BEST = ladders.PREDICATE_CODES["baik"], ladders.PREDICATE_CODES["sangat_baik"]


@dataclass(frozen=True)
class Outlook:
    """Yearly predicates that are still to come: the years with the code that all of them get.

    `raised` tells that it is another than the person's latest, `has`; where that is unknown and
    nothing is raised, none is supposed (`code` is UNKNOWN).
    """

    years: tuple[int, ...]
    has: int
    code: int

    @property
    def raised(self) -> bool:
        """Whether it asks for a better predicate than the latest."""
        return self.code != self.has

    @property
    def predicates(self) -> tuple[tuple[int, int], ...]:
        """The (year, code) that are supposed."""
        return () if self.code == UNKNOWN else tuple((year, self.code) for year in self.years)

    def due_by(self, day: int) -> tuple[int, ...]:
        """Return the years whose predicate is known before a day number."""
        return tuple(year for year in self.years if int(due_day(year)) < day)


@dataclass(frozen=True)
class Prospect:
    """A person's days ahead; `months[m]` is the day number `m` calendar months after as_of."""

    question: Question
    bounds: Development

    @cached_property
    def months(self) -> Days:
        """Day numbers on which whole months have passed, int32[most_months + 1]."""
        return add_months(self.question.day, np.arange(self.bounds.most_months + 1))

    @cached_property
    def days(self) -> Days:
        """Every day number from as_of to the last month's, both with it."""
        return np.arange(self.months[0], self.months[-1] + 1, dtype=np.int32)

    @cached_property
    def outlooks(self) -> tuple[Outlook, ...]:
        """What the coming predicates may be: as the latest, then better, the least first."""
        has, years = self._read_predicates()
        codes = [has]
        if years:
            codes += [code for code in (_GOOD, _BEST) if code > has]
        return tuple(Outlook(years, has, code) for code in codes)

    def judge(self, outlook: Outlook) -> Verdicts:
        """Judge every rule on each day, facts and effective day moved along; [days, gates]."""
        return self._verdicts[self.outlooks.index(outlook)]

    def count_months(self, day: int) -> int:
        """Return the calendar months from as_of to a day number; one that has begun counts."""
        return int(np.searchsorted(self.months, day))

    def first_day(self, outlook: Outlook, day: int) -> int | None:
        """Return the first day number from `day` on that meets all rules."""
        eligible = np.flatnonzero(self.judge(outlook).eligible[day - self.question.day :])
        return day + int(eligible[0]) if len(eligible) else None

    def list_days_to_wait_for(self, outlook: Outlook) -> list[int]:
        """Return the day numbers of cures and quarters on which all rules are met.

        Example: as of 1 June, a rule that is met from 9 February on gives 9 February, 1 March,
        1 June, ….
        """
        eligible = self.judge(outlook).eligible
        begins = eligible & ~np.append(False, eligible[:-1])
        quarters = eligible & np.isin(self.days, self.months[::_QUARTER])
        found: list[int] = self.days[begins | quarters].tolist()
        return found

    def first_due(self, outlook: Outlook) -> int:
        """Return the first day number on which a coming predicate is known."""
        return int(due_day(outlook.years[0])) + 1

    def list_never_met(self, outlook: Outlook, result: np.int8) -> tuple[str, ...]:
        """Return the rules that give `result` on every day."""
        always = (self.judge(outlook).results == result).all(axis=0)
        return tuple(rule for rule, found in zip(GATES, always, strict=True) if found)

    @cached_property
    def _verdicts(self) -> tuple[Verdicts, ...]:
        return tuple(self._check())

    def _check(self) -> Iterator[Verdicts]:
        question = self.question
        effective = np.maximum(self.days, question.effective_day)
        for outlook in self.outlooks:
            history = suppose_predicates(
                question.history, question.row, question.day, outlook.predicates
            )
            view = view_ahead(history, question.row, self.days)
            yield check_gates(view, question.position, question.matcher.policy, effective)

    def _read_predicates(self) -> tuple[int, tuple[int, ...]]:
        """Return the latest known predicate, UNKNOWN for none, and the years not yet due."""
        history, day = self.question.history, self.question.day
        if not history.snapshot.has("performance"):
            return UNKNOWN, ()
        every = np.arange(FIRST_YEAR, FIRST_YEAR + YEARS)
        ledger = history.predicates
        codes = ledger.last(ledger.before(year_key(self.question.row, every), day))
        known = np.flatnonzero(codes != UNKNOWN)
        years = tuple(
            year
            for year in list_coming_years(day, int(self.days[-1]))
            if codes[year - FIRST_YEAR] == UNKNOWN
        )
        return (int(codes[known[-1]]) if len(known) else UNKNOWN), years


def list_barring(question: Question, language: Language) -> tuple[GateAnswer, ...]:
    """Return the answers of rules that are not met and that neither development nor time meets."""
    return tuple(
        one
        for one in explain_one(question.contest, question.row, language)
        if one.result == "fail" and one.cures_on is None and one.rule not in MET_BY_WORK
    )
