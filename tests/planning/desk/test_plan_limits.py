"""What a plan keeps to: rules, seats, floors, leaving, locks and bans, on small boroughs."""

from dataclasses import replace
from datetime import date

import pytest

from planning.errors import InfeasiblePlanError, UnlawfulPinError
from planning.requests import Ban, Pin
from planning.scenarios.scenario import Factor, Scenario
from tests.planning.borough import (
    EVEN,
    LOOSE,
    crew,
    lay,
    make_borough,
    plan_moves,
    post,
    with_weights,
    work,
    worker,
)

SHORT = [post("A1", "A", 6), post("B1P", "B1", 6)]


@pytest.fixture
def uneven():
    """A has all six of its people, the puskesmas two of six."""
    people = [*crew("1", "A1", 6), *crew("2", "B1P", 2)]
    return make_borough(SHORT, people, workloads=[work("A1", 6), work("B1P", 6)])


def test_evenness_moves_people_to_where_they_are_missing(uneven):
    moves = plan_moves(uneven, weights=EVEN, **LOOSE)
    assert list(moves.values()) == ["B1P", "B1P"]


def test_a_city_that_is_short_everywhere_still_gets_a_plan():
    """10 of 16 people: 0.63 over all, nine tenths of it is the floor."""
    people = [*crew("1", "A1", 8), *crew("2", "B1P", 2)]
    posts = [post("A1", "A", 8), post("B1P", "B1", 8)]
    matcher = make_borough(posts, people, workloads=[work("A1", 8), work("B1P", 8)])
    moves = plan_moves(matcher, weights=EVEN, max_share_leaving=0.5)
    assert list(moves.values()) == ["B1P", "B1P", "B1P"]


def test_at_most_one_leaves_a_small_agency(uneven):
    assert len(plan_moves(uneven, weights=EVEN, min_fill_ratio=0.0)) == 1


def test_nobody_falls_below_the_floor(uneven):
    asked = {"weights": EVEN, "max_share_leaving": 1.0}
    assert len(plan_moves(uneven, min_fill_ratio=0.83, **asked)) == 1
    assert not plan_moves(uneven, min_fill_ratio=0.84, **asked)


def test_a_floor_holds_without_who_retires_before_the_effective_day():
    """Five of the six are left in December, of whom one may go to stay at four of six."""
    people = [*crew("1", "A1", 5), worker("19", "A1", birth_date="1967-09-10")]
    matcher = make_borough(SHORT, [*people, *crew("2", "B1P", 2)])
    asked = {"weights": EVEN, "max_share_leaving": 1.0, "min_fill_ratio": 0.66}
    assert len(plan_moves(matcher, **asked)) == 2
    assert len(plan_moves(matcher, effective_on=date(2025, 12, 1), **asked)) == 1


def test_who_is_below_the_floor_may_still_exchange_one_for_one():
    """Both units are far below; each holds the person whom the other's post wants."""
    people = [worker("1", "A1"), worker("2", "B1P")]
    wishes = [
        {"nip": "1", "submitted_on": "2025-01-01", "willing": True, "wanted_agency_id": "B"},
        {"nip": "2", "submitted_on": "2025-01-01", "willing": True, "wanted_agency_id": "A"},
    ]
    matcher = make_borough(SHORT, people, preferences=wishes)
    asked = {"weights": with_weights(preference=1.0), "min_fill_ratio": 0.9}
    assert plan_moves(matcher, **asked) == {"1": "B1P", "2": "A1"}


def test_licensed_families_never_make_up_for_others():
    """The unit keeps its number, but its only licensed family would lose one of two."""
    licensed = {"licensed": True, "job_family": "perawat"}
    posts = [post("A1", "A", 2, **licensed), post("A2", "A", 4), post("B1P", "B1", 4, **licensed)]
    matcher = make_borough(posts, [*crew("1", "A1", 2), *crew("2", "A2", 4)])
    moves = plan_moves(matcher, weights=EVEN, max_share_leaving=1.0, min_fill_ratio=0.6)
    assert not any(nip.startswith("1") for nip in moves)


def test_a_limit_on_moves_holds(uneven):
    assert len(plan_moves(uneven, weights=EVEN, max_moves=1, **LOOSE)) == 1
    assert not plan_moves(uneven, weights=EVEN, max_moves=0, **LOOSE)


def test_nobody_is_moved_for_nothing():
    matcher = make_borough([post("A1", "A", 2), post("A2", "A", 2)], crew("1", "A1", 1))
    free = with_weights(fit=0.0, evenness=0.0)
    assert not plan_moves(matcher, weights=free, **LOOSE)


def test_who_has_not_served_two_years_is_not_moved(uneven):
    fresh = [*crew("1", "A1", 6, position_since="2024-01-01"), *crew("2", "B1P", 2)]
    matcher = make_borough(SHORT, fresh)
    assert not plan_moves(matcher, weights=EVEN, **LOOSE)


def test_who_works_half_time_is_no_candidate():
    matcher = make_borough(SHORT, crew("1", "A1", 6, fte=0.5))
    assert not plan_moves(matcher, weights=EVEN, **LOOSE)


def test_a_wish_brings_who_wishes_and_spares_who_is_unwilling(uneven):
    tables = {
        "preferences": [
            {"nip": "13", "submitted_on": "2025-01-01", "willing": True, "wanted_agency_id": "B"},
            {"nip": "10", "submitted_on": "2025-01-01", "willing": False},
        ]
    }
    people = [*crew("1", "A1", 6), *crew("2", "B1P", 2)]
    matcher = make_borough(SHORT, people, **tables)
    moves = plan_moves(matcher, weights=with_weights(preference=0.2), **LOOSE)
    assert "13" in moves
    assert "10" not in moves


def test_a_locked_move_is_made_whatever_it_costs(uneven):
    pin = (Pin(uneven.person_id(uneven.person("15")), "B1P"),)
    assert plan_moves(uneven, weights=with_weights(move=9.0), pin=pin, **LOOSE) == {"15": "B1P"}


def test_a_locked_person_need_not_be_among_the_best():
    policy_top = 1
    people = crew("1", "A1", 6)
    matcher = make_borough(SHORT, people)
    limits = replace_candidates(matcher, policy_top)
    pin = (Pin(limits.person_id(limits.person("15")), "B1P"),)
    assert "15" in plan_moves(limits, weights=EVEN, pin=pin, **LOOSE)


def replace_candidates(matcher, top):
    plan = matcher.policy.plan.model_copy(update={"candidates": top})
    matcher.policy = replace(matcher.policy, plan=plan)
    return matcher


def test_a_lock_that_breaks_a_rule_names_the_rule():
    matcher = make_borough(SHORT, [worker("1", "A1", position_since="2024-12-01")])
    with pytest.raises(UnlawfulPinError) as refused:
        lay(matcher, pin=(Pin(matcher.person_id(0), "B1P"),))
    assert [rule for rule, _ in refused.value.rules] == ["time_in_position"]
    assert "PP 11/2017" in refused.value.text("id")


@pytest.mark.parametrize(
    ("more", "limit"), [({"fte": 0.5}, "part_time"), ({"left_on": "2025-01-01"}, "leaving")]
)
def test_a_lock_on_who_cannot_move_names_why(more, limit):
    matcher = make_borough(SHORT, [worker("1", "A1", **more)])
    with pytest.raises(UnlawfulPinError) as refused:
        lay(matcher, pin=(Pin(matcher.person_id(0), "B1P"),))
    assert refused.value.limit == limit
    assert refused.value.text("en")


def test_nobody_is_locked_to_two_posts_or_locked_and_excluded(uneven):
    pin = Pin(uneven.person_id(0), "B1P")
    for asked, limit in (
        ({"pin": (pin, Pin(pin.person_id, "A1"))}, "person"),
        ({"pin": (pin,), "forbid": (Ban(position_id="B1P"),)}, "forbidden"),
    ):
        with pytest.raises(UnlawfulPinError) as refused:
            lay(uneven, **asked)
        assert refused.value.limit == limit


@pytest.mark.parametrize(
    ("asked", "limit"), [({}, "no_seat"), ({"positions": ("B1P",)}, "not_asked")]
)
def test_a_lock_on_a_post_that_the_plan_does_not_fill_is_refused(uneven, asked, limit):
    """All six seats of A1 are held: only a plan with chains may bring somebody there."""
    pin = (Pin(uneven.person_id(uneven.person("20")), "A1"),)
    with pytest.raises(UnlawfulPinError) as refused:
        lay(uneven, pin=pin, **asked)
    assert refused.value.limit == limit
    assert refused.value.text("id") != refused.value.text("en")
    assert plan_moves(uneven, weights=EVEN, pin=pin, chains=True, **asked, **LOOSE)["20"] == "A1"


def test_a_lock_on_a_vacant_post_that_was_not_asked_for_is_refused(uneven):
    with pytest.raises(UnlawfulPinError) as refused:
        lay(uneven, pin=(Pin(uneven.person_id(0), "B1P"),), positions=("A1",))
    assert refused.value.limit == "not_asked"


def test_locks_that_break_a_limit_together_are_refused_with_it(uneven):
    pins = tuple(Pin(uneven.person_id(person), "B1P") for person in (0, 1))
    with pytest.raises(InfeasiblePlanError) as refused:
        plan_moves(uneven, pin=pins, min_fill_ratio=0.0)
    assert {breach.code for breach in refused.value.breaches} == {"max_share_leaving"}
    assert refused.value.text("id") != refused.value.text("en")


def test_what_is_excluded_stays_out(uneven):
    person_id = uneven.person_id
    for ban, kept in (
        (Ban(position_id="B1P"), 0),
        (Ban(person_id=person_id(0)), 2),
        (Ban(person_id(0), "B1P"), 2),
        (Ban(), 0),
    ):
        moves = plan_moves(uneven, weights=EVEN, forbid=(ban,), **LOOSE)
        assert len(moves) == kept
        assert ban.person_id is None or "10" not in moves


def test_a_seat_that_is_left_is_filled_with_chains_alone():
    """A2 is wanted by nobody but who sits in A1; A1 is wanted by who sits in B."""
    posts = [post("A1", "A", 1), post("A2", "A", 1), post("B1P", "B1", 2)]
    people = [worker("1", "A1"), *crew("2", "B1P", 2)]
    matcher = make_borough(posts, people, workloads=[work("A1", 1), work("A2", 1), work("B1P", 1)])
    asked = {"weights": EVEN, "forbid": (Ban(matcher.person_id(1), "A2"),), **LOOSE}
    bans = (*asked.pop("forbid"), Ban(matcher.person_id(2), "A2"))
    assert not plan_moves(matcher, forbid=bans, **asked)
    asked["weights"] = with_weights(empty_post=1.0)
    pin = (Pin(matcher.person_id(0), "A2"),)
    chained = plan_moves(matcher, forbid=bans, pin=pin, chains=True, **asked)
    assert chained["1"] == "A2"
    assert sorted(chained.values()) == ["A1", "A2"]


def test_a_surge_at_the_puskesmas_draws_people_there():
    """Two seats stand empty there for which there is no work before."""
    people, posts = [*crew("1", "A1", 6), *crew("2", "B1P", 6)], [SHORT[0], post("B1P", "B1", 8)]
    matcher = make_borough(posts, people, workloads=[work("A1", 6), work("B1P", 6)])
    assert not plan_moves(matcher, weights=EVEN, **LOOSE)
    surge = Scenario("lonjakan", (Factor("unit", "B1", 2.0),))
    moves = plan_moves(matcher, weights=EVEN, scenario=surge, **LOOSE)
    assert list(moves.values()) == ["B1P"] * 2
