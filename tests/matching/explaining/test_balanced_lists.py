"""How firm a balanced list is and what to ask about it: by the list that is shown."""

from matching.answers import ShortlistRequest
from matching.contest import open_contest
from matching.explaining.asks import MOST_ASKS
from matching.explaining.stability import rehearse, tell_places
from matching.shortlist import build_shortlist
from tests.matching.fairness.test_reranking import employ, nips, office
from tests.matching.office import DATES

FAR = 60
"""People who score better than the first who is lifted: more than are scored anew."""


def ask(matcher, language="id", **asked):
    return build_shortlist(matcher, ShortlistRequest("OPEN", **asked), language)


def unjudged(*places, of=10):
    """Return predicates for everybody but those at these places."""
    return [
        {"nip": f"{10 + place}", "year": year, "predicate": "baik"}
        for place in range(of)
        for year in (2023, 2024)
        if place not in places
    ]


def test_who_was_lifted_is_told_the_place_by_score_as_such():
    made = ask(office("mmmmmfffff"), size=4, balance="sex")
    lifted = made.candidates[1].stability
    assert (made.candidates[1].rank, lifted.best, lifted.share) == (2, 6, 0.0)
    assert lifted.text.startswith("Hitungan berikut menurut kecocokan saja")
    english = ask(office("mmmmmfffff"), "en", size=4, balance="sex").candidates[1].stability
    assert english.text.startswith("What follows is by score alone")


def test_without_balance_nothing_is_said_of_it():
    made = ask(office("mmmmmfffff"), size=4)
    assert all("menurut kecocokan saja" not in one.stability.text for one in made.candidates)
    assert "asks_by_score" not in {one.code for one in made.notices}


def test_who_was_lifted_from_far_below_is_told_too():
    made = ask(office("m" * FAR + "f" * FAR), size=4, balance="sex")
    assert made.candidates[1].nip == f"{10 + FAR}"
    assert made.candidates[1].stability.best == made.reranking.moved[0].before == FAR + 1


def test_a_place_around_which_nobody_was_scored_anew_is_told_as_about():
    field = open_contest(office("m" * FAR + "f" * FAR), "OPEN", DATES).field
    rehearsal = rehearse(field, 4, field.top(FAR + 1)[[0, FAR]])
    told = [tell_places(rehearsal, *usual, "id") for usual in ((61, 61), (3, 61), (3, 4))]
    assert [text.split("urutan ")[1] for text in told] == [
        "61",
        f"3 sampai {rehearsal.depth} atau lebih rendah",
        "3 sampai 4",
    ]
    assert "sekitar" in told[0]


def test_the_undetermined_who_were_lifted_are_asked_about_and_those_who_left_are_not():
    matcher = office("mmmmmfffff", performance=unjudged(3, 5))
    made = ask(matcher, size=4, balance="sex", include_undetermined=True)
    (one,) = made.asks
    assert nips(made)[one.place - 1] == one.nip == "15"
    assert (one.kind, one.facts, one.share) == ("undetermined", ("performance_floor",), None)


def test_facts_that_would_change_the_order_by_score_are_not_asked_for_and_that_is_said():
    matcher = office("mmmmmfffff", performance=unjudged(0))
    assert [one.nip for one in ask(matcher, size=4).asks] == ["10"]
    balanced = ask(matcher, size=4, balance="sex")
    assert balanced.asks == ()
    (told,) = (one.text for one in balanced.notices if one.code == "asks_by_score")
    assert "tanpa penyeimbangan" in told


def test_the_undetermined_on_a_list_push_out_nothing_else_that_would_change_it():
    matcher = office("m" * 12, performance=unjudged(*range(8), of=12))
    asks = ask(matcher, size=10, include_undetermined=True).asks
    assert [one.place for one in asks if one.share is None] == list(range(1, MOST_ASKS + 1))
    without = ask(matcher, size=10).asks
    assert len(without) == MOST_ASKS
    assert all(one.share is not None for one in without)


def test_everybody_undetermined_is_scored_however_many():
    people = [employ(place % 200, "m") | {"nip": f"{1000 + place}"} for place in range(1500)]
    best = [employ(0, "m") | {"nip": f"{nip}", "rank": "IV/a"} for nip in range(1, MOST_ASKS + 1)]
    matcher = office("", employees=[*best, *people], performance=unjudged(of=0))
    asks = ask(matcher, size=MOST_ASKS).asks
    assert {one.nip for one in asks} == {row["nip"] for row in best}
