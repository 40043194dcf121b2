"""A stored model reads back as it was, explains itself exactly, and refuses what is not its own."""

import json

import numpy as np
import pytest

from features import catalog
from models.bundle import FORMAT, Bundle, Term
from models.errors import IncompatibleModelError, TamperedModelError
from tests.models.made_models import WIDTH, make_bundle, make_matrix, make_trees


@pytest.fixture(scope="module")
def bundle():
    return make_bundle()


@pytest.fixture
def stored(bundle, tmp_path):
    return tmp_path, bundle.save(tmp_path)


def test_a_model_reads_back_with_the_same_bits(bundle, stored):
    folder, digest = stored
    read = Bundle.load(folder, "7", digest)
    matrix = make_matrix(seed=3)
    assert np.array_equal(read.score(matrix), bundle.score(matrix))
    assert np.array_equal(read.contributions(matrix), bundle.contributions(matrix))
    assert np.array_equal(read.spread(matrix), bundle.spread(matrix))
    assert read.calibration == bundle.calibration
    assert read.card == bundle.card
    assert read.model_version == "7"


def test_saving_twice_writes_the_same_bytes(bundle, stored, tmp_path):
    folder, digest = stored
    again = Bundle.load(folder).save(tmp_path / "again")
    assert again == digest


def test_a_model_is_plain_text_alone(stored):
    folder, _ = stored
    files = {file.name for file in folder.iterdir()}
    assert files == {"model.json", "card.json", "manifest.json", "trees.txt"}
    json.loads((folder / "model.json").read_text())


@pytest.mark.parametrize("file", ["trees.txt", "model.json", "card.json"])
def test_a_changed_file_is_refused_by_name(stored, file):
    folder, _ = stored
    text = (folder / file).read_text()
    (folder / file).write_text(text.replace("1", "2", 1))
    with pytest.raises(TamperedModelError) as refused:
        Bundle.load(folder)
    assert refused.value.file == file


def test_a_file_that_is_gone_is_refused(stored):
    folder, _ = stored
    (folder / "trees.txt").unlink()
    with pytest.raises(TamperedModelError):
        Bundle.load(folder)


def test_a_whole_model_put_in_place_of_the_stored_one_is_refused(stored):
    folder, digest = stored
    make_bundle(offset=5.0).save(folder)
    with pytest.raises(TamperedModelError):
        Bundle.load(folder, digest=digest)


def test_a_model_of_other_features_is_refused_and_they_are_named(stored):
    folder, _ = stored
    ours = ("brand_new", *catalog.NAMES[1:])
    with pytest.raises(IncompatibleModelError) as refused:
        Bundle.load(folder, names=ours)
    assert refused.value.changed == ("brand_new", catalog.NAMES[0])


def test_a_model_of_features_in_another_order_is_refused(stored):
    folder, _ = stored
    with pytest.raises(IncompatibleModelError):
        Bundle.load(folder, names=catalog.NAMES[::-1])


def test_a_model_of_features_that_mean_something_else_is_refused(stored):
    folder, _ = stored
    with pytest.raises(IncompatibleModelError):
        Bundle.load(folder, fingerprint="of another catalog")


def test_a_model_written_in_another_form_is_refused(stored, monkeypatch):
    folder, _ = stored
    monkeypatch.setattr("models.bundle.FORMAT", FORMAT + 1)
    with pytest.raises(IncompatibleModelError):
        Bundle.load(folder)


def test_a_model_whose_form_is_not_even_told_is_refused(bundle, tmp_path, monkeypatch):
    monkeypatch.setattr(Bundle, "_describe", lambda self: {"of": "long ago"})
    bundle.save(tmp_path)
    with pytest.raises(IncompatibleModelError):
        Bundle.load(tmp_path)


def test_contributions_of_a_row_sum_to_its_score(bundle):
    matrix = make_matrix(seed=5)
    parts = bundle.contributions(matrix)
    assert parts.shape == (len(matrix), WIDTH + 1)
    assert np.abs(parts.sum(axis=1) - bundle.score(matrix)).max() < 1e-9


def test_the_probability_keeps_the_order_of_the_score_and_lies_in_its_interval(bundle):
    matrix = make_matrix(seed=6)
    score = bundle.score(matrix)
    fit = bundle.fit(score, bundle.spread(matrix))
    assert np.array_equal(np.argsort(fit.fit), np.argsort(score))
    assert ((fit.low < fit.fit) & (fit.fit < fit.high)).all()
    assert fit.why_not is None


def test_the_spread_of_a_row_moves_its_interval_alone(bundle):
    matrix = make_matrix(seed=6)
    score = bundle.score(matrix)
    usual, own = bundle.fit(score), bundle.fit(score, bundle.spread(matrix))
    assert np.array_equal(usual.fit, own.fit)
    assert not np.array_equal(usual.low, own.low)


def test_a_smaller_bag_comes_round_again_beside_a_greater_one(bundle):
    matrix = make_matrix(20)
    parts = [(term.weight, term.part.score_members(matrix)) for term in bundle.terms]
    members = bundle.score_members(matrix)
    assert members.shape == (20, max(part.shape[1] for _, part in parts))
    last = members.shape[1] - 1
    expected = bundle.offset + sum(weight * part[:, last % part.shape[1]] for weight, part in parts)
    assert np.allclose(members[:, last], expected, rtol=0, atol=1e-12)


def test_a_row_that_the_members_disagree_on_has_a_wider_interval(bundle):
    both = bundle.calibration.estimate(np.zeros(2), spread=np.array([0.1, 0.5]))
    assert both.fit[0] == both.fit[1]
    assert both.low[1] < both.low[0]
    assert both.high[1] > both.high[0]


def test_the_spread_is_zero_where_all_members_agree():
    alone = make_bundle(terms=(Term("trees", 1.0, make_trees(members=1)),))
    assert not alone.spread(make_matrix(20)).any()


def test_a_model_without_calibration_says_why_it_gives_no_probability():
    uncalibrated = make_bundle(calibration=None, why_not="too_few_outcomes")
    fit = uncalibrated.fit(np.zeros(4))
    assert np.isnan(fit.fit).all()
    assert np.isnan(fit.low).all()
    assert fit.why_not == "too_few_outcomes"


def test_no_rows_are_no_scores(bundle):
    nobody = np.zeros((0, WIDTH))
    assert bundle.score(nobody).shape == (0,)
    assert bundle.contributions(nobody).shape == (0, WIDTH + 1)
    assert bundle.fit(bundle.score(nobody)).fit.shape == (0,)


def test_a_model_knows_which_features_move_its_score(bundle):
    assert "family_recent" in bundle.used_features
    assert set(bundle.used_features) <= set(catalog.NAMES)


def test_a_column_that_was_freed_promises_no_direction(tmp_path):
    make_bundle(freed=("own_success",)).save(tmp_path)
    read = Bundle.load(tmp_path)
    assert (read.direction_of("own_success"), make_bundle().direction_of("own_success")) == (0, 1)
    assert (read.direction_of("family_recent"), read.direction_of("distance_km")) == (1, -1)
