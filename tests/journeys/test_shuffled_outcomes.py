"""Where outcomes were dealt out by lot nothing can be learned of them, and Padan says as much."""

import json
import random

import pytest

from tests.journeys.sources import change_transfers, write_quick_recipe


def shuffle_outcomes(rows):
    """Deal the outcomes out anew among the moves that have one."""
    ended = [row for row in rows if row["outcome"]]
    outcomes = [row["outcome"] for row in ended]
    random.Random(4).shuffle(outcomes)
    for row, outcome in zip(ended, outcomes, strict=True):
        row["outcome"] = outcome
    return rows


@pytest.fixture(scope="module")
def larger_city(tmp_path_factory):
    from commands.application import run

    folder = tmp_path_factory.mktemp("larger") / "city"
    assert run(["demo", str(folder), "--employees", "700", "--seed", "11"]) == 0
    return folder


@pytest.fixture
def learn_from(empty_padan, tmp_path):
    """Return what imports a source, learns from it, and tells the report and a list's chances."""

    def learn(source):
        assert empty_padan("import", source)[0] == 0
        recipe = write_quick_recipe(tmp_path)
        code, out, _ = empty_padan("train", "--recipe", recipe, "--promote", "force", "--json")
        assert code == 0
        position = empty_padan("positions", "--vacant", "--limit", 1, "--ids")[1].strip()
        (made,) = json.loads(empty_padan("shortlist", position, "--json")[1])
        return json.loads(out), [one["fit"] for one in made["candidates"]]

    return learn


def measure(report, name):
    lines = {line["ranker"]: line["measures"] for line in report["table"]["lines"]}
    return lines["learned"][name], lines["base_rate"][name]


def test_outcomes_as_they_were_can_be_foretold(learn_from, larger_city):
    report, _ = learn_from(larger_city)
    assert measure(report, "outcome_auc")[0]["low"] > 0.55
    told, rate = measure(report, "brier")
    assert told["value"] < rate["value"]


def test_shuffled_outcomes_fall_to_chance(learn_from, larger_city, tmp_path):
    source = change_transfers(larger_city, tmp_path / "shuffled", shuffle_outcomes)
    report, chances = learn_from(source)
    auc, _ = measure(report, "outcome_auc")
    assert auc["low"] < 0.5 < auc["high"]
    told, rate = measure(report, "brier")
    assert told["value"] == pytest.approx(rate["value"], abs=0.02)
    shown = [fit for fit in chances if fit is not None]
    assert not shown or max(shown) - min(shown) < 0.15
    assert all(abs(fit - report["success_rate"]) < 0.12 for fit in shown)
