"""Columns as they are told: every one has a sentence in both languages, and none says too much."""

import re
import string

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.catalog import NAMES
from models.column_forms import FORMS, PLACES
from models.columns import UNKNOWN, tell_column
from models.usual import FEWEST, NOBODY, Usual
from wording import LANGUAGES, texts

NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
VALUES = {
    "flag": (0.0, 1.0),
    "sign": (-2.0, -0.4, 0.0, 0.01, 0.4, 2.0),
    "amount": (0.0, 0.02, np.log(2), 1.0, 4.6),
    "plain": (0.003, 0.5, 1.0),
}
NAMED = {"predicate": (1.0, 5.0), "rank": (0.0, 16.0), "education": (0.0, 8.0)}
"""Values that a column of each form may take, those at the edges of its wording among them."""


def row(**values):
    return dict.fromkeys(NAMES, np.nan) | {"position_level": 0.0} | values


def values_of(name):
    form = FORMS[name]
    return NAMED.get(form.written) or VALUES[form.variant]


def pool(name, *values):
    matrix = np.full((len(values), len(NAMES)), np.nan)
    matrix[:, PLACES[name]] = values
    return Usual(matrix)


def tell(name, value, language="en", usual=NOBODY):
    return tell_column(name, row(**{name: value}), language, usual)


def test_every_column_has_a_form():
    assert set(FORMS) == set(NAMES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_column_has_a_full_sentence_whatever_its_value(name, language):
    for value in values_of(name):
        for usual in (NOBODY, pool(name, *[value] * FEWEST), pool(name, *values_of(name), np.nan)):
            found = tell(name, value, language, usual)
            assert re.fullmatch(r"[^{}–]+\.", found.text), found
            assert found.value
    assert tell(name, np.nan, language).value == UNKNOWN


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("id", ("4 level di bawah syarat", "tepat sesuai syarat", "1 level di atas syarat")),
        ("en", ("4 levels below what is asked", "exactly what is asked", "1 level above what")),
    ],
)
def test_a_gap_is_told_by_words_and_never_by_a_sign(language, told):
    for value, words in zip((4.0, 0.0, -1.0), told, strict=True):
        found = tell("competency_worst_gap", value, language)
        assert found.value.startswith(words)
        assert not {"+", "−"} & set(found.value + found.text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_what_is_unknown_is_said_so_and_no_number_is_told_of_it(name, language):
    found = tell(name, np.nan, language, pool(name, 1.0, 1.0, 1.0))
    words = {"id": r"tidak diketahui|[Tt]idak ada|tidak dapat", "en": r"unknown|[Nn]o |cannot"}
    assert re.search(words[language], found.text)
    assert found.usual is None
    assert not NUMBER.search(found.text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_number_of_a_sentence_is_the_value_the_usual_or_a_count_of_the_pool(name, language):
    for value in values_of(name):
        usual = pool(name, *values_of(name), np.nan)
        found = tell(name, value, language, usual)
        shown = {*NUMBER.findall(found.value), *NUMBER.findall(found.usual or "")}
        column = usual.column(name)
        counts = {str(column.pool), str(len(column.known))}
        fixed = set(NUMBER.findall(bare(name, language)))
        assert set(NUMBER.findall(found.text)) <= shown | counts | fixed


def bare(name, language):
    """Return the words of a column's sentences, their facts left out."""
    parts = [text for key, text in texts(language).items() if key.startswith(f"columns.{name}")]
    return " ".join(word for text in parts for word, *_ in string.Formatter().parse(text))


def test_the_sentence_tells_the_own_value_and_what_is_usual():
    usual = pool("family_years", 0.5, 2.1, 2.1, 9.0, 10.0)
    assert tell("family_years", 6.2, "id", usual).text == (
        "Berpengalaman 6,2 tahun dalam rumpun jabatan ini; "
        "lazimnya 2,1 tahun di antara 5 yang memenuhi syarat."
    )
    assert tell("family_years", 6.2, "en", usual).text == (
        "6.2 years of experience in this job family; usual among the 5 eligible people: 2.1 years."
    )


def test_of_two_values_in_the_middle_the_lower_is_usual_for_somebody_has_it():
    assert tell("family_years", 1.0, "en", pool("family_years", 0.0, 1.0, 4.0, 9.0)).usual == (
        "1 year"
    )


def test_whose_value_is_unknown_is_left_out_of_the_usual_and_said_to_be():
    usual = pool("family_years", 1.0, 2.0, 3.0, np.nan)
    assert tell("family_years", 1.0, "id", usual).text.endswith(
        "; lazimnya 2 tahun di antara 3 yang diketahui datanya (4 memenuhi syarat)."
    )


def test_too_few_known_values_make_nothing_usual():
    found = tell("family_years", 1.0, "en", pool("family_years", 1.0, 2.0, np.nan, np.nan))
    assert (found.text, found.usual) == ("1 year of experience in this job family.", None)


def test_what_the_position_alone_decides_is_compared_with_nobody():
    found = tell("unit_size", np.log1p(3), "en", pool("unit_size", *[np.log1p(3)] * 4))
    assert (found.text, found.usual) == ("The unit of this position has 3 people in post.", None)


def test_a_flag_tells_how_many_are_alike():
    usual = pool("same_agency", 1.0, 0.0, 0.0, 0.0)
    assert tell("same_agency", 1.0, "id", usual).text == (
        "Sudah bertugas di perangkat daerah yang sama; demikian 1 dari 4 yang memenuhi syarat."
    )
    assert tell("same_agency", 0.0, "id", usual).usual == "3/4"


def test_a_difference_tells_how_many_are_on_the_same_side_of_it():
    usual = pool("class_step", 2.0, 1.0, 0.0, -1.0)
    told = {value: tell("class_step", value, "en", usual).text for value in (2.0, 0.0)}
    assert told == {
        2.0: "The job class rises by 2 classes; on the same side are 2 of the 4 eligible people.",
        0.0: "The job class stays the same; so it is for 1 of the 4 eligible people.",
    }


def test_a_value_that_all_share_is_said_to_be_shared():
    assert tell("level_years", 2.0, "en", pool("level_years", 2.0, 2.0, 2.0)).text == (
        "2 years of experience at this level; the same for the 3 eligible people."
    )


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("family_trainings", 0.0, "No training in this job family is on record."),
        ("family_trainings", np.log1p(1), "1 training in this job family on record."),
        ("family_trainings", np.log1p(3), "3 trainings in this job family on record."),
        ("level_years", 0.02, "<0.1 years of experience at this level."),
        ("level_years", 10.0, "10+ years of experience at this level."),
        ("level_step", 2.0, "This position is 2 levels above the present one."),
        ("title_likeness", 0.998, "Likeness of the words of the two titles: >99%."),
    ],
)
def test_none_one_many_and_nearly_none_are_told_as_they_are(name, value, text):
    assert tell(name, value).text == text


def test_a_column_of_managerial_posts_is_said_not_to_count_in_another():
    name = "managerial_post_family_years"
    other, leading = row(**{name: 0.0}), row(**{name: 0.0, "position_level": 1.0})
    assert tell_column(name, other, "en").text.endswith("this post is not managerial.")
    assert tell_column(name, leading, "en").text.startswith("For this managerial post")


@given(st.lists(st.floats(-3, 3) | st.just(np.nan), min_size=1, max_size=30), st.randoms())
def test_the_usual_does_not_depend_on_the_order_of_the_people(values, random):
    shuffled = random.sample(values, len(values))
    columns = [pool("class_step", *people).column("class_step") for people in (values, shuffled)]
    assert columns[0].sides == columns[1].sides
    np.testing.assert_equal(columns[0].median, columns[1].median)
