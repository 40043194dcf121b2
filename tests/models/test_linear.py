"""A weighted sum of columns tells what each adds, and scores a person the same alone or not."""

import numpy as np
import pytest

from features import catalog
from models.linear import Linear
from tests.models.made_models import WIDTH, make_linear, make_matrix

PART, MATRIX = make_linear(), make_matrix(60)


def test_a_known_value_is_clipped_and_weighed_and_an_unknown_one_adds_what_missing_adds():
    part = Linear(
        weights=np.array([2.0, 5.0]),
        missing=np.array([0.0, -0.25]),
        low=np.array([0.0, -np.inf]),
        high=np.array([10.0, np.inf]),
    )
    matrix = np.array([[6.0, 3.0], [99.0, np.nan]])
    assert part.score(matrix).tolist() == [2 * 6 + 5 * 3, 2 * 10 - 0.25]
    assert part.contributions(matrix).tolist() == [[12.0, 15.0, 0.0], [20.0, -0.25, 0.0]]


@pytest.mark.parametrize("count", [1, 2, 3, 17])
def test_a_score_has_the_same_bits_alone_and_in_a_batch(count):
    together = PART.score(MATRIX)
    for start in range(0, len(MATRIX) - count, count):
        rows = slice(start, start + count)
        assert (PART.score(MATRIX[rows]) == together[rows]).all()


def test_a_score_has_the_same_bits_however_the_matrix_lies_in_memory():
    assert (PART.score(np.asfortranarray(MATRIX)) == PART.score(MATRIX)).all()


def test_contributions_sum_to_the_score():
    assert PART.contributions(MATRIX).sum(axis=1) == pytest.approx(PART.score(MATRIX), abs=1e-9)


def test_a_rule_reads_back_with_the_same_bits():
    read = Linear.from_json(PART.to_json(catalog.NAMES), catalog.NAMES)
    assert np.array_equal(read.score(MATRIX), PART.score(MATRIX))


def test_a_stored_rule_is_read_strictly():
    stored = PART.to_json(catalog.NAMES)
    with pytest.raises(ValueError, match="brand_new"):
        Linear.from_json(stored | {"brand_new": stored["rank"]}, list(catalog.NAMES))
    with pytest.raises(KeyError):
        Linear.from_json({"rank": {"weight": 1.0}}, catalog.NAMES)


def test_only_the_columns_that_are_used_are_stored():
    weights = np.zeros(WIDTH)
    weights[3] = 1.0
    part = Linear(weights, np.zeros(WIDTH), np.full(WIDTH, -np.inf), np.full(WIDTH, np.inf))
    assert part.to_json(catalog.NAMES) == {
        catalog.NAMES[3]: {"weight": 1.0, "missing": 0.0, "low": None, "high": None}
    }
