"""The chart of fill ratios: to scale, within its frame, and never green."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from serving.plans.drawing import WIDTH, draw_fillings, tell_level
from serving.rendering import STATIC
from tests.serving.made_plan import FILL, fill

staff = st.floats(0, 400)


def ends(drawing):
    hollow = re.findall(r'class="before" cx="([\d.]+)"', drawing)
    full = re.findall(r'class="(short|over|even)" cx="([\d.]+)"', drawing)
    return [float(x) for x in hollow], [(kind, float(x)) for kind, x in full]


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(0.5, 100), staff, staff), max_size=5))
def test_every_ratio_stays_within_the_frame(rows):
    lines = [fill("agency", str(place), *row) for place, row in enumerate(rows)]
    hollow, full = ends(draw_fillings(lines, "id"))
    assert len(hollow) == len(full) == len(rows)
    assert all(0 <= x <= WIDTH for x in [*hollow, *(x for _, x in full)])


def test_more_staff_stands_farther_to_the_right():
    hollow, full = ends(draw_fillings([fill("agency", "A", 10.0, 4.0, 7.0)], "id"))
    assert hollow[0] < full[0][1]


def test_what_is_short_and_what_is_over_have_their_own_colours_and_neither_is_green():
    assert [tell_level(ratio) for ratio in (0.2, 0.99, 0.998, 1.0, 1.004, 1.01, 3.0)] == [
        *("short", "short"),
        *("even", "even", "even"),
        *("over", "over"),
    ]
    css = (STATIC / "padan.css").read_text("utf-8")
    rules = re.findall(r"\.(?:short|over|even) \{[^}]*\}", css)
    assert len(rules) >= 6
    assert not [rule for rule in rules if re.search(r"--(good|for|brand)\b", rule)]


def test_names_are_written_as_text_and_long_ones_are_cut():
    drawing = draw_fillings([fill("agency", "<b>" + "x" * 60, 2.0, 1.0, 1.0)], "en")
    assert "&lt;b&gt;" in drawing
    assert "…" in drawing
    assert "<b>" not in drawing


def test_who_needs_nobody_has_no_ratio_and_is_left_out():
    agencies = [one for one in FILL if one.level == "agency"]
    drawing = draw_fillings(agencies, "id")
    assert "Tanpa Kebutuhan" not in drawing
    assert drawing.count('class="before"') == len(agencies) - 1


def test_it_is_hidden_from_who_hears_the_page():
    assert 'aria-hidden="true"' in draw_fillings(FILL, "id")
