"""Looking back finds the bias that a made-up city was given, its size, and none where none is."""

from datetime import date

import numpy as np
import pytest

from features.source import FeatureSource
from matching.fairness.audit import audit_lists, rank_pools
from matching.fairness.groups import Grouping
from matching.matcher import Matcher
from matching.watching.pools import judge_pools
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
from training.judging.fairness import (
    Ended,
    audit_choices,
    audit_groups,
    find_listed,
    stratify,
)
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

    def past(self):
        recipe = load_recipe()
        source = FeatureSource(self.history, derive_moves(self.history, POLICY.outcome))
        return build_training_set(source, POLICY, recipe.openings, self.history.day, recipe.seed)

    def choices(self):
        return audit_choices(self.history, self.past(), POLICY.fairness)

    def matcher(self, rule="competency_match"):
        return Matcher(self.history, POLICY, make_baseline(rule), b"", "")


@pytest.fixture(scope="module")
def biased(tmp_path_factory):
    return Town(tmp_path_factory.mktemp("biased"), bias=LIKING, misjudged=MISJUDGED, tilt=2.0)


@pytest.fixture(scope="module")
def fair(tmp_path_factory):
    return Town(tmp_path_factory.mktemp("fair"), bias=0.0)


def look_at(town):
    return judge_pools(town.matcher(), town.history.snapshot.as_of)


def find(attributes, name):
    return next(each for each in attributes if each.attribute == name)


def test_a_liking_for_men_is_found_with_its_size(biased):
    women, men = find(biased.choices(), "sex").groups
    assert women.like_odds_ratio.low <= np.exp(-LIKING) <= women.like_odds_ratio.high
    assert women.alarm
    assert not men.alarm


def test_who_moved_elsewhere_the_same_day_was_not_passed_over(fair):
    data = fair.past()
    day, lawful = data.openings.day, ~data.openings.excluded.any(axis=1)
    moved = set(zip(data.openings.person.tolist(), day.tolist(), strict=True))
    rows = np.flatnonzero(lawful[data.opening] & ~data.is_mover)
    beside = zip(data.person[rows].tolist(), day[data.opening[rows]].tolist(), strict=True)
    passed_over = sum(pair not in moved for pair in beside)
    groups = find(audit_choices(fair.history, data, POLICY.fairness), "sex").groups
    assert sum(group.others for group in groups) == passed_over < len(rows)


def test_committees_without_a_liking_ring_no_alarm(fair):
    women, men = find(fair.choices(), "sex").groups
    assert women.like_odds_ratio.low <= 1 <= women.like_odds_ratio.high
    assert not women.alarm
    assert not men.alarm


def test_lists_that_follow_competency_tell_of_a_mark_that_goes_with_it(biased):
    matcher = biased.matcher()
    lists, history = rank_pools(matcher, look_at(biased)), biased.history
    chance = np.array([biased.city.marks[nip] for nip in history.people_ids])[lists.person]
    true = find_true_ratio(lists, 1 - chance)
    without, with_mark = find(
        audit_lists(matcher, look_at(biased)).attributes, "tanda rekaan"
    ).groups
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
    found = audit_lists(fair.matcher(), look_at(fair))
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


def ended(success, listed=None, alike=None, told=0.6):
    """Return moves of as many people, told one chance."""
    count = len(success)
    return Ended(
        alike=np.zeros(count, np.intp) if alike is None else alike,
        person=np.arange(count),
        success=np.asarray(success, np.bool_),
        told=np.full(count, told),
        listed=np.ones(count, np.bool_) if listed is None else listed,
    )


def audit_ended(women, moves):
    sex = Grouping("sex", ("f", "m"), np.where(women, 0, 1).astype(np.int32))
    return list(audit_groups(sex, moves, POLICY.fairness))


def test_groups_that_move_to_other_kinds_of_posts_are_not_held_against_each_other():
    """Women move where 3 of 10 succeed, men where 9 of 10 do; at each kind both do as well."""
    kind = np.repeat([0, 1], 200)
    women = np.tile(np.arange(10) < 8, 40) ^ (kind == 1)
    success = np.arange(400) // 10 % 10 < np.where(kind == 0, 3, 9)
    rough, fine = (audit_ended(women, ended(success, alike=one)) for one in (None, kind))
    assert [group.alarm for group in rough] == [True, False]
    assert [group.alarm for group in fine] == [False, False]
    ratio = fine[0].success_ratio
    assert ratio.value == pytest.approx(1)
    assert ratio.low > 0.8
    assert ratio.high < 1.2


def test_years_with_few_moves_are_taken_together_within_a_kind():
    kind = np.array([0] * 25 + [1] * 3)
    year = np.array([2020] * 12 + [2021] * 9 + [2022] * 4 + [2020] * 3)
    found = stratify(kind, year, 10)
    assert [len(set(found[part])) for part in (slice(12), slice(12, 25), slice(25, 28))] == [1] * 3
    assert len(set(found)) == 3


@pytest.mark.parametrize("listed", [2, 58])
def test_how_few_listed_or_unlisted_moves_ended_is_told_of_neither_group(listed):
    women = np.arange(120) < 60
    on_list = np.arange(120) % 60 < np.where(women, listed, 30)
    groups = audit_ended(women, ended(np.arange(120) % 3 > 0, on_list))
    assert [group.listed for group in groups] == [None, None]
    assert [group.listed_success_rate for group in groups] == [None, None]
    assert all(group.success_rate for group in groups)


def test_a_gap_between_told_and_found_has_a_range_where_all_ended_alike():
    women = np.arange(60) < 30
    group = audit_ended(women, ended(np.ones(60, bool), told=0.9))[0]
    assert group.gap.value == pytest.approx(0.1)
    assert group.gap.low < 0 < group.gap.high


def test_listed_is_who_stands_among_the_first_ten_of_those_drawn():
    data = make_set(openings=30, others=19)
    model = make_baseline("seniority")
    listed = find_listed(data, np.arange(30), model)
    score = model.score(data.matrix).reshape(30, 20)
    assert listed.tolist() == ((score > score[:, :1]).sum(axis=1) < 10).tolist()
    assert 0 < listed.sum() < 30
