"""What would bring somebody onto the list, and advice, as they are printed."""

import io

from rich.console import Console

from commands.remedy_tables import show_remedy
from matching.explaining.why import judge_candidate
from tests.matching.explaining.remedies.test_remedies import bound, open_office
from tests.matching.office import DATES
from wording import say


def printed(nip, office, language="id"):
    text = io.StringIO()
    answer = judge_candidate(office, "OPEN", office.person(nip), DATES, language, size=1)
    show_remedy(Console(file=text, width=300), answer, language)
    return answer, " ".join(text.getvalue().split())


def test_every_change_and_every_piece_of_advice_is_printed():
    answer, text = printed("2", open_office())
    for one in (answer.remedy, *answer.remedy.changes, *answer.advice):
        assert one.text in text
    assert say("remedies.title_closest", "id") not in text


def test_what_comes_closest_is_printed_as_no_more_than_that():
    answer, text = printed("2", open_office(policy=bound(level_months=30)))
    assert answer.remedy.state == "none_within_bounds"
    assert say("remedies.title_closest", "id") in text


def test_without_a_model_gaps_alone_are_printed():
    answer, text = printed("2", open_office(rule=None))
    assert answer.remedy is None
    assert say("remedies.title", "id") not in text
    assert say("remedies.title_advice", "id") in text
