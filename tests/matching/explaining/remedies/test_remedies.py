"""What would bring somebody onto the list: the smallest change, lawful, and true when made."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from matching.answers import ShortlistRequest
from matching.contest import open_contest
from matching.explaining.remedies.search import find_remedy
from matching.matcher import Dates, Matcher
from matching.shortlist import build_shortlist
from models.baselines import make_baseline
from rules.policy import load_policy
from snapshots.ladders import PREDICATES
from tests.matching.office import AS_OF, EMPLOYEES, POST, SECRET, TABLES, person
from tests.records import make_history

PARTLY = [row for row in TABLES["assessments"] if (row["nip"], row["competency_id"]) != ("5", "C1")]
"""5 is assessed in one competency alone: 1 stands at 5/5, 5 at 2/3, 2 at 3/5 of the levels."""


def open_office(as_of=AS_OF, policy=None, rule="competency_match", without=(), **tables):
    records = {"employees": EMPLOYEES, **TABLES, "assessments": PARTLY, **tables}
    history = make_history({k: v for k, v in records.items() if k not in without}, as_of)
    bundle = make_baseline(rule) if rule else None
    return Matcher(history, policy or load_policy(), bundle, SECRET, "0.0.0")


def find(nip, size, office=None, language="id", as_of=AS_OF):
    office = office or open_office()
    contest = open_contest(office, "OPEN", Dates(as_of, as_of))
    return find_remedy(contest, office.person(nip), size, language)


def bound(**bounds):
    policy = load_policy()
    return replace(policy, development=policy.development.model_copy(update=bounds))


def codes(remedy):
    return [change.code for change in remedy.changes]


def make_true(remedy, nip, changes, on=None, rule="competency_match", **tables):
    """Return the list of the records in which `changes` were made, on the day they are ready.

    In everybody else's nothing changes, and yearly predicates go on as they were.
    """
    on = on or remedy.ready_on
    eve, latest = on - timedelta(days=1), on.year - 1
    kept = dict.fromkeys("1245", "baik")
    for change in changes:
        if change.code == "performance":
            kept[nip] = PREDICATES[change.reaches - 1]
    office = open_office(
        as_of=on,
        rule=rule,
        assessments=[
            *PARTLY,
            *(
                {"nip": nip, "competency_id": change.subject, "level": change.reaches}
                | {"assessed_on": eve}
                for change in changes
                if change.code in ("level", "assessment")
            ),
        ],
        performance=[
            *TABLES["performance"],
            *(
                {"nip": one, "year": year, "predicate": predicate}
                for one, predicate in kept.items()
                for year in range(2025, latest + 1)
            ),
        ],
        **tables,
    )
    return build_shortlist(office, ShortlistRequest("OPEN", size=remedy.size), "id").candidates


def test_who_is_on_the_list_needs_nothing():
    remedy = find("1", size=1)
    assert (remedy.state, remedy.changes, remedy.months) == ("on_list", (), None)


def test_the_least_level_that_is_enough_is_told_with_its_time_and_what_it_leads_to():
    remedy = find("2", size=2)
    (change,) = remedy.changes
    assert (remedy.state, change.code, change.subject) == ("found", "level", "C2")
    assert (change.has, change.reaches, change.months) == (1, 2, 12)
    assert (remedy.months, remedy.ready_on) == (12, date(2026, 6, 1))
    assert remedy.score_before < remedy.score_needed < remedy.score_after
    assert "Kerja Sama dari level 1 ke level 2" in change.text
    assert "Predikat SKP tahun 2025 diandaikan tetap baik" in remedy.text
    assert "Predikat SKP orang lain diandaikan tetap" in remedy.text


@pytest.mark.parametrize(("nip", "size"), [("2", 1), ("2", 2), ("3", 3), ("3", 4), ("4", 3)])
def test_changes_made_true_bring_the_person_onto_the_list_and_without_one_they_do_not(nip, size):
    remedy = find(nip, size)
    assert remedy.state == "found"
    made = {one.nip: one for one in make_true(remedy, nip, remedy.changes)}
    assert made[nip].score == remedy.score_after
    for left_out in remedy.changes:
        if left_out.code == "waiting":
            continue
        rest = [change for change in remedy.changes if change is not left_out]
        assert nip not in {one.nip for one in make_true(remedy, nip, rest)}


def test_who_waits_does_not_pass_those_who_grow_older_too():
    senior = person("1", since="2017-01-01")
    told = {"rule": "seniority", "employees": [senior, EMPLOYEES[1]]}
    remedy = find("2", size=1, office=open_office(**told))
    assert (remedy.state, remedy.changes) == ("none_within_bounds", ())
    on = date(2028, 6, 1)  # the most months that the policy looks ahead
    assert [one.nip for one in make_true(remedy, "2", (), on, **told)] == ["1"]


def test_a_place_that_retirement_leaves_is_reached_by_waiting():
    ahead = person("1", since="2010-01-01", birth_date="1969-03-11")  # may enter until 2026-03-11
    told = {"rule": "seniority", "employees": [ahead, EMPLOYEES[1]]}
    remedy = find("2", size=1, office=open_office(**told))
    assert (codes(remedy), remedy.ready_on) == (["waiting"], date(2026, 6, 1))
    assert remedy.score_needed is None  # then nobody else is left
    for on, listed in ((remedy.ready_on, "2"), (date(2026, 3, 1), "1")):
        assert [one.nip for one in make_true(remedy, "2", (), on, **told)] == [listed]


def test_a_difference_that_is_not_written_is_told_as_such():
    elder = {"since": "2012-01-01", "rank_since": "2010-04-01"}  # no more than ten years count
    trained = {"nip": "1", "name": "Satu", "completed_on": "2024-01-01", "hours": 10}
    remedy = find(
        "2",
        size=1,
        office=open_office(
            rule="seniority",
            employees=[person("1", **elder), person("2", "FAR", **elder)],
            trainings=[trained | {"job_family": POST["job_family"]}],
        ),
    )
    assert (remedy.state, codes(remedy)) == ("found", ["family_training"])
    assert "sama dengan batas masuknya waktu itu" in remedy.text


def test_who_comes_to_meet_the_rules_meanwhile_has_to_be_passed_too():
    rival = [{"nip": "4", "competency_id": one, "level": 3} for one in ("C1", "C2")]
    levels = [*PARTLY, *(one | {"assessed_on": "2024-05-01"} for one in rival)]
    slow = bound(level_months=24)  # ready on 2027-06-01; the rival may come from 2026-12-01 on
    assert find("2", size=2, office=open_office(policy=slow)).state == "found"
    remedy = find("2", size=2, office=open_office(policy=slow, assessments=levels))
    assert remedy.state == "none_within_bounds"


def test_a_cure_is_waited_for_to_the_day():
    late = person("4", since="2024-12-09")
    office = open_office(employees=[*EMPLOYEES[:3], late, *EMPLOYEES[4:]])
    remedy = find("4", size=3, office=office)
    assert (remedy.months, remedy.ready_on) == (19, date(2026, 12, 9))  # a month begun counts
    assert [change.months for change in remedy.changes] == [3, 16]


def test_a_competency_never_assessed_is_to_be_assessed_not_guessed():
    remedy = find("4", size=3)
    assert codes(remedy) == ["assessment", "waiting"]
    assert (remedy.changes[0].has, remedy.changes[0].reaches) == (None, 2)
    assert "belum pernah dinilai" in remedy.changes[0].text


def test_a_rule_that_time_cures_is_waited_for_to_the_month():
    remedy = find("4", size=3)  # in the post since 2024-12-01: two years are full on 2026-12-01
    assert (remedy.months, remedy.ready_on) == (18, date(2026, 12, 1))
    assert [change.months for change in remedy.changes] == [3, 15]


def test_missing_years_of_performance_are_made_up_for_by_coming_ones():
    remedy = find("3", size=5)  # the list is not full: to be eligible is enough
    (change,) = remedy.changes
    assert (change.code, change.subject, change.has, change.reaches) == (
        "performance",
        "2025, 2026",
        None,
        4,
    )
    assert remedy.ready_on == date(2027, 2, 1)  # the predicate of 2026 is due on 31 January
    assert remedy.score_needed is None


def test_what_has_an_age_limit_closes_while_one_waits():
    late = person("4", since="2024-12-01", birth_date="1968-10-01")  # enters until 2025-10-01
    office = open_office(employees=[*EMPLOYEES[:3], late, *EMPLOYEES[4:]])
    remedy = find("4", size=3, office=office)
    assert (remedy.state, remedy.changes) == ("none_within_bounds", ())
    assert "tidak ada hari" in remedy.text


def test_what_only_time_beyond_the_bounds_meets_is_named():
    remedy = find("4", size=3, office=open_office(policy=bound(most_months=12)))
    assert (remedy.state, remedy.changes) == ("none_within_bounds", ())
    assert "masa menduduki jabatan" in remedy.text


def test_a_rule_that_no_development_meets_is_told_as_such():
    remedy = find("9", size=3)  # retired
    assert remedy.state == "not_curable"
    assert "aktif bertugas" in remedy.text


def test_an_open_investigation_is_not_taken_into_account_though_time_may_end_it():
    case = {"nip": "2", "severity": "berat", "started_on": "2025-01-01"}
    office = open_office(discipline=[case | {"under_investigation": True}])
    remedy = find("2", size=2, office=office)
    assert (remedy.state, remedy.changes) == ("not_curable", ())
    assert remedy.text.startswith("Tidak diperhitungkan di sini: disiplin.")


def test_of_several_rules_only_those_are_named_that_nothing_here_meets():
    late = {**EMPLOYEES[3], "left_on": "2024-01-01"}  # two years in the post are not full either
    office = open_office(employees=[*EMPLOYEES[:3], late, *EMPLOYEES[4:]])
    remedy = find("4", size=3, office=office)
    assert remedy.state == "not_curable"
    assert "masa menduduki jabatan" not in remedy.text


def test_a_floor_of_performance_that_takes_longer_is_out_of_bounds_and_not_incurable():
    below = [
        row | {"predicate": "kurang"} if (row["nip"], row["year"]) == ("2", 2024) else row
        for row in TABLES["performance"]
    ]
    remedy = find("2", 2, open_office(policy=bound(most_months=12), performance=below))
    assert remedy.state == "none_within_bounds"
    assert "kinerja minimal" in remedy.text


def test_what_is_out_of_bounds_says_what_comes_closest():
    remedy = find("2", size=1, office=open_office(policy=bound(level_months=30)))
    assert remedy.state == "none_within_bounds"
    (change,) = remedy.changes
    assert (change.subject, change.reaches) == ("C2", 2)
    assert remedy.score_before < remedy.score_after < remedy.score_needed


def test_no_more_changes_are_asked_than_the_policy_allows():
    remedy = find("2", size=2, office=open_office(policy=bound(most_changes=0)))
    assert (remedy.state, codes(remedy)) == ("none_within_bounds", [])


def test_an_earlier_date_has_no_open_months_after_it():
    assert find("2", size=2, as_of=date(2025, 3, 1)).state == "past_date"


def test_what_the_records_lack_is_said_and_nothing_is_made_of_it():
    office = open_office(
        rule="seniority",
        without=("competencies", "requirements", "assessments", "performance"),
    )
    remedy = find("2", size=1, office=office)
    assert {"level", "assessment", "performance"}.isdisjoint(codes(remedy))
    for named in ("standar kompetensi", "hasil asesmen", "kinerja", "pelatihan"):
        assert named in remedy.text
    assert "Predikat" not in remedy.text


def test_without_a_model_there_is_no_remedy():
    assert find("2", size=2, office=open_office(rule=None)) is None


def test_it_is_told_in_both_languages_with_the_same_facts():
    one, other = (find("2", size=2, language=language) for language in ("id", "en"))
    assert one.text != other.text
    assert other.changes[0].text.startswith("Raise Kerja Sama from level 1 to level 2")
    assert replace(one, text="", changes=()) == replace(other, text="", changes=())
