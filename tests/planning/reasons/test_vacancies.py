"""Why vacancies stay open, and what loosening a limit by one would bring the whole plan."""

from datetime import date

import pytest

from planning.requests import Ban, Pin
from planning.scenarios.scenario import Factor, Scenario
from tests.planning.borough import crew, make_borough, post, with_weights, work, worker
from tests.planning.reasons.told import SHORT, tell, uneven, value_of


def codes_of(vacancy):
    return [one.code for one in vacancy.stopped_by]


def find_open(opened, position_id):
    return next(one for one in opened if one.position.position_id == position_id)


def test_a_vacancy_that_the_limit_on_moves_stopped_says_what_one_move_more_brings():
    vacancy = find_open(tell(uneven(), max_moves=1)[3], "B1P")
    assert codes_of(vacancy) == ["max_moves"]
    (loosening,) = vacancy.loosenings
    more = value_of(uneven(), max_moves=2) - value_of(uneven(), max_moves=1)
    assert loosening.brings == pytest.approx(more, abs=2e-6)
    assert "ikut terisi" in loosening.text


def test_a_vacancy_that_the_leaving_limit_stopped_names_the_agency():
    vacancy = find_open(tell(uneven(), max_share_leaving=0.2)[3], "B1P")
    assert codes_of(vacancy) == ["max_share_leaving"]
    (loosening,) = vacancy.loosenings
    more = value_of(uneven(), max_share_leaving=0.34) - value_of(uneven(), max_share_leaving=0.2)
    assert loosening.brings == pytest.approx(more, abs=2e-6)
    assert (loosening.subject_id, vacancy.seats) == ("A", 3)


def test_a_vacancy_that_a_floor_stopped_says_what_one_person_fewer_there_brings():
    vacancy = find_open(tell(uneven(), min_fill_ratio=0.83)[3], "B1P")
    assert codes_of(vacancy) == ["min_fill_ratio"]
    assert "bila berkurang satu orang lagi" in vacancy.stopped_by[0].text
    (loosening,) = vacancy.loosenings
    more = value_of(uneven(), min_fill_ratio=0.66) - value_of(uneven(), min_fill_ratio=0.83)
    assert loosening.brings == pytest.approx(more, abs=2e-6)


def test_a_floor_that_is_loosened_names_all_that_it_is_loosened_for():
    """The only pool of Dinas A is the whole of it; that of B1 lies in Dinas B, full as well."""
    vacancy = find_open(tell(uneven(), min_fill_ratio=0.83)[3], "B1P")
    assert "Bila Dinas A boleh" in vacancy.loosenings[0].text
    licensed = {"licensed": True, "job_family": "perawat"}
    posts = [post("A1", "A", 6, **licensed), post("B1P", "B1", 6, **licensed)]
    people = [*crew("1", "A1", 6), *crew("2", "B1P", 2)]
    matcher = make_borough(posts, people, workloads=[work("A1", 6), work("B1P", 6)])
    vacancy = find_open(tell(matcher, min_fill_ratio=0.83)[3], "B1P")
    assert "Bila rumpun perawat di Dinas A, Dinas A boleh" in vacancy.loosenings[0].text


def test_a_vacancy_that_is_not_worth_a_move_says_how_much_is_missing():
    vacancy = find_open(tell(uneven(), weights=with_weights(move=9.0))[3], "B1P")
    assert codes_of(vacancy) == ["worth"]
    evenness = (6 * (2 / 6 - 1) ** 2) - (6 * (3 / 6 - 1) ** 2) - 6 * (5 / 6 - 1) ** 2
    assert f"{9 - evenness:.2f}".replace(".", ",") in vacancy.text


def test_a_vacancy_for_which_nobody_is_eligible_counts_the_rules():
    fresh = [*crew("1", "A1", 6, position_since="2024-01-01"), *crew("2", "B1P", 2)]
    vacancy = find_open(tell(make_borough(SHORT, fresh))[3], "B1P")
    assert codes_of(vacancy) == ["no_candidate"]
    counts = {one.rule: one.count for one in vacancy.pool.failed}
    assert counts["time_in_position"] == 6
    assert "masa menduduki jabatan (6 orang)" in vacancy.text


def test_a_vacancy_that_the_planner_excluded_says_so():
    vacancy = find_open(tell(uneven(), forbid=(Ban(position_id="B1P"),))[3], "B1P")
    assert codes_of(vacancy) == ["forbidden"]


def test_a_vacancy_to_which_all_come_who_are_not_excluded_says_so():
    posts, people = [post("A1", "A", 2), post("B1P", "B1", 6)], crew("1", "A1", 2)
    matcher = make_borough(posts, people, workloads=[work("A1", 2), work("B1P", 9)])
    vacancy = find_open(tell(matcher, forbid=(Ban(person_id=matcher.person_id(0)),))[3], "B1P")
    assert codes_of(vacancy) == ["forbidden"]
    assert "Semua calon yang tidak dikecualikan" in vacancy.text


@pytest.mark.parametrize("chains", [False, True])
def test_a_seat_that_only_the_plan_leaves_is_blamed_on_chains_that_were_not_asked(chains):
    """One comes to the vacant seat of A2, and the holder of the other goes: nobody excluded it."""
    posts = [post("A1", "A", 3), post("A2", "A", 2), post("B1P", "B1", 1)]
    matcher = make_borough(posts, [*crew("1", "A1", 3), worker("2", "A2")])
    ids = {nip: matcher.person_id(matcher.person(nip)) for nip in ("10", "2", "11")}
    pins = (Pin(ids["10"], "A2"), Pin(ids["2"], "B1P"))
    asked = {"pin": pins, "forbid": (Ban(person_id=ids["11"]),), "chains": chains}
    vacancy = find_open(tell(matcher, **asked)[3], "A2")
    assert (codes_of(vacancy) == ["chains"], vacancy.seats) == (not chains, 1)
    assert ("mutasi berantai" in vacancy.text) is not chains


def test_an_executive_post_goes_through_a_competency_test():
    matcher = make_borough([post("J", kind="jpt_pratama"), post("A1")], [worker("1", "A1")])
    vacancy = find_open(tell(matcher)[3], "J")
    assert codes_of(vacancy) == ["competency_test"]
    assert "PP 11/2017 Pasal 131" in vacancy.text


def test_a_seat_still_held_says_until_when():
    people = [worker("1", "X", birth_date="1968-04-10")]
    matcher = make_borough([post("X", seats=1)], people, workloads=[work("X", 1)])
    vacancy = find_open(tell(matcher)[3], "X")
    assert codes_of(vacancy) == ["seat_held"]
    assert "1 Mei 2026" in vacancy.text
    later = tell(matcher, effective_on=date(2026, 5, 1))[3]
    assert "seat_held" not in codes_of(find_open(later, "X"))


def test_english_says_the_same_of_the_same_vacancies():
    indonesian, english = (tell(uneven(), language, max_moves=1)[3] for language in ("id", "en"))
    assert [codes_of(one) for one in english] == [codes_of(one) for one in indonesian]
    assert "as many moves as were asked for" in english[0].text


def test_seats_beyond_all_who_may_come_say_that_all_come():
    posts = [post("A1", "A", 1), post("B1P", "B1", 6)]
    matcher = make_borough(posts, [worker("1", "A1")], workloads=[work("A1", 1), work("B1P", 6)])
    vacancy = find_open(tell(matcher)[3], "B1P")
    assert (codes_of(vacancy), vacancy.seats) == (["no_candidate"], 5)
    assert "sudah dipindahkan ke jabatan ini" in vacancy.text


def test_a_floor_that_would_cost_more_than_it_brings_to_pass_is_not_blamed():
    """Both are far below their need and even: nobody would go even if the floor let them."""
    people = [*crew("1", "A1", 3), *crew("2", "B1P", 3)]
    matcher = make_borough(SHORT, people, workloads=[work("A1", 6), work("B1P", 6)])
    opened = tell(matcher, min_fill_ratio=0.5)[3]
    assert {code for one in opened for code in codes_of(one)} == {"worth"}


def test_seats_that_a_surge_lacks_are_told_apart_from_vacant_ones():
    surge = Scenario("lonjakan", (Factor("unit", "B1", 1.5),))
    opened = tell(uneven(), scenario=surge, max_moves=1)[3]
    vacancy = find_open(opened, "B1P")
    assert (codes_of(vacancy), vacancy.seats) == (["seats", "max_moves"], 3)
    assert "3 kursi lebih dari yang ada di peta jabatan" in vacancy.stopped_by[0].text
    held = make_borough(SHORT, crew("2", "B1P", 6), workloads=[work("B1P", 6)])
    full = find_open(tell(held, scenario=surge)[3], "B1P")
    assert (codes_of(full), full.seats) == (["seats"], 0)
    assert "tidak ada lagi kursi lowong" in full.text
