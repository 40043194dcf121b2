"""The table of all rankers, and whom the gates of today would have turned away."""

import numpy as np
import pytest

from tests.training.made_sets import make_set
from training.judging.evaluation import EvaluationTable, Trial, tabulate


def test_who_fails_two_gates_is_counted_once_among_those_who_fail_any():
    data = make_set(openings=100, open_share=0.0)
    data.openings.excluded[:10, 0] = True
    data.openings.excluded[5:20, 1] = True
    found = tabulate(Trial(data, np.arange(50, 100), np.zeros(0, np.intp)), {}, seed=7)
    assert max(found.excluded.values()) == pytest.approx(0.15)
    assert found.excluded_any == pytest.approx(0.2)
    assert EvaluationTable.from_json(found.to_json()) == found
