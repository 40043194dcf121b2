"""What re-ranking changed, in words: for the list, its files and its page alike."""

from collections.abc import Iterator

import numpy as np

from matching.answers import Notice
from matching.contest import Field
from matching.fairness.balance import Balance
from matching.fairness.groups import UNKNOWN
from matching.fairness.reranking import (
    BalancedGroup,
    Measure,
    Moved,
    Movement,
    Price,
    Reranking,
    Shortfall,
)
from models.group_names import mention_attribute, name_group
from snapshots.ledger import Floats, Rows
from wording import Fact, Language, say, write, write_number

METHOD = "constrained_sorting"
SOURCE = "Geyik, Ambler & Kenthapadi, KDD 2019"


def tell_balance(balance: Balance, language: Language) -> Reranking:
    """Return what the sorting changed, in words and figures."""
    label = mention_attribute(balance.grouping.attribute, language)
    moved = _tell_moved(balance, language)
    counts = {way: sum(one.movement == way for one in moved) for way in ("lifted", "left")}
    text = "balance.changed" if moved else "balance.unchanged"
    return Reranking(
        attribute=balance.grouping.attribute,
        label=label,
        method=METHOD,
        source=SOURCE,
        changed=bool(moved),
        text=say(text, language, attribute=label, **counts),
        groups=_tell_groups(balance, language),
        moved=moved,
        price=_tell_price(balance, language),
        infeasible=_tell_shortfalls(balance, language),
    )


def notices_of_balance(balance: Balance | None, language: Language) -> tuple[Notice, ...]:
    """Say beside a list that it does not follow the score alone."""
    if balance is None:
        return ()
    label = mention_attribute(balance.grouping.attribute, language)
    return (Notice("balanced", say("balance.notice", language, attribute=label)),)


def describe_balance(told: Reranking | None, language: Language) -> Iterator[tuple[str, str]]:
    """Give the lines (label, text) that a file shows above a list; none where none was asked."""
    if told is None:
        return
    yield say("balance.label", language), told.text
    for group in told.groups:
        yield "", _tell_figures(group, language)
    for text in (*(one.text for one in told.moved), *(one.text for one in told.infeasible)):
        yield "", text
    if told.price is not None:
        yield "", told.price.text
    yield "", f"{say('balance.method', language)} {say('balance.source', language, source=SOURCE)}"


def _tell_figures(group: BalancedGroup, language: Language) -> str:
    if group.suppressed:
        return f"{group.label}: {say('balance.suppressed', language)}"
    figures = (
        f"{say(f'balance.head_{name}', language)} {write(getattr(group, name), language)}"
        for name in ("eligible", "least", "before", "after")
    )
    return f"{group.label}: {', '.join(figures)}"


def _tell_groups(balance: Balance, language: Language) -> tuple[BalancedGroup, ...]:
    """Return every group that has people in the post's field, then those of whom it is unknown."""
    codes = (*range(len(balance.grouping.groups)), UNKNOWN)
    told = (_tell_group(balance, code, language) for code in codes)
    return tuple(group for group in told if group is not None)


def _tell_group(balance: Balance, code: int, language: Language) -> BalancedGroup | None:
    group = None if code == UNKNOWN else balance.grouping.groups[code]
    label = _name_group(balance, code, language)
    eligible, total = int(balance.counts[code]), max(balance.total, 1)
    if not eligible and not (balance.group == code).any():
        return None
    if balance.hidden[code] or not balance.size:
        return BalancedGroup(group, label, suppressed=bool(balance.hidden[code]))
    before = int((balance.group[: balance.size] == code).sum())
    after = int((balance.group[balance.found.places] == code).sum())
    return BalancedGroup(
        group=group,
        label=label,
        suppressed=False,
        eligible=eligible,
        wanted=None if group is None else eligible / total,
        least=None if group is None else eligible * balance.size // total,
        before=before,
        after=after,
        share_before=before / balance.size,
        share_after=after / balance.size,
    )


def _name_group(balance: Balance, code: int, language: Language) -> str:
    if code == UNKNOWN:
        return say("balance.unknown", language)
    return name_group(balance.grouping.attribute, balance.grouping.groups[code], language)


def _tell_moved(balance: Balance, language: Language) -> tuple[Moved, ...]:
    """Return whose place changed, in the order of the list; who left it stands last."""
    now = {int(place): after for after, place in enumerate(balance.found.places.tolist())}
    left = [place for place in range(balance.size) if place not in now]
    changed = [place for place, after in now.items() if place != after]
    return tuple(_tell_move(balance, place, now.get(place), language) for place in changed + left)


def _tell_move(balance: Balance, before: int, after: int | None, language: Language) -> Moved:
    """Tell of one move; both places count from 0 here."""
    field = balance.field
    person = int(field.contest.view.person[field.rows[balance.order[before]]])
    name = field.contest.matcher.history.people.name[person]
    facts: dict[str, Fact] = {"name": name, "before": before + 1}
    group: str | None = None
    movement: Movement = "lifted"
    if after is None:
        movement, text = "left", say("balance.left", language, **facts)
    elif after > before:
        movement, text = "lowered", say("balance.lowered", language, after=after + 1, **facts)
    else:
        group, text = _tell_rise(balance, before, after, facts, language)
    return Moved(
        field.contest.matcher.person_id(person),
        name,
        movement,
        before + 1,
        None if after is None else after + 1,
        group,
        text,
    )


def _tell_rise(
    balance: Balance, before: int, after: int, facts: dict[str, Fact], language: Language
) -> tuple[str | None, str]:
    """Say for whose share somebody rose; no small group is named."""
    code, until = int(balance.group[before]), int(balance.found.claimed_by[after])
    told = facts | {"after": after + 1, "until": until}
    if balance.hidden[code]:
        label = mention_attribute(balance.grouping.attribute, language)
        return None, say("balance.lifted_unnamed", language, attribute=label, **told)
    group = _name_group(balance, code, language)
    told |= {"group": group, "least": int(balance.minimum[code, until - 1])}
    return group, say("balance.lifted", language, **told)


def _tell_price(balance: Balance, language: Language) -> Price | None:
    """Say what is expected of as many people as the list holds, by score and now."""
    if not balance.size:
        return None
    field, rows = balance.field, (balance.order[: balance.size], balance.places)
    # Sorted, so that the same people sum to the same to the last bit.
    score = [np.sort(field.score[places]) for places in rows]
    fit = [np.sort(_find_fit(field, places)) for places in rows]
    told = not any(np.isnan(one).any() for one in fit)
    before, after = fit if told else score
    measure: Measure = "fit" if told else "score"
    free = (score[0] == score[1]).all()
    text = f"balance.free_{measure}" if free else f"balance.price_{measure}"
    facts: dict[str, Fact] = {"size": balance.size}
    for name, value, scored in (("before", before, score[0]), ("after", after, score[1])):
        facts[f"score_{name}"] = write_number(float(scored.sum()), 2, language)
        facts[name] = write_number(float(value.sum()), 2, language)
        facts[f"mean_{name}"] = write_number(
            float(value.mean()) * (100 if told else 1), 2, language
        )
    return Price(
        measure=measure,
        sum_before=float(before.sum()),
        sum_after=float(after.sum()),
        mean_before=float(before.mean()),
        mean_after=float(after.mean()),
        score_before=float(score[0].sum()),
        score_after=float(score[1].sum()),
        text=say(text, language, **facts),
    )


def _find_fit(field: Field, places: Rows) -> Floats:
    """Return the chances as they are told beside a name, NaN where none is told."""
    matcher, day = field.contest.matcher, field.contest.dates.day
    matrix, estimate = field.matrix[places], matcher.bundle.fit(field.score[places])
    return matcher.past.withhold(estimate, matrix, day).fit


def _tell_shortfalls(balance: Balance, language: Language) -> tuple[Shortfall, ...]:
    """Name the groups that cannot have their share: too few of them may stand on this list."""
    claimed = balance.members * balance.size // max(balance.total, 1)
    return tuple(
        _tell_shortfall(balance, code, int(claimed[code]), language)
        for code in np.flatnonzero(claimed > balance.present).tolist()
    )


def _tell_shortfall(balance: Balance, code: int, least: int, language: Language) -> Shortfall:
    group, available = balance.grouping.groups[code], int(balance.present[code])
    label = _name_group(balance, code, language)
    if balance.hidden[code]:
        text = say("balance.infeasible_unnamed", language, group=label)
        return Shortfall(group, None, None, text)
    facts: dict[str, Fact] = {"group": label, "least": least, "available": available}
    return Shortfall(group, least, available, say("balance.infeasible", language, **facts))
