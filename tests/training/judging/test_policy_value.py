"""What taking the top of a list is worth, against a truth that the test made itself."""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from features import catalog
from snapshots.ledger import Flags, Floats
from tests.training.made_sets import HELPS, HURTS, make_set
from training.errors import NoValueError
from training.judging.choice import choice_chance, fit_choice
from training.judging.measures import auc
from training.judging.outcome import COLUMNS, fit_outcome, outcome_chance
from training.judging.policy_value import (
    LARGEST_WEIGHT,
    Candidates,
    _describe,
    judge_policies,
)

OPENINGS = 4000
FEW, AS_SHIPPED = 6, 41
"""Candidates of each opening: a handful, and as many as the shipped recipe takes."""


def softmax(margin):
    raised = np.exp(margin.reshape(OPENINGS, -1))
    return (raised / raised.sum(axis=1, keepdims=True)).ravel()


@dataclass(frozen=True)
class World:
    """Candidates whose true chances are known; committees favour what helps little."""

    each: int
    helps: Floats
    truth: Floats
    chance: Floats
    is_mover: Flags
    success: Flags

    def describe(self, told, chance):
        """Return the candidates as two models see them."""
        opening = np.repeat(np.arange(OPENINGS), self.each)
        return Candidates(opening, self.is_mover, told, chance, self.success)


def make_world(each):
    rng = np.random.default_rng(11)
    helps, favoured = rng.normal(size=(2, OPENINGS * each))
    truth = 1 / (1 + np.exp(-(-0.4 + 1.2 * helps - 0.8 * favoured)))
    chance = softmax(0.2 * helps + 0.6 * favoured)
    ends = np.cumsum(chance.reshape(OPENINGS, each), axis=1)
    picked = (rng.random(OPENINGS)[:, None] > ends).sum(axis=1)
    is_mover = np.zeros(OPENINGS * each, np.bool_)
    is_mover[np.arange(OPENINGS) * each + np.minimum(picked, each - 1)] = True
    success = rng.random(OPENINGS) < truth[is_mover]
    return World(each, helps, truth, chance, is_mover, success)


@pytest.fixture(scope="module", params=[FEW, AS_SHIPPED])
def world(request):
    """Return a world with few candidates an opening, and one with many."""
    return make_world(request.param)


@pytest.mark.parametrize("wrong", ["nothing", "outcome", "choice"])
def test_it_is_nearer_the_truth_than_the_plain_mean_where_either_model_is_wrong(world, wrong):
    truth, success = world.truth, world.success
    told = np.full(len(truth), success.mean()) if wrong == "outcome" else truth
    believed = np.full(len(truth), 1 / world.each) if wrong == "choice" else world.chance
    candidates = world.describe(told, believed)
    share = candidates.take_top(world.helps)
    real = float((share * truth).sum() / OPENINGS)
    matched = share[world.is_mover] > 0
    robust = candidates.value(share).mean()
    assert abs(robust - real) < 0.03
    assert abs(robust - real) < abs(success.mean() - real)
    assert abs(robust - real) < abs(success[matched].mean() - real)


def test_a_tie_at_the_top_shares_the_choice(world):
    candidates = world.describe(world.truth, world.chance)
    assert np.allclose(candidates.take_top(np.zeros(len(world.truth))), 1 / world.each)


def test_openings_count_once_on_average_however_many_candidates_they_have(world):
    candidates = world.describe(world.truth, world.chance)
    assert candidates.weigh(candidates.take_top(world.helps)).mean() == pytest.approx(1, abs=0.1)


def test_no_opening_counts_more_often_than_so_many_drawn_by_lot(world):
    candidates = world.describe(world.truth, np.full(len(world.truth), 1e-6))
    top = candidates.weigh(np.ones(len(world.truth))).max()
    assert top == pytest.approx(LARGEST_WEIGHT * world.each)


def test_the_choice_model_finds_what_committees_favour():
    data = make_set(openings=400, open_share=0.0)
    data.matrix[data.is_mover, HELPS] = 1.0 + np.nan_to_num(data.matrix[data.is_mover, HELPS])
    model = fit_choice(data.matrix, data.opening, data.is_mover)
    chance = choice_chance(model, data.matrix, data.opening)
    assert np.allclose(np.bincount(data.opening, chance), 1.0)
    assert chance[data.is_mover].mean() > 2 / 13


def test_the_outcome_model_finds_what_helps_and_takes_unknown_values():
    data = make_set(openings=800, open_share=0.0)
    movers, success = data.matrix[data.is_mover], data.openings.outcome == 1
    told = outcome_chance(fit_outcome(movers[:400], success[:400]), movers[400:])
    assert auc(told, success[400:]) > 0.7


def test_the_outcome_model_reads_columns_of_the_catalog():
    assert set(COLUMNS) <= set(catalog.NAMES)


@pytest.fixture(scope="module")
def found():
    data = make_set(openings=1500, open_share=0.0)
    judged = np.arange(1000, 1500)
    matrix = data.matrix[data.rows_of(judged)]
    known = np.nan_to_num(matrix)
    scores = {
        "learned": known[:, HELPS] - known[:, HURTS],
        "seniority": known[:, 0],
        "random": np.zeros(len(matrix)),
    }
    return judge_policies(data, judged, scores, "learned", seed=7)


def test_a_list_that_looks_at_what_helps_is_worth_more_than_the_most_senior(found):
    assert found.beside == "seniority"
    assert found.difference.low > 0
    assert found.difference.count == found.overlap.openings == 500
    values = {line.ranker: line.value.value for line in found.rankers}
    assert values["learned"] > found.observed.value > 0.4


def test_it_comes_near_the_truth_of_a_lot_and_of_the_best_list(found):
    data = make_set(openings=1500, open_share=0.0)
    known = np.nan_to_num(data.matrix[data.rows_of(np.arange(1000, 1500))])
    merit = (known[:, HELPS] - known[:, HURTS]).reshape(500, -1)
    truth = 1 / (1 + np.exp(-0.5 - 1.5 * merit))
    values = {line.ranker: line.value.value for line in found.rankers}
    assert values["random"] == pytest.approx(truth.mean(), abs=0.045)  # 2 standard errors
    assert values["learned"] == pytest.approx(truth.max(axis=1).mean(), abs=0.04)


def test_a_value_is_told_as_a_share_however_few_outcomes_correct_it(found):
    for line in found.rankers:
        assert 0 <= line.value.low <= line.value.value <= line.value.high <= 1


def test_it_says_how_many_real_choices_it_rests_on(found):
    ours = found.rankers[0]
    assert (found.overlap.matched, found.overlap.effective) == (ours.matched, ours.effective)
    assert 0 < ours.matched < 100
    assert ours.effective <= ours.matched
    assert found.overlap.largest_weight <= LARGEST_WEIGHT * 13
    assert found.overlap.mean_weight == pytest.approx(1, abs=0.4)
    assert found.overlap.enough
    assert found.rankers[-1].matched == 500


def test_openings_whose_mover_no_lawful_list_could_name_are_left_out():
    data = make_set(openings=600, open_share=0.0)
    data.openings.excluded[400:500, 0] = True
    judged = np.arange(400, 600)
    scores = {name: np.arange(200.0 * 13) for name in ("learned", "seniority")}
    value = judge_policies(data, judged, scores, "learned", seed=7)
    assert value.overlap.openings == 100


@pytest.mark.parametrize(
    ("judged", "why"),
    [
        (np.arange(40, 540), "too_few_choices"),
        (np.arange(500, 520), "too_few_outcomes"),
        (np.arange(0), "too_few_outcomes"),
    ],
)
def test_where_it_cannot_be_told_the_reason_is_named(judged, why):
    data = make_set(openings=600, open_share=0.0)
    scores = dict.fromkeys(("learned", "seniority"), np.zeros(13 * len(judged)))
    with pytest.raises(NoValueError) as raised:
        judge_policies(data, judged, scores, "learned", seed=7)
    assert raised.value.why == why


def test_how_a_mover_ended_tells_nothing_of_another_move_of_the_same_person():
    data, judged = make_set(openings=900, open_share=0.0), np.arange(500, 900)
    twice = np.repeat(np.arange(450, dtype=np.int32), 2)
    told = []
    for first in (0, 1):
        outcome = data.openings.outcome.copy()
        outcome[500] = first
        openings = replace(data.openings, person=twice, outcome=outcome)
        told.append(_describe(replace(data, openings=openings), judged, seed=7).told)
    same = (told[0] == told[1]).reshape(400, -1).all(axis=1)
    assert same[:2].all(), "both moves of the person whose outcome changed"
    assert not same.all()
