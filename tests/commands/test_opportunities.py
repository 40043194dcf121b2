"""Open posts for one person as they are printed."""

import io

import pytest
from rich.console import Console

from commands.opportunities import ADVICE_SHOWN, show_opportunities
from matching.opportunities import find_openings, tell_openings
from tests.matching.office import DATES, make_matcher


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("nip", ["1", "4"])
def test_every_post_is_printed_with_what_bars_and_what_speaks_for_it(nip, language):
    matcher = make_matcher()
    openings = find_openings(matcher, matcher.person(nip), DATES)
    answer = tell_openings(openings, 0, 10, None, language)
    text = io.StringIO()
    show_opportunities(Console(file=text, width=400), answer, language)
    assert answer.items
    told = [answer.name]
    for one in answer.items:
        told += [one.position.title, one.position.position_id, one.position.agency]
        told += [gate.found for gate in one.gates]
        told += [reason.text for reason in (*one.reasons, *one.concerns)]
        told += [advice.text for advice in one.advice[:ADVICE_SHOWN]]
    assert not [part for part in told if part not in text.getvalue()]
