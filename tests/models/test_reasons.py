"""Reasons: every feature speaks through exactly one, in both languages; they sum to the score."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.catalog import CATALOG, NAMES
from models.reason_kinds import FORMS, KINDS
from models.reasons import Standard, find_reasons, sum_groups, tell
from tests.models.made_models import make_bundle
from wording import LANGUAGES

BOUND = make_bundle().direction_of
MET = Standard(9, 9, "")
VARIANTS = {"plain": [1.0], "flag": [0.0, 1.0], "sign": [-1.0, 0.0, 1.0], "standard": [1.0]}


def row(**values):
    found = np.full(len(NAMES), np.nan)
    for name, value in values.items():
        found[NAMES.index(name)] = value
    return found


def parts(**values):
    return np.append(np.nan_to_num(row(**values)), 0.5)


def test_every_feature_belongs_to_exactly_one_reason():
    assert Counter(name for kind in KINDS for name in kind.features) == Counter(NAMES)


def test_a_reason_stands_in_the_group_of_its_features():
    groups = {feature.name: feature.group for feature in CATALOG if feature.group != "talent"}
    assert not [
        (kind.code, name)
        for kind in KINDS
        for name in kind.features
        if groups.get(name, kind.group) != kind.group
    ]


def test_only_features_have_a_form():
    assert set(FORMS) <= set(NAMES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_reason_has_a_full_sentence_whatever_the_value(kind, language):
    for told in [*VARIANTS[kind.variant], np.nan]:
        values = dict.fromkeys(NAMES, 1.0) | {kind.tells: told}
        for standard in (MET, Standard(8, 9, "Komunikasi 1 dari 2")):
            value, text = tell(kind, values, standard, language)
            assert value
            assert text.endswith(".")


def test_trainings_are_told_as_they_were_counted():
    kind = next(kind for kind in KINDS if kind.code == "required_training")
    value, text = tell(kind, {**dict.fromkeys(NAMES, 1.0), kind.tells: np.log1p(3)}, MET, "en")
    assert value == "3"
    assert "3" in text


def test_the_weightiest_reason_comes_first_and_what_moves_nothing_is_not_told():
    found = find_reasons(
        row(family_years=3), parts(family_years=0.2, distance_km=-0.7), MET, "en", BOUND
    )
    assert [(one.code, one.contribution) for one in found] == [
        ("distance", -0.7),
        ("family_experience", 0.2),
    ]


def test_features_that_say_one_thing_are_summed():
    contributions = parts(family_years=0.2, family_recent=0.3)
    (found,) = find_reasons(row(family_years=3), contributions, MET, "en", BOUND)
    assert found.contribution == pytest.approx(0.5)


def test_a_sentence_tells_the_persons_own_values():
    told = row(competency_match=0.94, level_years=3.25, success_family=0.814)
    contributions = parts(competency_match=3.0, level_years=2.0, success_family=1.0)
    standard = Standard(8, 9, "Mengelola Perubahan 1 dari 2")
    found = find_reasons(told, contributions, standard, "id", BOUND)
    assert [(one.value, one.text) for one in found] == [
        ("8/9", "Memenuhi 8 dari 9 kompetensi; Mengelola Perubahan 1 dari 2."),
        ("3,2", "Berpengalaman 3,2 tahun pada jenjang jabatan ini."),
        ("81%", "Dari perpindahan serupa pada masa lalu, 81% berhasil."),
    ]


def test_years_beyond_ten_are_told_as_ten_and_more():
    told, contributions = row(level_years=10.0), parts(level_years=1.0)
    (found,) = find_reasons(told, contributions, MET, "en", BOUND)
    assert found.text == "Years of experience at this level: 10+."


def test_an_unknown_fact_is_said_to_be_unknown():
    (found,) = find_reasons(row(), parts(distance_km=-0.1), MET, "en", BOUND)
    assert found.text == "The distance to the new place of work is unknown."


def test_an_unknown_fact_is_never_a_reason_for_a_person():
    assert find_reasons(row(), parts(competency_match=0.9), MET, "en", BOUND) == ()
    told = find_reasons(
        row(level_years=1.0), parts(competency_match=0.9, level_years=0.1), MET, "id", BOUND
    )
    assert [one.code for one in told] == ["level_experience"]


@pytest.mark.parametrize(
    ("name", "good", "bad"), [("performance_trend", 0.2, -0.2), ("same_family", 1.0, 0.0)]
)
def test_no_sentence_stands_on_the_side_that_it_speaks_against(name, good, bad):
    for value, part in ((good, -0.3), (bad, 0.3)):
        assert find_reasons(row(**{name: value}), parts(**{name: part}), MET, "en", BOUND) == ()
        assert find_reasons(row(**{name: value}), parts(**{name: -part}), MET, "en", BOUND)


def test_of_a_column_that_is_free_a_sentence_may_stand_on_either_side():
    free = make_bundle(freed=("performance_trend",)).direction_of
    for part in (-0.3, 0.3):
        told = row(performance_trend=0.2), parts(performance_trend=part)
        assert find_reasons(*told, MET, "en", free)


def test_what_takes_no_side_may_stand_on_either():
    for part in (-0.3, 0.3):
        assert find_reasons(row(level_step=1.0), parts(level_step=part), MET, "en", BOUND)
        assert find_reasons(
            row(performance_trend=0.01), parts(performance_trend=part), MET, "en", BOUND
        )


@given(st.lists(st.floats(-5, 5), min_size=len(NAMES) + 1, max_size=len(NAMES) + 1))
def test_base_and_groups_sum_to_the_score(contributions):
    values = np.array(contributions)
    assert sum(sum_groups(values).values()) == pytest.approx(values.sum(), abs=1e-9)
