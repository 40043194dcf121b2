"""What a plan says of the search that it came from."""

from dataclasses import replace

import pytest

from planning.notices import list_notices
from planning.optimum.instance import POINT
from planning.optimum.solve import solve
from tests.planning.borough import EVEN, LOOSE, crew, lay, make_borough, post


@pytest.mark.parametrize(
    ("short", "code"),
    [(0.0, None), (0.005, "near_best"), (0.3, "search_ended")],
)
def test_a_plan_is_called_nearly_the_best_only_within_a_hundredth(short, code):
    desk = lay(make_borough([post("A1", "A", 2)], crew("1", "A1", 1)), weights=EVEN, **LOOSE)
    found = solve(desk.instance)
    found = replace(found, objective=-round((1 - short) * 100 * POINT), bound=-100 * POINT)
    told = {one.code: one.text for one in list_notices(desk, found, "en")}
    assert {"near_best", "search_ended"} & told.keys() == ({code} if code else set())
    assert code != "search_ended" or "30%" in told[code]


def test_a_revision_that_may_keep_more_says_so():
    desk = lay(make_borough([post("A1", "A", 2)], crew("1", "A1", 1)), weights=EVEN, **LOOSE)
    found = solve(desk.instance)
    for keeps_most in (True, False):
        told = list_notices(desk, replace(found, keeps_most=keeps_most), "id")
        assert ("may_keep_more" in {one.code for one in told}) is not keeps_most
