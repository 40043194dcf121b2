"""Watching says when present lists leave a group out, in both languages, and calls for nothing."""

import json
from datetime import date

import numpy as np
import pytest

from matching.plain import to_json
from matching.watching.monitoring import monitor
from matching.watching.words import tell_fairness_of, tell_finding, tell_monitoring
from tests.matching.fairness.test_audit import MANY, staff
from tests.matching.office import make_matcher

TODAY = date(2025, 6, 2)


@pytest.fixture(scope="module")
def watched():
    matcher = make_matcher(**staff(np.arange(MANY) < MANY // 2))
    return monitor(matcher, None, TODAY)


def test_a_group_left_off_lists_is_a_note_and_calls_for_no_retraining(watched):
    finding = next(each for each in watched.findings if each.code == "unfair_lists")
    assert finding.calls_for == "nothing"
    assert "Perempuan" in tell_finding(finding, "id")
    assert "Women" in tell_finding(finding, "en")


def test_the_answer_holds_the_audit_as_plain_values(watched):
    told = json.loads(to_json(tell_monitoring(watched, "id"), indent=1))["fairness"]
    sex = told["attributes"][0]
    assert (sex["attribute"], [group["group"] for group in sex["groups"]]) == ("sex", ["f", "m"])
    assert (told["past_choices"], told["outcomes"]) == ([], [])
    assert told["alarms"][0]["ratio"]["value"] == 0


def test_the_page_and_the_terminal_tell_it_as_the_card_does(watched):
    section = tell_fairness_of(watched, "id")
    assert section.code == "fairness"
    assert any("Jenis kelamin, Perempuan" in sentence for sentence in section.sentences)
