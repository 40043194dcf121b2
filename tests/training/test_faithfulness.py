"""Reasons are true: they sum, what they name carries the score, and directions are kept."""

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.catalog import NAMES
from matching.contest import open_contest, rank_field
from matching.explaining.lineup import line_up_ranked
from matching.explaining.shown import show_rows, tell_details
from matching.explaining.why import judge_candidate
from matching.matcher import Matcher
from models.baselines import BASELINES, make_baseline
from models.column_forms import FORMS, PLACES
from models.details import list_details
from models.reason_kinds import KIND_OF, KINDS
from models.reasons import Standard, find_reasons, sum_groups, sum_kinds
from models.usual import Usual
from tests.training.made_sets import make_set, movers, quick_recipe
from training.additive import Penalty
from training.fitting import Settings, fit_model
from wording import LANGUAGES

LEARNED = ("success", "naming", "blend")
MODELS = (*LEARNED, *BASELINES)
NAMED_VALUES = ("predicate", "rank", "education")
NAMED = 3
"""Reasons whose columns are taken away."""
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
BY_KIND = {kind.code: [PLACES[name] for name in kind.features] for kind in KINDS}


def keep_in_range(matrix):
    """Return random columns with predicates, ranks and levels of education that exist."""
    for name in [name for name in NAMES if FORMS[name].written in NAMED_VALUES]:
        column = matrix[:, PLACES[name]]
        matrix[:, PLACES[name]] = np.clip(np.round(column + 3), 1, 5)
    return matrix


def learn(data, name):
    recipe = quick_recipe()
    share = 0.5 if name == "blend" else 0.0
    recipe = recipe.model_copy(
        update={"label": recipe.label.model_copy(update={"naming_share": share})}
    )
    chosen = Settings(name != "naming", 30, Penalty(30.0, 2.0), 0.5)
    return fit_model(data, np.flatnonzero(data.openings.ripe), chosen, recipe)


@pytest.fixture(scope="module")
def models():
    data = make_set()
    return {name: learn(data, name) for name in LEARNED} | {
        name: make_baseline(name) for name in BASELINES
    }


@pytest.fixture(scope="module")
def matrix():
    return keep_in_range(movers(make_set(200, seed=5)))


def reasons_of(bundle, row, usual, language="en"):
    contributions = bundle.contributions(row[None])[0]
    standard = Standard(1, 2, "Komunikasi 1 dari 2")
    return find_reasons(row, contributions, standard, usual, language, bundle.direction_of)


@pytest.mark.parametrize("name", MODELS)
def test_contributions_kinds_groups_and_details_sum_to_the_score(models, matrix, name):
    bundle, usual = models[name], Usual(matrix)
    score, contributions = bundle.score(matrix[:20]), bundle.contributions(matrix[:20])
    for row, whole, parts in zip(matrix[:20], score, contributions, strict=True):
        details = list_details(row, parts, usual, "id")
        sums = (
            sum(sum_groups(parts).values()),
            sum(sum_kinds(parts).values()) + parts[-1],
            sum(one.contribution for one in details) + parts[-1],
        )
        assert sums == pytest.approx((whole,) * 3, abs=1e-9)
        sizes = [abs(one.contribution) for one in details]
        assert sizes == sorted(sizes, reverse=True)


def take_away(bundle, row, codes, usual):
    """Return by how much the score falls without the columns of these reasons.

    A model measures a column from what is usual, a rule, which has no base, from nothing.
    """
    without = row.copy()
    for place in [place for code in codes for place in BY_KIND[code]]:
        is_rule = bundle.basis == "rule"
        without[place] = np.nan if is_rule else usual.column(NAMES[place]).median
    before, after = bundle.score(np.stack([row, without]))
    return before - after


@pytest.mark.parametrize("name", MODELS)
def test_taking_away_what_the_reasons_name_lowers_the_score_more_than_others(models, matrix, name):
    bundle, usual, rng = models[name], Usual(matrix), np.random.default_rng(1)
    named, others = [], []
    for row in matrix[:60]:
        told = [one.code for one in reasons_of(bundle, row, usual) if one.contribution > 0]
        codes = told[:NAMED]
        if not codes:
            continue
        rest = [code for code in BY_KIND if code not in codes]
        drawn = [list(rng.choice(rest, len(codes), replace=False)) for _ in range(5)]
        named.append(take_away(bundle, row, codes, usual))
        others.append(np.mean([take_away(bundle, row, one, usual) for one in drawn]))
    assert np.mean(named) > max(np.mean(others), 0)
    assert np.mean(np.array(named) >= np.array(others)) > 0.75


@settings(max_examples=150, deadline=None)
@given(
    name=st.sampled_from(MODELS),
    column=st.sampled_from(NAMES),
    place=st.integers(0, 99),
    step=st.floats(0.01, 4.0),
)
def test_a_column_with_a_direction_moves_the_score_in_it_alone(
    models, matrix, name, column, place, step
):
    bundle = models[name]
    changed = np.stack([matrix[place], matrix[place]])
    changed[1, PLACES[column]] += step
    before, after = bundle.score(changed)
    assert bundle.direction_of(column) * (after - before) >= -1e-12


def test_a_freed_column_is_promised_no_direction_and_the_others_keep_theirs(models):
    assert models["naming"].freed
    assert {models["naming"].direction_of(name) for name in models["naming"].freed} == {0}
    assert models["success"].freed == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_facts_give_the_same_text_whoever_else_comes_first(models, matrix, language):
    bundle, turned = models["success"], Usual(matrix[::-1])
    for row in matrix[:10]:
        assert reasons_of(bundle, row, Usual(matrix), language) == reasons_of(
            bundle, row, turned, language
        )


@pytest.fixture(scope="module")
def contest(city_history, policy, models):
    """Return the contest of a made-up city's position for which most are eligible."""
    matcher = Matcher(city_history, policy, models["success"], b"s" * 32, "0.0.0")
    dates = matcher.date(None, None)
    ids = city_history.positions.position_id[:40]
    contests = [open_contest(matcher, position_id, dates) for position_id in ids]
    return max(contests, key=lambda one: int(one.verdicts.eligible.sum()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_in_a_sentence_is_in_the_record_of_the_person_or_the_pool(contest, language):
    field = contest.field
    assert len(field.rows) > 5
    lineup = line_up_ranked(field, np.arange(10), language)
    shown = show_rows(lineup, range(1, 11))
    for place, one in enumerate(shown):
        details = tell_details(lineup, place)
        assert details
        for told in (*details, *one.reasons, *one.concerns):
            assert_numbers_are_known(told, contest, one, language)


def assert_numbers_are_known(told, contest, person, language):
    """Compare each number of a sentence with the values, the pool's counts and the standard."""
    column = getattr(told, "feature", None) or next(
        kind.tells for kind in KINDS if kind.code == told.code
    )
    usual = contest.usual.column(column)
    known = {str(usual.pool), str(len(usual.known)), "5", "0"}
    known |= {str(size) for gap in person.gaps for size in (gap.has, gap.needs)}
    sources = [told.value, told.usual or ""]
    if person.facts.jpm is not None:
        sources.append(f"{round(100 * person.facts.jpm)}")
    known |= {number for text in sources for number in NUMBER.findall(text)}
    assert set(NUMBER.findall(told.text)) <= known, told


def test_what_is_written_is_what_the_matrix_holds(contest):
    field = contest.field
    lineup = line_up_ranked(field, np.arange(10), "en")
    for place in range(10):
        row = field.matrix[place]
        for one in tell_details(lineup, place):
            assert KIND_OF[one.feature].group == one.group
            assert_written_as(FORMS[one.feature].written, row[PLACES[one.feature]], one)


def assert_written_as(written, held, told):
    figures = NUMBER.findall(told.value)
    if np.isnan(held):
        assert told.value == "–"
    elif figures and "<" not in told.value and "+" not in told.value[1:]:
        scale = {"percent": 100.0}.get(written, 1.0)
        size = abs(np.expm1(held) if written in ("count", "log_years") else held) * scale
        rounding = 0.051 if written in ("number", "years", "log_years") else 0.51
        assert float(figures[0].replace(",", "")) == pytest.approx(size, abs=rounding)


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_asked_about_is_told_what_moves_the_score_in_words(contest, language):
    person = int(contest.field.rows[0])
    answer = judge_candidate(contest.matcher, contest.position_id, person, contest.dates, language)
    assert answer.contributions is not None
    whole = sum(one.contribution for one in answer.details) + answer.contributions.base
    assert whole == pytest.approx(answer.score, abs=1e-9)
    assert all(one.text.endswith(".") for one in answer.details)


def test_the_usual_is_of_all_the_eligible_whomever_a_request_leaves_out(contest):
    few = rank_field(contest, contest.field.rows[:2])
    (one, _) = show_rows(line_up_ranked(few, np.arange(2), "en"), [1, 2])
    (same,) = show_rows(line_up_ranked(contest.field, np.arange(1), "en"), [1])
    assert one == same
