"""A weighted sum of columns scores a person the same alone and among others."""

import numpy as np
import pytest

from models.linear import Linear


@pytest.fixture(scope="module")
def matrix():
    values = np.random.default_rng(3).normal(size=(300, 40))
    values[values > 1.5] = np.nan
    return values


@pytest.fixture(scope="module")
def part():
    rng = np.random.default_rng(4)
    weights, missing = rng.normal(size=(2, 3, 40))
    weights[:, 5] = missing[:, 5] = 0
    bound = np.full(40, np.inf)
    return Linear(
        rng.normal(size=3), weights, missing, -bound, bound, rng.normal(size=40), bound**0
    )


@pytest.mark.parametrize("count", [1, 2, 3, 17])
def test_a_score_has_the_same_bits_alone_and_in_a_batch(part, matrix, count):
    together = part.score(matrix)
    for start in range(0, 300 - count, count):
        rows = slice(start, start + count)
        assert (part.score(matrix[rows]) == together[rows]).all()


def test_a_score_has_the_same_bits_however_the_matrix_lies_in_memory(part, matrix):
    assert (part.score(np.asfortranarray(matrix)) == part.score(matrix)).all()


def test_the_score_of_each_member_has_the_same_bits_alone_and_in_a_batch(part, matrix):
    together = part.score_members(matrix)
    alone = [part.score_members(matrix[[row]])[0] for row in range(len(matrix))]
    assert (np.array(alone) == together).all()


def test_contributions_sum_to_the_score(part, matrix):
    assert part.contributions(matrix).sum(axis=1) == pytest.approx(part.score(matrix), abs=1e-9)
