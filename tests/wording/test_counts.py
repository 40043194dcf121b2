"""How many stands apart from what it counts, so that one is told as well as many."""

import re

import pytest

from wording import texts

FILES = (
    "need",
    "scenarios",
    "plans",
    "plan_pages",
    "plan_reasons",
    "papers",
    "transparency",
    "siasn",
)
FIGURES = "count|moves|people|open|most|need|seats|posts|success_of"
COUNTED = re.compile(
    rf"(?<!the )\{{(?:{FIGURES})\}} (?:more |functional |structural |managerial |additional )?"
    r"(?:people|moves|seats|rows|cells|columns|units|positions|degrees|trainings|contract staff"
    r"|vacant|senior)"
)


@pytest.mark.parametrize("file", FILES)
def test_no_english_text_puts_a_plural_behind_a_figure_that_may_be_one(file):
    told = {key: text for key, text in texts("en").items() if key.startswith(f"{file}.")}
    assert told
    assert [key for key, text in told.items() if COUNTED.search(text)] == []
