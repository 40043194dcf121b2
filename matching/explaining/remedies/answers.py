"""What is answered of how somebody could come onto a list, and of what to develop."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

State = Literal[
    "on_list", "found", "none_within_bounds", "not_curable", "facts_missing", "past_date"
]
OwnState = Literal[
    "nothing_needed", "found", "none_within_bounds", "not_curable", "facts_missing", "past_date"
]
ChangeCode = Literal[
    "level", "assessment", "family_training", "competency_training", "performance", "waiting"
]
AdviceCode = Literal[
    "nothing", "no_standard", "remedy", "gap", "assessment", "usual_training", "handover"
]


@dataclass(frozen=True)
class Change:
    """One change of a person's records, and the calendar months it takes.

    `subject` is a competency's id, a job family or the years of predicates; `has` and `reaches` are
    levels, or predicates 1–5; None where nothing is known, or nothing is counted in levels.
    """

    code: ChangeCode
    subject: str | None
    has: int | None
    reaches: int | None
    months: int
    text: str


@dataclass(frozen=True)
class Remedy:
    """The smallest lawful change that brings a person onto a list of `size`.

    `state`: `on_list`; `found`; `none_within_bounds` (`changes` are then what comes closest, none
    where the rules are met on no day); `not_curable` (a rule that neither development nor time
    alone meets); `facts_missing` (a rule that cannot be judged); `past_date` (asked as of an
    earlier date).
    `months` from the day of the records to `ready_on` (one that has begun counts), on which all
    rules are judged again. `score_needed` is what the last on the list of that day then has if
    nothing else in the records changes, and where nothing is found has at least; the last on
    today's where no day is told; None where the list is not full.
    """

    state: State
    size: int
    changes: tuple[Change, ...]
    months: int | None
    ready_on: date | None
    score_before: float | None
    score_after: float | None
    score_needed: float | None
    text: str


@dataclass(frozen=True)
class Advice:
    """One piece of advice for development, or the rules (`nothing`) for which there is none.

    `subject` is a competency's id or several, a training, or rules. `moves` is what following it
    adds to the score today, of a gap if the level had been found as asked; `months` how long it
    takes by the policy; both are None where they are not known.
    """

    code: AdviceCode
    subject: str | None
    months: int | None
    moves: float | None
    text: str
