"""Warnings: each holds on its own side of its boundary, and names its source."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.contest import Question, open_contest
from matching.explaining.cautions import WARNINGS, origin_fill_ratio_after, warn, warn_of_seat
from rules.policy import load_policy
from snapshots.days import add_months, to_date
from tests.matching.office import DATES, TABLES, make_matcher, person

POLICY = load_policy()


def ask(row, position="OPEN", **tables):
    people = [row, person("8"), person("7", "FAR"), person("6", "FAR")]
    matcher = make_matcher(employees=people, **tables)
    contest = open_contest(matcher, position, DATES)
    return Question(contest, matcher.person(row["nip"]))


def codes(row, position="OPEN", **tables):
    return [caution.code for caution in warn(ask(row, position, **tables), "id")]


def policy_of(warning, value, key="months"):
    limit = getattr(POLICY.warnings, warning).model_copy(update={key: value})
    return replace(POLICY, warnings=POLICY.warnings.model_copy(update={warning: limit}))


def test_over_five_years_in_a_position_call_for_a_move_and_five_do_not_yet():
    assert "five_years_in_position" in codes(person("1", since="2020-05-31"))
    assert "five_years_in_position" not in codes(person("1", since="2020-06-01"))


def test_years_in_a_post_that_this_one_continues_count():
    stays = [
        {"nip": "1", "position_id": "FAR", "started_on": "2019-01-01", "ended_on": "2024-01-01"},
        {"nip": "1", "position_id": "HELD", "started_on": "2024-01-01"},
    ]
    rows = {row["position_id"]: row for row in TABLES["positions"]}
    continued = [rows["OPEN"], rows["FAR"], {**rows["HELD"], "replaces": "FAR"}]
    row = person("1", since="2024-01-01")
    assert "five_years_in_position" in codes(row, assignments=stays, positions=continued)
    assert "five_years_in_position" not in codes(row, assignments=stays)


@settings(max_examples=40)
@given(months=st.integers(1, 120), off=st.integers(-40, 40))
def test_time_is_over_from_the_day_after_its_last_month_on(months, off):
    """An independent reading: over n months means that the day n months later lies behind."""
    since = int(add_months(DATES.day + off, -months))
    policy = policy_of("five_years_in_position", months)
    warned = "five_years_in_position" in codes(person("1", since=to_date(since)), policy=policy)
    assert warned == (int(add_months(since, months)) < DATES.day)


def test_the_only_holder_leaves_a_post_empty():
    assert "single_holder" in codes(person("1", "OPEN"), "FAR")
    assert "single_holder" not in codes(person("1"))


def test_who_fills_a_seat_beside_a_post_of_theirs_does_not_leave_it_empty():
    beside = {"nip": "7", "position_id": "OPEN", "started_on": "2024-01-01"}
    own = {"nip": "7", "position_id": "FAR", "started_on": "2020-01-01"}
    also = [own, {**beside, "appointment": "additional"}]
    assert "single_holder" not in codes(person("1", "OPEN"), "FAR", assignments=also)
    acting = [own, {**beside, "appointment": "acting"}]
    assert "single_holder" in codes(person("1", "OPEN"), "FAR", assignments=acting)


def test_who_has_left_leaves_nothing_empty_and_nobody_short():
    gone = person("1", "HELD", left_on="2025-01-01", left_reason="resigned")
    alone = [person("6", "FAR"), person("8", "HELD")]
    contest = open_contest(make_matcher(employees=[gone, *alone]), "FAR", DATES)
    question = Question(contest, contest.matcher.person("1"))
    found = [caution.code for caution in warn(question, "id")]
    assert not {"single_holder", "last_with_skill", "origin_below_floor"} & set(found)
    assert origin_fill_ratio_after(question) == pytest.approx(1 / 6)


def test_a_lower_job_class_is_said_and_a_higher_one_is_not():
    assert "job_class_drops" in codes(person("1", "OPEN"), "HELD")
    assert "job_class_drops" not in codes(person("1"), "OPEN")


def test_kin_in_the_unit_is_said_whoever_was_named_first():
    for relation in ({"nip": "1", "other_nip": "8"}, {"nip": "8", "other_nip": "1"}):
        assert "kin_in_unit" in codes(person("1", "FAR"), relations=[relation])
    elsewhere = [{"nip": "1", "other_nip": "7"}]
    assert "kin_in_unit" not in codes(person("1"), relations=elsewhere)


def test_kin_who_left_and_oneself_are_no_kin_in_the_unit():
    left = person("8", left_on="2025-01-01", left_reason="retired")
    people = [person("1", "FAR"), left]
    for other in ("8", "1"):
        relations = [{"nip": "1", "other_nip": other}]
        contest = open_contest(make_matcher(employees=people, relations=relations), "OPEN", DATES)
        assert "kin_in_unit" not in [one.code for one in warn(Question(contest, 0), "id")]


def test_retirement_counts_from_the_month_after_the_birthday():
    born = "1970-05-20"  # 58 on 2028-05-20, retires on 2028-06-01
    assert "retires_within_three_years" in codes(person("1", birth_date=born))
    later = "1970-06-20"
    assert "retires_within_three_years" not in codes(person("1", birth_date=later))


def test_retirement_goes_by_the_age_of_the_position_asked_about():
    rows = TABLES["positions"]
    later = [{**rows[0], "retirement_age": 60}, *rows[1:]]
    born = "1970-05-20"
    assert "retires_within_three_years" not in codes(person("1", birth_date=born), positions=later)


def test_who_should_have_retired_is_said_to_be_doubtful():
    found = codes(person("1", birth_date="1967-04-30"))  # 58 on 2025-04-30
    assert "past_retirement_age" in found
    assert "retires_within_three_years" not in found


def test_an_old_assessment_is_said():
    old = {"nip": "1", "competency_id": "C1", "level": 2}
    assert "assessment_older_than_three_years" in codes(
        person("1"), assessments=[{**old, "assessed_on": "2022-05-31"}]
    )
    assert "assessment_older_than_three_years" not in codes(
        person("1"), assessments=[{**old, "assessed_on": "2022-06-01"}]
    )


def test_an_agency_left_short_is_said():
    row = person("1", "FAR")  # leaves two people in an agency that needs two
    assert origin_fill_ratio_after(ask(row)) == pytest.approx(1.0)
    alone = [{**TABLES["positions"][2], "seats": 9}, *TABLES["positions"][:2]]
    assert "origin_below_floor" in codes(row, positions=alone)
    assert "origin_below_floor" not in codes(row)


def seats(**counts):
    return [{**row, "seats": counts[row["position_id"]]} for row in TABLES["positions"]]


def test_an_agency_that_keeps_exactly_its_floor_is_not_short():
    """Two of three stay; 0.8 of five sixths is two thirds, and a hair more in binary."""
    people = [*(person(nip, "FAR") for nip in "123"), person("4"), person("5")]
    for share, short in ((0.8, False), (0.801, True)):
        policy = policy_of("origin_below_floor", share, "share")
        posts = seats(OPEN=1, HELD=2, FAR=3)
        matcher = make_matcher(employees=people, positions=posts, policy=policy)
        found = warn(Question(open_contest(matcher, "OPEN", DATES), 0), "id")
        assert ("origin_below_floor" in [one.code for one in found]) == short


def test_shares_that_round_alike_are_written_with_their_figures():
    policy = policy_of("origin_below_floor", 0.628, "share")  # of four fifths: 0.5024
    question = ask(person("1", "FAR"), positions=seats(OPEN=0, HELD=1, FAR=4), policy=policy)
    texts = {one.code: one.text for one in warn(question, "en")}
    assert "filled to 50% of its need, below the floor of 50.24%" in texts["origin_below_floor"]


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
    assert "five_years_in_position" not in codes(person("1", since="2019-12-01"), policy=own)
    (warning,) = warn(ask(person("1", since="2019-11-30"), policy=own), "id")
    assert (warning.source, warning.text) == (
        "Perwali",
        "Sudah lebih dari 66 bulan dalam jabatan sekarang, terhitung sejak 30 November 2019.",
    )
    assert codes(person("1", birth_date="1970-05-20"), policy=own) == []
    alone = [{**TABLES["positions"][2], "seats": 9}, *TABLES["positions"][:2]]
    assert "origin_below_floor" not in codes(person("1", "FAR"), policy=own, positions=alone)


@pytest.mark.parametrize(
    ("stay", "warned"),
    [
        ({}, True),
        ({"nip": "8"}, False),
        ({"position_id": "FAR"}, False),
        ({"ended_on": "2025-05-31"}, False),
        ({"appointment": "acting"}, False),
    ],
)
def test_who_fills_this_very_seat_beside_the_own_post_is_said_to(stay, warned):
    beside = {"nip": "1", "position_id": "OPEN", "started_on": "2024-01-01"}
    stays = [beside | {"appointment": "additional"} | stay]
    found = warn_of_seat(ask(person("1"), assignments=stays), "en")
    assert [one.code for one in found] == (["fills_this_seat"] if warned else [])
    assert all(one.source and "counted as filled" in one.text for one in found)


def test_every_warning_of_the_policy_is_looked_for_and_names_its_source():
    found = warn(ask(person("1", since="2020-05-31")), "en")
    assert [(one.code, one.source) for one in found] == [
        ("five_years_in_position", load_policy().warnings.five_years_in_position.source)
    ]
    assert "more than 5 years" in found[0].text
    assert list(WARNINGS) == [name for name, _ in load_policy().warnings]
