"""Looking back finds the bias that a made-up city was given, its size, and none where none is."""

from datetime import date

import numpy as np
import pytest

from features.source import FeatureSource
from matching.fairness.audit import audit_lists, rank_pools
from matching.matcher import Matcher
from models.baselines import make_baseline
from models.fairness import rate_ratio
from rules.policy import load_policy
from snapshots.history import History
from snapshots.importing import import_source
from snapshots.moves import derive_moves
from snapshots.store import SnapshotStore
from tests.training.made_sets import make_set
from training.dataset import build_training_set
from training.demo import make_city
from training.judging.fairness import audit_choices, find_listed
from training.recipe import load_recipe

LIKING = 1.2
MISJUDGED = 0.4
POLICY = load_policy()


class Town:
    """A made-up city with what it was given, its records, and its past openings."""

    def __init__(self, folder, **planted):
        self.city = make_city(folder / "records", employees=700, seed=11, **planted)
        imported = import_source(str(folder / "records"), SnapshotStore(folder / "snapshots"))
        assert imported.snapshot is not None
        self.history = History(imported.snapshot)

    def choices(self):
        recipe = load_recipe()
        source = FeatureSource(self.history, derive_moves(self.history, POLICY.outcome))
        data = build_training_set(source, POLICY, recipe.openings, self.history.day, recipe.seed)
        return audit_choices(self.history, data, POLICY.fairness)

    def matcher(self, rule="competency_match"):
        return Matcher(self.history, POLICY, make_baseline(rule), b"", "")


@pytest.fixture(scope="module")
def biased(tmp_path_factory):
    return Town(tmp_path_factory.mktemp("biased"), bias=LIKING, misjudged=MISJUDGED, tilt=2.0)


@pytest.fixture(scope="module")
def fair(tmp_path_factory):
    return Town(tmp_path_factory.mktemp("fair"), bias=0.0)


def find(attributes, name):
    return next(each for each in attributes if each.attribute == name)


def test_a_liking_for_men_is_found_with_its_size(biased):
    women, men = find(biased.choices(), "sex").groups
    assert women.like_odds_ratio.low <= np.exp(-LIKING) <= women.like_odds_ratio.high
    assert women.alarm
    assert not men.alarm


def test_committees_without_a_liking_ring_no_alarm(fair):
    women, men = find(fair.choices(), "sex").groups
    assert women.like_odds_ratio.low <= 1 <= women.like_odds_ratio.high
    assert not women.alarm
    assert not men.alarm


def test_lists_that_follow_competency_tell_of_a_mark_that_goes_with_it(biased):
    matcher = biased.matcher()
    lists, history = rank_pools(matcher, biased.history.day), biased.history
    chance = np.array([biased.city.marks[nip] for nip in history.people_ids])[lists.person]
    true = find_true_ratio(lists, 1 - chance)
    without, with_mark = find(audit_lists(matcher, history.day).attributes, "tanda rekaan").groups
    assert without.selection_ratio.low <= true <= without.selection_ratio.high
    assert without.alarm
    assert not with_mark.alarm


def find_true_ratio(lists, chance):
    """Return the pooled ratio that is expected where each person is a member by `chance`."""
    size = np.bincount(lists.post)
    own, others, ours, theirs = (
        np.bincount(lists.post, weight)
        for weight in (
            chance,
            1 - chance,
            lists.selected * chance,
            lists.selected * (1 - chance),
        )
    )
    return float((ours * others / size).sum() / (theirs * own / size).sum())


def test_lists_of_a_city_without_bias_ring_no_alarm_that_gates(fair):
    found = audit_lists(fair.matcher(), fair.history.day)
    assert [alarm for alarm in found.alarms if alarm.gates] == []


def test_successes_recorded_less_often_for_women_are_found_with_their_size(biased):
    """The true chances are known, so that the ratio expected of the records is known as well."""
    moves = biased.city.moves
    man = moves["is_man"].to_numpy(bool)
    chance = moves["probability"].to_numpy()
    true = chance[~man].mean() * (1 - MISJUDGED) / chance[man].mean()
    person = np.unique(moves["nip"], return_inverse=True)[1]
    success = moves["success"].to_numpy(np.float64)
    ratio = rate_ratio(np.zeros(len(man), np.intp), ~man, success, person)
    assert ratio is not None
    assert ratio.high is not None
    assert ratio.low <= true <= ratio.high
    assert ratio.is_low(0.8, 2)


def test_a_mark_or_a_misjudgement_not_planted_changes_no_byte(tmp_path):
    make_city(tmp_path / "one", employees=100, seed=1)
    make_city(tmp_path / "two", employees=100, seed=1, misjudged=0.0, tilt=0.0)
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert all(
        (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
        for name in names
    )


def test_a_mark_changes_no_other_table(tmp_path):
    plain = make_city(tmp_path / "plain", employees=100, seed=1)
    marked = make_city(tmp_path / "marked", employees=100, seed=1, tilt=1.0)
    changed = [
        path.name
        for path in sorted((tmp_path / "plain").iterdir())
        if path.read_bytes() != (tmp_path / "marked" / path.name).read_bytes()
    ]
    assert changed == ["audit_attributes.csv"]
    assert (len(plain.marks), len(marked.marks) > 100) == (0, True)
    assert plain.moves["effective_on"].max() <= str(date(2026, 10, 31))


def test_listed_is_who_stands_among_the_first_ten_of_those_drawn():
    data = make_set(openings=30, others=19)
    model = make_baseline("seniority")
    listed = find_listed(data, np.arange(30), model)
    score = model.score(data.matrix).reshape(30, 20)
    assert listed.tolist() == ((score > score[:, :1]).sum(axis=1) < 10).tolist()
    assert 0 < listed.sum() < 30
