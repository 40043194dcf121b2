"""What to ask for first: only what would change the list, the likeliest first, in plain words."""

from matching.answers import ShortlistRequest
from matching.explaining.asks import LEAST_SHARE, MOST_ASKS
from matching.shortlist import build_shortlist
from tests.matching.explaining.test_stability import JUDGED, with_unassessed
from tests.matching.office import EMPLOYEES, TABLES, make_matcher, person


def asks_of(matcher, size=2, language="id", **asked):
    return build_shortlist(matcher, ShortlistRequest("OPEN", size, **asked), language).asks


def by_nip(asks):
    return {one.nip: one for one in asks}


def test_an_unassessed_person_who_may_belong_on_the_list_is_asked_about():
    ask = by_nip(asks_of(with_unassessed()))["6"]
    assert (ask.kind, ask.facts) == ("unknown", ("assessment",))
    assert ask.share == 0.25  # of 0.6, 0.8, 0.8 and 1 only the last beats who has 0.8
    assert "Orang 6" in ask.text
    assert "25%" in ask.text


def test_nobody_is_asked_about_where_everybody_is_on_the_list_anyway():
    assert "6" not in by_nip(asks_of(with_unassessed(), size=10))


def test_an_undetermined_person_is_asked_about_whose_score_reaches_the_list():
    ask = by_nip(asks_of(make_matcher(), size=10))["3"]
    assert (ask.kind, ask.facts, ask.place) == ("undetermined", ("performance_floor",), 4)
    assert ask.text == (
        "Tanyakan dahulu: predikat kinerja tahun-tahun terakhir Orang 3; "
        "bila syaratnya ternyata terpenuhi, ia berada di urutan 4."
    )
    assert "place is 4" in by_nip(asks_of(make_matcher(), 10, "en"))["3"].text


def test_an_undetermined_person_below_the_list_is_not_asked_about():
    assert "3" not in by_nip(asks_of(make_matcher(), size=3))


def test_a_request_that_leaves_somebody_out_asks_nothing_about_them():
    assert "3" in by_nip(asks_of(make_matcher(), 10, only_agencies=("U1",)))
    assert "3" not in by_nip(asks_of(make_matcher(), 10, only_agencies=("U2",)))


def test_an_undetermined_person_on_the_list_is_asked_about_because_the_place_may_fall_free():
    ask = by_nip(asks_of(make_matcher(), 10, include_undetermined=True))["3"]
    assert (ask.kind, ask.place, ask.share) == ("undetermined", 4, None)
    assert "keluar" in ask.text


def test_an_assessment_of_long_ago_is_doubtful():
    old = [
        {**row, "assessed_on": "2019-05-01"} if row["nip"] == "1" else row
        for row in TABLES["assessments"]
    ]
    everybody = [*old, *({**row, "nip": "6"} for row in old if row["nip"] == "5")]
    matcher = make_matcher(
        employees=[*EMPLOYEES, person("6")], performance=JUDGED, assessments=everybody
    )
    ask = by_nip(asks_of(matcher, size=1))["1"]
    assert (ask.kind, ask.facts) == ("doubtful", ("assessment",))
    assert ask.text.startswith("Periksa dahulu")


def test_the_likeliest_to_change_the_list_is_asked_first_and_few_are_asked():
    nips = [str(number) for number in range(20, 32)]
    rows = [
        {"nip": nip, "year": year, "predicate": "baik"} for nip in nips for year in (2023, 2024)
    ]
    matcher = make_matcher(
        employees=[*EMPLOYEES, *map(person, nips)],
        performance=[*TABLES["performance"], *rows],
    )
    asks = asks_of(matcher)
    assert len(asks) == MOST_ASKS
    shares = [one.share for one in asks]
    assert shares == sorted(shares, reverse=True)
    assert min(shares) >= LEAST_SHARE
