"""Papers printed by a real browser: A4, landscape for the annex, its head on every page."""

import re
from dataclasses import replace

import pytest

from planning.papers.agencies import write_agency_sheet
from planning.papers.annex import write_annex
from planning.papers.letter import write_letter
from serving.papers.printing import print_paper
from serving.rendering import open_templates
from tests.planning.papers.town import make_edition

pytestmark = pytest.mark.browser
PAGES = re.compile(rb"/Type\s*/Page\b(?!s)")
BOX = re.compile(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)")
MOVES = 40


@pytest.fixture(scope="module")
def edition():
    """Return a plan of many moves: one person's, told again and again under other ids."""
    made = make_edition()
    first = made.plan.moves[0]
    why = "Alasan yang cukup panjang untuk memenuhi beberapa baris pada lampiran. " * 3
    moves = tuple(replace(first, move_id=f"{number:016x}", why=why) for number in range(MOVES))
    return replace(made, plan=replace(made.plan, moves=moves))


@pytest.fixture
def printed(browser):
    """Return a way to print a paper: how many pages, and the size of the first in points."""
    page = browser.new_page()

    def print_to_pdf(paper, language):
        page.set_content(print_paper(open_templates(), paper, language))
        content = page.pdf(prefer_css_page_size=True, print_background=True)
        (width, height), *_ = BOX.findall(content)
        return len(PAGES.findall(content)), float(width), float(height)

    yield print_to_pdf
    page.close()


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_letter_fits_on_two_pages_of_a4(printed, edition, language):
    letter = write_letter(replace(edition, language=language), edition.plan.moves[0].move_id)
    pages, width, height = printed(letter, language)
    assert pages <= 2
    assert (round(width), round(height)) == (595, 842)


def test_the_annex_is_landscape_and_breaks_between_rows(printed, edition):
    pages, width, height = printed(write_annex(edition), "id")
    assert (round(width), round(height)) == (842, 595)
    assert 4 <= pages <= 14


def test_the_head_of_the_annex_is_repeated_on_every_page(browser, edition):
    page = browser.new_page()
    page.set_content(print_paper(open_templates(), write_annex(edition), "id"))
    page.emulate_media(media="print")
    head, row = (
        page.evaluate(f"getComputedStyle(document.querySelector('{one}')).{style}")
        for one, style in (("thead", "display"), ("tbody tr", "breakInside"))
    )
    page.close()
    assert (head, row) == ("table-header-group", "avoid")


def test_an_agencys_sheet_is_printed_upright(printed, edition):
    pages, width, height = printed(write_agency_sheet(edition, "D1"), "id")
    assert (round(width), round(height)) == (595, 842)
    assert pages >= 2
