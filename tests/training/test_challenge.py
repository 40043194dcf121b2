"""A candidate meets the champion of a store: one that stays, one that goes, one unreadable."""

import shutil
from dataclasses import replace

import pytest

from models.baselines import make_baseline
from models.bundle import Bundle
from models.errors import IncompatibleModelError
from models.registry import DatasetFacts, ModelRegistry, RunRecord
from snapshots.days import to_date
from tests.training.made_sets import FIRST, LAST, YEAR, make_set, quick_recipe
from training.challenge import find_unseen, meet_champion
from training.judging.evaluation import Line
from training.learning import learn
from wording import say


@pytest.fixture(scope="module")
def lesson():
    return learn(make_set(openings=1200), quick_recipe())


@pytest.fixture
def meet(empty_model_store, tmp_path):
    """Return how a lesson meets a champion that learned little more than seniority."""
    shutil.copy(empty_model_store, tmp_path / "mlflow.db")
    registry = ModelRegistry(f"sqlite:///{tmp_path}/mlflow.db", tmp_path)

    def meet(candidate, card, basis="learned"):
        record = RunRecord(DatasetFacts("made up", "none", {}), {}, {}, {})
        champion = replace(make_baseline("seniority"), basis=basis, card=card)
        registry.promote(registry.register(champion, record), "made up")
        return meet_champion(registry, candidate)

    return meet


def trained_on(day, lesson=None, **measures):
    """Return the card of a champion trained as of a day, judged as the lesson was but for AUC."""
    table = (lesson or learn(make_set(openings=0), quick_recipe())).table
    lines = (Line("learned", {"outcome_auc": None, "ndcg_at_10": None} | measures),)
    return {"as_of": str(to_date(day)), "evaluation": replace(table, lines=lines).to_json()}


def test_a_candidate_that_was_judged_on_nothing_does_not_displace_a_champion(meet):
    nothing = learn(make_set(openings=0), quick_recipe())
    check = meet(nothing, trained_on(LAST))
    assert (check.name, check.passed, check.gates) == ("enough_unseen", False, True)
    assert (check.value, check.needed) == (0, 30)


def test_a_rule_gives_way_to_the_rule_that_present_records_call_for(meet):
    nothing = learn(make_set(openings=0), quick_recipe())
    assert meet(nothing, trained_on(LAST), basis="rule").passed


def test_a_later_run_on_new_outcomes_is_compared_and_may_displace_it(meet, lesson):
    check = meet(lesson, trained_on(FIRST + YEAR))
    assert (check.name, check.passed) == ("not_worse_than_champion", True)


def test_on_the_same_records_each_is_taken_as_it_was_judged(meet, lesson):
    ours = lesson.table.line("learned").measures[lesson.aim]
    for theirs, passes in ((ours.value, True), (ours.high + 0.01, False)):
        stored = replace(ours, value=theirs)
        check = meet(lesson, trained_on(LAST + YEAR, lesson, **{lesson.aim: stored}))
        assert (check.name, check.passed, check.gates) == ("not_worse_as_judged", passes, True)


def test_a_champion_of_other_records_cannot_be_compared_and_gives_way(meet, lesson):
    ours = lesson.table.line("learned").measures[lesson.aim]
    elsewhere = replace(lesson, table=replace(lesson.table, from_day=0))
    card = trained_on(LAST + YEAR, elsewhere, **{lesson.aim: replace(ours, value=1.0)})
    assert meet(lesson, card).passed


def test_a_champion_whose_card_tells_no_date_counts_as_none_and_the_check_says_so(meet, lesson):
    check = meet(lesson, {})
    assert (check.name, check.passed, check.beside) == ("champion_unreadable", True, "1")
    assert "can no longer be read" in say(f"training.check_{check.name}", "en")
    with pytest.raises(IncompatibleModelError):
        find_unseen(lesson.contest.trial, lesson.candidate)


def test_a_champion_of_an_older_form_counts_as_none(meet, lesson, monkeypatch):
    older = Bundle._describe
    monkeypatch.setattr(
        Bundle, "_describe", lambda self: {**older(self), "format": 0, "features": None}
    )
    assert meet(lesson, trained_on(FIRST)).name == "champion_unreadable"
