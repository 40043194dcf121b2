"""What a gate answers: one small code a row, and how it is told to people."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from snapshots.days import to_date
from wording import Fact, Language, say

Results = npt.NDArray[np.int8]
Answer = Results | np.int8
"""Results of a gate: one a row, or one for all rows."""

RESULT_NAMES = ("pass", "fail", "unknown", "waived", "not_checked")
PASS, FAIL, UNKNOWN, WAIVED, NOT_CHECKED = (np.int8(code) for code in range(5))


def decide(passes: npt.ArrayLike, known: npt.ArrayLike | None = None) -> Results:
    """Return PASS or FAIL, UNKNOWN where the facts are not `known` (default: they all are)."""
    failed: Results = np.logical_not(passes).view(np.int8)  # false is PASS, true is FAIL
    return failed if known is None else np.where(known, failed, UNKNOWN)


@dataclass(frozen=True)
class Finding:
    """What a gate found for one person, what it needs, and what cures a fail or an unknown.

    `cures_on` is the first day on which time alone turns a fail into a pass; None where it cannot.
    """

    found: str
    needed: str
    cure: str
    cures_on: date | None = None


class Teller:
    """The texts of the rules in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, entry: str, **facts: Fact) -> str:
        """Return the text `rules.ENTRY`."""
        return say(f"rules.{entry}", self.language, **facts)

    def day(self, day: int) -> date | None:
        """Return the date of a day number, as texts take it."""
        return to_date(day)
