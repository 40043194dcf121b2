"""Warnings: each holds on its own side of its boundary, and names its source."""

import pytest

from matching.contest import Question, open_contest
from matching.explaining.cautions import WARNINGS, origin_fill_ratio_after, warn
from rules.policy import load_policy
from tests.matching.office import DATES, TABLES, make_matcher, person


def ask(row, position="OPEN", **tables):
    people = [row, person("8"), person("7", "FAR"), person("6", "FAR")]
    matcher = make_matcher(employees=people, **tables)
    contest = open_contest(matcher, position, DATES)
    return Question(contest, matcher.person(row["nip"]))


def codes(row, position="OPEN", **tables):
    return [caution.code for caution in warn(ask(row, position, **tables), "id")]


def test_five_years_in_a_position_call_for_a_move():
    assert "five_years_in_position" in codes(person("1", since="2020-06-01"))
    assert "five_years_in_position" not in codes(person("1", since="2020-06-02"))


def test_the_only_holder_leaves_a_post_empty():
    assert "single_holder" in codes(person("1", "OPEN"), "FAR")
    assert "single_holder" not in codes(person("1"))


def test_a_lower_job_class_is_said_and_a_higher_one_is_not():
    assert "job_class_drops" in codes(person("1", "OPEN"), "HELD")
    assert "job_class_drops" not in codes(person("1"), "OPEN")


def test_kin_in_the_unit_is_said_whoever_was_named_first():
    for relation in ({"nip": "1", "other_nip": "8"}, {"nip": "8", "other_nip": "1"}):
        assert "kin_in_unit" in codes(person("1", "FAR"), relations=[relation])
    elsewhere = [{"nip": "1", "other_nip": "7"}]
    assert "kin_in_unit" not in codes(person("1"), relations=elsewhere)


def test_retirement_counts_from_the_month_after_the_birthday():
    born = "1970-05-20"  # 58 on 2028-05-20, retires on 2028-06-01
    assert "retires_within_three_years" in codes(person("1", birth_date=born))
    later = "1970-06-20"
    assert "retires_within_three_years" not in codes(person("1", birth_date=later))


def test_who_should_have_retired_is_said_to_be_doubtful():
    found = codes(person("1", birth_date="1967-04-30"))  # 58 on 2025-04-30
    assert "past_retirement_age" in found
    assert "retires_within_three_years" not in found


def test_an_old_assessment_is_said():
    old = {"nip": "1", "competency_id": "C1", "level": 2}
    assert "assessment_older_than_three_years" in codes(
        person("1"), assessments=[{**old, "assessed_on": "2022-06-01"}]
    )
    assert "assessment_older_than_three_years" not in codes(
        person("1"), assessments=[{**old, "assessed_on": "2022-06-02"}]
    )


def test_an_agency_left_short_is_said():
    row = person("1", "FAR")  # leaves two people in an agency that needs two
    assert origin_fill_ratio_after(ask(row)) == pytest.approx(1.0)
    alone = [{**TABLES["positions"][2], "seats": 9}, *TABLES["positions"][:2]]
    assert "origin_below_floor" in codes(row, positions=alone)
    assert "origin_below_floor" not in codes(row)


def test_within_one_agency_nothing_is_left_behind():
    question = ask(person("1"))
    assert origin_fill_ratio_after(question) == pytest.approx(2 / 6)


def test_the_limits_are_the_policys_and_the_sentence_says_them(tmp_path):
    file = tmp_path / "own.toml"
    file.write_text(
        "[warnings.five_years_in_position]\nmonths = 66\nsource = 'Perwali'\n"
        "[warnings.retires_within_three_years]\nmonths = 12\n"
        "[warnings.origin_below_floor]\nshare = 0.0\n"
    )
    own = load_policy(file)
    assert "five_years_in_position" not in codes(person("1", since="2019-12-02"), policy=own)
    (warning,) = warn(ask(person("1", since="2019-12-01"), policy=own), "id")
    assert (warning.source, warning.text) == (
        "Perwali",
        "Sudah menduduki jabatan sekarang sejak 1 Desember 2019, 66 bulan atau lebih.",
    )
    assert codes(person("1", birth_date="1970-05-20"), policy=own) == []
    alone = [{**TABLES["positions"][2], "seats": 9}, *TABLES["positions"][:2]]
    assert "origin_below_floor" not in codes(person("1", "FAR"), policy=own, positions=alone)


def test_every_warning_of_the_policy_is_looked_for_and_names_its_source():
    found = warn(ask(person("1", since="2020-06-01")), "en")
    assert [(one.code, one.source) for one in found] == [
        ("five_years_in_position", load_policy().warnings.five_years_in_position.source)
    ]
    assert "5 years or more" in found[0].text
    assert list(WARNINGS) == [name for name, _ in load_policy().warnings]
