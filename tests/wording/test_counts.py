"""How many stands apart from what it counts, so that one is told as well as many."""

import re

import pytest

from wording import texts

FILES = ("need", "scenarios", "plans", "plan_pages", "plan_reasons", "papers", "transparency")
COUNTED = re.compile(
    r"(?<!the )\{(?:count|moves|people|open|most|need|seats|success_of)\} (?:more )?"
    r"(?:people|moves|seats|rows|positions|contract staff|vacant|senior)"
)


@pytest.mark.parametrize("file", FILES)
def test_no_english_text_puts_a_plural_behind_a_figure_that_may_be_one(file):
    told = {key: text for key, text in texts("en").items() if key.startswith(f"{file}.")}
    assert told
    assert [key for key, text in told.items() if COUNTED.search(text)] == []
