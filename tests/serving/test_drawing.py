"""Bars are to scale, stay within their frame, and say nothing on their own."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serving.drawing import WIDTH, draw_fit, draw_part, draw_share, find_greatest

shares = st.floats(0, 1)
parts = st.floats(-50, 50)


def box(drawing, kind):
    found = re.search(rf'class="{kind}" x="([\d.]+)" y="\d+(?:\.\d+)?" width="([\d.]+)"', drawing)
    assert found is not None
    return float(found[1]), float(found[2])


@given(shares, shares, shares)
def test_a_probability_and_its_range_stay_on_the_track(one, two, three):
    low, fit, high = sorted((one, two, three))
    drawing = draw_fit(fit, low, high)
    for kind in ("range", "mark"):
        start, length = box(drawing, kind)
        assert start >= 0
        assert start + length <= WIDTH + 2


@given(parts, st.floats(0.001, 50))
def test_a_part_speaks_to_its_side_of_the_middle(part, more):
    greatest = abs(part) + more
    kind = "for" if part >= 0 else "against"
    start, length = box(draw_part(part, greatest), kind)
    middle = WIDTH / 2
    assert (start == middle) if part >= 0 else (start + length == pytest.approx(middle, abs=0.11))
    assert 0 <= start <= start + length <= WIDTH


def test_a_part_twice_as_great_is_drawn_twice_as_long():
    lengths = [box(draw_part(part, 4.0), "for")[1] for part in (2.0, 4.0)]
    assert lengths[1] == pytest.approx(2 * lengths[0])


def test_a_share_over_the_whole_fills_the_track():
    assert box(draw_share(1.7, "against"), "against") == (0, WIDTH)


def test_drawings_are_hidden_from_who_hears_the_page():
    for drawing in (draw_fit(0.5, 0.4, 0.6), draw_part(1, 2), draw_share(0.3)):
        assert 'aria-hidden="true"' in drawing


def test_no_parts_have_no_scale():
    assert find_greatest([]) == 0
    assert "width" in draw_part(0.0, 0.0)
