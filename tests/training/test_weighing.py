"""Movers count equally, or by how likely committees were to choose them."""

import numpy as np
import pytest

from tests.training.made_sets import HELPS, make_set
from training.weighing import LARGEST, weigh_movers


@pytest.fixture(scope="module")
def data():
    """Return openings in which committees liked people with much of one column."""
    data = make_set(openings=300, open_share=0.0)
    data.matrix[data.is_mover, HELPS] += 1.0
    return data


def weigh(data, how):
    return weigh_movers(data, np.arange(len(data.openings)), how)


def liking(data):
    return np.nan_to_num(data.matrix[data.is_mover, HELPS])


def test_equal_weights_are_one(data):
    assert (weigh(data, "equal") == 1).all()


@pytest.mark.parametrize("how", ["inverse_propensity", "overlap"])
def test_whoever_was_likely_to_be_chosen_counts_less(data, how):
    weight = weigh(data, how)
    assert weight.mean() == pytest.approx(1)
    assert np.corrcoef(weight, liking(data))[0, 1] < -0.3


def test_no_mover_counts_without_bound(data):
    weight = weigh(data, "inverse_propensity")
    assert weight.max() / weight.min() <= LARGEST**2
