"""The change of a measure falls into parts that add up, and no group is dropped in silence."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.judging.change import explain_change, measure_groups, reweigh
from training.judging.judged import JudgedOpenings, place_single, read_judged, write_judged


def openings(kinds, success, score, probability=None, days=None):
    count = len(kinds)
    return JudgedOpenings(
        day=np.arange(count, dtype=np.int32) if days is None else np.array(days, np.int32),
        position_id=np.array([f"P{one}" for one in range(count)], np.str_),
        kind=np.array(kinds, np.str_),
        agency_id=np.array(["D1"] * count, np.str_),
        success=np.array(success, np.bool_),
        score=np.array(score, np.float64),
        probability=np.array(score if probability is None else probability, np.float64),
    )


def parts(change):
    return {split.measure: split for split in change.splits}


rows = st.lists(
    st.tuples(
        st.sampled_from(["staff", "functional", "managing"]),
        st.booleans(),
        st.floats(0.01, 0.99),
        st.floats(0.01, 0.99),
    ),
    min_size=1,
    max_size=40,
)


@settings(deadline=None, max_examples=60)
@given(rows, rows)
def test_who_outcomes_and_model_add_up_to_the_change(before, after):
    kinds, success, older, newer = zip(*after, strict=True)
    old_kinds, old_success, old_score, _ = zip(*before, strict=True)
    change = explain_change(
        openings(old_kinds, old_success, old_score),
        openings(kinds, success, older),
        openings(kinds, success, newer),
        "kind",
    )
    for split in change.splits:
        added = split.who + split.outcomes + split.model
        assert added == pytest.approx(split.after - split.before, abs=1e-12)
    assert sum(group.before.count for group in change.groups if group.before) == len(before)
    assert sum(group.after.count for group in change.groups if group.after) == len(after)


def test_another_mix_of_the_same_groups_is_who():
    few, many = ["staff"] * 10 + ["managing"] * 10, ["staff"] * 30 + ["managing"] * 10
    ended = {"staff": [True] * 4 + [False], "managing": [True] + [False] * 4}
    before = openings(few, ended["staff"] * 2 + ended["managing"] * 2, [0.5] * 20)
    after = openings(many, ended["staff"] * 6 + ended["managing"] * 2, [0.5] * 40)
    rate = parts(explain_change(before, after, after, "kind"))["success_rate"]
    assert (rate.before, rate.after) == pytest.approx((0.5, 0.65))
    assert (rate.who, rate.outcomes, rate.model) == pytest.approx((0.15, 0, 0))


def test_the_same_groups_ending_worse_is_outcomes():
    kinds = ["staff"] * 10
    before = openings(kinds, [True] * 8 + [False] * 2, [0.5] * 10)
    after = openings(kinds, [True] * 3 + [False] * 7, [0.5] * 10)
    rate = parts(explain_change(before, after, after, "kind"))["success_rate"]
    assert (rate.who, rate.outcomes, rate.model) == pytest.approx((0, -0.5, 0))


def test_the_same_openings_told_better_is_the_model():
    kinds, success = ["staff"] * 6 + ["managing"] * 4, [True, False] * 5
    old = openings(kinds, success, [0.5] * 10)
    new = openings(kinds, success, [0.9, 0.1] * 5)
    change = parts(explain_change(old, old, new, "kind"))
    assert change["outcome_auc"].model == pytest.approx(0.5)
    assert change["outcome_auc"].who == pytest.approx(0)
    assert change["brier"].model == pytest.approx(0.01 - 0.25)
    assert change["success_rate"].model == 0


def test_groups_on_one_side_only_are_listed_counted_and_belong_to_who():
    before = openings(["staff", "staff", "functional"], [True, False, True], [0.4, 0.5, 0.6])
    after = openings(["staff", "staff", "managing"], [True, False, False], [0.4, 0.5, 0.6])
    change = explain_change(before, after, after, "kind", unscored=3)
    assert (change.left, change.joined, change.unscored) == (("functional",), ("managing",), 3)
    assert {group.group for group in change.groups} == {"functional", "managing", "staff"}
    rate = parts(change)["success_rate"]
    assert rate.who == pytest.approx(rate.after - rate.before)


def test_other_years_altogether_are_other_openings():
    before = openings(["staff"] * 4, [True] * 4, [0.5] * 4, days=[18_300] * 4)
    after = openings(["staff"] * 4, [True, False] * 2, [0.5] * 4, days=[18_700] * 4)
    rate = parts(explain_change(before, after, after, "year"))["success_rate"]
    assert (rate.who, rate.outcomes) == (-0.5, 0.0)


def test_where_one_model_tells_no_probability_its_error_is_not_split():
    told = openings(["staff"] * 4, [True, False] * 2, [0.9, 0.1] * 2)
    rule = openings(["staff"] * 4, [True, False] * 2, [3.0, 1.0] * 2, probability=[np.nan] * 4)
    assert set(parts(explain_change(rule, rule, told, "kind"))) == {"success_rate", "outcome_auc"}


def test_weights_make_one_mix_like_another():
    weights = reweigh(np.array(["a", "a", "b", "c"]), np.array(["a", "b", "b", "b", "d"]))
    assert weights.tolist() == pytest.approx([0.125, 0.125, 0.75, 0.0])


def test_every_group_of_one_model_is_told():
    judged = openings(["staff", "staff", "managing"], [True, False, True], [0.9, 0.1, 0.5])
    managing, staff = measure_groups(judged, "kind")
    assert (managing.count, managing.measures["outcome_auc"]) == (1, None)
    assert (staff.measures["success_rate"], staff.measures["outcome_auc"]) == (0.5, 1.0)


def test_judged_openings_read_back_as_they_were():
    judged = openings(["staff", "managing"], [True, False], [1 / 3, 2 / 3], [0.1, np.nan])
    again = read_judged(write_judged(judged))
    assert write_judged(again) == write_judged(judged)
    assert again.keys == judged.keys
    assert again.score.tolist() == judged.score.tolist()
    assert np.isnan(again.probability[1])


def test_openings_of_one_post_on_one_day_are_not_taken_for_one_another():
    judged = openings(["staff"] * 3, [True] * 3, [0.5] * 3, days=[7, 7, 7])
    assert place_single(judged.take(np.array([0, 0, 1])).keys) == {(7, "P1"): 2}
