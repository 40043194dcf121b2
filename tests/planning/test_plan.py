"""The answer to a request for a plan: the same for the same, revised with the fewest changes."""

from dataclasses import asdict, replace
from datetime import date

import pytest

from matching.drafts.check import DraftRow
from matching.plain import to_json
from planning.desk.desk import open_desk
from planning.desk.drafted import pin_draft
from planning.errors import UnlawfulDraftError
from planning.plan import build_plan
from planning.requests import Ban, PlanRequest
from planning.scenarios.scenario import Factor, Scenario
from tests.planning.borough import EVEN, LOOSE, crew, make_borough, post, work, worker

POSTS = [post("A1", "A", 6), post("B1P", "B1", 6), post("J", "B", kind="jpt_pratama")]
ASKED = PlanRequest(weights=EVEN, **LOOSE)


def people():
    return [*crew("1", "A1", 6), *crew("2", "B1P", 2), worker("31", "A1", fte=0.5)]


def make(**tables):
    given = {"workloads": [work("A1", 6), work("B1P", 6)], **tables}
    return make_borough(POSTS, people(), **given)


@pytest.fixture(scope="module")
def borough():
    return make()


@pytest.fixture(scope="module")
def plan(borough):
    return build_plan(open_desk(borough, ASKED, "p"), "id")


def test_a_plan_says_what_it_was_made_of(borough, plan):
    assert plan.snapshot_id == borough.history.snapshot.snapshot_id
    assert (plan.id, plan.revision, plan.basis) == ("p", 1, "rule")
    assert (plan.as_of, plan.effective_on) == (date(2025, 6, 1), date(2025, 6, 1))
    assert plan.policy_version == borough.policy.version


def test_every_default_of_the_request_is_stated(borough):
    asked = build_plan(open_desk(borough, PlanRequest(), "p"), "id").request
    ratio = borough.staffing(borough.history.day).overall_ratio
    assert asked.max_share_leaving == 0.1
    assert asked.min_fill_ratio == pytest.approx(0.9 * ratio)
    weights = borough.policy.plan.stances.balanced.model_dump()
    assert asked.weights is not None
    assert asdict(asked.weights) == weights


def test_the_same_request_gives_the_same_bytes_whatever_the_order_of_rows(plan):
    tables = {"workloads": [work("B1P", 6), work("A1", 6)]}
    turned = make_borough(POSTS[::-1], people()[::-1], **tables)
    assert to_json(build_plan(open_desk(turned, ASKED, "p"), "id")) == to_json(plan)


def test_another_language_changes_words_alone(borough, plan):
    english = build_plan(open_desk(borough, ASKED, "p"), "en")
    assert [one.move_id for one in english.moves] == [one.move_id for one in plan.moves]
    assert english.notices[0].text != plan.notices[0].text


def test_who_works_part_time_and_executive_posts_are_spoken_of(plan):
    codes = [notice.code for notice in plan.notices]
    assert {"made_up", "part_time", "competency_test", "by_order", "no_distance"} <= set(codes)
    assert "need_is_seats" not in codes


def test_without_workload_rows_need_is_said_to_be_seats():
    matcher = make_borough(POSTS, people())
    plan = build_plan(open_desk(matcher, PlanRequest(positions=("A1",)), "p"), "id")
    assert "need_is_seats" in {one.code for one in plan.notices}


def test_a_position_without_a_vacancy_is_counted():
    full = make_borough([post("A1", "A", 1)], [worker("1", "A1")])
    plan = build_plan(open_desk(full, PlanRequest(positions=("A1",)), "p"), "id")
    assert "asked_without_seat" in {one.code for one in plan.notices}


def test_a_scenario_is_named_and_the_seats_that_it_lacks_are_counted(borough):
    scenario = Scenario("lonjakan", (Factor("position", "B1P", 2.0),))
    plan = build_plan(open_desk(borough, replace(ASKED, scenario=scenario), "p"), "id")
    told = {one.code: one.text for one in plan.notices}
    assert "lonjakan" in told["scenario"]
    assert "6" in told["seats_missing"]


def test_a_plan_that_takes_effect_before_the_day_of_its_records_says_so(borough, plan):
    assert "effective_past" not in {one.code for one in plan.notices}
    early = replace(ASKED, effective_on=date(2025, 5, 1))
    told = {one.code: one.text for one in build_plan(open_desk(borough, early, "p"), "id").notices}
    assert "1 Mei 2025" in told["effective_past"]


def test_beside_the_plan_stand_plain_ways_and_stances(plan):
    ways = [one.way for one in plan.beside]
    assert ways == ["plan", "nothing", "greedy", "seniority", "fit", "balanced", "evenness"]
    assert plan.beside[0].objective == pytest.approx(plan.objective.value)
    assert plan.beside[0].success is None


def test_a_revision_keeps_all_moves_but_the_one_refused(borough, plan):
    gone = plan.moves[0]
    refused = (Ban(gone.person_id, gone.to_position_id),)
    desk = open_desk(borough, replace(ASKED, forbid=refused), "p")
    revised = build_plan(desk, "id", plan)
    kept = {one.move_id for one in plan.moves} - {gone.move_id}
    assert revised.revision == 2
    assert kept < {one.move_id for one in revised.moves}
    assert gone.move_id not in {one.move_id for one in revised.moves}


def test_a_revision_keeps_moves_that_are_no_longer_the_best(borough, plan):
    """Somebody's new wish makes another choice better; what people have seen stays."""
    moved = [one.nip for one in plan.moves]
    stayed = next(one for one in ("10", "11", "12", "13") if one not in moved)
    wish = {"nip": stayed, "submitted_on": "2025-01-01", "wanted_agency_id": "B", "willing": True}
    wishing = make(preferences=[wish])
    asked = replace(ASKED, weights=replace(EVEN, preference=5.0))
    fresh = build_plan(open_desk(wishing, asked, "p"), "id")
    revised = build_plan(open_desk(wishing, asked, "p"), "id", plan)
    assert stayed in {one.nip for one in fresh.moves}
    assert set(moved) <= {one.nip for one in revised.moves}


def test_the_state_changes_with_a_preference_that_is_shown(plan):
    said = [{"nip": plan.moves[0].nip, "submitted_on": "2025-01-01", "willing": True}]
    other = build_plan(open_desk(make(preferences=said), ASKED, "p"), "id")
    assert [one.move_id for one in other.moves] == [one.move_id for one in plan.moves]
    assert other.state_id != plan.state_id


def test_groups_too_small_to_show_have_no_figures():
    everybody = [one | {"sex": "f"} for one in people()]
    matcher = make_borough(POSTS, everybody)
    plan = build_plan(open_desk(matcher, ASKED, "p"), "id")
    sexes = next(one for one in plan.fairness if one.attribute == "sex")
    assert [one.share for one in sexes.groups] == [None]


def test_a_lawful_draft_becomes_moves_that_are_held(borough):
    rows = (DraftRow(1, "10", "B1P", {}), DraftRow(2, "10", "B1P", {}))
    dates = borough.date(None, None)
    (pin,) = pin_draft(borough, rows, dates, "id")
    assert (pin.person_id, pin.position_id) == (borough.person_id(borough.person("10")), "B1P")


def test_a_draft_with_unlawful_lines_is_refused_with_their_numbers(borough):
    rows = (
        DraftRow(1, "10", "B1P", {}),
        DraftRow(2, "10", "A1", {}),
        DraftRow(3, "99", "B1P", {}),
    )
    with pytest.raises(UnlawfulDraftError) as refused:
        pin_draft(borough, rows, borough.date(None, None), "id")
    assert refused.value.lines == (2, 3)
    assert "2, 3" in refused.value.text("en")
