"""Reasons: every feature speaks through exactly one, in both languages; they sum to the score."""

import string
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.catalog import CATALOG, NAMES
from models.column_forms import PLACES
from models.reason_kinds import KINDS
from models.reasons import Standard, find_reasons, sum_groups, tell, tell_public
from models.usual import NOBODY, Usual
from tests.models.made_models import make_bundle
from wording import LANGUAGES, texts

BOUND = make_bundle().direction_of
MET = Standard(9, 9, "")
SHORT = Standard(8, 9, "Mengelola Perubahan 1 dari 2")


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


def pool(**columns):
    """Return a pool of people with these values of some columns."""
    matrix = np.full((len(next(iter(columns.values()))), len(NAMES)), np.nan)
    for name, values in columns.items():
        matrix[:, PLACES[name]] = values
    return Usual(matrix)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_reason_has_a_full_sentence_and_a_public_one(kind, language):
    for told in (1.0, 2.0, np.nan):
        values = dict.fromkeys(NAMES, 1.0) | {kind.tells: told}
        for standard in (MET, SHORT, Standard(1, 1, "")):
            found = tell(kind, values, standard, language)
            assert found.value
            assert found.text.endswith(".")
    assert tell_public(kind.code, 9, 143, language).endswith(".")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_a_public_text_says_nothing_but_the_need_and_the_size_of_the_pool(kind, language):
    key = f"public.{kind.code}"
    named = {fact for _, fact, *_ in string.Formatter().parse(texts(language)[key]) if fact}
    assert named <= {"required", "pool"}


@given(
    st.sampled_from(NAMES),
    st.sampled_from([1.0, 2.0]),
    st.sampled_from([-0.5, 0.5]),
    st.sampled_from([Standard(0, 9, "Komunikasi 1 dari 2"), MET]),
)
def test_nothing_found_about_a_person_changes_a_public_text(name, value, part, standard):
    usual = pool(level_years=[1.0, 2.0, 3.0])
    for one in find_reasons(
        row(**{name: value}), parts(**{name: part}), standard, usual, "id", BOUND
    ):
        assert one.public == tell_public(one.code, 9, 3, "id")


def test_the_weightiest_reason_comes_first_and_what_moves_nothing_is_not_told():
    found = find_reasons(
        row(family_years=3), parts(family_years=0.2, distance_km=-0.7), MET, NOBODY, "en", BOUND
    )
    assert [(one.code, one.contribution) for one in found] == [
        ("distance", -0.7),
        ("family_experience", 0.2),
    ]


def test_features_that_say_one_thing_are_summed():
    contributions = parts(family_years=0.2, family_recent=0.3)
    (found,) = find_reasons(row(family_years=3), contributions, MET, NOBODY, "en", BOUND)
    assert found.contribution == pytest.approx(0.5)


def test_a_sentence_tells_the_persons_own_values():
    told = row(competency_match=0.94, level_years=3.25, success_family=0.814)
    contributions = parts(competency_match=3.0, level_years=2.0, success_family=1.0)
    found = find_reasons(told, contributions, SHORT, NOBODY, "id", BOUND)
    assert [(one.value, one.text) for one in found] == [
        ("8/9", "Memenuhi 8 dari 9 kompetensi; Mengelola Perubahan 1 dari 2."),
        ("3,2 tahun", "Berpengalaman 3,2 tahun pada tingkat jabatan ini."),
        (
            "81%",
            (
                "Keberhasilan perpindahan dari rumpun sekarang ke rumpun ini diperkirakan 81%, "
                "mendekati rata-rata semua perpindahan bila sedikit contohnya."
            ),
        ),
    ]


def test_a_standard_is_told_beside_the_usual_match():
    told, usual = row(competency_match=0.94), pool(competency_match=[0.8, 0.88, 1.0])
    (found,) = find_reasons(told, parts(competency_match=0.4), SHORT, usual, "id", BOUND)
    assert found.text == (
        "Memenuhi 8 dari 9 kompetensi; Mengelola Perubahan 1 dari 2; "
        "kesesuaiannya (JPM) 94%, lazimnya 88% di antara 3 yang memenuhi syarat."
    )
    assert (found.value, found.usual) == ("8/9", "JPM 88%")


def test_the_usual_value_is_left_out_of_a_sentence_where_it_would_speak_against_its_side():
    usual = pool(level_years=[4.0, 5.0, 6.0])
    texts = {}
    for part in (0.3, -0.3):
        (found,) = find_reasons(
            row(level_years=1.0), parts(level_years=part), MET, usual, "en", BOUND
        )
        texts[part] = found.text
        assert found.usual == "5 years"
    assert texts[0.3] == "1 year of experience at this level."
    assert texts[-0.3].endswith("; usual among the 3 eligible people: 5 years.")


def test_an_unknown_fact_is_said_to_be_unknown():
    (found,) = find_reasons(row(), parts(distance_km=-0.1), MET, NOBODY, "en", BOUND)
    assert found.text == "The distance to the new place of work is unknown."


def test_an_unknown_fact_is_never_a_reason_for_a_person():
    assert find_reasons(row(), parts(competency_match=0.9), MET, NOBODY, "en", BOUND) == ()
    told = find_reasons(
        row(level_years=1.0), parts(competency_match=0.9, level_years=0.1), MET, NOBODY, "id", BOUND
    )
    assert [one.code for one in told] == ["level_experience"]


@pytest.mark.parametrize(
    ("name", "good", "bad"), [("performance_against_peers_5", 0.2, -0.2), ("same_family", 1.0, 0.0)]
)
def test_no_sentence_stands_on_the_side_that_it_speaks_against(name, good, bad):
    for value, part in ((good, -0.3), (bad, 0.3)):
        assert (
            find_reasons(row(**{name: value}), parts(**{name: part}), MET, NOBODY, "en", BOUND)
            == ()
        )
        assert find_reasons(row(**{name: value}), parts(**{name: -part}), MET, NOBODY, "en", BOUND)


def test_of_a_column_that_is_free_a_sentence_may_stand_on_either_side():
    free = make_bundle(freed=("performance_against_peers_5",)).direction_of
    for part in (-0.3, 0.3):
        told = row(performance_against_peers_5=0.2), parts(performance_against_peers_5=part)
        assert find_reasons(*told, MET, NOBODY, "en", free)


def test_a_free_column_that_speaks_against_merit_says_whom_the_order_follows():
    free = make_bundle(freed=("own_success",)).direction_of
    usual = pool(own_success=[0.7, 0.74, 0.8])
    endings = {}
    for part in (0.3, -0.3):
        told = row(own_success=0.62), parts(own_success=part)
        (found,) = find_reasons(*told, MET, usual, "en", free)
        endings[part] = found.text.split(". ")[-1]
    assert endings[0.3].endswith("people like this were moved more often.")
    assert "no measure of merit" not in endings[-0.3]


def test_what_takes_no_side_may_stand_on_either():
    for part in (-0.3, 0.3):
        assert find_reasons(row(level_step=1.0), parts(level_step=part), MET, NOBODY, "en", BOUND)
        assert find_reasons(
            row(performance_against_peers_5=0.01),
            parts(performance_against_peers_5=part),
            MET,
            NOBODY,
            "en",
            BOUND,
        )


@given(st.lists(st.floats(-5, 5), min_size=len(NAMES) + 1, max_size=len(NAMES) + 1))
def test_base_and_groups_sum_to_the_score(contributions):
    values = np.array(contributions)
    assert sum(sum_groups(values).values()) == pytest.approx(values.sum(), abs=1e-9)
