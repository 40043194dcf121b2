"""A list balanced on request: lawful, explained, priced, and nobody's score touched."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.answers import ShortlistRequest
from matching.errors import UnknownAttributeError
from matching.plain import to_json, to_plain
from matching.shortlist import build_shortlist
from rules.policy import load_policy
from tests.matching.office import TABLES, make_matcher, person

TOLD = load_policy()
SMALL = dataclasses.replace(
    TOLD, fairness=TOLD.fairness.model_copy(update={"least_group": 2, "ages": (35, 45)})
)


def employ(place, sex, **more):
    """Return somebody who is the more senior the smaller the place."""
    known = {} if sex == "-" else {"sex": sex}
    return person(
        f"{10 + place}",
        rank_since=f"20{16 + place // 12:02}-{1 + place % 12:02}-01",
        **known,
        **more,
    )


def office(sexes, *, policy=SMALL, **tables):
    """Return a matcher over one person a letter, the best first; "-" is of unknown sex."""
    people = [employ(place, sex) for place, sex in enumerate(sexes)]
    nips = [row["nip"] for row in people]
    positions = [{**row, "seats": 60} for row in TABLES["positions"]]
    grades = [
        {"nip": nip, "year": year, "predicate": "baik"} for nip in nips for year in (2023, 2024)
    ]
    return make_matcher(
        "seniority",
        policy=policy,
        **{
            "positions": positions,
            "employees": people,
            "performance": grades,
        }
        | tables,
    )


def ask(matcher, language="id", **asked):
    return build_shortlist(matcher, ShortlistRequest("OPEN", **asked), language)


def nips(made):
    return [one.nip for one in made.candidates]


def sexes_of(matcher, made):
    table = matcher.history.snapshot.tables["employees"]
    known = table["sex"].to_pylist() if "sex" in table.column_names else ["-"] * len(table)
    sex_of = dict(zip(table["nip"].to_pylist(), known, strict=True))
    return "".join(sex_of[nip] or "-" for nip in nips(made))


@pytest.fixture
def split():
    """Five men who score best, then five women."""
    return office("mmmmmfffff")


def test_a_list_is_not_balanced_unless_it_is_asked_for(split):
    made = ask(split, size=4)
    assert made.reranking is None
    assert sexes_of(split, made) == "mmmm"


def test_without_balance_nothing_but_the_empty_field_is_new(split):
    plain = to_plain(ask(split, size=4))
    assert plain.pop("reranking") is None
    balanced = to_plain(ask(split, size=4, balance="sex"))
    assert plain.keys() == balanced.keys() - {"reranking"}
    assert "balanced" not in {notice["code"] for notice in plain["notices"]}


def test_half_of_the_eligible_get_every_second_place(split):
    made = ask(split, size=4, balance="sex")
    assert sexes_of(split, made) == "mfmf"
    assert [one.rank for one in made.candidates] == [1, 2, 3, 4]


def test_nobody_gets_another_score_or_chance(split):
    alone = {one.nip: (one.score, one.fit, one.reasons) for one in ask(split, size=10).candidates}
    for one in ask(split, size=4, balance="sex").candidates:
        assert (one.score, one.fit, one.reasons) == alone[one.nip]


def test_it_tells_who_moved_from_where_to_where_and_why(split):
    by_score = nips(ask(split, size=10))
    told = ask(split, size=4, balance="sex").reranking
    places = {(one.movement, one.before, one.after) for one in told.moved}
    assert places == {
        ("lifted", 6, 2),
        ("lifted", 7, 4),
        ("lowered", 2, 3),
        ("left", 3, None),
        ("left", 4, None),
    }
    first = next(one for one in told.moved if one.after == 2)
    assert first.name == f"Orang {by_score[5]}"
    assert first.group == "Perempuan"
    assert "di antara 2 tempat pertama sekurang-kurangnya 1" in first.text
    assert "2 orang naik, 2 orang tidak lagi masuk" in told.text


def test_it_tells_the_shares_wanted_before_and_now(split):
    women, men = ask(split, size=4, balance="sex").reranking.groups
    assert (women.group, women.eligible, women.wanted, women.least) == ("f", 5, 0.5, 2)
    assert (women.before, women.after, women.share_before, women.share_after) == (0, 2, 0.0, 0.5)
    assert (men.before, men.after) == (4, 2)


def test_the_price_is_told_by_score_where_no_chance_is_told(split):
    best = ask(split, size=10).candidates
    price = ask(split, size=4, balance="sex").reranking.price
    assert price.measure == "score"
    assert price.sum_before == pytest.approx(sum(one.score for one in best[:4]))
    assert price.sum_after == pytest.approx(sum(best[place].score for place in (0, 1, 5, 6)))
    assert price.mean_after == pytest.approx(price.sum_after / 4)
    assert price.sum_after < price.sum_before
    assert "Peluang berhasil tidak disebut" in price.text


def test_a_balanced_list_says_that_nobody_was_moved():
    matcher = office("mfmfmfmfmf")
    told = ask(matcher, size=4, balance="sex").reranking
    assert (told.changed, told.moved) == (False, ())
    assert told.price.sum_before == told.price.sum_after
    assert "tidak ada yang dipindahkan" in told.text


def test_one_group_alone_is_left_as_it_was():
    matcher = office("mmmmmm")
    made = ask(matcher, size=4, balance="sex")
    assert nips(made) == nips(ask(matcher, size=4))
    assert not made.reranking.changed


def test_who_is_of_unknown_sex_keeps_a_place_that_nobody_claims():
    matcher = office("--mmmmffff")
    assert sexes_of(matcher, ask(matcher, size=5, balance="sex")) == "-mfmf"


def test_the_ineligible_are_never_lifted(split):
    people = [
        employ(place, sex, **({"since": "2025-01-01"} if place > 5 else {}))
        for place, sex in enumerate("mmmmmfffff")
    ]
    matcher = office("mmmmmfffff", employees=people)
    made = ask(matcher, size=5, balance="sex")
    assert sexes_of(matcher, made) == "mmmmm"  # one woman of six is eligible: no place among five
    assert sexes_of(matcher, ask(matcher, size=6, balance="sex")).count("f") == 1


def test_the_undetermined_are_lifted_only_where_the_request_includes_them():
    grades = [
        {"nip": f"{10 + place}", "year": year, "predicate": "baik"}
        for place in range(10)
        for year in (2023, 2024)
        if place not in (5, 6)
    ]
    matcher = office("mmmmmfffff", performance=grades)
    doubtful = {"15", "16"}
    assert not doubtful & set(nips(ask(matcher, size=6, balance="sex")))
    assert doubtful & set(nips(ask(matcher, size=6, balance="sex", include_undetermined=True)))


def test_what_the_request_leaves_too_few_of_is_told_as_out_of_reach():
    willing = [
        {"nip": f"{10 + place}", "submitted_on": "2025-01-01", "willing": True}
        for place in (0, 1, 2, 3, 9)
    ]
    matcher = office("mmmmmfffff", preferences=willing)
    made = ask(matcher, size=4, balance="sex", willing_only=True)
    (short,) = made.reranking.infeasible
    assert (short.group, short.least, short.available) == ("f", 2, 1)
    assert sexes_of(matcher, made).count("f") == 1
    assert "hanya 1 orang" in short.text


def test_groups_too_small_to_be_shown_are_balanced_but_not_counted_or_named(split):
    told = ask(office("mmmmmfffff", policy=TOLD), size=4, balance="sex").reranking
    assert all(group.suppressed and group.eligible is None for group in told.groups)
    lifted = [one for one in told.moved if one.movement == "lifted"]
    assert lifted
    assert not any(one.group or "Perempuan" in one.text for one in lifted)


def test_one_small_group_is_hidden_with_another_lest_it_follow_from_the_rest():
    policy = dataclasses.replace(
        SMALL, fairness=SMALL.fairness.model_copy(update={"least_group": 3})
    )
    told = ask(office("mmmmmmff", policy=policy), size=4, balance="sex").reranking
    assert [group.suppressed for group in told.groups] == [True, True]


def test_an_audit_attribute_is_refused_like_one_that_nobody_knows():
    """Who rises and who leaves would tell of each what the audit of fairness alone may read."""
    marks = [
        {"nip": f"{10 + place}", "name": "daerah", "value": "x" if place < 5 else "y"}
        for place in range(10)
    ]
    with pytest.raises(UnknownAttributeError) as refused:
        ask(office("mmmmmfffff", audit_attributes=marks), balance="daerah")
    assert refused.value.known == ("sex", "age", "agency_size")


@pytest.mark.parametrize("asked", ["religion", "place"], ids=["nobody's", "without records"])
def test_an_attribute_that_the_records_lack_is_refused_with_those_that_there_are(split, asked):
    with pytest.raises(UnknownAttributeError) as refused:
        ask(split, balance=asked)
    assert refused.value.known == ("sex", "age", "agency_size")


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_notice_says_that_the_list_does_not_follow_the_score_alone(split, language):
    made = ask(split, language, size=4, balance="sex")
    assert "balanced" in {notice.code for notice in made.notices}


SEXES = st.text("mf-", min_size=2, max_size=14).filter(lambda sexes: set(sexes) != {"-"})


@settings(max_examples=25)
@given(SEXES, st.integers(1, 8))
def test_every_sex_keeps_its_share_of_every_beginning(sexes, size):
    matcher = office(sexes)
    shown = sexes_of(matcher, ask(matcher, size=size, balance="sex"))
    for place in range(1, len(shown) + 1):
        for sex in "mf":
            assert shown[:place].count(sex) >= sexes.count(sex) * place // len(sexes)


@settings(max_examples=15)
@given(SEXES, st.randoms(use_true_random=False))
def test_the_order_of_the_records_does_not_matter(sexes, chance):
    matcher = office(sexes)
    rows = [employ(place, sex) for place, sex in enumerate(sexes)]
    chance.shuffle(rows)
    made = [ask(each, size=5, balance="sex") for each in (matcher, office(sexes, employees=rows))]
    one, two = (to_json(dataclasses.replace(each, id="")) for each in made)
    assert one == two


def test_an_empty_list_is_an_answer_too():
    matcher = office("mmff")
    told = ask(matcher, size=4, balance="sex", only_agencies=("U2",)).reranking
    assert (told.changed, told.price) == (False, None)
    assert all(one.available == 0 for one in told.infeasible)
