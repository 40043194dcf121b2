"""What is entered is laid over a matcher that shares everything else, and moves nobody's score."""

from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.answers import ShortlistRequest
from matching.plain import to_json
from matching.shortlist import build_shortlist
from matching.wishes import find_met, read_wishes
from snapshots.entered import NOTHING_ENTERED, Entered, EnteredLetter, EnteredWish
from tests.matching.office import make_matcher

AT = datetime(2026, 1, 1, tzinfo=UTC)
REQUEST = ShortlistRequest("OPEN", size=5)
MATCHER = make_matcher()
NIPS = MATCHER.history.people_ids


def says(number, nip, willing, **wanted):
    person_id = MATCHER.person_id(MATCHER.person(nip))
    return EnteredWish(number, person_id, AT.date(), AT, willing, **wanted)


def without_wishes(made):
    told = [replace(one, preference="unknown", wish=None) for one in made.candidates]
    return replace(made, id="", state_id="", candidates=tuple(told))


@settings(deadline=None, max_examples=15)
@given(st.lists(st.tuples(st.sampled_from(NIPS), st.booleans()), min_size=1, max_size=5))
def test_whatever_people_say_a_list_differs_in_what_they_say_alone(said):
    wishes = tuple(says(number, nip, willing) for number, (nip, willing) in enumerate(said, 1))
    laid = MATCHER.with_entered(Entered(wishes))
    before, after = (build_shortlist(one, REQUEST, "id") for one in (MATCHER, laid))
    assert without_wishes(before) == without_wishes(after)
    last = dict(said)
    for one in after.candidates:
        if one.nip in last:
            assert one.preference == ("willing" if last[one.nip] else "unwilling")


def lifts(number, nip):
    person_id = nip and MATCHER.person_id(MATCHER.person(nip))
    issued, counts = date(2025, 1, 1), AT.date()
    return EnteredLetter(
        number, "S-1", "time_in_position", issued, None, person_id, None, counts, AT
    )


ENTERED = st.builds(
    lambda said, named: Entered(
        tuple(says(number, *one) for number, one in enumerate(said, 1)),
        tuple(lifts(number, nip) for number, nip in enumerate(named, 1)),
    ),
    st.lists(st.tuples(st.sampled_from(NIPS), st.booleans()), max_size=3),
    st.lists(st.sampled_from((*NIPS, None)), max_size=1),
)


@settings(deadline=None, max_examples=60)
@given(ENTERED, ENTERED, st.booleans())
def test_two_lists_with_the_same_seven_have_the_same_bytes(one, other, willing_only):
    request = replace(REQUEST, size=1, willing_only=willing_only)
    made = [build_shortlist(MATCHER.with_entered(each), request, "id") for each in (one, other)]
    if made[0].state_id == made[1].state_id:
        assert to_json(replace(made[0], id="")) == to_json(replace(made[1], id=""))


def test_what_was_computed_is_shared_and_the_matcher_below_knows_nothing():
    day = MATCHER.history.day
    staffing, rank = MATCHER.staffing(day), MATCHER.view(day).rank
    row = int(np.flatnonzero(read_wishes(MATCHER.view(day)) != 0)[0])
    laid = MATCHER.with_entered(Entered((says(1, NIPS[row], False),)))
    assert laid.staffing(day) is staffing
    assert laid.view(day).rank is rank
    assert laid.source is MATCHER.source
    assert MATCHER.history.entered == NOTHING_ENTERED
    assert read_wishes(laid.view(day))[row] == 0
    assert read_wishes(MATCHER.view(day))[row] != 0


def test_the_same_entries_make_no_other_matcher():
    entered = Entered((says(1, NIPS[0], False),))
    laid = MATCHER.with_entered(entered)
    assert laid.with_entered(Entered(tuple(entered.wishes))) is laid


def test_a_wish_that_was_entered_is_what_plans_weigh():
    post = np.array([MATCHER.position("OPEN")])
    laid = MATCHER.with_entered(Entered((says(1, NIPS[0], True, wanted_position_id="OPEN"),)))
    day = MATCHER.history.day
    assert find_met(laid.view(day), [0], post).tolist() == [True]
    assert find_met(MATCHER.view(day), [0], post).tolist() == [False]


def test_what_would_change_an_answer_is_judged_with_the_letters_too():
    unchanged = MATCHER.unchanged
    laid = MATCHER.with_entered(Entered((), (lifts(1, None),)))
    assert laid.unchanged is not unchanged
    assert "S-1" in laid.unchanged.history.consents.letter_no
    assert "S-1" not in unchanged.history.consents.letter_no
