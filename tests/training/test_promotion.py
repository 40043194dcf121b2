"""The checks that decide between rules and learning, and between a candidate and the champion."""

from dataclasses import replace

import numpy as np
import pytest

from models.baselines import make_baseline
from models.card.words import LEARNED
from tests.training.made_sets import make_set
from training.judging.evaluation import RANDOM, Judged, Trial
from training.promotion import (
    LEAST_OF_EACH,
    LEAST_UNSEEN,
    Check,
    Contest,
    check_catalog,
    check_champion,
    check_learned,
    find_best_rule,
    find_companion,
)

COUNT = 400


def contest(**lifts):
    """Return rankers whose outcome score is lifted by so much for successes, and NDCG alike."""
    data = make_set(openings=COUNT, others=12, open_share=0.0)
    success = data.openings.outcome == 1
    noise = np.random.default_rng(2).normal(size=COUNT)
    own = np.random.default_rng(3)
    judged = {
        name: Judged(
            ndcg=np.clip(0.2 + naming + 0.1 * noise, 0, 1),
            recall=np.zeros(COUNT),
            score=foretelling * (foretelling * success + noise + 0.3 * own.normal(size=COUNT)),
        )
        for name, (foretelling, naming) in lifts.items()
    }
    nothing = Judged(np.full(COUNT, 0.2), np.zeros(COUNT), np.zeros(COUNT))
    everything, none = np.arange(COUNT), np.zeros(0, np.intp)
    return Contest(Trial(data, everything, none), {**judged, RANDOM: nothing}, seed=7)


def test_a_model_that_foretells_better_than_every_rule_passes():
    check = check_learned(contest(learned=(2.0, 0.0), competency_match=(0.5, 0.0)), "outcome_auc")
    assert check.passed
    assert (check.beside, check.needed) == ("competency_match", 0.0)
    assert check.value > 0.1


def test_a_model_that_is_no_better_than_a_rule_fails_and_the_rule_is_named():
    check = check_learned(
        contest(learned=(1.0, 0.0), competency_match=(1.0, 0.0), seniority=(0.0, 0.0)),
        "outcome_auc",
    )
    assert not check.passed
    assert check.beside == "competency_match"
    assert check.value < 0


def test_a_lead_within_noise_is_enough_where_the_other_measure_is_beyond_it():
    even = {"learned": (1.02, 0.3), "seniority": (0.98, 0.0)}
    assert check_learned(contest(**even), "outcome_auc").passed


def test_the_better_rule_beyond_noise_is_taken():
    assert find_best_rule(contest(competency_match=(0.2, 0.0), seniority=(1.5, 0.0))) == (
        "seniority",
        "outcome_auc",
    )


def test_of_rules_alike_within_noise_the_better_one_is_taken():
    rules = contest(competency_match=(1.0, 0.0), seniority=(1.05, 0.0))
    assert find_best_rule(rules) == ("seniority", "outcome_auc")


def test_with_few_failures_known_naming_decides():
    rules = contest(competency_match=(3.0, 0.0), family_experience=(0.0, 0.3))
    success, everything = rules.trial.success, rules.trial.judged
    few = np.concatenate([everything[success], everything[~success][: LEAST_OF_EACH - 1]])
    judged = {name: replace(one, score=one.score[few]) for name, one in rules.judged.items()}
    scarce = replace(rules, trial=replace(rules.trial, judged=few), judged=judged)
    assert find_best_rule(rules)[0] == "competency_match"
    assert find_best_rule(scarce) == ("family_experience", "ndcg_at_10")


@pytest.mark.parametrize(
    ("feeds", "rule"),
    [
        (("competency_match", "family_experience"), "competency_match"),
        (("family_experience",), "family_experience"),
        ((), "seniority"),
    ],
)
def test_where_nothing_can_be_judged_the_first_rule_that_the_records_feed_is_taken(feeds, rule):
    none = np.zeros(0, np.intp)
    data = replace(make_set(openings=0), feeds=feeds)
    assert find_best_rule(Contest(Trial(data, none, none), {}, seed=7))[0] == rule


def test_where_no_rule_foretells_outcomes_naming_decides():
    rules = contest(competency_match=(0.0, 0.0), popularity=(0.0, 0.3))
    assert find_best_rule(rules) == ("popularity", "ndcg_at_10")


def test_a_candidate_that_is_worse_than_the_champion_beyond_noise_fails_by_a_number():
    met = contest(candidate=(0.2, 0.0), seven=(2.0, 0.0))
    check = check_champion(met, "outcome_auc", "candidate", "seven")
    assert not check.passed
    assert check.gates
    assert check.value < 0


@pytest.mark.parametrize("lift", [1.0, 3.0])
def test_a_candidate_that_is_as_good_or_better_passes(lift):
    met = contest(candidate=(lift, 0.0), seven=(1.0, 0.0))
    assert check_champion(met, "outcome_auc", "candidate", "seven").passed


def test_without_a_champion_nothing_is_held_against_a_candidate():
    assert check_champion(None, "outcome_auc", "candidate", None).passed
    assert LEARNED not in contest().rules


@pytest.mark.parametrize("aim", ["outcome_auc", "ndcg_at_10"])
def test_a_champion_stays_where_too_few_openings_tell_and_the_check_says_how_many(aim):
    met = contest(candidate=(3.0, 0.3), seven=(1.0, 0.0))
    few = {
        name: Judged(one.ndcg[:29], one.recall[:29], one.score[:29])
        for name, one in met.judged.items()
    }
    trial = replace(met.trial, judged=met.trial.judged[:29])
    check = check_champion(Contest(trial, few, 7), aim, "candidate", "seven")
    assert (check.name, check.passed, check.gates) == ("enough_unseen", False, True)
    assert (check.value, check.needed) == (29, LEAST_UNSEEN)


def test_outcomes_that_are_all_alike_compare_nobody():
    met = contest(candidate=(3.0, 0.0), seven=(1.0, 0.0))
    data = met.trial.data
    alike = replace(data, openings=replace(data.openings, outcome=np.ones(COUNT, np.int32)))
    met = replace(met, trial=replace(met.trial, data=alike))
    check = check_champion(met, "outcome_auc", "candidate", "seven")
    assert (check.passed, check.value) == (False, 0)


def test_a_model_leans_on_the_rule_that_it_leads_least_clearly():
    met = contest(learned=(1.02, 0.0), competency_match=(0.98, 0.0), seniority=(0.3, 0.0))
    assert not check_learned(met, "outcome_auc").passed
    assert find_companion(met, "outcome_auc") == "competency_match"


def test_a_model_that_does_not_lead_or_is_no_better_than_chance_leans_on_nothing():
    behind = contest(learned=(0.9, 0.0), competency_match=(1.2, 0.0))
    assert find_companion(behind, "outcome_auc") is None
    chance = contest(learned=(0.0, 0.0), seniority=(1.0, 0.0))
    misled = replace(chance.judged["seniority"], score=-1.0 * chance.trial.success)
    ahead_of_it = replace(chance, judged=chance.judged | {"seniority": misled})
    assert ahead_of_it.compare("outcome_auc", LEARNED, "seniority").value > 0
    assert find_companion(ahead_of_it, "outcome_auc") is None


def test_a_candidate_of_other_columns_is_refused_and_they_are_counted():
    today = make_baseline("seniority")
    assert check_catalog(today).passed
    other = check_catalog(replace(today, feature_names=(*today.feature_names[:-1], "height")))
    assert (other.name, other.passed, other.gates, other.short) == ("same_catalog", False, True, 2)
    meaning = check_catalog(replace(today, catalog_fingerprint="another"))
    assert (meaning.passed, meaning.value) == (False, 1)


def test_a_check_tells_by_how_much_it_was_missed():
    assert Check("a", False, 0.25, 1.0).short == 0.75
    assert Check("a", False, 0.25, 0.05, at_most=True).short == pytest.approx(0.2)
    assert Check("a", True, 3.0, 1.0).short == 0
