"""Each kind of doubt is found where it was planted, with its count, its effect and who it is."""

from datetime import timedelta

import pytest

from matching.errors import UnknownAgencyError
from matching.quality.answers import QualityRequest
from matching.quality.survey import survey_records
from matching.quality.words import tell_quality
from tests.matching.quality.town import (
    ANI,
    AS_OF,
    BUDI,
    CICI,
    change,
    find,
    look,
    open_town,
    person,
    tables,
)

EMPLOYEES, POSITIONS = "employees", "positions"


def test_of_sound_records_nothing_is_told():
    report = look(tables())
    assert not report.findings
    assert (report.people, report.posts, report.undetermined) == (3, 3, 0)
    assert report.headline.startswith("For all 3 people in service it can be told")


@pytest.mark.parametrize(
    ("column", "rule"),
    [
        ("birth_date", "retirement_horizon"),
        ("rank", "rank_range"),
        ("education_level", "education_level"),
        ("education_field", "education_field"),
    ],
)
def test_an_empty_cell_of_a_person_leaves_the_eligibility_hanging(column, rule):
    found = find(
        change(tables(), EMPLOYEES, {"nip": ANI}, **{column: None}),
        f"empty_{column}.employees.{column}",
    )
    assert (found.count, found.of, found.effect.people, found.effect.nowhere) == (1, 3, 1, 1)
    assert rule in found.effect.rules
    assert found.effect.touches == "eligibility"
    assert found.effect.posts == 2  # the person's own post turns the holder away
    assert [hit.name for hit in found.hits] == ["Ani Contoh"]
    assert found.hits[0].hanging


def test_people_who_left_are_no_finding():
    records = change(tables(), EMPLOYEES, {"nip": ANI}, rank=None, left_on="2025-01-01")
    assert "empty_rank.employees.rank" not in [one.id for one in look(records).findings]


def test_a_missing_predicate_tells_its_year_and_who_hangs_on_it():
    records = tables()
    records["performance"] = [
        row for row in records["performance"] if (row["nip"], row["year"]) != (ANI, 2024)
    ]
    found = find(records, "predicate_missing.performance.predicate")
    assert (found.count, found.effect.people) == (1, 1)
    assert found.text == "1 people lack performance predicates that are due (2024: 1, 2023: 0)."
    assert found.hits[0].row is None


def test_where_no_year_is_asked_for_no_predicate_is_due(tmp_path):
    policy = tmp_path / "policy.toml"
    policy.write_text("[rules.performance_floor]\nyears = 0\n")
    records = tables() | {"performance": []}
    report = tell_quality(survey_records(open_town(records, policy), AS_OF), QualityRequest(), "en")
    assert not [one for one in report.findings if one.code.startswith("predicate_")]


def test_nobody_owes_the_predicate_of_a_year_not_served():
    records = change(tables(), EMPLOYEES, {"nip": ANI}, appointed_on="2023-03-01")
    change(records, EMPLOYEES, {"nip": ANI}, position_since="2023-03-01", rank_since="2023-03-01")
    records["performance"] = [
        row for row in records["performance"] if (row["nip"], row["year"]) != (ANI, 2023)
    ]
    ids = [one.id for one in look(records).findings]
    assert "predicate_missing.performance.predicate" not in ids
    assert find(records, "predicate_early.performance.predicate").effect.people == 1


def test_assessments_are_missing_or_stale_by_the_policy():
    records = tables()
    records["assessments"][0]["assessed_on"] = "2022-06-01"
    del records["assessments"][1]
    stale = find(records, "assessment_stale.assessments.assessed_on")
    missing = find(records, "assessment_missing.assessments.assessed_on")
    assert [hit.name for hit in stale.hits] == ["Ani Contoh"]
    assert [hit.name for hit in missing.hits] == ["Budi Contoh"]
    assert (stale.kind, missing.kind) == ("old", "missing")
    assert (missing.effect.people, missing.effect.touches) == (0, "ranking")


def test_an_assessment_is_fresh_the_day_before_it_is_stale():
    records = tables()
    records["assessments"][0]["assessed_on"] = "2022-06-02"
    assert not [one for one in look(records).findings if one.code == "assessment_stale"]


@pytest.mark.parametrize(
    ("cells", "finding"),
    [
        ({"job_family": None}, "empty_job_family.positions.job_family"),
        ({"job_class": None}, "empty_job_class.positions.job_class"),
        ({"min_rank": None, "max_rank": None}, "empty_min_rank.positions.min_rank"),
        ({"min_education": None}, "empty_min_education.positions.min_education"),
        ({"education_fields": None}, "empty_education_fields.positions.education_fields"),
        ({"licensed": None}, "empty_licensed.positions.licensed"),
        ({"tier": None}, "empty_tier.positions.tier"),
        ({"seats": 0}, "more_holders_than_seats.positions.seats"),
    ],
)
def test_cells_of_positions_are_found_empty_or_impossible(cells, finding):
    records = change(tables(), POSITIONS, {"position_id": "P1"}, **cells)
    found = find(records, finding)
    assert (found.count, found.hits[0].position_id) == (1, "P1")


def test_one_end_of_a_range_of_ranks_is_a_range():
    records = change(tables(), POSITIONS, {"position_id": "P1"}, max_rank=None)
    assert not [one for one in look(records).findings if one.code == "empty_min_rank"]


def test_everybody_hangs_on_the_tier_of_the_posts():
    records = change(tables(), POSITIONS, {"position_id": "P2"}, tier=None)
    found = find(records, "empty_tier.positions.tier")
    assert (found.effect.people, found.effect.posts) == (3, 1)
    assert found.effect.nowhere == 0


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"rank_since": "2009-01-01"}, "rank_before_service"),
        ({"birth_date": "1995-01-01"}, "appointed_too_young"),
        ({"birth_date": "1960-01-01"}, "past_retirement"),
        ({"left_reason": "retired"}, "left_without_date"),
        ({"legal_status": "other"}, "other_legal_status"),
        ({"birth_date": "1986-01-01"}, "nip_birth_date_differs"),
        ({"position_since": "2009-01-01"}, "stay_before_appointment"),
    ],
)
def test_facts_that_cannot_be_so_are_found(cells, code):
    records = change(tables(), EMPLOYEES, {"nip": ANI}, **cells)
    found = [one for one in look(records).findings if one.code == code]
    assert [(one.count, one.hits[0].name) for one in found] == [(1, "Ani Contoh")]
    assert found[0].remedy


def test_another_rank_of_the_same_day_in_the_history_contradicts_the_row():
    records = tables()
    records["ranks"] = [{"nip": ANI, "rank": "III/d", "since": "2019-04-01"}]
    found = find(records, "rank_differs.employees.rank")
    assert (found.count, found.kind) == (1, "contradictory")


def test_a_row_is_old_where_the_history_knows_of_a_later_rank_or_a_higher_degree():
    records = tables()
    records["ranks"] = [{"nip": ANI, "rank": "III/d", "since": "2023-04-01"}]
    records["educations"] = [{"nip": BUDI, "level": "s2", "graduated_on": "2020-08-01"}]
    rank = find(records, "rank_outdated.employees.rank")
    education = find(records, "education_differs.employees.education_level")
    assert [(one.count, one.kind) for one in (rank, education)] == [(1, "old")] * 2
    assert "rank_differs" not in [one.code for one in look(records).findings]


def test_records_are_old_from_the_age_on_that_the_policy_names():
    limit = timedelta(open_town(tables()).policy.monitor.records_days)
    assert not look(tables(), AS_OF + limit).findings
    (found,) = look(tables(), AS_OF + limit + timedelta(1), agency_id="U2").findings
    assert (found.id, found.kind, found.effect.lists) == ("records_old.employees", "old", 3)
    assert found.text == "The records are as of 1 June 2025, 93 days ago."
    assert "in_service" in found.effect.rules
    assert not found.hits


def test_workloads_are_old_whose_latest_year_lies_before_the_last_full_one():
    row = {"activity": "Menelaah", "volume": 100, "minutes_per_unit": 60}
    told = [("P1", 2021), ("P1", 2022), ("P2", 2022), ("P2", 2024), ("P3", 2023)]
    records = tables()
    records["workloads"] = [row | {"position_id": post, "year": year} for post, year in told]
    found = find(records, "workload_old.workloads.year")
    assert [hit.position_id for hit in found.hits] == ["P1", "P3"]
    assert (found.kind, found.of, found.hits[0].row) == ("old", 3, None)
    assert "(2022: 1, 2023: 1)" in found.text


def test_an_older_rank_in_the_history_contradicts_nothing():
    records = tables()
    records["ranks"] = [{"nip": ANI, "rank": "III/b", "since": "2015-04-01"}]
    assert not [one for one in look(records).findings if one.code == "rank_differs"]


def test_two_rows_of_one_person_and_two_of_one_post_are_found():
    records = tables()
    records[EMPLOYEES].append(person("198501012010012009", "ANI CONTOH "))
    records[POSITIONS].append(records[POSITIONS][1] | {"position_id": "P9"})
    assert find(records, "same_person_twice.employees.nip").count == 2
    assert find(records, "same_post_twice.positions.title").count == 2


def test_stays_that_overlap_or_leave_a_gap_are_found():
    stay = {"nip": ANI, "position_id": "P1"}
    records = tables()
    records["assignments"] = [
        stay | {"started_on": "2010-01-04", "ended_on": "2014-01-01"},
        stay | {"started_on": "2013-01-01", "ended_on": "2016-01-01"},
        stay | {"started_on": "2018-01-01"},
    ]
    assert find(records, "overlapping_stays.assignments.started_on").count == 1
    assert find(records, "gap_between_stays.assignments.started_on").count == 1


def test_an_absent_table_switches_a_rule_off_for_everybody():
    records = tables()
    del records["performance"]
    found = find(records, "absent_table.performance")
    assert found.effect.not_checked == ("performance_floor",)
    assert (found.effect.touches, found.effect.people) == ("unchecked", 0)
    assert [one.code for one in look(records).notices] == ["made_up", "not_checked"]


def test_a_doubtful_letter_is_read_by_the_rules_that_letters_may_lift():
    letter = {"letter_no": "1", "rule": "time_in_position", "issued_on": "2025-08-01"}
    found = find(tables() | {"consents": [letter]}, "date_after_snapshot.consents.issued_on")
    assert found.effect.rules == ("time_in_position", "lock_window")
    assert found.effect.touches == "ranking"


def test_an_agency_sees_its_own_hits_alone():
    records = change(tables(), EMPLOYEES, {"nip": ANI}, rank=None)
    change(records, EMPLOYEES, {"nip": CICI}, rank=None)
    whole = find(records, "empty_rank.employees.rank")
    assert [(one.agency_id, one.count, one.people) for one in whole.agencies] == [
        ("U1", 1, 1),
        ("U2", 1, 1),
    ]
    own = find(records, "empty_rank.employees.rank", agency_id="U2")
    assert ([hit.name for hit in own.hits], own.effect.people) == (["Cici Contoh"], 1)


def test_an_agency_that_is_none_is_refused():
    survey = survey_records(open_town(tables()), AS_OF)
    with pytest.raises(UnknownAgencyError):
        tell_quality(survey, QualityRequest(agency_id="X"), "id")


def test_what_most_people_hang_on_comes_first():
    records = change(tables(), EMPLOYEES, {}, rank=None)
    change(records, EMPLOYEES, {"nip": ANI}, rank="III/c", education_level=None)
    codes = [one.code for one in look(records).findings]
    assert codes.index("empty_rank") < codes.index("empty_education_level")
