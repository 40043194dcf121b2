"""What becomes the candidate: the learned model where it proved itself, else the best rule."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from features import catalog
from models.baselines import make_baseline
from models.bundle import Bundle
from models.card.words import LEARNED
from tests.training.made_sets import HELPS, HURTS, LAST, YEAR, make_set, movers, quick_recipe
from training.fitting import fit_model
from training.judging.evaluation import BASE_RATE, RANDOM, EvaluationTable
from training.learning import Lesson, cut, lean_on, learn


def measure(lesson: Lesson, ranker: str, name: str) -> Any:
    """Return a measure of a ranker's line in the table."""
    line = lesson.table.line(ranker)
    assert line is not None
    return line.measures[name]


@pytest.fixture(scope="module")
def lesson():
    return learn(make_set(openings=1200), quick_recipe())


def test_where_success_can_be_foretold_the_learned_model_is_the_candidate(lesson):
    assert lesson.candidate.basis == "learned"
    assert lesson.why_rule is None
    assert lesson.tuning.settings.foretells
    assert all(check.passed for check in lesson.checks)


def test_its_probability_is_right_on_openings_that_it_has_not_seen(lesson):
    later = make_set(openings=3000, seed=9, open_share=0.0)
    told = lesson.candidate.fit(lesson.candidate.score(movers(later))).fit
    success = later.openings.outcome == 1
    for part in np.array_split(np.argsort(told), 4):
        assert told[part].mean() == pytest.approx(success[part].mean(), abs=0.08)


def test_the_table_holds_every_ranker_with_intervals_and_counts(lesson):
    table = lesson.table
    assert {line.ranker for line in table.lines} > {LEARNED, "seniority", RANDOM, BASE_RATE}
    auc = measure(lesson, LEARNED, "outcome_auc")
    assert auc.low < auc.value < auc.high
    assert auc.count == table.judged < table.named
    assert measure(lesson, RANDOM, "outcome_auc").value == 0.5
    assert measure(lesson, "seniority", "brier") is None
    assert measure(lesson, LEARNED, "brier").value < measure(lesson, BASE_RATE, "brier").value
    assert table.candidates == 12


def test_the_table_reads_back_as_it_was(lesson):
    assert EvaluationTable.from_json(lesson.table.to_json()) == lesson.table


def test_shuffled_outcomes_fall_to_chance_and_give_everybody_the_base_rate():
    data = make_set(openings=1500, shuffled=True)
    lesson = learn(data, quick_recipe())
    assert lesson.tuning is not None
    assert not lesson.tuning.settings.foretells
    assert lesson.candidate.basis == "rule"
    assert lesson.why_rule == "no_better_than_rule"
    auc = measure(lesson, LEARNED, "outcome_auc")
    assert auc.value == pytest.approx(0.5, abs=0.1)
    assert measure(lesson, LEARNED, "brier").value == pytest.approx(
        measure(lesson, BASE_RATE, "brier").value, abs=0.02
    )


def test_where_only_choices_can_be_foretold_the_ranker_is_the_candidate_and_admits_its_doubt():
    data = make_set(openings=1200, shuffled=True)
    habit = catalog.NAMES.index("moves_unit")
    data.matrix[data.is_mover, habit] = np.abs(data.matrix[data.is_mover, habit]) + 0.5
    lesson = learn(data, quick_recipe())
    assert lesson.candidate.basis == "learned"
    assert [term.name for term in lesson.candidate.terms] == ["naming"]
    told = lesson.candidate.fit(lesson.candidate.score(movers(data))).fit
    rate = (data.openings.outcome[data.openings.ripe] == 1).mean()
    assert np.abs(told - rate).max() < 0.1


@pytest.mark.parametrize("openings", [0, 1, 60, 200])
def test_too_few_transfers_make_the_best_rule_the_candidate_and_say_so(openings):
    lesson = learn(make_set(openings=openings), quick_recipe())
    assert lesson.candidate.basis == "rule"
    assert lesson.why_rule == "too_few_outcomes"
    check = next(check for check in lesson.checks if not check.passed)
    assert (check.name, check.needed) == ("enough_outcomes", 250)
    assert check.value == lesson.contest.trial.data.openings.ripe.sum()


def test_outcomes_known_after_the_last_transfer_leave_none_to_judge_on_and_the_check_says_so():
    data = make_set(openings=600, open_share=0.0)
    late = replace(data.openings, known_on=np.full(600, LAST + YEAR, np.int32))
    lesson = learn(replace(data, openings=late), quick_recipe())
    (failed,) = [check for check in lesson.checks if not check.passed]
    assert (failed.name, failed.value, failed.needed) == ("later_openings", 0, 100)
    assert lesson.why_rule == "no_later_openings"


def test_with_few_transfers_rules_are_judged_on_all_of_them():
    lesson = learn(make_set(openings=150, open_share=0.0), quick_recipe())
    assert lesson.table.judged == 150
    assert lesson.candidate.name == "family_experience"


def test_outcomes_that_are_nearly_all_alike_make_the_best_rule_the_candidate_and_say_so():
    data = make_set(openings=600)
    outcome = data.openings.outcome
    alike = replace(data.openings, outcome=np.where(outcome == 0, 1, outcome))
    lesson = learn(replace(data, openings=alike), quick_recipe())
    assert lesson.candidate.basis == "rule"
    assert lesson.why_rule == "outcomes_separate_nobody"


def test_learning_twice_gives_the_same_bytes(lesson, tmp_path):
    again = learn(make_set(openings=1200), quick_recipe())
    first = lesson.candidate.save(tmp_path / "first")
    assert again.candidate.save(tmp_path / "second") == first
    assert again.table == lesson.table


def test_what_happened_to_openings_without_an_outcome_yet_changes_no_byte(lesson, tmp_path):
    data = make_set(openings=1200)
    still_open = ~data.openings.ripe
    data.matrix[still_open[data.opening]] += 3.0
    other = learn(data, quick_recipe())
    assert other.candidate.save(tmp_path / "a") == lesson.candidate.save(tmp_path / "b")


def test_naming_is_not_judged_where_everybody_is_among_the_first_ten():
    lesson = learn(make_set(openings=150, others=9), quick_recipe())
    assert lesson.table.named == 0
    assert lesson.table.judged > 0
    assert measure(lesson, RANDOM, "ndcg_at_10") is None


def test_a_blend_is_half_the_rule_keeps_exact_sums_and_reads_back(lesson, tmp_path):
    rows = movers(make_set(openings=300, seed=4))
    blend = lean_on(lesson.judge_model, "family_experience", rows)
    rule, learned = make_baseline("family_experience").score(rows), lesson.judge_model.score(rows)
    standing = (rule - rule.mean()) / rule.std() * learned.std()
    assert blend.score(rows) == pytest.approx((learned + standing) / 2)
    assert np.abs(blend.contributions(rows).sum(axis=1) - blend.score(rows)).max() < 1e-9
    assert (blend.basis, blend.name) == ("blend", "family_experience")
    blend.save(tmp_path)
    assert np.array_equal(Bundle.load(tmp_path).score(rows), blend.score(rows))


def test_a_model_that_leads_within_noise_alone_leans_on_the_rule():
    data = make_set(openings=700, signal=1.0, seed=6)
    known = np.nan_to_num(data.matrix[data.is_mover])
    margin = 0.5 + 1.2 * known[:, HELPS] - 0.2 * known[:, HURTS]
    again = np.random.default_rng(6).logistic(size=700) < margin
    outcome = np.where(data.openings.ripe, again, -1).astype(np.int32)
    lesson = learn(replace(data, openings=replace(data.openings, outcome=outcome)), quick_recipe())
    assert not lesson.checks[-1].passed
    assert lesson.candidate.basis == "blend"
    assert lesson.candidate.name == "family_experience"
    movers = data.matrix[data.movers_of(lesson.contest.trial.judged)]
    told = lesson.contest.judged[LEARNED].score
    assert np.array_equal(told, lesson.judge_model.score(movers))  # the figures are the blend's
    data = lesson.contest.trial.data
    train = next(one.train for one in cut(data, quick_recipe()) if one.purpose == "judge")
    assert lesson.tuning is not None
    learned = fit_model(data, train, lesson.tuning.settings, quick_recipe())
    before = lean_on(learned, "family_experience", data.matrix[data.movers_of(train)])
    assert np.array_equal(told, before.score(movers)), "scaled by what was known before them"


def test_a_rule_that_tells_nobody_apart_adds_nothing(lesson):
    rows = movers(make_set(openings=60))
    rows[:] = np.nan
    blend = lean_on(lesson.judge_model, "family_experience", rows)
    assert np.isfinite(blend.score(movers(make_set(openings=60)))).all()
