"""What separates two people for a position: a difference of two rows, part by part and in words.

Contributions are exact, and both people stand before the same position, so that the differences of
their contributions come to score a − score b however they are summed: by group, by reason, by
column.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from features.catalog import NAMES
from features.feature import Direction
from features.matrix import build_matrix
from matching.contest import Contest, Question
from matching.explaining.gaps import measure_competencies, summarise
from models.columns import name_column, tell_column
from models.reason_kinds import GROUPS, KINDS, Group, ReasonKind
from models.reasons import Standard, sum_groups, sum_kinds, tell
from snapshots.ledger import Floats
from wording import Fact, Language, say

HARDLY = 0.005
"""A difference that is written as 0.00."""
MOST_DECISIVE = 3
MOST_SHARED = 5

_KIND_OF = {name: kind for kind in KINDS for name in kind.features}


@dataclass(frozen=True)
class GroupPart:
    """One group's part of a score difference a − b."""

    group: Group
    difference: float


@dataclass(frozen=True)
class ContrastPart:
    """One reason's part of a score difference a − b: positive parts put `a` above `b`."""

    code: str
    group: Group
    difference: float
    value_a: str
    value_b: str
    text: str


@dataclass(frozen=True)
class ColumnPart:
    """One column's part of a score difference a − b; `reason` is the code of its kind."""

    feature: str
    label: str
    group: Group
    reason: str
    difference: float
    value_a: str
    value_b: str


@dataclass(frozen=True)
class Contrast:
    """What puts `a` above `b` or below: `groups`, `parts` and `features` each sum to `difference`.

    `decisive` holds a sentence for each of the weightiest three parts, `shared` what both have
    alike of what the model weighs. Where one of the two is ineligible there is nothing to weigh:
    `difference` is None, all else but `text` is empty, and the gates of both answer.
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


@dataclass(frozen=True)
class _Side:
    """One of the two: name, values by column, the score's parts by reason, competencies."""

    name: str
    values: dict[str, float]
    weights: dict[str, float]
    standard: Standard


def contrast_people(contest: Contest, a: int, b: int, language: Language) -> Contrast:
    """Return what separates two people (indexes) of a contest. Raises NoModelError."""
    bundle, people = contest.matcher.bundle, np.array([a, b])
    matrix = build_matrix(contest.matcher.source, contest.view.take(people), contest.position)
    contributions, score = bundle.contributions(matrix), bundle.score(matrix)
    first, second = (
        _take_side(contest, *side, language)
        for side in zip(people.tolist(), matrix, contributions, strict=True)
    )
    columns = contributions[0] - contributions[1]
    features = _part_by_column(first, second, columns, language)
    parts = _part_by_reason(first, second, columns, language)
    groups = _part_by_group(columns)
    difference = float(score[0] - score[1])
    return Contrast(
        difference=difference,
        groups=groups,
        parts=parts,
        features=features,
        decisive=_tell_decisive(first, second, parts, features, bundle.direction_of, language),
        shared=_tell_shared(first, second, parts, features, language),
        text=_conclude(first.name, second.name, difference, groups, language),
    )


def contrast_nobody(text: str) -> Contrast:
    """Return the contrast of people who cannot be weighed; `text` says why."""
    return Contrast(None, (), (), (), (), (), text)


def _take_side(
    contest: Contest, person: int, features: Floats, contributions: Floats, language: Language
) -> _Side:
    measures = measure_competencies(Question(contest, person))
    return _Side(
        name=contest.matcher.history.people.name[person],
        values=dict(zip(NAMES, features.tolist(), strict=True)),
        weights=sum_kinds(contributions),
        standard=summarise(measures, language),
    )


def _part_by_group(columns: Floats) -> tuple[GroupPart, ...]:
    sums = sum_groups(columns)
    return tuple(GroupPart(group, sums[group]) for group in GROUPS)


def _part_by_reason(
    first: _Side, second: _Side, columns: Floats, language: Language
) -> tuple[ContrastPart, ...]:
    """Return what each reason adds to the difference, the weightiest first."""
    parts = []
    for code, difference in sum_kinds(columns).items():
        if not difference:
            continue
        kind = next(kind for kind in KINDS if kind.code == code)
        a, b = (tell(kind, side.values, side.standard, language) for side in (first, second))
        text = _join(first.name, a.text, second.name, b.text, language)
        parts.append(ContrastPart(code, kind.group, difference, a.value, b.value, text))
    return tuple(sorted(parts, key=_weigh, reverse=True))


def _join(a: str, text_a: str, b: str, text_b: str, language: Language) -> str:
    """Return two sentences with their names, one where both are told the same."""
    if text_a == text_b:
        return say("contrast.both", language, a=a, b=b, text=text_a)
    return f"{a}: {text_a} {b}: {text_b}"


def _part_by_column(
    first: _Side, second: _Side, columns: Floats, language: Language
) -> tuple[ColumnPart, ...]:
    """Return what each column adds to the difference, the weightiest first."""
    parts = [
        ColumnPart(
            feature=name,
            label=name_column(name, language),
            group=_KIND_OF[name].group,
            reason=_KIND_OF[name].code,
            difference=difference,
            value_a=_write(name, first, language),
            value_b=_write(name, second, language),
        )
        for name, difference in zip(NAMES, columns.tolist(), strict=False)
        if difference
    ]
    return tuple(sorted(parts, key=_weigh, reverse=True))


def _write(name: str, side: _Side, language: Language) -> str:
    """Write a column's value; what is not known is said to be so."""
    if np.isnan(side.values[name]):
        return say("contrast.unknown", language)
    return tell_column(name, side.values, language).value


def _weigh(part: ContrastPart | ColumnPart) -> float:
    return abs(part.difference)


def _tell_decisive(
    first: _Side,
    second: _Side,
    parts: Sequence[ContrastPart],
    features: Sequence[ColumnPart],
    direction_of: Callable[[str], Direction],
    language: Language,
) -> tuple[str, ...]:
    """Say of the weightiest parts in which the two differ what is there, and whom it favours."""
    told = [
        (part, column)
        for part in parts
        if abs(part.difference) >= HARDLY
        and (column := _find_difference(part, features)) is not None
    ]
    return tuple(
        say(
            f"contrast.decisive_{_choose_variant(part, column, first, second, direction_of)}",
            language,
            label=column.label,
            a=first.name,
            b=second.name,
            value_a=column.value_a,
            value_b=column.value_b,
            favoured=(first if part.difference > 0 else second).name,
            difference=abs(part.difference),
        )
        for part, column in told[:MOST_DECISIVE]
    )


def _find_difference(part: ContrastPart, features: Sequence[ColumnPart]) -> ColumnPart | None:
    """Return the column that pulls most where a reason does, of those written differently."""
    differing = [
        column
        for column in features
        if column.reason == part.code and column.value_a != column.value_b
    ]
    return max(differing, key=lambda one: one.difference * np.sign(part.difference), default=None)


def _choose_variant(
    part: ContrastPart,
    column: ColumnPart,
    first: _Side,
    second: _Side,
    direction_of: Callable[[str], Direction],
) -> str:
    """Tell a part plainly, or admit that the two values alone do not explain it.

    Columns act together, so that a part can favour who has the lesser value; what is not known
    favours nobody by itself.
    """
    a, b = first.values[column.feature], second.values[column.feature]
    if np.isnan(a if part.difference > 0 else b):
        return "despite"
    agrees = np.isnan(a + b) or direction_of(column.feature) * (a - b) * part.difference >= 0
    return "plain" if agrees and column.difference * part.difference > 0 else "despite"


def _tell_shared(
    first: _Side,
    second: _Side,
    parts: Sequence[ContrastPart],
    features: Sequence[ColumnPart],
    language: Language,
) -> tuple[str, ...]:
    """Say what the same words are told of on both sides, the weightiest first.

    Only what the model weighs for one of the two is named. One more sentence each tells of what is
    known of neither, and of what equal facts add because they act together with those that differ.
    """
    weight = {code: abs(first.weights[code]) + abs(second.weights[code]) for code in first.weights}
    by_weight = sorted(KINDS, key=lambda kind: -weight[kind.code])
    kinds = [kind for kind in by_weight if weight[kind.code] >= HARDLY]
    texts = (_tell_alike(kind, first, second, language) for kind in kinds)
    alike = [say("contrast.shared", language, text=text) for text in texts if text is not None]
    unknown = [
        name_column(kind.tells, language) for kind in kinds if _is_unknown(kind, first, second)
    ]
    equal = [part.difference for part in parts if _find_difference(part, features) is None]
    return (
        *alike[:MOST_SHARED],
        *_tell_unknown(unknown, language),
        *_tell_equal(sum(equal), first.name, second.name, language),
    )


def _tell_unknown(labels: Sequence[str], language: Language) -> tuple[str, ...]:
    listed = "; ".join(labels)
    return (say("contrast.shared_unknown", language, labels=listed),) if labels else ()


def _tell_equal(difference: float, a: str, b: str, language: Language) -> tuple[str, ...]:
    if abs(difference) < HARDLY:
        return ()
    favoured = a if difference > 0 else b
    facts: dict[str, Fact] = {"favoured": favoured, "difference": abs(difference)}
    return (say("contrast.shared_pull", language, **facts),)


def _is_unknown(kind: ReasonKind, first: _Side, second: _Side) -> bool:
    return bool(np.isnan([side.values[kind.tells] for side in (first, second)]).all())


def _tell_alike(kind: ReasonKind, first: _Side, second: _Side, language: Language) -> str | None:
    """Return the sentence of a reason where it is known and the same on both sides."""
    if np.isnan([side.values[kind.tells] for side in (first, second)]).any():
        return None
    texts = {tell(kind, side.values, side.standard, language).text for side in (first, second)}
    return texts.pop() if len(texts) == 1 else None


def _conclude(
    a: str, b: str, difference: float, groups: Sequence[GroupPart], language: Language
) -> str:
    """Say who stands above whom, and which group of reasons does most of it."""
    if abs(difference) < HARDLY:
        return say("contrast.equal", language, a=a, b=b)
    above, below = (a, b) if difference > 0 else (b, a)
    most = max(groups, key=lambda part: part.difference * np.sign(difference))
    return say(
        "contrast.above",
        language,
        a=above,
        b=below,
        difference=abs(difference),
        group=say(f"matching.group_{most.group}", language).lower(),
    )
