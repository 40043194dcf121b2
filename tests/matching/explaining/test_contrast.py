"""What separates people for a position: sums that come out, sentences that hold, clear refusals."""

import re
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.catalog import NAMES
from matching.answers import ShortlistRequest
from matching.errors import PeopleCountError, SamePersonError
from matching.explaining.compare import compare_candidates
from matching.explaining.contrast_parts import HARDLY, Pair, Side, part_by_column, part_by_reason
from matching.explaining.contrast_words import LEAST_SHARE, tell_decisive
from matching.explaining.why import judge_candidate
from matching.matcher import Matcher
from matching.shortlist import build_shortlist
from models.bundle import Term
from models.columns import name_column
from models.reasons import Standard
from rules.policy import load_policy
from tests.matching.office import AS_OF, DATES, EMPLOYEES, SECRET, TABLES, make_matcher, person
from tests.models.made_models import make_bundle, make_by_kind, make_linear, make_trees
from tests.records import make_history
from wording import LANGUAGES, write

MODELS = {
    "trees": lambda: (Term("trees", 1.0, make_trees()),),
    "curves": lambda: (Term("curves", 0.7, make_by_kind()),),
    "sum": lambda: (Term("sum", 1.0, make_linear()),),
    "blend": lambda: (
        Term("trees", 0.3, make_trees(seed=1)),
        Term("curves", 0.5, make_by_kind()),
        Term("sum", 0.2, make_linear(1)),
    ),
}
STAYS = [
    {"nip": "1", "position_id": "FAR", "started_on": "2012-01-01", "ended_on": "2020-01-01"},
    {"nip": "2", "position_id": "HELD", "started_on": "2015-06-01", "ended_on": "2020-01-01"},
]


@cache
def learned(model):
    history = make_history({"employees": EMPLOYEES, **TABLES, "assignments": STAYS}, AS_OF)
    bundle = make_bundle(terms=MODELS[model](), calibration=None, why_not="few_outcomes")
    return Matcher(history, load_policy(), bundle, SECRET, "0.0.0")


def compare(nips, matcher=None, language="id"):
    matcher = matcher or make_matcher()
    people = [matcher.person(nip) for nip in nips]
    return compare_candidates(matcher, "OPEN", people, DATES, language)


def judge(nip, size, matcher=None, language="id"):
    matcher = matcher or make_matcher()
    return judge_candidate(matcher, "OPEN", matcher.person(nip), DATES, language, size)


PAIRS = st.lists(st.sampled_from(["1", "2", "3", "5"]), min_size=2, max_size=2, unique=True)


@settings(deadline=None, max_examples=20)
@given(model=st.sampled_from(sorted(MODELS)), pair=PAIRS)
def test_groups_reasons_and_columns_each_sum_to_the_difference_of_the_scores(model, pair):
    found = compare(pair, learned(model))
    difference = found.a.score - found.b.score
    assert found.difference == pytest.approx(difference, abs=1e-9)
    for parts in (found.groups, found.parts, found.features):
        assert sum(part.difference for part in parts) == pytest.approx(difference, abs=1e-9)


@settings(deadline=None, max_examples=20)
@given(model=st.sampled_from(sorted(MODELS)), pair=PAIRS)
def test_turned_round_every_part_changes_its_sign_and_the_words_their_order(model, pair):
    there, back = compare(pair, learned(model)), compare(pair[::-1], learned(model))
    assert back.difference == -there.difference
    for name, key in (("groups", "group"), ("parts", "code"), ("features", "feature")):
        one, other = (
            {getattr(part, key): part.difference for part in getattr(found, name)}
            for found in (there, back)
        )
        assert other == {code: -difference for code, difference in one.items()}
    assert there.shared == back.shared
    assert len(there.decisive) == len(back.decisive)
    assert there.text == back.text or abs(there.difference) < HARDLY


@settings(deadline=None, max_examples=10)
@given(model=st.sampled_from(sorted(MODELS)), pair=PAIRS, language=st.sampled_from(LANGUAGES))
def test_the_decisive_sentences_name_both_people_and_the_weightiest_reasons_that_differ(
    model, pair, language
):
    found = compare(pair, learned(model), language)
    apart = {column.reason for column in found.features if column.value_a != column.value_b}
    least = max(HARDLY, LEAST_SHARE * abs(found.parts[0].difference))
    parts = [part for part in found.parts if abs(part.difference) >= least and part.code in apart]
    weighty = parts[:3]
    assert len(found.decisive) == len(weighty)
    for part, text in zip(weighty, found.decisive, strict=True):
        favoured = found.a if part.difference > 0 else found.b
        verbs = "menguntungkan" if language == "id" else "favours?"
        assert re.search(f"{verbs} {favoured.name}", text)
        assert found.a.name in text
        assert found.b.name in text


def test_a_decisive_sentence_names_both_values():
    (text,) = compare(["1", "2"]).decisive
    assert text == (
        "Kesesuaian kompetensi dengan jabatan (JPM): Orang 1 100%; Orang 2 60%. "
        "Ini, beserta hal yang sejenis, menguntungkan Orang 1 sebesar 0,4."
    )


def test_what_is_not_known_of_somebody_is_said_so_and_favours_nobody_by_itself():
    unassessed = [row for row in TABLES["assessments"] if row["nip"] != "5"]
    matcher = make_matcher(assessments=unassessed)
    text = compare(["1", "5"], matcher, "en").decisive[0]
    assert "Orang 5 not known" in text


def test_what_both_have_alike_is_told_once_with_its_value():
    matcher = make_matcher("seniority")
    found = compare(["1", "5"], matcher, "en")
    assert found.text == "Orang 1 and Orang 5 are about equally strong."
    assert found.decisive == ()
    own = judge("1", 10, matcher, "en").details[0].text
    assert found.shared
    assert found.shared[0].rstrip(".") in own


def test_what_is_known_of_neither_is_told_in_one_sentence():
    shared = compare(["1", "2"], learned("sum"), "en").shared
    (told,) = [text for text in shared if text.startswith("Not known of either: ")]
    assert name_column("talent_box", "en") in told


def test_a_third_and_a_fourth_are_held_against_the_first():
    found = compare(["1", "2", "5", "3"])
    assert [one.person.nip for one in found.further] == ["5", "3"]
    for one in found.further:
        difference = found.a.score - one.person.score
        assert one.contrast.difference == pytest.approx(difference, abs=1e-9)
        assert found.a.name in one.contrast.text


def test_one_who_is_ineligible_is_named_with_the_rule_and_the_others_are_weighed():
    found = compare(["1", "4", "5"])
    assert (found.difference, found.parts, found.decisive) == (None, (), ())
    assert "Orang 4 (masa menduduki jabatan)" in found.text
    assert found.further[0].contrast.difference > 0


def test_one_who_is_undetermined_is_weighed_and_said_to_be_so():
    found = compare(["1", "3"])
    assert found.difference > 0
    assert "Belum dapat dipastikan: Orang 3 (kinerja minimal)" in found.text


def test_nobody_is_compared_with_the_same_person():
    with pytest.raises(SamePersonError) as refused:
        compare(["1", "2", "1"])
    assert refused.value.person == "Orang 1"


@pytest.mark.parametrize("nips", [["1"], ["1", "2", "3", "5", "4"]])
def test_one_or_five_people_are_no_comparison(nips):
    with pytest.raises(PeopleCountError) as refused:
        compare(nips)
    assert (refused.value.count, refused.value.least, refused.value.most) == (len(nips), 2, 4)


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_off_the_list_is_told_what_separates_from_the_last_one_on_it(language):
    made = build_shortlist(make_matcher(), ShortlistRequest("OPEN", size=2), language)
    last = made.candidates[-1]
    found = judge("2", 2, language=language).against_list
    assert (found.person_id, found.name, found.size) == (last.person_id, last.name, 2)
    score = judge("2", 2).score
    assert found.difference == pytest.approx(score - last.score, abs=1e-9)
    assert found.difference < 0
    assert last.name in found.text
    assert found.decisive


def test_who_is_on_the_list_or_ineligible_or_undetermined_has_nothing_to_be_separated_by():
    assert judge("2", 3).against_list is None
    assert judge("4", 1).against_list is None
    assert judge("3", 1).against_list is None
    assert judge("2", 1, make_matcher(rule=None)).against_list is None


def test_the_ends_of_the_list_are_named_but_for_the_person():
    ends = judge("2", 2).list_ends
    assert [(end.rank, end.name) for end in ends] == [(1, "Orang 1"), (2, "Orang 5")]
    assert [end.rank for end in judge("1", 2).list_ends] == [2]
    assert [end.rank for end in judge("1", 1).list_ends] == []
    assert [end.rank for end in judge("4", 200).list_ends] == [1, 3]


def test_who_fails_a_rule_stands_where_the_list_would_put_them_if_it_were_met():
    barred = make_matcher()
    would = judge("4", 10, barred)
    freed = [person(row["nip"]) if row["nip"] == "4" else row for row in EMPLOYEES]
    met = judge("4", 10, make_matcher(employees=freed))
    assert would.rank is None
    assert met.would_rank is None
    assert met.verdict == "eligible"
    assert would.would_rank == met.rank


def test_what_is_told_of_both_alike_is_written_once_in_the_table():
    found = compare(["1", "5"], learned("blend"), "en")
    both = [part for part in found.parts if part.text.startswith("Orang 1 and Orang 5: ")]
    assert all(part.value_a == part.value_b for part in both)
    assert len(both) < len(found.parts)
    assert both


def test_equal_facts_decide_nothing_but_what_they_add_is_told():
    found = compare(["1", "5"], learned("blend"), "en")
    apart = {column.reason for column in found.features if column.value_a != column.value_b}
    added = sum(part.difference for part in found.parts if part.code not in apart)
    told = [text for text in found.shared if text.startswith("What is alike adds")]
    assert bool(told) == (abs(added) >= HARDLY)
    assert all(write(abs(added), "en") in text for text in told)


@pytest.mark.parametrize(
    ("a", "b", "difference", "plain"),
    [
        (2.0, 1.0, 0.4, True),
        (1.0, 2.0, 0.4, False),
        (2.0, 1.0, -0.4, False),
        (np.nan, 1.0, 0.4, False),
        (1.0, np.nan, 0.4, True),
        (1.0, np.nan, -0.4, False),
    ],
)
def test_a_sentence_admits_where_the_two_values_alone_do_not_explain_whom_it_favours(
    a, b, difference, plain
):
    name, contributions = "competency_mean_level", np.zeros(len(NAMES) + 1)
    contributions[NAMES.index(name)] = difference
    pair = Pair(
        Side("A", 0.0, dict.fromkeys(NAMES, 1.0) | {name: a}, contributions, Standard(0, 0, "")),
        Side(
            "B", 0.0, dict.fromkeys(NAMES, 1.0) | {name: b}, 0 * contributions, Standard(0, 0, "")
        ),
        lambda _: 1,
        "en",
    )
    features = part_by_column(pair)
    (text,) = tell_decisive(pair, part_by_reason(pair, features), features)
    assert ("Even so" not in text) == plain
    assert f"favour{'' if plain else 's'} {'A' if difference > 0 else 'B'} by 0.4" in text
