"""Advice for development: the nearest way first, the widest gap before the next, no guesses."""

from datetime import date

import pytest

from features.supposed import build_supposed_matrix
from matching.explaining.remedies import advice as module
from matching.explaining.standing import tell_standing
from matching.explaining.why import judge_candidate
from tests.matching.explaining.remedies.test_remedies import open_office
from tests.matching.office import AS_OF, DATES, EMPLOYEES, POST, TABLES, person


def advise(nip, office=None, language="id"):
    office = office or open_office()
    return judge_candidate(office, "OPEN", office.person(nip), DATES, language, size=2).advice


def test_the_nearest_way_stands_first_then_gaps_then_what_to_close_on_taking_up_the_post():
    way, gap, handover = advise("2")
    assert [one.code for one in (way, gap, handover)] == ["remedy", "gap", "handover"]
    assert "dari level 1 ke level 2" in way.text
    assert (gap.subject, gap.months) == ("C2", 24)
    assert (handover.subject, handover.months) == ("C2", None)


def test_gaps_stand_by_how_wide_they_are_and_tell_what_closing_them_adds_today():
    gaps = [one for one in advise("3") if one.code == "gap"]
    assert [one.subject for one in gaps] == ["C2", "C1"]  # two levels short, one level short
    assert [round(one.moves, 6) for one in gaps] == [0.4, 0.2]
    assert "menambah kecocokan +0,4" in gaps[0].text


def test_levels_that_nobody_knows_are_to_be_assessed_in_one_line_that_names_them():
    (one,) = [one for one in advise("4") if one.code in ("gap", "assessment")]
    assert (one.code, one.subject, one.moves) == ("assessment", "C1, C2", None)
    assert "2 kompetensi yang belum dinilai: Integritas, Kerja Sama" in one.text


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ({"status": "pppk"}, "status PNS (Peraturan BKN 5/2019 Pasal 3)"),
        ({"legal_status": "study_leave"}, "aktif bertugas"),
        ({"left_on": "2025-01-01", "left_reason": "retired"}, "aktif bertugas"),
    ],
)
@pytest.mark.parametrize("model", ["competency_match", None])
def test_whom_no_development_can_bring_there_is_told_the_rule_and_no_advice(more, rule, model):
    office = open_office(rule=model, employees=[*EMPLOYEES[:1], person("2", "FAR", **more)])
    (nothing,) = advise("2", office)
    assert nothing.code == "nothing"
    assert rule in nothing.text
    standing = tell_standing(office, "OPEN", office.person("2"), DATES, "id")
    assert standing.advice == (nothing,)


def test_a_rule_that_time_meets_is_no_ground_to_withhold_advice():
    assert "nothing" not in [one.code for one in advise("4")]


def test_what_a_level_moves_is_asked_of_the_level_alone_and_not_of_a_newer_assessment(monkeypatch):
    supposed = []

    def build(*arguments):
        supposed.extend(arguments[-1])
        return build_supposed_matrix(*arguments)

    monkeypatch.setattr(module, "build_supposed_matrix", build)
    advise("2")
    assert [one.corrected for one in supposed] == [(), ((1, 3),)]
    assert not any(one.levels for one in supposed)


def test_only_what_is_so_is_said_of_what_a_level_moves():
    (gap, *_) = [one for one in advise("2", open_office(rule="seniority")) if one.code == "gap"]
    assert gap.moves == 0
    assert "hampir tidak mengubah kecocokan" in gap.text


def test_records_without_a_standard_say_so():
    without = ("competencies", "requirements", "assessments")
    office = open_office(rule="seniority", without=without)
    assert [one.code for one in advise("4", office)][:1] == ["no_standard"]


def test_without_a_model_gaps_are_told_but_not_what_they_move():
    (gap, *_) = [one for one in advise("2", open_office(rule=None)) if one.code == "gap"]
    assert gap.moves is None
    assert "kecocokan" not in gap.text


def trained_office(trained_on="2020-06-01", outcome_on=date(2023, 1, 1)):
    """Return an office where five people succeeded in the family, all trained in one thing."""
    past = [str(number) for number in range(20, 25)]
    return open_office(
        employees=[*EMPLOYEES, *(person(nip, since="2022-01-01") for nip in past)],
        transfers=[
            {"nip": nip, "to_position_id": "HELD", "effective_on": "2022-01-01", "reason": "need"}
            | {"outcome": "success", "outcome_on": outcome_on}
            for nip in past
        ],
        trainings=[
            {"nip": nip, "name": "Pelatihan Kepemimpinan", "completed_on": trained_on}
            for nip in [*past, "5"]
        ],
    )


def test_what_those_who_succeeded_had_been_trained_in_is_advised_to_who_was_not():
    (usual,) = [one for one in advise("2", trained_office()) if one.code == "usual_training"]
    assert (usual.subject, usual.months) == ("Pelatihan Kepemimpinan", 3)
    assert "5 dari 5 orang" in usual.text
    assert POST["job_family"] in usual.text
    assert "usual_training" not in [one.code for one in advise("5", trained_office())]


def test_a_training_after_the_move_or_a_success_not_yet_known_teaches_nothing():
    for office in (trained_office(trained_on="2022-02-01"), trained_office(outcome_on=AS_OF)):
        assert "usual_training" not in [one.code for one in advise("2", office)]


def test_who_meets_the_standard_is_advised_nothing_about_competencies():
    assert TABLES["requirements"]
    assert [one.code for one in advise("1")] == []
