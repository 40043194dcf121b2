"""A person's own view as it is printed."""

import io

import pytest
from rich.console import Console

from commands.standing_tables import show_standing
from matching.explaining.standing import tell_standing
from tests.matching.office import DATES, make_matcher


def printed(nip, language):
    matcher = make_matcher()
    answer = tell_standing(matcher, "OPEN", matcher.person(nip), DATES, language)
    text = io.StringIO()
    show_standing(Console(file=text, width=400), answer, language)
    return answer, text.getvalue()


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("nip", ["1", "4"])
def test_everything_that_is_told_is_printed(nip, language):
    answer, text = printed(nip, language)
    told = [answer.conclusion, answer.chance, answer.snapshot_id, answer.state_id]
    told += [gate.found for gate in answer.gates]
    told += [one.text for one in (*answer.reasons, *answer.concerns, *answer.warnings)]
    told += [one.text for one in (*answer.missing, *answer.rights)]
    told += [part for fact in answer.facts for part in (fact.label, fact.value, fact.source)]
    assert not [one for one in told if one not in text]


def test_days_are_printed_with_when_they_were_known():
    _, text = printed("1", "en")
    assert "known on 31 January 2025" in text
    assert "1 January 2020" in text
