"""The parts of a score: a bag of boosters in one text, and a sum over columns."""

from concurrent.futures import ThreadPoolExecutor

import lightgbm
import numpy as np
import pytest

from models.trees import Trees, join_members
from tests.models.made_models import column, make_matrix, make_trees


def train(threads=1, seed=0):
    matrix = make_matrix(300, seed)
    success = np.nan_to_num(matrix[:, column("family_recent")]) > 0
    settings = {"objective": "binary", "num_leaves": 4, "verbosity": -1, "deterministic": True}
    settings |= {"force_row_wise": True, "num_threads": threads, "seed": seed}
    return lightgbm.train(settings, lightgbm.Dataset(matrix, success), 8)


def test_a_bag_scores_the_mean_of_its_members():
    boosters = [train(seed=seed) for seed in range(3)]
    bag = join_members([booster.model_to_string() for booster in boosters])
    matrix = make_matrix(50, 9)
    each = np.stack([booster.predict(matrix, raw_score=True) for booster in boosters], axis=1)
    assert np.array_equal(bag.score_members(matrix), each)
    assert np.allclose(bag.score(matrix), each.mean(axis=1), atol=1e-12)


def test_a_bag_can_be_cut_short_round_by_round():
    boosters = [train(seed=seed) for seed in range(2)]
    bag = join_members([booster.model_to_string() for booster in boosters])
    matrix = make_matrix(50, 9)
    early = [booster.predict(matrix, raw_score=True, num_iteration=3) for booster in boosters]
    assert np.array_equal(bag.score_early(matrix, 3), np.mean(early, axis=0))
    assert np.array_equal(bag.score_early(matrix, 99), bag.score_members(matrix).mean(axis=1))


def test_a_bags_text_does_not_tell_how_many_threads_trained_it():
    one, two = (join_members([train(threads).model_to_string()]) for threads in (1, 2))
    assert one.text == two.text


def test_a_joined_text_is_one_that_lightgbm_reads_and_writes_alike():
    bag = make_trees()
    assert bag.booster.num_trees() == sum(bag.lengths)
    assert join_members([bag.booster.model_to_string()]).text == bag.text


def test_a_bags_contributions_sum_to_its_score():
    bag, matrix = make_trees(), make_matrix(40, 2)
    assert np.allclose(bag.contributions(matrix).sum(axis=1), bag.score(matrix), atol=1e-12)


def test_threads_that_ask_one_bag_at_once_get_what_each_gets_alone():
    bag, matrix = make_trees(rounds=40), make_matrix(400, 5)
    questions = [bag.score, bag.score_members, bag.contributions, bag.cells]
    alone = [ask(matrix) for ask in questions]

    def repeat(number):
        answers = (questions[number](matrix) for _ in range(40))
        return sum(not np.array_equal(answer, alone[number]) for answer in answers)

    with ThreadPoolExecutor(len(questions)) as pool:
        assert list(pool.map(repeat, range(len(questions)))) == [0, 0, 0, 0]


def test_a_bag_knows_the_columns_it_splits_on():
    bag = make_trees()
    assert bag.used_columns[column("family_recent")]
    assert not bag.used_columns.all()


def test_a_matrix_of_another_width_is_refused():
    with pytest.raises(lightgbm.basic.LightGBMError):
        make_trees().score(make_matrix(5)[:, 1:])


def test_trees_are_compared_by_their_text():
    assert make_trees() == Trees(make_trees().text, make_trees().lengths)
