"""Batch scoring: every pair, in order, as of its own day, the same as asked one by one."""

from datetime import date

import pytest

from matching.answers import ShortlistRequest
from matching.errors import LaterThanSnapshotError
from matching.pairs import score_pairs
from matching.shortlist import build_shortlist
from tests.matching.office import AS_OF, make_matcher

PAIRS = [("OPEN", "2"), ("OPEN", "4"), ("FAR", "1"), ("NONE", "1"), ("OPEN", "3"), ("OPEN", "x")]


def score(pairs=PAIRS, as_of=None, matcher=None):
    positions, nips = zip(*pairs, strict=True)
    return list(score_pairs(matcher or make_matcher(), positions, nips, as_of))


def test_pairs_come_back_in_order_with_verdict_and_rules():
    found = score()
    assert [(one.position_id, one.nip) for one in found] == PAIRS
    assert [one.verdict for one in found] == [
        *("eligible", "ineligible", "eligible", "", "undetermined", ""),
    ]
    assert found[1].failed == ("time_in_position",)
    assert found[4].unknown == ("performance_floor",)


def test_every_pair_is_scored_whatever_its_verdict_but_an_unknown_one():
    assert [one.score is None for one in score()] == [False, False, False, True, False, True]


def test_a_batch_scores_like_a_list():
    made = build_shortlist(make_matcher(), ShortlistRequest("OPEN"), "id")
    found = score([("OPEN", one.nip) for one in made.candidates])
    assert [one.score for one in found] == [one.score for one in made.candidates]


def test_each_pair_may_have_its_own_day():
    long_ago = date(2024, 6, 1)
    found = score([("OPEN", "1"), ("OPEN", "1"), ("OPEN", "1")], [long_ago, None, AS_OF])
    assert found[0].unknown == ("performance_floor",)  # 2022 is not in the records
    assert found[1] == found[2]
    assert found[1].verdict == "eligible"


def test_unknown_pairs_are_counted():
    positions, nips = zip(*PAIRS, strict=True)
    assert score_pairs(make_matcher(), positions, nips).unknown == 2


def test_a_day_after_the_records_is_refused():
    with pytest.raises(LaterThanSnapshotError):
        score([("OPEN", "1")], [date(2026, 1, 1)])


def test_no_pairs_give_no_scores():
    assert len(score_pairs(make_matcher(), [], [])) == 0


def test_the_letters_that_a_batch_was_judged_with_have_an_id():
    letter = {"letter_no": "1", "rule": "time_in_position", "issued_on": "2025-05-01", "nip": "4"}

    def ask(*letters, pairs=(("OPEN", "4"),), as_of=None):
        positions, nips = zip(*pairs, strict=True)
        return score_pairs(make_matcher(consents=letters), positions, nips, as_of)

    bare, lifted = ask(), ask(letter)
    assert (bare.row(0).verdict, lifted.row(0).verdict) == ("ineligible", "eligible")
    assert bare.state_id != lifted.state_id
    assert lifted.state_id == ask(letter).state_id
    both = [("OPEN", "4"), ("OPEN", "5")]
    named = (ask(letter, pairs=both), ask(letter | {"nip": "5"}, pairs=both))
    assert named[0].state_id != named[1].state_id
    of_others = (
        ask(letter, pairs=[("OPEN", "2")]),
        ask(letter | {"position_id": "FAR"}),
        ask(letter, as_of=[date(2025, 5, 1)]),
        ask(letter, pairs=[("NONE", "4")]),
    )
    assert {one.state_id for one in of_others} == {bare.state_id}
