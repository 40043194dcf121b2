"""How a card says things in one language: figures with intervals, names of columns and rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from features.attributes import MOST_YEARS
from models.card.document import Cell
from models.column_forms import FORMS
from models.columns import name_column
from snapshots.ladders import PREDICATES
from wording import Fact, Language, has_text, say, write, write_number, write_percent, write_signed

LEARNED = "learned"
"""The line of a learned model among the rankers that were judged."""


@dataclass(frozen=True)
class Words:
    """Says the texts of `card.toml` in one language."""

    language: Language

    def __call__(self, key: str, **facts: Fact) -> str:
        """Return a text of the card with its facts filled in."""
        return say(f"card.{key}", self.language, **facts)

    def choose(self, head: str, code: str | None, otherwise: str) -> str:
        """Return the text of a code after `head`, or another where the code has none."""
        key = f"{head}{code}"
        return self(key if code and has_text(f"card.{key}") else otherwise)

    def number(self, value: float) -> str:
        """Write a figure with two digits after the mark."""
        return write_number(float(value), 2, self.language)

    def signed(self, value: float) -> str:
        """Write a figure with its sign and two digits after the mark."""
        return write_signed(value, 2, self.language)

    def points(self, share: float) -> str:
        """Write a difference of shares in percentage points, with its sign."""
        return write_signed(100 * share, 1, self.language)

    def percent(self, share: float | None) -> str:
        """Write a share as a whole percentage."""
        return write_percent(share, self.language)

    def write(self, fact: Fact) -> str:
        """Write a fact alone."""
        return write(fact, self.language)

    def fine_percent(self, share: float) -> str:
        """Write a share as a percentage with one digit after the mark."""
        return f"{write_number(100 * share, 1, self.language)}%"

    def figure(self, estimate: Mapping[str, Any] | None) -> Cell:
        """Return a measure with its interval."""
        if estimate is None:
            return Cell(self.write(None))
        low, high = (self.number(estimate[end]) for end in ("low", "high"))
        return Cell(self.number(estimate["value"]), self("range", low=low, high=high))

    def share(self, estimate: Mapping[str, Any] | None) -> Cell:
        """Return a share with its interval, as percentages."""
        if estimate is None:
            return Cell(self.write(None))
        low, high = (self.percent(estimate[end]) for end in ("low", "high"))
        return Cell(self.percent(estimate["value"]), self("range", low=low, high=high))

    def tell_share(self, estimate: Mapping[str, Any]) -> str:
        """Return a share with its interval within a sentence."""
        cell = self.share(estimate)
        return f"{cell.text} ({cell.detail})"

    def feature(self, name: str) -> str:
        """Return the label of a column."""
        return name_column(name, self.language)

    def group(self, name: str) -> str:
        """Return the name of a group of columns."""
        key = f"matching.group_{name}"
        return say(key, self.language) if has_text(key) else self("group_other")

    def ranker(self, name: str) -> str:
        """Return the name of a rule or of what was learned."""
        key = f"matching.model_{name}"
        return say(key, self.language) if has_text(key) else name

    def direction(self, direction: int) -> str:
        """Return what more of a column may do to the order."""
        sign = "up" if direction > 0 else "down" if direction < 0 else "free"
        return self(f"direction_{sign}")

    def value(self, feature: str, value: float) -> str:
        """Write a column's value in the unit that people use."""
        match FORMS[feature].written if feature in FORMS else "number":
            case "flag" if value in (0, 1):
                return say("reasons.yes" if value else "reasons.no", self.language)
            case "percent":
                return self.percent(value)
            case "count" | "log_years":
                return self.write(round(float(np.expm1(value)), 1))
            case "predicate" if value == round(value):
                return say(f"reasons.predicate_{PREDICATES[round(value) - 1]}", self.language)
            case "years" if value >= MOST_YEARS:
                return f"{MOST_YEARS:.0f}+"
            case _:
                return self.write(round(float(value), 2)).replace("-", "−")
