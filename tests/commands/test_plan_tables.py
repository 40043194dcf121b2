"""A plan as it is printed on a terminal."""

import io

import pytest
from rich.console import Console

from commands import plan_tables
from commands.plan_tables import show_plan
from planning.desk.desk import open_desk
from planning.plan import build_plan
from planning.requests import PlanRequest
from tests.planning.borough import EVEN, LOOSE, crew, make_borough, post

POSTS = [post("A1", "A", 6), post("B1P", "B1", 6)]


def make_plan(language="id", **asked):
    matcher = make_borough(POSTS, [*crew("1", "A1", 6), *crew("2", "B1P", 2)])
    request = PlanRequest(**{"weights": EVEN, **LOOSE, **asked})
    return build_plan(open_desk(matcher, request, "p"), language)


def printed(plan, language="id"):
    text = io.StringIO()
    show_plan(Console(file=text, width=100), plan, language)
    return text.getvalue()


@pytest.fixture(scope="module")
def plan():
    return make_plan()


def test_every_move_is_printed_with_its_person_posts_and_id(plan):
    told = printed(plan)
    for move in plan.moves:
        assert f"{move.name} · {move.nip}" in told
        assert move.move_id in told
    assert "Jabatan A1, Dinas A → Jabatan B1P, Puskesmas B1" in told


def test_what_the_plan_does_to_fill_ratios_is_told_with_which_ratio_it_is(plan):
    told = " ".join(printed(plan).split())
    assert "33%–100% sebelum, 67%–67% sesudah" in told
    assert "Rasio = bezetting : kebutuhan." in told


def test_a_point_is_no_transfer_where_no_chance_is_calibrated(plan):
    assert plan.by_order
    told = " ".join(printed(plan).split())
    assert "Satu poin setara dengan selisih antara urutan terakhir dan urutan pertama" in told
    assert "mutasi lebih yang berhasil" not in told


def test_the_other_ways_stand_beside_it(plan):
    told = printed(plan)
    for way in ("Rencana ini", "Tanpa mutasi", "Seimbang", "Utamakan pemerataan"):
        assert way in told


def test_long_lists_are_cut_and_say_so(plan, monkeypatch):
    monkeypatch.setattr(plan_tables, "MOVES_SHOWN", 1)
    assert f"dan {len(plan.moves) - 1} mutasi lagi" in printed(plan)


def test_a_plan_without_moves_says_why(monkeypatch):
    monkeypatch.setattr(plan_tables, "OPEN_SHOWN", 0)
    told = printed(make_plan("en", max_moves=0), "en")
    assert "No move brings more than it costs" in told
    assert "Vacant posts not shown: 1." in told


def test_whom_it_moves_is_told_by_groups_that_are_large_enough():
    crews = [*crew("1", "A1", 9, sex="f"), *crew("2", "A1", 9, sex="m")]
    more = [*crew("3", "A1", 9, sex="f"), *crew("4", "A1", 9, sex="m")]
    posts = [post("A1", "A", 36), post("B1P", "B1", 36)]
    told = [
        printed(build_plan(open_desk(make_borough(posts, people), request, "p"), "id"))
        for people in (crews, [*crews, *more])
        for request in [PlanRequest(weights=EVEN, **LOOSE)]
    ]
    assert "Siapa yang dipindahkan" not in told[0]
    assert "Siapa yang dipindahkan" in told[1]
