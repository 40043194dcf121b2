"""What was trained serves where that was asked for, told to the audit in the same breath."""

import shutil
from dataclasses import fields
from typing import Any

import pytest
from sqlalchemy import select

from commands.learning import Promotion, _let_serve
from commands.opening import open_database, open_registry
from models.baselines import make_baseline
from serving.database.tables import AuditRow
from serving.settings import Settings
from tests.serving.office import EMPTY_RECORD
from training.promotion import Check
from training.report import TrainingReport

FAILED = Check("calibrated", False, 0.2, 0.05, gates=True, at_most=True)


@pytest.fixture
def settings(monkeypatch, tmp_path, empty_model_store):
    shutil.copy(empty_model_store, tmp_path / "mlflow.db")
    monkeypatch.setenv("PADAN_HOME", str(tmp_path))
    return Settings()


@pytest.fixture
def registry(settings):
    """Return a store whose first version serves; the second and third do not."""
    opened = open_registry(settings)
    for _ in range(3):
        opened.register(make_baseline("seniority"), EMPTY_RECORD)
    opened.promote("1", "a test")
    return opened


def report(*checks, champion="1"):
    """Return the report of a run that made version 2."""
    nothing: dict[str, Any] = dict.fromkeys(field.name for field in fields(TrainingReport))
    made = {"version": "2", "checks": checks, "champion": champion, "promoted": False}
    return TrainingReport(**nothing | made)


def promotions(settings):
    """Return subject and facts of every promotion in the audit."""
    with open_database(settings) as database, database.read() as session:
        asked = select(AuditRow).filter_by(event="model_promoted")
        return [(row.subject, row.facts) for row in session.scalars(asked)]


@pytest.mark.parametrize(
    ("when", "checks", "serves"),
    [
        ("auto", (), True),
        ("auto", (FAILED,), False),
        ("force", (FAILED,), True),
        ("never", (), False),
    ],
)
def test_what_was_trained_serves_as_asked_and_the_audit_tells_of_it(
    settings, registry, when, checks, serves
):
    told = _let_serve(settings, registry, report(*checks), Promotion(when))
    assert (told.promotion, told.promoted) == (when, serves)
    assert registry.champion_version() == ("2" if serves else "1")
    reason = {"reason": f"padan train --promote {when}"}
    assert promotions(settings) == ([("2", reason)] if serves else [])


def test_where_the_audit_cannot_be_told_nothing_serves(settings, registry, tmp_path):
    (tmp_path / "padan.db").write_text("no database")
    with pytest.raises(Exception, match="database"):
        _let_serve(settings, registry, report(), Promotion.force)
    assert registry.champion_version() == "1"


def test_a_model_that_was_chosen_meanwhile_is_replaced_by_force_alone(settings, registry):
    registry.promote("3", "somebody chose it")
    kept = _let_serve(settings, registry, report(), Promotion.auto)
    assert [check.name for check in kept.refusals] == ["champion_unchanged"]
    assert (kept.promoted, registry.champion_version()) == (False, "3")
    assert _let_serve(settings, registry, report(), Promotion.force).promoted
    assert registry.champion_version() == "2"
