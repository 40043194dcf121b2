"""What separates two people for a position: a difference of two rows, part by part and in words."""

from dataclasses import dataclass

from features.catalog import NAMES
from matching.contest import Contest
from matching.explaining.contrast_parts import (
    ColumnPart,
    ContrastPart,
    GroupPart,
    Pair,
    Side,
    part_by_column,
    part_by_group,
    part_by_reason,
)
from matching.explaining.contrast_words import conclude, tell_decisive, tell_shared
from matching.explaining.lineup import Lineup
from wording import Language


@dataclass(frozen=True)
class Contrast:
    """What puts `a` above `b` or below: `groups`, `parts` and `features` each sum to `difference`.

    `decisive` holds a sentence for each of the weightiest three parts in which the two differ,
    `shared` what both have alike of what the model weighs. Where one of the two is ineligible there
    is nothing to weigh: `difference` is None, all else but `text` is empty, and the gates of both
    answer.
    """

    difference: float | None
    groups: tuple[GroupPart, ...]
    parts: tuple[ContrastPart, ...]
    features: tuple[ColumnPart, ...]
    decisive: tuple[str, ...]
    shared: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class AgainstList(Contrast):
    """What separates somebody from the last of the first `size` on the list, and who that is."""

    size: int
    person_id: str
    name: str


def contrast_sides(contest: Contest, a: Side, b: Side, language: Language) -> Contrast:
    """Return what separates two people of a contest. Raises NoModelError."""
    pair = Pair(a, b, contest.matcher.bundle.direction_of, language)
    difference, groups = a.score - b.score, part_by_group(pair)
    features = part_by_column(pair)
    parts = part_by_reason(pair, features)
    return Contrast(
        difference=difference,
        groups=groups,
        parts=parts,
        features=features,
        decisive=tell_decisive(pair, parts, features),
        shared=tell_shared(pair, parts, features),
        text=conclude(pair, difference, groups),
    )


def take_side(lineup: Lineup, place: int) -> Side:
    """Return one person of a lineup as a side of a contrast. Raises NoModelError."""
    return Side(
        name=lineup.contest.matcher.history.people.name[lineup.rows[place]],
        score=float(lineup.score[place]),
        values=dict(zip(NAMES, lineup.matrix[place].tolist(), strict=True)),
        contributions=lineup.contributions[place],
        standard=lineup.standards[place],
    )


def contrast_nobody(text: str) -> Contrast:
    """Return the contrast of people who cannot be weighed; `text` says why."""
    return Contrast(None, (), (), (), (), (), text)
