"""A card is written down as HTML and Markdown that no text of it can break."""

import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest

from models.card.charts import Curve, draw_bar, draw_curves, draw_effect, draw_intervals
from models.card.document import Cell, Document, Fold, Paragraph, Row, Section, Table
from models.card.html import write_html, write_section
from models.card.markdown import write_markdown
from models.card.story import tell_story, write_files
from tests.models.made_cards import estimate, make_told_bundle

NASTY = "<script>a | b & *c*</script>"
VOID = {"meta", "link"}


class Nesting(HTMLParser):
    """Checks that every element is closed in order."""

    def __init__(self):
        super().__init__()
        self.open, self.seen = [], set()

    def handle_starttag(self, tag, attrs):
        self.seen |= {tag, *(name for name, _ in attrs)}
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.seen |= {tag, *(name for name, _ in attrs)}

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def read(html):
    parser = Nesting()
    parser.feed(html)
    assert parser.open == []
    return parser.seen


def make_document(text=NASTY):
    table = Table(text, (text, text), (Row(text, (Cell(text, text),), text),))
    blocks = (Paragraph(text), table, Fold(text, (Paragraph(text),)))
    return Document("en", text, text, text, (Section("use", text, blocks),))


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_whole_card_is_well_formed_and_runs_nothing(language):
    seen = read(write_html(tell_story(make_told_bundle(), language)))
    assert not {"script", "onclick", "onload", "src", "href"} & seen


def test_what_a_page_takes_needs_no_style_of_its_own():
    section = tell_story(make_told_bundle(), "id").sections[2]
    assert not {"style", "script"} & read(write_section(section))


def test_no_text_becomes_a_part_of_the_html():
    html = write_html(make_document())
    assert "<script>" not in html
    assert html.count("&lt;script&gt;") >= 8


def test_no_text_becomes_a_mark_of_the_markdown():
    bare = re.sub(r"\\.", "", write_markdown(make_document()))
    table = [line for line in bare.splitlines() if line.startswith("|")]
    assert [line.count("|") for line in table] == [3, 3, 3]
    assert "<" not in bare


def test_what_is_folded_on_a_screen_is_open_on_paper():
    document = make_document("a text")
    assert "<details>" in write_section(document.sections[0])
    assert "<details>" not in write_html(document)


def test_a_served_card_brings_its_own_head():
    assert "<style>" in write_html(make_document())
    served = write_html(make_document(), '<link rel="stylesheet" href="/model/card.css">')
    assert "<style>" not in served


def test_every_chart_is_a_file_of_its_own():
    for name, content in write_files(make_told_bundle()).items():
        if name.endswith(".svg"):
            drawn = ET.fromstring(content)
            assert drawn.get("role") == "img"
            assert drawn.get("aria-label")


def list_numbers(svg, element, attribute):
    found = ET.fromstring(svg).iter(f"{{http://www.w3.org/2000/svg}}{element}")
    return [float(one.attrib[attribute]) for one in found]


def test_intervals_stay_within_the_chart_in_the_order_of_their_values():
    lines = [("ours", estimate(0.8), True), ("other", estimate(0.6), False)]
    places = list_numbers(draw_intervals(lines, 0.5, "AUC", "id"), "circle", "cx")
    assert places[0] > places[1]
    assert all(230 <= place <= 530 for place in places)


def test_a_curve_rises_where_its_effect_rises_and_sets_the_unknown_apart():
    svg = draw_effect([0, 1, 4], [-0.2, 0.0, 0.2], -0.1, ("0", "4"), "a", "en")
    across, down = list_numbers(svg, "circle", "cx"), list_numbers(svg, "circle", "cy")
    assert down[0] > down[1] > down[2]
    assert across == sorted(across)
    assert (across[2] - across[1]) == pytest.approx(3 * (across[1] - across[0]), abs=0.2)


def test_one_point_is_drawn_too():
    only = Curve("learned", ((50, estimate(0.7)),), True)
    assert len(list_numbers(draw_curves([only], "x", "y", "title", "id"), "circle", "cx")) == 1


def test_a_bar_is_hidden_from_who_hears_the_page():
    assert 'aria-hidden="true"' in draw_bar(0.0)
