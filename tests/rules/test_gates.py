"""What holds for all gates: the same answer for one row or many, never from later records."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.gates import GATES, check_gates
from rules.policy import load_policy
from rules.results import NOT_CHECKED, PASS
from snapshots.days import to_day
from snapshots.view import view_day, view_rows
from tests.records import make_history
from tests.rules.drawn import IDS, NOW, POSITIONS, days, records

POLICY = load_policy()


@settings(max_examples=40)
@given(tables=records(), data=st.data())
def test_many_pairs_are_answered_as_each_pair_alone(tables, data):
    history = make_history(tables, NOW)
    count = data.draw(st.integers(1, 6))

    def draw(values):
        return np.array(data.draw(st.lists(values, min_size=count, max_size=count)))

    person = draw(st.integers(0, len(history.people_ids) - 1))
    position = draw(st.integers(0, len(IDS) - 1)).astype(np.int32)
    day = draw(days(date(2015, 1, 1)).map(to_day))
    effective = day + draw(st.integers(-400, 400))
    view = view_rows(history, person, day)
    together = check_gates(view, position, POLICY, effective).results
    for row in range(count):
        alone = view_rows(history, person[row], [day[row]])
        single = check_gates(alone, int(position[row]), POLICY, int(effective[row])).results
        part = check_gates(
            view.take(np.array([row])), position[row], POLICY, effective[row]
        ).results
        assert single.tolist() == part.tolist() == [together[row].tolist()]


DATED = {
    "assignments": "started_on",
    "performance": "known_on",
    "discipline": "started_on",
    "consents": "issued_on",
    "ranks": "since",
    "educations": "graduated_on",
}


@settings(max_examples=40)
@given(
    tables=records(),
    as_of=days(date(2016, 1, 1), NOW - timedelta(1)),
    ahead=st.integers(-400, 0),
)
def test_no_gate_looks_at_what_was_recorded_on_the_day_or_later(tables, as_of, ahead):
    dated = [{**row, "known_on": date(row["year"] + 1, 1, 31)} for row in tables["performance"]]
    now = {**tables, "performance": dated}
    then = {
        name: [row for row in rows if name not in DATED or row[DATED[name]] < as_of]
        for name, rows in now.items()
    }
    effective = as_of + timedelta(ahead)  # a day later than as_of asks for who leaves by it
    then["employees"] = [
        {**row, "left_on": left if (left := row["left_on"]) and left <= as_of else None}
        for row in now["employees"]
    ]
    assert judge_all(now, as_of, effective).tolist() == judge_all(then, as_of, effective).tolist()


def judge_all(tables, as_of, effective_on):
    """Return the results of everybody for every position, as of a day."""
    history = make_history(tables, NOW)
    person, position = np.indices((len(history.people_ids), len(IDS))).reshape(2, -1)
    view = view_rows(history, person, to_day(as_of))
    return check_gates(view, position, POLICY, to_day(effective_on)).results


def test_verdicts_part_people_into_eligible_undetermined_and_ineligible():
    staff = {"position_id": "pelaksana-", "position_since": date(2015, 1, 1)}
    history = make_history(
        {
            "positions": [
                {"position_id": "pelaksana-", "min_rank": None},
                {"position_id": "target", "min_rank": "III/a"},
            ],
            "employees": [
                {"nip": "A", **staff, "rank": "III/c"},
                {"nip": "B", **staff, "rank": None},
                {"nip": "C", **staff, "rank": "II/c"},
                {"nip": "D", **staff, "rank": None, "status": "pppk"},
            ],
        },
        NOW,
    )
    verdicts = check_gates(view_day(history, to_day(NOW)), 1, POLICY, to_day(NOW))
    assert verdicts.eligible.tolist() == [True, False, False, False]
    assert verdicts.undetermined.tolist() == [False, True, False, False]
    assert verdicts.ineligible.tolist() == [False, False, True, True]


def test_what_is_not_checked_counts_as_a_pass_and_is_named():
    history = make_history(
        {
            "positions": [{"position_id": "one"}, {"position_id": "two"}],
            "employees": [{"nip": "A", "position_id": "one", "position_since": date(2015, 1, 1)}],
        },
        NOW,
    )
    verdicts = check_gates(view_day(history, to_day(NOW)), 1, POLICY, to_day(NOW))
    assert verdicts.eligible.tolist() == [True]
    assert verdicts.not_checked == (
        "performance_floor",
        "discipline",
        "rank_range",
        "education_level",
        "education_field",
        "age_cap",
        "retirement_horizon",
    )
    assert set(verdicts.results[0].tolist()) == {PASS, NOT_CHECKED}


@pytest.mark.parametrize("columns", [("status",), ("legal_status", "left_on")])
def test_columns_with_a_default_never_switch_a_gate_off(columns):
    person = {"nip": "A", "position_id": "one", "position_since": date(2015, 1, 1)}
    history = make_history({"positions": [{"position_id": "one"}], "employees": [person]}, NOW)
    assert not any(history.snapshot.has("employees", column) for column in columns)
    verdicts = check_gates(view_day(history, to_day(NOW)), 0, POLICY, to_day(NOW))
    assert not {"civil_servant", "in_service"} & set(verdicts.not_checked)


@pytest.mark.parametrize("own", ["enabled = false", "waivable = true"])
def test_no_policy_and_no_letter_makes_a_candidate_of_who_left_or_is_yet_to_come(own, tmp_path):
    file = tmp_path / "own.toml"
    file.write_text(f"[rules.in_service]\n{own}\n", encoding="utf-8")
    staff = {"position_id": "one", "position_since": date(2015, 1, 1)}
    people = [
        {"nip": "A", **staff, "legal_status": "suspended"},
        {"nip": "B", **staff, "left_on": date(2020, 1, 1)},
        {"nip": "C", **staff, "appointed_on": NOW},
    ]
    letter = {"letter_no": "1", "rule": "in_service", "issued_on": date(2025, 1, 1)}
    posts = [{"position_id": "one"}, {"position_id": "two"}]
    tables = {"positions": posts, "employees": people, "consents": [letter]}
    view = view_day(make_history(tables, NOW), to_day(NOW))
    verdicts = check_gates(view, 1, load_policy(file), to_day(NOW))
    assert verdicts.ineligible.tolist() == [False, True, True]
    assert verdicts.eligible.tolist() == [True, False, False]


def test_nobody_to_check_is_no_error():
    history = make_history({"positions": POSITIONS}, NOW)
    view, none = view_day(history, to_day(NOW)), np.empty(0, np.int32)
    assert check_gates(view, 0, POLICY, to_day(NOW)).results.shape == (0, len(GATES))
    assert check_gates(view, none, POLICY, none).eligible.tolist() == []
