"""What is written down of a training: columns that keep their direction, figures that compare."""

import shutil
from dataclasses import replace

import numpy as np
import pytest

from models.effects import trace_effects, weigh_features
from models.registry import ModelRegistry
from tests.models.made_cards import make_card, make_told_bundle
from tests.training.made_sets import make_set, quick_recipe
from training.learning import learn
from training.promotion import Check
from training.record import list_ratios, read_refusals, write_record
from training.run import run_training


@pytest.fixture(scope="module")
def lesson():
    return learn(make_set(), quick_recipe())


@pytest.fixture(scope="module")
def record(lesson):
    return write_record(make_told_bundle(), quick_recipe(), lesson, lesson.checks)


def test_no_curve_turns_against_the_direction_of_its_column(lesson):
    matrix = lesson.contest.trial.data.matrix
    candidate = lesson.candidate
    curves = trace_effects(candidate, matrix, candidate.used_features)
    bound = [curve for curve in curves if curve.direction]
    assert len(bound) > 20
    turned = [
        curve.feature for curve in bound if (curve.direction * np.diff(curve.effect) < -1e-9).any()
    ]
    assert turned == []


def test_the_columns_that_decide_weigh_most(lesson):
    weights = weigh_features(lesson.candidate, lesson.contest.trial.data.matrix)
    assert {line.feature for line in weights[:2]} == {"family_recent", "expected_gap"}


def test_a_run_is_named_by_its_model_its_day_and_its_recipe(record):
    assert record.name == "learned · 2025-06-01 · default"
    assert "why_rule" not in record.tags


def test_figures_compare_between_runs_with_their_intervals(record):
    assert record.metrics["learned.policy_value"] == pytest.approx(0.84)
    assert record.metrics["policy_value.above_seniority.low"] == pytest.approx(0.07)
    assert record.metrics["calibration_error.high"] == pytest.approx(0.092)
    assert {"learned.outcome_auc", "learned.outcome_auc.low"} <= set(record.metrics)


def test_the_learning_curve_is_kept_over_the_openings_learned_from(record):
    counts = [count for count, _ in record.curves["learning_curve.outcome_auc"]]
    assert counts == [50, 100, 657]


def test_the_checks_that_refused_a_version_are_told_from_its_own_run(
    lesson, empty_model_store, tmp_path
):
    shutil.copy(empty_model_store, tmp_path / "mlflow.db")
    registry = ModelRegistry(f"sqlite:///{tmp_path}/mlflow.db", tmp_path)
    failed = Check("calibrated", False, 0.125, 0.05, gates=True, at_most=True)
    others = (Check("same_catalog", True, 0, 0, gates=True), Check("beats_baselines", False, 0, 1))
    told = write_record(make_told_bundle(), quick_recipe(), lesson, (*others, failed))
    version = registry.register(make_told_bundle(), told)
    assert read_refusals(registry, version) == (failed,)
    silent = registry.register(make_told_bundle(), replace(told, documents={}))
    assert read_refusals(registry, silent) == ()


def test_a_card_without_judgement_is_recorded_too(lesson):
    bare = {
        name: value
        for name, value in make_card().items()
        if name not in ("policy_value", "calibration", "learning_curve")
    }
    kept = write_record(replace(make_told_bundle(), card=bare), quick_recipe(), lesson, ())
    assert not any(kept.curves.values())
    assert "learned.policy_value" not in kept.metrics


def test_what_was_left_out_is_counted(city_history, policy, empty_model_store, tmp_path):
    shutil.copy(empty_model_store, tmp_path / "mlflow.db")
    registry = ModelRegistry(f"sqlite:///{tmp_path}/mlflow.db", tmp_path)
    report = run_training(city_history, policy, quick_recipe(), registry)
    card = registry.load(report.version).card
    counts = {line["what"]: line["count"] for line in card["left_out"]}
    assert counts["protected"] is None
    assert counts["openings_without_outcome"] == card["openings"] - card["outcomes"]
    assert counts["reorganisation_and_sanction"] > 0
    assert card["recipe_whole"]["name"] == "default"
    assert "text" not in card["recipe_whole"]
    assert sum(line["share"] for line in card["importance"]) == pytest.approx(1)


def test_groups_keep_apart_in_names_of_figures():
    def groups(*names):
        return [{"group": name, "selection_ratio": {"value": 0.9}} for name in names]

    ages, marks = ("<35", "35-44", "55+"), ("+", "-")
    attributes = [
        {"attribute": "age", "groups": groups(*ages)},
        {"attribute": "darah", "groups": groups(*marks)},
    ]
    found = dict(list_ratios({"alarms": [], "attributes": attributes}))
    keys = ("age.under_35", "age.35_44", "age.from_55", "darah.0", "darah.1")
    assert set(found) == {"fairness.alarms", *(f"fairness.{key}.selection_ratio" for key in keys)}
