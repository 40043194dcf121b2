"""A candidate meets the champion of a store: one that stays, one that goes, one unreadable."""

import shutil
from dataclasses import replace

import numpy as np
import pytest

from models.baselines import make_baseline
from models.bundle import Bundle
from models.errors import IncompatibleModelError
from models.registry import DatasetFacts, ModelRegistry, RunRecord
from snapshots.days import to_date
from tests.training.made_sets import FIRST, LAST, YEAR, make_set, quick_recipe
from training.challenge import Challenger, find_unseen, meet_champion
from training.judging.evaluation import Line
from training.judging.judged import FILE, JudgedOpenings, write_judged
from training.learning import learn
from wording import say

RECORDS = "0f" * 20


@pytest.fixture(scope="module")
def lesson():
    return learn(make_set(openings=1200), quick_recipe())


@pytest.fixture
def meet(empty_model_store, tmp_path):
    """Return how a lesson meets a champion that learned little more than seniority."""
    shutil.copy(empty_model_store, tmp_path / "mlflow.db")
    registry = ModelRegistry(f"sqlite:///{tmp_path}/mlflow.db", tmp_path)

    def meet(candidate, card, basis="learned", before=None, champion=None):
        documents = {} if before is None else {FILE: write_judged(before)}
        record = RunRecord(DatasetFacts("made up", "none", {}), {}, {}, {}, documents)
        champion = replace(champion or make_baseline("seniority"), basis=basis, card=card)
        registry.promote(registry.register(champion, record), "made up")
        days = candidate.contest.trial.data.openings.day.tolist()
        openings = frozenset((day, f"P{row}") for row, day in enumerate(days))
        judged = list_openings(candidate)
        return meet_champion(registry, Challenger(candidate, judged, RECORDS, openings))

    return meet


def list_openings(lesson, keep=None):
    """Return how a lesson was judged on its openings, or on the first of them."""
    trial = lesson.contest.trial
    rows = np.sort(trial.judged)[:keep]
    score = lesson.judge_model.score(trial.data.matrix[trial.data.movers_of(rows)])
    words = np.full(len(rows), "any")
    return JudgedOpenings(
        day=trial.data.openings.day[rows],
        position_id=np.array([f"P{row}" for row in rows], np.str_),
        kind=words,
        agency_id=words,
        success=trial.data.openings.outcome[rows] == 1,
        score=score,
        probability=np.full(len(rows), np.nan),
    )


def trained_on(day, lesson=None, snapshot_id=RECORDS, **measures):
    """Return the card of a champion trained as of a day, judged as the lesson was but for these."""
    table = (lesson or learn(make_set(openings=0), quick_recipe())).table
    lines = (Line("learned", {"outcome_auc": None, "ndcg_at_10": None} | measures),)
    stored = replace(table, lines=lines).to_json()
    return {"as_of": str(to_date(day)), "evaluation": stored, "snapshot_id": snapshot_id}


@pytest.mark.parametrize("basis", ["learned", "rule"])
def test_a_candidate_that_was_judged_on_nothing_does_not_displace_a_champion(meet, basis):
    nothing = learn(make_set(openings=0), quick_recipe())
    check = meet(nothing, trained_on(LAST), basis)
    assert (check.name, check.passed, check.gates) == ("enough_unseen", False, True)
    assert (check.value, check.needed) == (0, 30)


def test_a_rule_gives_way_to_the_rule_that_later_records_call_for(meet):
    few = learn(make_set(openings=20, open_share=0.0), quick_recipe())
    assert few.candidate.basis == "rule"
    assert meet(few, trained_on(LAST), basis="rule").passed


def test_a_later_run_on_new_outcomes_is_compared_and_may_displace_it(meet, lesson):
    check = meet(lesson, trained_on(FIRST + YEAR))
    assert (check.name, check.passed) == ("not_worse_than_champion", True)


@pytest.mark.parametrize(("foretells", "passes"), [(True, False), (False, True)])
def test_who_names_movers_takes_no_place_of_who_foretells_outcomes_better(
    meet, lesson, foretells, passes
):
    """The candidate knows nothing of outcomes and names movers as the champion does."""
    naming = replace(lesson, aim="ndcg_at_10", judge_model=make_baseline("seniority"))
    card = trained_on(FIRST + YEAR) | {"settings": {"foretells": foretells}}
    check = meet(naming, card, champion=replace(lesson.judge_model, name="seniority"))
    assert (check.name, check.passed, check.gates) == ("not_worse_than_champion", passes, True)


@pytest.mark.parametrize("knew_all", [False, True])
def test_openings_on_which_both_were_judged_are_paired(meet, lesson, knew_all):
    before = list_openings(lesson)
    if knew_all:
        before = replace(before, score=before.success.astype(np.float64))
    check = meet(lesson, trained_on(LAST + YEAR), before=before)
    assert (check.name, check.passed, check.gates) == ("not_worse_as_judged", not knew_all, True)
    assert (check.value < 0, check.needed) == (knew_all, 0.0)


@pytest.mark.parametrize("keep", [None, 29])
def test_a_champion_stays_where_few_openings_were_judged_by_both_and_they_are_counted(
    meet, lesson, keep
):
    before = None if keep is None else list_openings(lesson, keep=keep)
    check = meet(lesson, trained_on(LAST + YEAR), before=before)
    assert (check.name, check.passed, check.gates) == ("enough_unseen", False, True)
    assert (check.value, check.needed) == (keep or 0, 30)
    assert "keeps serving" in say(f"training.check_{check.name}", "en")


def test_a_champion_that_learned_from_other_records_has_seen_none_of_ours(meet, lesson):
    elsewhere = list_openings(lesson)
    elsewhere = replace(elsewhere, position_id=np.char.add("Q", elsewhere.position_id))
    check = meet(lesson, trained_on(LAST + YEAR), before=elsewhere)
    assert (check.name, check.passed) == ("not_worse_than_champion", True)


def test_shared_openings_that_all_ended_alike_compare_nobody(meet, lesson):
    before = list_openings(lesson)
    check = meet(lesson, trained_on(LAST + YEAR), before=before.take(before.success))
    assert (check.name, check.value) == ("enough_unseen", 0)


def test_who_names_movers_is_compared_on_the_same_time_of_the_same_records_alone(meet, lesson):
    naming = replace(lesson, aim="ndcg_at_10")
    ours = naming.table.line("learned").measures["ndcg_at_10"]
    for theirs, passes in ((ours.value, True), (ours.high + 0.01, False)):
        figures = {"ndcg_at_10": replace(ours, value=theirs)}
        check = meet(naming, trained_on(LAST + YEAR, naming, **figures))
        assert (check.name, check.passed, check.gates) == ("not_worse_as_judged", passes, True)
        judged = list_openings(naming)
        check = meet(naming, trained_on(LAST + YEAR, naming, **figures), before=judged)
        assert (check.needed, check.passed) == (theirs, passes)
        check = meet(naming, trained_on(LAST + YEAR, naming, "others", **figures))
        assert (check.name, check.passed) == ("enough_unseen", False)


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
