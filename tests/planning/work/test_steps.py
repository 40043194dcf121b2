"""Steps follow the policy's way, belong to somebody, and stop anywhere with a reason."""

from datetime import UTC, datetime
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.errors import (
    MissingReasonError,
    NotTheirStepError,
    StepOutOfOrderError,
    UnknownStepError,
)
from planning.work.steps import STOPS, StepTaken, check_step, find_way, read_progress
from rules.policy import PolicyError, load_policy, restore_policy
from rules.policy_steps import Role

STEPS = load_policy().steps
AT = datetime(2025, 6, 2, tzinfo=UTC)
ROLES = get_args(Role)
NAMES = (*STEPS.others, *STOPS)


def taken(*steps, revision=1):
    return [StepTaken(step, "planner", "", AT, revision) for step in steps]


def read(*steps, kind="pelaksana", revision=1, decided=False):
    return read_progress("m1", kind, taken(*steps), STEPS, revision, decided)


def test_a_structural_post_needs_no_release_and_no_acceptance():
    for kind in ("jpt_pratama", "administrator", "pengawas"):
        assert find_way(kind, STEPS) == (
            "proposed",
            "considered",
            "cleared",
            "decided",
            "inaugurated",
        )
    for kind in ("fungsional", "pelaksana"):
        assert find_way(kind, STEPS)[1:4] == ("released", "accepted", "considered")


def test_a_plan_proposes_its_moves_by_itself():
    assert read().state == "proposed"
    assert [one.step for one in read().next] == ["released", "returned", "rejected"]


def test_a_returned_move_begins_again_with_its_proposal():
    back = read("released", "returned")
    assert (back.state, back.next[0].step, back.next[0].roles) == (
        "returned",
        "proposed",
        ("planner",),
    )
    assert read("released", "returned", "proposed").next[0].step == "released"


@pytest.mark.parametrize("last", ["rejected", "inaugurated"])
def test_nothing_follows_the_end(last):
    assert read(last).next == ()


def test_a_move_waits_for_the_decision_on_the_whole_plan():
    ready = ("released", "accepted", "considered", "cleared")
    assert [one.step for one in read(*ready).next] == list(STOPS)
    again = read(*ready, "decided", "returned", "proposed", *ready, decided=True)
    assert again.next[0].step == "decided"


def test_a_block_holds_in_its_revision_alone():
    block = StepTaken("blocked", "planner", "", AT, 1, because="m9")
    now = read_progress("m1", "pelaksana", [*taken("released"), block], STEPS, 1, False)
    assert (now.state, now.blocked_by) == ("blocked", ("m9",))
    assert {one.step for one in now.next} == set(STOPS)
    later = read_progress("m1", "pelaksana", [*taken("released"), block], STEPS, 2, False)
    assert (later.state, later.blocked_by) == ("released", ())


@pytest.mark.parametrize("last", ["rejected", "inaugurated"])
def test_a_move_that_is_settled_is_blocked_by_nothing(last):
    block = StepTaken("blocked", "planner", "", AT, 1, because="m9")
    found = read_progress("m1", "pelaksana", [*taken(last), block], STEPS, 1, False)
    assert (found.state, found.blocked_by) == (last, ())


def test_nothing_is_blocked_in_a_decided_plan_since_it_is_revised_no_more():
    block = StepTaken("blocked", "planner", "", AT, 1, because="m9")
    found = read_progress("m1", "pelaksana", [*taken("decided"), block], STEPS, 1, True)
    assert (found.state, found.next[0].step) == ("decided", "inaugurated")


@pytest.mark.parametrize(
    ("step", "role", "reason", "error"),
    [
        ("promoted", "planner", "", UnknownStepError),
        ("cleared", "planner", "", StepOutOfOrderError),
        ("released", "receiving_agency", "", NotTheirStepError),
        ("rejected", "committee", "no", NotTheirStepError),
        ("rejected", "planner", "  ", MissingReasonError),
        ("returned", "releasing_agency", "", MissingReasonError),
    ],
)
def test_a_step_out_of_turn_is_refused(step, role, reason, error):
    with pytest.raises(error):
        check_step(read(), step, role, reason)


def test_a_step_of_other_posts_is_out_of_turn_for_a_structural_one():
    with pytest.raises(StepOutOfOrderError):
        check_step(read(kind="pengawas"), "released", "releasing_agency", "")


def test_a_refusal_names_what_may_come_and_whose_it_is():
    with pytest.raises(StepOutOfOrderError) as refused:
        check_step(read(), "decided", "appointing_official", "")
    assert refused.value.possible == ("released", "returned", "rejected")
    with pytest.raises(NotTheirStepError) as stopped:
        check_step(read(), "released", "committee", "")
    assert stopped.value.roles == ("releasing_agency",)


@given(
    st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(ROLES)), max_size=30),
    st.sampled_from(["pelaksana", "pengawas"]),
    st.booleans(),
)
def test_any_walk_follows_the_policy(attempts, kind, decided):
    way = find_way(kind, STEPS)
    walked: list[str] = []
    for step, role in attempts:
        progress = read_progress("m1", kind, taken(*walked), STEPS, 1, decided)
        try:
            check_step(progress, step, role, "because")
        except (StepOutOfOrderError, NotTheirStepError):
            continue
        walked.append(step)
    rounds = " ".join(walked).split("returned")
    for walk in rounds[:-1]:
        assert not {"rejected", "inaugurated"} & set(walk.split())
    for number, walk in enumerate(rounds):
        steps = [step for step in walk.split() if step != "rejected"]
        assert steps == list(way[number < 1 :][: len(steps)])
        assert decided or "decided" not in steps
    assert "rejected" not in walked[:-1]


def test_the_steps_are_no_part_of_the_policys_version_and_its_settings_make_it_anew(tmp_path):
    file = tmp_path / "policy.toml"
    file.write_text('[steps]\nothers = ["proposed", "decided", "inaugurated"]\nmay_stop = []')
    own = load_policy(file)
    assert own.version == load_policy().version
    assert find_way("pelaksana", own.steps) == ("proposed", "decided", "inaugurated")
    again = restore_policy(own.settings)
    assert (again.steps, again.version) == (own.steps, own.version)


@pytest.mark.parametrize(
    "way",
    [
        '["considered", "decided", "inaugurated"]',
        '["proposed", "considered"]',
        '["proposed", "proposed", "decided", "inaugurated"]',
        '["proposed", "promoted", "decided", "inaugurated"]',
    ],
)
def test_a_way_without_proposal_decision_or_inauguration_is_refused(tmp_path, way):
    file = tmp_path / "policy.toml"
    file.write_text(f"[steps]\nothers = {way}")
    with pytest.raises(PolicyError) as refused:
        load_policy(file)
    assert refused.value.key.startswith("steps.others")
