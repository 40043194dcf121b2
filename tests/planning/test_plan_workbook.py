"""A plan as a workbook: the same moves, vacancies and ratios, in the reader's language."""

import io

import pytest
import python_calamine

from planning.desk.desk import open_desk
from planning.plan import build_plan
from planning.requests import PlanRequest
from planning.workbook import write_plan
from tests.planning.borough import EVEN, LOOSE, crew, make_borough, post


@pytest.fixture(scope="module")
def plan():
    posts = [post("A1", "A", 6), post("B1P", "B1", 6)]
    matcher = make_borough(posts, [*crew("1", "A1", 6), *crew("2", "B1P", 2)])
    return build_plan(open_desk(matcher, PlanRequest(weights=EVEN, **LOOSE), "p"), "id")


def read(content, sheet):
    book = python_calamine.load_workbook(io.BytesIO(content))
    return book.get_sheet_by_index(sheet).to_python()


def test_every_move_is_a_line_with_its_nip_as_text(plan):
    rows = read(write_plan(plan, "id"), 0)
    assert [row[0] for row in rows[-len(plan.moves) :]] == [one.nip for one in plan.moves]


def test_vacancies_ratios_and_ways_have_sheets_of_their_own(plan):
    content = write_plan(plan, "en")
    assert len(read(content, 1)) == 2 + len(plan.open)
    assert len(read(content, 2)) == 2 + len(plan.fill)
    assert [row[0] for row in read(content, 3)[2:]][:2] == ["This plan", "No moves"]


def test_the_same_plan_gives_the_same_file(plan):
    assert write_plan(plan, "id") == write_plan(plan, "id")
