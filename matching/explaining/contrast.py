"""What separates two people for a position: a difference of two rows, part by part and in words."""

from dataclasses import dataclass

import numpy as np

from features.catalog import NAMES
from features.matrix import build_matrix
from matching.contest import Contest, Question
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
from matching.explaining.gaps import measure_competencies, summarise
from snapshots.ledger import Floats
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


def contrast_people(contest: Contest, a: int, b: int, language: Language) -> Contrast:
    """Return what separates two people (indexes) of a contest. Raises NoModelError."""
    bundle, people = contest.matcher.bundle, np.array([a, b])
    matrix = build_matrix(contest.matcher.source, contest.view.take(people), contest.position)
    sides = [
        _take_side(contest, *side, language)
        for side in zip(people.tolist(), matrix, bundle.contributions(matrix), strict=True)
    ]
    pair, score = Pair(sides[0], sides[1], bundle.direction_of, language), bundle.score(matrix)
    difference, groups = float(score[0] - score[1]), part_by_group(pair)
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


def contrast_nobody(text: str) -> Contrast:
    """Return the contrast of people who cannot be weighed; `text` says why."""
    return Contrast(None, (), (), (), (), (), text)


def _take_side(
    contest: Contest, person: int, features: Floats, contributions: Floats, language: Language
) -> Side:
    return Side(
        name=contest.matcher.history.people.name[person],
        values=dict(zip(NAMES, features.tolist(), strict=True)),
        contributions=contributions,
        standard=summarise(measure_competencies(Question(contest, person)), language),
    )
