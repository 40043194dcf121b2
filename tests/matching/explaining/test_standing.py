"""A person's own view: everything about oneself with its day and source, nothing about others."""

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.explaining.standing import tell_standing
from matching.plain import to_json, to_plain
from tests.matching.office import AS_OF, DATES, EMPLOYEES, TABLES, make_matcher, person

OWN = {
    "ranks": [{"nip": "1", "rank": "III/b", "since": "2017-04-01"}],
    "educations": [{"nip": "1", "level": "s1", "graduated_on": "2008-08-01", "field": "Hukum"}],
    "trainings": [{"nip": "1", "name": "Kearsipan", "completed_on": "2024-02-01", "hours": 20}],
    "talents": [{"nip": "1", "year": 2024, "box": 8}],
    "discipline": [
        {"nip": "1", "severity": "ringan", "started_on": "2019-01-01", "ended_on": "2019-07-01"},
        {"nip": "1", "severity": "berat", "started_on": "2018-01-01", "cancelled": True},
    ],
}


def tell(nip="1", language="en", dates=DATES, position="OPEN", **tables):
    matcher = make_matcher(**tables)
    return tell_standing(matcher, position, matcher.person(nip), dates, language)


def facts_of(answer, subject):
    return [fact for fact in answer.facts if fact.subject == subject]


def test_the_view_names_the_seven_ids_and_both_dates():
    answer = tell()
    assert (answer.as_of, answer.effective_on) == (AS_OF, AS_OF)
    assert answer.snapshot_id == "made-by-a-test"
    assert answer.model_version
    assert answer.policy_version
    assert answer.state_id
    assert answer.software_version == "0.0.0"


def test_the_verdict_stands_in_a_sentence_to_the_person():
    assert tell("1").conclusion.startswith("You meet every requirement")
    assert tell("4").conclusion.startswith("By the records there is a requirement")
    assert tell("3", "id").conclusion.startswith("Belum dapat dipastikan")


def test_every_rule_is_told_with_found_needed_article_and_cure():
    (gate,) = [gate for gate in tell("4").gates if gate.rule == "time_in_position"]
    assert gate.result == "fail"
    assert "1 December 2024" in gate.found
    assert gate.needed
    assert gate.source.startswith("PP 11/2017")
    assert gate.cures_on == date(2026, 12, 1)


def test_facts_come_with_their_days_and_where_they_come_from():
    answer = tell(**OWN)
    (position,) = [one for one in answer.facts if one.source == "employees.position_id"]
    assert (position.value, position.on) == ("Kepala Subbagian, Dinas Satu", date(2020, 1, 1))
    ranks = [(one.value, one.on, one.source) for one in facts_of(answer, "rank")]
    assert ranks == [
        ("III/c", date(2021, 4, 1), "employees.rank"),
        ("III/b", date(2017, 4, 1), "ranks.rank"),
    ]
    predicates = [one for one in answer.facts if one.source == "performance.predicate"]
    assert [one.known_on for one in predicates] == [date(2024, 1, 31), date(2025, 1, 31)]
    levels = {one.label: (one.value, one.on) for one in facts_of(answer, "competency")}
    assert levels["Integritas"] == ("level 2, this position's standard 2", date(2024, 5, 1))
    (training,) = facts_of(answer, "training")
    assert (training.value, training.on) == ("Kearsipan, 20 hours", date(2024, 2, 1))


def test_only_the_years_that_the_rule_asks_for_are_told_as_used_by_it():
    older = {"nip": "1", "year": 2022, "predicate": "baik"}
    told = facts_of(tell(performance=[*TABLES["performance"], older]), "performance")
    assert {one.label[-4:]: one.use for one in told} == {
        "2024": "rules",
        "2023": "rules",
        "2022": "shown",
    }


def test_kinship_is_told_as_what_a_warning_reads_without_a_name():
    answer = tell("2", relations=[{"nip": "1", "other_nip": "2", "kind": "saudara"}])
    (kin,) = facts_of(answer, "kin")
    assert (kin.use, kin.source, kin.value) == (
        "warning",
        "relations.other_nip",
        "1, not named here",
    )
    assert facts_of(tell("3", relations=[{"nip": "1", "other_nip": "2"}]), "kin") == []


def test_a_cancelled_sanction_is_not_told_and_having_none_is():
    (sanction,) = facts_of(tell(**OWN), "discipline")
    assert (sanction.on, sanction.until) == (date(2019, 1, 1), date(2019, 7, 1))
    (none,) = facts_of(tell("2", **OWN), "discipline")
    assert none.value == "none recorded"
    assert facts_of(tell(), "discipline") == []


def test_what_became_known_on_the_day_or_later_is_not_among_the_facts():
    later = {"nip": "1", "name": "Kelak", "completed_on": "2025-06-01"}
    assert facts_of(tell(trainings=[later]), "training") == []
    earlier = replace(DATES, as_of=date(2025, 1, 31), effective_on=AS_OF)
    told = [one.label for one in tell(dates=earlier).facts if "predicate" in one.source]
    assert told == ["Performance predicate 2023"]


def test_what_no_record_says_is_marked_as_assumed():
    status = [one for one in tell().facts if one.source == "employees.status"]
    assert [one.assumed for one in status] == [True]
    given_ = tell(employees=[{**EMPLOYEES[0], "status": "pns"}])
    assert [one.assumed for one in given_.facts if one.source == "employees.status"] == [False]


def test_what_is_missing_is_named_cell_by_cell_and_table_by_table():
    bare = {**EMPLOYEES[2], "rank": None, "birth_date": None}
    missing = {one.source: one.text for one in tell("3", employees=[bare, EMPLOYEES[0]]).missing}
    assert {"employees.rank", "employees.birth_date", "performance.predicate"} <= missing.keys()
    assert missing["trainings"] == "Padan has no records of training for the whole agency."
    assert "performance" not in missing
    lacking = tell(performance=[]).missing
    years = [one.text for one in lacking if one.source == "performance.predicate"]
    assert ["2024" in years[0], "2023" in years[1]] == [True, True]


def test_a_standard_never_assessed_is_missing():
    (gap,) = [one for one in tell("4").missing if "Integritas" in one.text]
    assert gap.source == "assessments.level"


def test_without_a_model_the_rules_answer_alone_and_the_chance_says_so():
    answer = tell(rule=None)
    assert (answer.score, answer.reasons, answer.model_version) == (None, (), None)
    assert "nothing has been learned" in answer.chance
    assert answer.verdict == "eligible"


def test_the_person_is_told_who_decides_what_is_not_scored_and_how_to_object():
    rights = {right.code: right for right in tell().rights}
    assert list(rights) == ["decided_by_people", "not_scored", "correct", "automated", "object"]
    assert "sex" in rights["not_scored"].text
    assert "kinship" in rights["not_scored"].text
    assert "SIASN" in rights["correct"].text
    assert rights["object"].source == "PP 79/2021"
    assert not any(figure in rights["object"].text for figure in "0123456789")


def test_warnings_that_rest_on_others_are_left_out():
    tables = {"relations": [{"nip": "2", "other_nip": "9"}, {"nip": "2", "other_nip": "1"}]}
    people = [*EMPLOYEES[:5], person("8", "OPEN")]
    tables["relations"].append({"nip": "2", "other_nip": "8"})
    codes = [one.code for one in tell("2", employees=people, **tables).warnings]
    assert codes == ["five_years_in_position"]


def test_nobody_else_is_named():
    text = to_json(tell("2", "id"))
    for other in EMPLOYEES:
        if other["nip"] != "2":
            assert other["name"] not in text
            assert f'"{other["nip"]}"' not in text
    names = {field.name for field in fields(tell())}
    assert not names & {"rank", "eligible", "pool", "candidates"}


LEVELS = st.integers(0, 5)


@given(levels=st.lists(LEVELS, min_size=6, max_size=6), rank=st.sampled_from(["II/a", "IV/b"]))
@settings(max_examples=15)
def test_whatever_the_records_say_of_others_the_view_stays_the_same(levels, rank):
    """Others are renamed, re-ranked, born and assessed anew; the rule reads no peers."""
    others = [
        {**row, "name": f"Lain {row['nip']}", "rank": rank, "birth_date": "1970-01-01"}
        for row in EMPLOYEES
        if row["nip"] != "1"
    ]
    own = [row for row in TABLES["assessments"] if row["nip"] == "1"]
    assessed = [
        {"nip": nip, "competency_id": which, "level": level, "assessed_on": "2024-05-01"}
        for (nip, which), level in zip(
            [(nip, which) for nip in ("2", "3", "5") for which in ("C1", "C2")], levels, strict=True
        )
    ]
    changed = tell(employees=[EMPLOYEES[0], *others], assessments=[*own, *assessed])
    assert to_plain(changed) == to_plain(tell())


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_same_question_gives_the_same_bytes(language):
    assert to_json(tell("5", language)) == to_json(tell("5", language))


def test_as_of_a_day_before_the_appointment_nothing_is_weighed_and_the_person_is_told_why():
    early = replace(DATES, as_of=date(1960, 1, 1), effective_on=date(1960, 1, 1))
    answer = tell(dates=early)
    assert (answer.score, answer.contributions, answer.reasons) == (None, None, ())
    assert answer.chance.endswith("on that day you had not been appointed.")
    assert "not_yet_appointed" in [one.code for one in answer.notices]
