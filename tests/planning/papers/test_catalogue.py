"""Which papers a plan has, and which are to be printed again after a revision."""

from dataclasses import replace
from datetime import date

import pytest

from planning.papers.catalogue import find_reprints, papers_of
from planning.requests import Pin
from tests.planning.papers.town import (
    ARIF,
    BUNGA,
    CANDRA,
    A,
    make_edition,
    make_matcher,
    make_move,
    make_plan,
)


@pytest.fixture(scope="module")
def matcher():
    return make_matcher()


@pytest.fixture(scope="module")
def plan(matcher):
    return make_plan(matcher)


def changed(plan, **facts):
    """Return the plan as its next revision, in which the first move is otherwise."""
    first, *rest = plan.moves
    return replace(plan, revision=3, moves=(replace(first, **facts), *rest))


def reprinted(old, new):
    return {(one.kind, one.key, one.change) for one in find_reprints(old, new)}


def test_a_plan_has_an_annex_a_letter_a_move_a_sheet_an_agency_and_rows_for_imut(plan):
    found = [(paper.kind, paper.name) for paper in papers_of(plan)]
    assert found == [
        ("annex", ""),
        ("letter", "Contoh Arif"),
        ("letter", "Contoh Bunga"),
        ("agency", "Dinas Dua"),
        ("agency", "Dinas Satu"),
        ("imut", ""),
    ]


def test_every_move_stands_on_its_letter_on_both_sheets_and_on_both_lists(plan):
    for move in plan.moves:
        kinds = [paper.kind for paper in papers_of(plan) if move.move_id in paper.moves]
        assert sorted(kinds) == ["agency", "agency", "annex", "imut", "letter"]


def test_a_revision_that_changes_nothing_prints_nothing_again(plan):
    assert not find_reprints(plan, replace(plan, revision=3))


def test_another_reason_among_candidates_changes_the_annex_alone(plan):
    assert reprinted(plan, changed(plan, eligible=99)) == {("annex", "", "again")}


def test_a_move_that_the_planner_sets_has_another_annex_and_letter(plan):
    arif, _ = plan.moves
    pin = Pin(arif.person_id, arif.to_position_id)
    pinned = replace(plan, request=replace(plan.request, pin=(pin,)))
    assert reprinted(plan, pinned) == {("annex", "", "again"), ("letter", arif.move_id, "again")}


def test_the_code_of_a_paper_hangs_on_decision_and_language():
    """A printed draft would else pass for the decision, and one language for the other."""
    draft = make_edition()
    others = (replace(draft, language="en"), replace(draft, decided_on=date(2025, 6, 20)))
    for other in others:
        assert not {one.code for one in draft.papers} & {one.code for one in other.papers}
    again = replace(draft)
    assert [one.code for one in again.papers] == [one.code for one in draft.papers]


def test_another_handover_changes_the_sheets_of_its_agencies_alone(plan):
    found = reprinted(plan, changed(plan, seat_left="Kursinya diisi Contoh Candra."))
    assert found == {("agency", "D1", "again"), ("agency", "D2", "again")}


def test_a_gap_of_one_person_changes_that_persons_letter_alone_among_letters(plan):
    arif, _ = plan.moves
    candidate = replace(arif.candidate, gaps=())
    found = {
        one for one in reprinted(plan, changed(plan, candidate=candidate)) if one[0] == "letter"
    }
    assert found == {("letter", arif.move_id, "again")}


def test_staff_after_the_plan_changes_no_letter(plan):
    """What others do to a unit is no matter of the letter, so that it is not printed again."""
    effect = (replace(A, staff_after=0.0, ratio_after=0.0),)
    assert {
        kind for kind, _, _ in reprinted(changed(plan, effect=(A,)), changed(plan, effect=effect))
    } == {"annex"}


def test_a_dropped_move_withdraws_its_letter_and_an_added_one_brings_one(matcher, plan):
    arif, bunga = plan.moves
    other = make_move(matcher, CANDRA, "NEW")
    found = reprinted(plan, make_plan(matcher, other, bunga))
    assert ("letter", arif.move_id, "withdrawn") in found
    assert ("letter", other.move_id, "new") in found
    assert ("annex", "", "again") in found


def test_other_records_make_every_paper_anew(plan):
    found = find_reprints(plan, replace(plan, snapshot_id="another"))
    assert {one.change for one in found} == {"again"}
    assert len(found) == len(papers_of(plan))


def test_papers_do_not_hang_on_the_order_of_moves(plan):
    assert papers_of(replace(plan, moves=plan.moves[::-1])) == papers_of(plan)


def test_people_are_listed_by_kind_of_post_then_agency(matcher):
    staff = make_move(matcher, BUNGA, "OLD")
    low = replace(staff, move_id="x", target=replace(staff.target, kind="pelaksana"))
    high = make_move(matcher, ARIF, "NEW")
    papers = papers_of(make_plan(matcher, low, high))
    assert papers[0].moves == (high.move_id, "x")
