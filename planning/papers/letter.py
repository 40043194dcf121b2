"""The letter to one person who is to be moved: own reasons, what it means, support and rights.

Nothing in it speaks of anybody else: no name, no place on a list, no count of other candidates, no
result of a colleague. It is made of the person's own records alone and written anew in the reader's
language. People who know why, what they gain and where to turn have less to resist.
"""

from collections.abc import Iterator

import numpy as np

from matching.contest import open_contest
from matching.explaining.gaps import Measure, advise
from matching.explaining.lineup import Lineup, line_up
from matching.explaining.standing import OF_COLLEAGUES, RIGHTS, Right, find_own_reasons
from models.reason_kinds import GROUPS, KINDS, Group
from planning.answers import PlannedMove
from planning.papers.answers import Letter
from planning.papers.edition import Edition
from planning.papers.need import find_recorded, tell_need
from planning.papers.personal import (
    Wish,
    find_retirement,
    find_wish,
    measure_way,
    meets_wish,
    name_rank,
)
from wording import say, write_percent

OWN_RIGHTS = ("correct", "automated", "object")
"""Of what a person's own view tells, what can be done about a letter."""
OF_OTHERS = (
    *OF_COLLEAGUES,
    *("rank_fit", "family_path", "title_path", "agency_path", "moves_into_post", "path_success"),
)
"""Reasons that rest on colleagues, or on those who moved before: no matter of a letter."""
TOLD_APART = ("distance", "class_step", "level_step")
"""Reasons that the letter tells as what the move means for the person."""
STRENGTHENED = ("competency", "performance")
"""Groups of reasons against which somebody can do something before or after a move."""
DIRECTIONS = {-1: "down", 0: "same", 1: "up"}
NEAR_KM = 0.05


def write_letter(edition: Edition, move_id: str) -> Letter:
    """Return the letter on a move. Raises UnknownPaperError."""
    move = edition.find_move(move_id)
    contest = open_contest(edition.matcher, move.to_position_id, edition.dates)
    lineup = line_up(contest, [edition.matcher.person(move.nip)], edition.language)
    left_out = (*OF_OTHERS, *TOLD_APART)
    reasons = [one for one in find_own_reasons(lineup) if one.code not in left_out]
    return Letter(
        stamp=edition.stamp(edition.find("letter", move_id)),
        move_id=move.move_id,
        name=move.name,
        nip=move.nip,
        rank=name_rank(move.candidate.facts.rank),
        origin=move.origin,
        target=move.target,
        opening=edition.say_now(
            "opening", on=edition.plan.effective_on, decided=edition.decided_on
        ),
        need=tuple(_tell_needs(edition, move)),
        weighed=tuple(_tell_weighed(edition, move, lineup)),
        fits=tuple(one.text for one in reasons if one.contribution > 0),
        meaning=tuple(_tell_meaning(edition, move)),
        prepare=tuple(
            one.text for one in reasons if one.contribution < 0 and one.group in STRENGTHENED
        ),
        before=tuple(_tell_before(edition, move, lineup.measures[0])),
        after=tuple(_tell_after(edition)),
        rights=tuple(_tell_rights(edition)),
        closing=edition.say_now("letter_closing"),
    )


def _tell_needs(edition: Edition, move: PlannedMove) -> Iterator[str]:
    """Tell need and staff of the unit entered, and of the unit left where that is another."""
    yield tell_need(edition, move)
    origin = move.origin
    if origin is None or origin.unit_id == move.target.unit_id:
        return
    fill = find_recorded(edition.plan, move, origin.unit_id)
    if fill is not None:
        yield edition.say(
            "need_left",
            unit=origin.unit,
            need=fill.need,
            staff=fill.staff_before,
            ratio=write_percent(fill.ratio_before, edition.language),
        )


def _tell_weighed(edition: Edition, move: PlannedMove, lineup: Lineup) -> Iterator[str]:
    """Tell what the plan looked at: requirements first, then each aim that has a weight."""
    yield edition.say("weighed_lawful")
    yield from edition.tell_unchecked()
    if move.move_id in edition.plan.pinned:
        yield edition.say("weighed_pinned")
    else:
        yield from _tell_aims(edition, move, lineup)
    yield edition.say("weighed_never")


def _tell_aims(edition: Edition, move: PlannedMove, lineup: Lineup) -> Iterator[str]:
    """Tell each aim that has a weight and of which the records hold something of the person."""
    weights, groups = edition.plan.weights, find_weighed_groups(lineup)
    if weights.fit > 0 and groups:
        names = [say(f"matching.group_{group}", edition.language).lower() for group in groups]
        yield edition.say("weighed_fit", groups=", ".join(names))
    if weights.evenness > 0:
        yield edition.say("weighed_evenness")
    if weights.preference > 0 and find_wish(edition.matcher, edition.dates, move.nip) is not None:
        yield edition.say("weighed_preference")
    way = measure_way(edition.matcher, move.from_position_id, move.to_position_id)
    if weights.distance > 0 and way is not None:
        yield edition.say("weighed_distance")


def find_weighed_groups(lineup: Lineup) -> tuple[Group, ...]:
    """Return the groups of reasons in which the order uses something that is known of the first.

    Example: a rule that orders by experience in the job family weighs tenure alone, and nothing of
    whoever has no such career on record.
    """
    if not lineup.weighed[0]:
        return ()
    bundle = lineup.contest.matcher.bundle
    known = np.array(bundle.feature_names)[~np.isnan(lineup.matrix[0])].tolist()
    weighed = set(known).intersection(bundle.used_features)
    found = {kind.group for kind in KINDS if weighed.intersection(kind.features)}
    return tuple(group for group in GROUPS if group in found)


def _tell_meaning(edition: Edition, move: PlannedMove) -> Iterator[str]:
    """Tell what changes: level, class, the way to work, the wish, retirement."""
    kind = move.candidate.move_kind
    say_kind = edition.say_now if kind == "demotion" else edition.say
    yield say_kind(f"meaning_{kind}")
    origin, target = move.origin, move.target
    if origin is not None and None not in (origin.job_class, target.job_class):
        old, new = int(origin.job_class or 0), int(target.job_class or 0)
        direction = DIRECTIONS[(new > old) - (new < old)]
        say_class = edition.say_now if direction == "down" else edition.say
        yield say_class(f"class_{direction}", old=old, new=new)
    way = measure_way(edition.matcher, move.from_position_id, move.to_position_id)
    if way is not None:
        yield edition.say("way_near") if way < NEAR_KM else edition.say("way", km=round(way, 1))
    yield _tell_wish(edition, move, find_wish(edition.matcher, edition.dates, move.nip))
    _, retires_on = find_retirement(edition.matcher, move.nip, move.to_position_id)
    if retires_on is not None:
        yield edition.say("retirement", on=retires_on)


def _tell_wish(edition: Edition, move: PlannedMove, wish: Wish | None) -> str:
    """Tell whether the move meets what the person said last, however the plan weighed it."""
    if wish is None:
        return edition.say("wish_silent")
    if wish.names_something:
        met = meets_wish(edition.matcher, edition.dates, move.nip, move.to_position_id)
        return edition.say("wish_met" if met else "wish_other", on=wish.submitted_on)
    if wish.willing is False:
        return edition.say_now("wish_unwilling", on=wish.submitted_on)
    return edition.say("wish_willing" if wish.willing else "wish_silent", on=wish.submitted_on)


def _tell_before(
    edition: Edition, move: PlannedMove, measures: tuple[Measure, ...]
) -> Iterator[str]:
    """Tell what is arranged before the move: a test, what to learn, the handover, a talk."""
    if move.candidate.needs_competency_test:
        yield edition.say("before_test")
    yield from _tell_development(edition, measures)
    if move.origin is not None:
        yield edition.say("before_handover", title=move.origin.title)
    yield edition.say("before_talk")


def _tell_development(edition: Edition, measures: tuple[Measure, ...]) -> Iterator[str]:
    """Tell in a line each what to develop, and what was never assessed, the widest gap first."""
    gaps = advise(measures, edition.language)
    short = [
        edition.say("develop_one", name=gap.name, has=gap.has, needs=gap.needs)
        for gap in gaps
        if gap.has is not None
    ]
    unknown = [gap.name for gap in gaps if gap.has is None]
    for entry, names in (("before_develop", short), ("before_assess", unknown)):
        if names:
            yield edition.say(entry, names=", ".join(names))


def _tell_after(edition: Edition) -> Iterator[str]:
    for support in ("guide", "introduction", "review", "return"):
        yield edition.say(f"after_{support}")


def _tell_rights(edition: Edition) -> Iterator[Right]:
    """Tell what the person can do: be heard now, have records corrected, object to a decision."""
    if edition.decided_on is None:
        yield Right("heard", edition.say("right_heard"), "")
    for code in OWN_RIGHTS:
        yield Right(code, say(f"standing.right_{code}", edition.language), RIGHTS[code])
