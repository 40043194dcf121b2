"""The check of fairness: what it asks, and when it holds a model back."""

from dataclasses import replace
from datetime import date

import pytest

from matching.fairness.answers import Fairness, GroupOnLists, OnLists
from models.fairness import Ratio
from training.promotion import check_fairness, find_worst


def audit(*ratios, gates=True):
    """Return an audit of one attribute with a group for each (value, high, deviation)."""
    groups = tuple(
        GroupOnLists(
            str(number), None, 100, 900, 40, 0.04, Ratio(value, value / 2, high, deviation)
        )
        for number, (value, high, deviation) in enumerate(ratios)
    )  # fmt: skip
    lists = OnLists("sex", gates, groups, None, None)
    return Fairness(date(2025, 6, 1), 10, 10, 10, 95, 0.8, 10, (), (lists,), (), (), ())


FAIR = audit((0.9, 1.2, -0.5), (1.1, 1.4, 0.5))
UNFAIR = audit((0.5, 0.7, -4.0), (2.0, 2.8, 4.0))


def test_groups_that_chance_explains_pass_as_equal():
    check = check_fairness(FAIR)
    assert (check.name, check.passed, check.value, check.needed) == ("fair", True, 1.0, 0.8)


def test_a_low_ratio_that_chance_explains_passes():
    assert check_fairness(audit((0.5, 1.3, -1.2), (2.0, 5.0, 1.2))).passed


def test_a_real_difference_above_four_fifths_passes_with_its_number():
    check = check_fairness(audit((0.9, 0.95, -4.0), (1.1, 1.2, 4.0)))
    assert (check.passed, check.value) == (True, 0.9)


def test_below_four_fifths_it_fails_by_what_is_missing():
    check = check_fairness(UNFAIR)
    assert not check.passed
    assert check.value == 0.5
    assert check.short == pytest.approx(0.3)


def test_attributes_that_the_policy_does_not_name_hold_nobody_back():
    assert check_fairness(
        replace(UNFAIR, attributes=audit((0.5, 0.7, -4.0), gates=False).attributes)
    ).passed


def test_it_holds_back_where_a_fairer_model_serves():
    check = check_fairness(UNFAIR, FAIR, "3")
    assert (check.passed, check.gates, check.beside) == (False, True, "3")


def test_a_refusal_knows_whose_ratio_it_is_and_what_the_champion_has():
    check = check_fairness(UNFAIR, FAIR, "3")
    assert (check.attribute, check.group, check.theirs) == ("sex", "0", 1.0)


def test_it_does_not_hold_back_where_none_or_none_fairer_serves():
    assert not check_fairness(UNFAIR).gates
    assert not check_fairness(UNFAIR, audit((0.6, 0.8, -3.0), (1.6, 2.0, 3.0)), "3").gates


def test_nothing_to_compare_passes():
    assert check_fairness(audit()).passed
    assert find_worst(audit()) is None
