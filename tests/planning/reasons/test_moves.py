"""The reasons of a planned move, each number held to the records or to a whole new plan."""

import re

import pytest

from matching.answers import ShortlistRequest
from matching.shortlist import build_shortlist
from planning.requests import Ban, Pin
from tests.planning.borough import crew, make_borough, post, with_weights, work, worker
from tests.planning.reasons.told import SHORT, tell, uneven, value_of

NEVER = "snapshot|champion|gate|margin|NDKL|SHAP|bag|leaf|draw|percentile"


@pytest.fixture(scope="module")
def told():
    return tell(uneven())


def test_a_move_is_told_with_what_a_shortlist_says_of_the_person(told):
    _, _, moves, _ = told
    listed = build_shortlist(uneven(), ShortlistRequest("B1P"), "id").candidates
    ranks = {one.nip: one.rank for one in listed}
    assert moves
    for move in moves:
        assert move.candidate.rank == ranks[move.nip]
        assert f"urutan {ranks[move.nip]} dari 6" in move.why


def test_no_chance_is_told_where_no_list_tells_one(told):
    assert all(move.fit is None and "Peluang" not in move.why for move in told[2])


def test_the_parts_of_a_gain_sum_to_what_the_plan_has_from_the_move(told):
    for move in told[2]:
        gain = move.gain
        parts = gain.fit + gain.evenness + gain.preference + gain.distance
        assert parts + gain.move + gain.empty_post == pytest.approx(gain.total)


def test_refusing_a_move_costs_what_planning_again_without_it_loses(told):
    matcher = uneven()
    best = value_of(matcher)
    for move in told[2]:
        again = value_of(matcher, forbid=(Ban(move.person_id, move.to_position_id),))
        assert move.refusal_cost == pytest.approx(best - again, abs=2e-6)


def test_another_person_in_its_place_costs_what_planning_with_that_lock_loses(told):
    matcher = uneven()
    best = value_of(matcher)
    for move in told[2]:
        other = move.best_alternative_person
        again = value_of(
            matcher,
            forbid=(Ban(move.person_id, move.to_position_id),),
            pin=(Pin(other.person_id, other.position_id),),
        )
        assert other.loses == pytest.approx(best - again, abs=2e-6)
        assert other.nip not in {one.nip for one in told[2]}


def test_another_post_for_the_person_costs_what_planning_with_that_lock_loses():
    posts = [*SHORT, post("B2", "B", 6)]
    people = [*crew("1", "A1", 6), *crew("2", "B1P", 3), *crew("3", "B2", 4)]
    matcher = make_borough(posts, people, workloads=[work(one["position_id"], 6) for one in posts])
    _, _, moves, _ = tell(matcher, max_moves=1)
    best = value_of(matcher, max_moves=1)
    (move,) = moves
    other = move.best_alternative_post
    pin = (Pin(other.person_id, other.position_id),)
    assert other.position_id == "B2"
    assert other.loses == pytest.approx(best - value_of(matcher, max_moves=1, pin=pin), abs=2e-6)
    assert "Jabatan B2" in other.text


def test_the_effect_is_of_both_units_and_agencies_before_and_after(told):
    effect = {(one.level, one.id): one for one in told[2][0].effect}
    assert set(effect) == {("unit", "A"), ("unit", "B1"), ("agency", "A"), ("agency", "B")}
    left, new = effect["unit", "A"], effect["unit", "B1"]
    assert (left.ratio_before, left.ratio_after) == (pytest.approx(1), pytest.approx(4 / 6))
    assert (new.ratio_before, new.ratio_after) == (pytest.approx(2 / 6), pytest.approx(4 / 6))
    assert told[2][0].effect_told[0] == (
        "Dinas A: bezetting : kebutuhan 67% (tanpa rencana 100%), masih kurang 2 orang."
    )


def test_the_seat_left_says_how_many_still_hold_the_post(told):
    assert told[2][0].seat_left == "Jabatan A1 masih dipegang 4 orang sesudah rencana ini."
    assert told[2][0].filled_by is None


def test_a_seat_that_the_plan_fills_again_names_who_comes():
    posts = [post("A1", "A", 1), post("B1P", "B1", 1), post("B2", "B", 3)]
    people = [worker("1", "A1"), *crew("3", "B2", 3)]
    wish = {"nip": "1", "submitted_on": "2025-01-01", "willing": True, "wanted_position_id": "B1P"}
    work_of = [work("A1", 1), work("B1P", 1), work("B2", 1)]
    matcher = make_borough(posts, people, preferences=[wish], workloads=work_of)
    _, _, moves, _ = tell(matcher, chains=True, weights=with_weights(preference=5.0))
    by_nip = {one.nip: one for one in moves}
    follower = next(one for one in moves if one.to_position_id == "A1")
    assert by_nip["1"].filled_by == follower.move_id
    assert follower.name in by_nip["1"].seat_left
    assert by_nip["1"].move_id in follower.depends_on
    assert "sesuai dengan keinginan" in by_nip["1"].why
    handover = next(one for one in by_nip["1"].supports if one.code == "handover")
    assert follower.name in handover.text


def test_what_is_below_the_standard_is_developed_before_the_move():
    tables = {
        "competencies": [{"competency_id": "C1", "name": "Integritas", "kind": "managerial"}],
        "requirements": [{"position_id": "B1P", "competency_id": "C1", "level": 3}],
        "assessments": [
            {"nip": f"1{n}", "competency_id": "C1", "level": 2, "assessed_on": "2024-05-01"}
            for n in range(6)
        ],
    }
    people = [*crew("1", "A1", 6), *crew("2", "B1P", 2)]
    matcher = make_borough(SHORT, people, **tables)
    supports = {one.code: one for one in tell(matcher)[2][0].supports}
    assert supports["training"].when == "before"
    assert "Integritas (level 2, standar 3)" in supports["training"].text
    assert "Orang 2" in supports["guidance"].text


def test_the_unwilling_are_talked_to_before_and_it_is_said():
    unwilling = [{"nip": f"1{n}", "submitted_on": "2025-01-01", "willing": False} for n in range(6)]
    people = [*crew("1", "A1", 6), *crew("2", "B1P", 2)]
    move = tell(make_borough(SHORT, people, preferences=unwilling))[2][0]
    assert "tidak bersedia" in move.why
    assert "communication" in {one.code for one in move.supports}


def test_a_lock_binds_and_is_said():
    matcher = uneven()
    pin = Pin(matcher.person_id(matcher.person("15")), "B1P")
    move = next(one for one in tell(matcher, pin=(pin,))[2] if one.nip == "15")
    assert [one.code for one in move.limits] == ["pinned"]
    assert "dikunci" in move.why


def test_the_limit_on_moves_binds_on_every_move():
    moves = tell(uneven(), max_moves=1)[2]
    assert [[one.code for one in move.limits] for move in moves] == [["max_moves"]]


def test_the_agency_that_releases_no_more_and_the_floor_are_named():
    moves = tell(uneven(), max_share_leaving=0.2, min_fill_ratio=0.83)[2]
    limits = {one.code: one for one in moves[0].limits}
    assert limits["max_share_leaving"].subject_id == "A"
    assert "1 orang" in limits["max_share_leaving"].text
    assert "83%" in limits["min_fill_ratio"].text


def test_both_languages_tell_the_same_moves_in_words_for_planners(told):
    english = tell(uneven(), "en")
    assert [one.move_id for one in english[2]] == [one.move_id for one in told[2]]
    assert "stands at place" in english[2][0].why
    for move in (*told[2], *english[2]):
        texts = [move.why, move.refusal, move.seat_left, *move.effect_told]
        texts += [one.text for one in (*move.supports, *move.limits)]
        assert not re.search(rf"\b({NEVER})\b", " ".join(texts), re.IGNORECASE)


def test_no_point_is_a_transfer_that_succeeds_where_no_chance_is_calibrated():
    for language, words in (("id", "mutasi(?: lagi)? yang berhasil"), ("en", "that succeeds?")):
        moves = tell(uneven(), language, max_moves=1)[2]
        texts = f"{moves[0].why} {moves[0].refusal} {moves[0].best_alternative_person.text}"
        assert re.search("1 po(?:in|int) (?:setara|equals)", texts)
        assert not re.search(words, texts)


def test_the_same_plan_is_told_whatever_the_order_of_rows(told):
    people = [*crew("1", "A1", 6), *crew("2", "B1P", 2)][::-1]
    matcher = make_borough(SHORT[::-1], people, workloads=[work("B1P", 6), work("A1", 6)])
    again = tell(matcher)
    assert sorted(map(repr, again[2])) == sorted(map(repr, told[2]))


def test_a_locked_move_stands_in_the_same_list_as_it_would_without_the_lock():
    """Who works half time is counted beside neither."""
    people = [*crew("1", "A1", 6), worker("30", "A1", fte=0.5, rank_since="2010-01-01")]
    matcher = make_borough(SHORT, [*people, *crew("2", "B1P", 2)])
    free = {one.nip: one for one in tell(matcher)[2]}
    pins = tuple(Pin(one.person_id, one.to_position_id) for one in free.values())
    for move in tell(matcher, pin=pins)[2]:
        assert move.candidate.rank == free[move.nip].candidate.rank
        assert f"urutan {move.candidate.rank} dari 6" in move.why
