"""Past transfers as they are printed, and a list on which some are told no chance."""

import io

from rich.console import Console

from commands.precedent_tables import show_precedents
from commands.shortlist_tables import explain
from matching.answers import ShortlistRequest
from matching.shortlist import build_shortlist
from tests.matching.explaining.test_precedents import MOVED, judge, make_learned, make_moved
from tests.matching.office import make_matcher
from wording import LANGUAGES, say


def printed(show, *arguments):
    text = io.StringIO()
    show(Console(file=text, width=200), *arguments)
    return " ".join(text.getvalue().split())


def test_the_nearest_transfers_are_printed_with_their_count_and_what_near_means():
    answer = judge(make_learned())
    text = printed(show_precedents, answer, "en")
    assert answer.precedents.text in text
    assert answer.precedents.meaning in text
    assert text.count("Lurah (Dinas Dua) to Kepala Subbagian (Dinas Satu)") == 5


def test_a_rule_says_that_it_knows_no_similar_transfers():
    for language in LANGUAGES:
        text = printed(show_precedents, judge(make_matcher(), language=language), language)
        assert say("precedents.rule", language) in text


def test_without_a_model_nothing_is_printed():
    assert printed(show_precedents, judge(make_matcher(rule=None)), "en") == ""


def test_a_list_says_beside_a_name_why_no_chance_is_told():
    few = make_learned(**make_moved(MOVED[:4]))
    candidate = build_shortlist(few, ShortlistRequest("OPEN"), "en").candidates[0]
    console = Console(file=io.StringIO(), width=200)
    explain(console, candidate, "en")
    assert "too few similar past transfers." in console.file.getvalue()  # type: ignore[attr-defined]
