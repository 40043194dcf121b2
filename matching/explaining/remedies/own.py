"""What would change it, as the person concerned reads it: own steps and days, nobody's score.

The score that has to be passed is somebody else's, and the one that the smallest sufficient change
leads to lies close above it: neither is told here, nor any place on a list.
"""

from dataclasses import dataclass
from datetime import date

from matching.contest import Contest
from matching.explaining.remedies.answers import Change, OwnState
from matching.explaining.remedies.search import find_remedy
from matching.explaining.remedies.telling import Telling
from wording import Fact, Language, has_text


@dataclass(frozen=True)
class OwnRemedy:
    """What the person can change so as to be proposed for a position.

    `state` as of a `Remedy`, but `nothing_needed` for who needs no change; `changes` are reached
    `months` after the day of the records, on `ready_on`. Of others it tells nothing but what
    follows from whether a change is needed.
    """

    state: OwnState
    changes: tuple[Change, ...]
    months: int | None
    ready_on: date | None
    text: str


class OwnTelling(Telling):
    """Tells the person: a text `own_ENTRY` stands for whatever names the person or a score."""

    def _say(self, entry: str, **facts: Fact) -> str:
        own = f"own_{entry}"
        return super()._say(own if has_text(f"remedies.{own}") else entry, **facts)


def find_own_remedy(
    contest: Contest, person: int, size: int, language: Language
) -> OwnRemedy | None:
    """Return what one person (an index) is told of `find_remedy`; None without a model."""
    found = find_remedy(contest, person, size, language, OwnTelling)
    if found is None:
        return None
    state: OwnState = "nothing_needed" if found.state == "on_list" else found.state
    return OwnRemedy(state, found.changes, found.months, found.ready_on, found.text)
