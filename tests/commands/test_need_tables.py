"""The workload report as it is printed: both ends, the sum, what is coming, and the trend."""

import io

from rich.console import Console

from commands.need_tables import show_need, show_trend
from planning.need.answers import NeedRequest
from planning.need.measure import report_need
from planning.need.trend import Past, join_standings, measure_standing
from planning.scenarios.scenario import Factor, Scenario
from tests.matching.office import make_matcher, person
from tests.planning.need.health import tables


def printed(show, *arguments):
    text = io.StringIO()
    show(Console(file=text, width=100, highlight=False, emoji=False, markup=False), *arguments)
    return text.getvalue()


def show(limit=10, both_ends=True, language="en", **asked):
    report = report_need(make_matcher(**tables()), NeedRequest("position", **asked), language)
    return printed(show_need, report, limit, both_ends, language)


def test_the_fullest_stand_before_the_emptiest():
    text = show(limit=1)
    fullest = text.index("\nFullest\n")
    assert fullest < text.index("Perawat (", fullest) < text.index("\nEmptiest\n")
    assert "Tata Usaha" in text[text.index("\nEmptiest\n") :]
    assert "Rows shown: 1 of 4" in text


def test_at_both_ends_the_greatest_need_comes_first_of_equal_ratios():
    unit = {"unit_id": "BKD"}
    posts = [
        {"position_id": f"{kind}{seats}", "title": f"{kind} {seats}", "seats": seats, **unit}
        for kind in ("Kosong", "Penuh")
        for seats in (1, 2, 3)
    ]
    people = [person(f"{at}{n}", f"Penuh{at}") for at in (1, 2, 3) for n in range(at)]
    changed = {"positions": posts, "employees": people, "workloads": []}
    report = report_need(make_matcher(**tables(**changed)), NeedRequest("position"), "en")
    text = printed(show_need, report, 2, True, "en")
    both = text.index("\nFullest\n"), text.index("\nEmptiest\n")
    places = [text.index(f"[{key}]", both[0]) for key in ("Penuh3", "Penuh2", "Kosong3", "Kosong2")]
    assert places == sorted(places)
    assert places[1] < both[1] < places[2]
    assert "[Penuh1]" not in text
    assert "Fullest: Penuh 3" in report.headline
    assert "Emptiest: Kosong 3" in report.headline


def test_few_rows_are_shown_once_with_their_sum_and_the_ratio_is_named():
    text = show()
    assert text.count("[BID]") == 1
    assert "staff : need" in text
    assert "short by 2.5" in text
    assert "Everything together" in text


def test_an_order_asked_for_is_kept():
    text = show(both_ends=False, sort="name")
    places = [text.index(f"[{key}]") for key in ("ANA", "BID", "PER", "TU")]
    assert places == sorted(places)


def test_what_is_coming_is_told_by_year():
    text = show(language="id")
    assert "sisa 2025" in text
    assert "Orang yang melewati batas usia pensiun: 2" in text


def test_a_scenario_shows_both_figures():
    text = show(scenario=Scenario("Surge", (Factor("position", "BID", 2.0),)))
    assert "4 → 7" in text


def test_the_trend_is_of_the_agency_asked_for():
    matcher = make_matcher(**tables())
    trend = join_standings(Past((measure_standing(matcher),)), "en")
    assert "Dinas Kesehatan" in printed(show_trend, trend, "DIN", "en")
    assert "Everything together" in printed(show_trend, trend, None, "en")
