"""What a person is told about every gate: found, needed, cure, the day of the cure, the article."""

from datetime import date, timedelta
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.explanations import explain_gates
from rules.gates import GATES, check_gates
from rules.policy import load_policy
from rules.results import RESULT_NAMES
from snapshots.days import to_day
from snapshots.view import view_rows
from tests.records import make_history
from tests.rules.drawn import IDS, NOW, POSITIONS, records
from wording import LANGUAGES

LOCKED = """
[[rules.lock_window.windows]]
from = 2025-05-01
to = 2025-07-31
kinds = ["pengawas", "administrator"]
[[rules.lock_window.windows]]
from = 2025-08-01
to = 2025-08-31
"""


@pytest.fixture(scope="module")
def policy(tmp_path_factory):
    """Return the shipped rules with two lock windows, the second on the heels of the first."""
    file = tmp_path_factory.mktemp("policy") / "own.toml"
    file.write_text(LOCKED, encoding="utf-8")
    return load_policy(file)


def explain(tables, policy, position="pengawas-", as_of=NOW, language="en"):
    """Return the answers about person A, by rule."""
    history = make_history({"positions": POSITIONS, **tables}, as_of)
    view = view_rows(history, [history.person_of["A"]], [to_day(as_of)])
    place = history.position_of[position]
    answers = explain_gates(view, place, policy, to_day(as_of), language)
    return {answer.rule: answer for answer in answers}


def person(position="pelaksana-", since=date(2024, 9, 15), **others):
    return [{"nip": "A", "position_id": position, "position_since": since, **others}]


def test_every_gate_is_answered_in_order_with_its_source(policy):
    answers = explain({"employees": person()}, policy)
    assert tuple(answers) == GATES
    assert all(answers[rule].source == policy.rules[rule].source for rule in GATES)


def test_a_failed_gate_says_what_it_found_what_it_needs_and_when_it_is_cured(policy):
    answer = explain({"employees": person()}, policy)["time_in_position"]
    assert answer.result == "fail"
    assert answer.found == "In the position since 15 September 2024."
    assert answer.needed == "At least 24 months in the position on 1 June 2025."
    assert answer.cure.startswith("Met from 15 September 2026 on, by time alone.")
    assert answer.cures_on == date(2026, 9, 15)
    assert answer.source == "PP 11/2017 Pasal 190 ayat (3)"


def test_the_same_is_said_in_indonesian(policy):
    answer = explain({"employees": person()}, policy, language="id")["time_in_position"]
    assert answer.found == "Dalam jabatan sejak 15 September 2024."
    assert answer.needed == "Paling sedikit 24 bulan dalam jabatan pada 1 Juni 2025."
    assert answer.cure.startswith("Terpenuhi dengan sendirinya mulai 15 September 2026.")


def test_a_passed_gate_needs_no_cure(policy):
    answer = explain({"employees": person(since=date(2015, 1, 1))}, policy)["time_in_position"]
    assert (answer.result, answer.cure, answer.cures_on) == ("pass", None, None)


def test_a_waived_gate_names_the_letter(policy):
    letters = [
        {"letter_no": number, "rule": "time_in_position", "issued_on": day, "nip": nip}
        for number, day, nip in [
            ("800/7/BKD", date(2025, 1, 2), "A"),
            ("late", NOW, "A"),
            ("another's", date(2025, 1, 2), "B"),
        ]
    ]
    answer = explain({"employees": person(), "consents": letters}, policy)["time_in_position"]
    assert answer.result == "waived"
    assert answer.found.endswith("Waived by letter 800/7/BKD.")
    assert answer.cure is None


def test_a_gate_that_is_not_checked_says_why(policy, tmp_path):
    answers = explain({"employees": person()}, policy)
    assert "employees.birth_date" in answers["age_cap"].found
    assert "performance" in answers["performance_floor"].found
    off = tmp_path / "off.toml"
    off.write_text("[rules.career_ladder]\nenabled = false", encoding="utf-8")
    answers = explain({"employees": person()}, load_policy(off))
    assert "switches it off" in answers["career_ladder"].found


@pytest.mark.parametrize("own", ["enabled = false", "waivable = true"])
def test_who_left_is_told_so_whatever_the_policy_and_promised_no_letter(own, tmp_path):
    file = tmp_path / "own.toml"
    file.write_text(f"[rules.in_service]\n{own}\n", encoding="utf-8")
    gone = person(left_on=date(2020, 1, 1), legal_status="other")
    answer = explain({"employees": gone}, load_policy(file))["in_service"]
    assert (answer.result, answer.found) == ("fail", "Out of service since 1 January 2020.")
    assert answer.cure == "None: has left or leaves the agency of government."


def test_a_letter_is_promised_for_a_day_before_only_if_it_was_issued_by_then(policy):
    history = make_history({"positions": POSITIONS, "employees": person()}, NOW)
    view, place = view_rows(history, [0], [to_day(NOW)]), history.position_of["pengawas-"]

    def told(effective_on):
        answers = explain_gates(view, place, policy, to_day(effective_on), "en")
        return next(one.cure for one in answers if one.rule == "time_in_position")

    assert told(NOW).endswith(" A letter of consent may also lift it.")
    assert told(date(2025, 4, 1)).endswith(" issued by 1 April 2025 may also lift it.")


def test_what_to_fill_in_is_told_in_words_not_in_names_of_columns(policy):
    answers = explain({"employees": person(birth_date=None, rank=None)}, policy)
    assert answers["rank_range"].cure == "Fill in the rank."
    assert answers["retirement_horizon"].cure == "Fill in the birth date."


def test_tenure_carried_over_a_reorganisation_is_said(policy):
    stays = [
        {
            "nip": "A",
            "position_id": "pelaksana-",
            "started_on": date(2015, 1, 1),
            "ended_on": date(2025, 1, 1),
        },
        {"nip": "A", "position_id": "pengawas-", "started_on": date(2025, 1, 1)},
    ]
    here = person("pengawas-", date(2025, 1, 1))
    answer = explain({"employees": here, "assignments": stays}, policy)["time_in_position"]
    assert answer.result == "pass"
    assert "counted since 1 January 2015" in answer.found


def test_predicates_are_listed_year_by_year(policy):
    performance = [{"nip": "A", "year": 2024, "predicate": "kurang"}]
    answer = explain({"employees": person(), "performance": performance}, policy)
    assert answer["performance_floor"].found == "2024: poor (kurang); 2023: not known"


def test_a_missing_predicate_is_asked_for_by_its_year(policy):
    performance = [{"nip": "A", "year": 2024, "predicate": "baik"}]
    answer = explain({"employees": person(), "performance": performance}, policy)
    assert answer["performance_floor"].result == "unknown"
    assert answer["performance_floor"].cure == "Complete the predicates of 2023."


def test_years_missing_on_the_ladder_are_counted_and_dated(policy):
    answer = explain({"employees": person(since=date(2023, 6, 1))}, policy)["career_ladder"]
    assert "2 years" in answer.found
    assert "at least 4 years" in answer.needed
    assert answer.cures_on == date(2027, 6, 1)


@pytest.mark.parametrize(
    ("left_on", "ended_on", "cured"),
    [
        (None, None, True),
        (None, date(2025, 9, 1), False),
        (date(2026, 9, 15), None, False),
        (date(2027, 6, 2), date(2027, 6, 1), True),
    ],
)
def test_no_day_of_cure_is_told_after_the_stay_or_the_service_ends(
    policy, left_on, ended_on, cured
):
    here = {"nip": "A", "position_id": "pelaksana-", "started_on": date(2024, 9, 15)}
    tables = {"employees": person(left_on=left_on), "assignments": [{**here, "ended_on": ended_on}]}
    answer = explain(tables, policy)["time_in_position"]
    assert answer.cures_on == (date(2026, 9, 15) if cured else None)
    assert ("ends before 15 September 2026" in answer.cure) != cured


def test_who_leaves_before_the_years_on_the_ladder_are_full_waits_in_vain(policy):
    leaving = person(since=date(2023, 6, 1), left_on=date(2027, 6, 1))
    assert explain({"employees": leaving}, policy)["career_ladder"].cures_on is None


def test_who_serves_at_another_level_waits_in_vain_for_the_years(policy):
    stays = [
        {
            "nip": "A",
            "position_id": "administrator-",
            "started_on": date(2015, 1, 1),
            "ended_on": date(2024, 1, 1),
        },
        {"nip": "A", "position_id": "pengawas-", "started_on": date(2024, 1, 1)},
    ]
    tables = {"employees": person("pengawas-", date(2024, 1, 1)), "assignments": stays}
    answer = explain(tables, policy, "administrator-")["career_ladder"]
    assert answer.result == "fail"
    assert answer.cures_on == date(2027, 1, 1)
    assert explain(tables, policy, "jpt_pratama-")["career_ladder"].cures_on is None


def test_lock_windows_that_follow_on_one_another_are_waited_for_together(policy):
    answer = explain({"employees": person()}, policy)["lock_window"]
    assert answer.result == "fail"
    assert "1 May 2025 to 31 July 2025" in answer.found
    assert answer.cures_on == date(2025, 9, 1)


def test_a_case_without_an_end_has_no_day_of_cure(policy):
    case = {"nip": "A", "severity": "sedang", "started_on": date(2025, 1, 1)}
    tables = {"employees": person(), "discipline": [{**case, "under_investigation": True}]}
    answer = explain(tables, policy)["discipline"]
    assert "Under investigation since 1 January 2025" in answer.found
    assert answer.cures_on is None


def test_on_its_last_day_that_counts_a_sanction_is_still_named(policy):
    ended = date(NOW.year - 2, NOW.month, NOW.day)
    case = {"nip": "A", "severity": "sedang", "started_on": date(ended.year - 1, 1, 1)}
    tables = {"employees": person(), "discipline": [{**case, "ended_on": ended}]}
    answer = explain(tables, policy)["discipline"]
    assert (answer.result, answer.cures_on) == ("fail", NOW + timedelta(days=1))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sanction_without_end_as_registers_write_it_has_no_day_of_cure(policy, language):
    case = {"nip": "A", "severity": "berat", "started_on": date(2025, 1, 1)}
    tables = {"employees": person(), "discipline": [{**case, "ended_on": date.max}]}
    answer = explain(tables, policy, language=language)["discipline"]
    assert (answer.result, answer.cures_on) == ("fail", None)
    assert "9999" in answer.found
    assert "–" not in answer.cure


def test_a_window_without_end_has_no_day_of_cure(tmp_path):
    file = tmp_path / "own.toml"
    file.write_text("[[rules.lock_window.windows]]\nfrom = 2025-01-01\nto = 9999-12-31\n")
    answer = explain({"employees": person()}, load_policy(file))["lock_window"]
    assert (answer.result, answer.cures_on) == ("fail", None)
    assert "–" not in answer.cure


def test_retirement_is_cured_by_nothing(policy):
    old = person(birth_date=date(1967, 1, 1))
    answer = explain({"employees": old}, policy)["retirement_horizon"]
    assert "58, on 1 January 2025" in answer.found
    assert answer.cures_on is None


@settings(max_examples=25)
@given(tables=records(), position=st.sampled_from(IDS))
def test_explanations_agree_with_the_verdicts_in_both_languages(policy, tables, position):
    history = make_history(tables, NOW)
    day, place = to_day(NOW), history.position_of[position]
    everybody = view_rows(history, np.arange(len(history.people_ids)), day)
    verdicts = check_gates(everybody, place, policy, day)
    for row, language in product(range(len(everybody)), LANGUAGES):
        answers = explain_gates(everybody.take(np.array([row])), place, policy, day, language)
        results = [RESULT_NAMES[result] for result in verdicts.results[row]]
        assert [answer.result for answer in answers] == results
        told = [(a.result in ("fail", "unknown")) == bool(a.cure) for a in answers]
        assert all(told)
        assert all(answer.found and "{" not in answer.found for answer in answers)


@settings(max_examples=60)
@given(tables=records(), position=st.sampled_from(["pengawas-", "administrator-", "jpt_pratama-"]))
def test_time_alone_turns_a_failed_gate_into_a_pass_on_the_day_of_cure_and_no_day_before(
    policy, tables, position
):
    begun = [case for case in tables["discipline"] if case["started_on"] < NOW]
    unwaived = {**tables, "consents": [], "discipline": begun}  # what begins now is news later
    for rule, answer in explain(unwaived, policy, position).items():
        if answer.cures_on is not None:
            then = explain(unwaived, policy, position, as_of=answer.cures_on)
            before = explain(unwaived, policy, position, answer.cures_on - timedelta(1))
            assert then[rule].result == "pass"
            # A stay in a post of unknown level can leave the last days before it open.
            assert before[rule].result in ("fail", "unknown")


@settings(max_examples=60)
@given(tables=records(), position=st.sampled_from(["pengawas-", "administrator-", "jpt_pratama-"]))
def test_what_the_effective_day_alone_cures_passes_on_that_day_and_fails_the_day_before(
    policy, tables, position
):
    history = make_history({**tables, "consents": [], "positions": POSITIONS}, NOW)
    view, place = view_rows(history, [0], [to_day(NOW)]), history.position_of[position]
    for answer in explain_gates(view, place, policy, to_day(NOW), "en"):
        if answer.rule not in ("time_in_position", "lock_window") or answer.cures_on is None:
            continue
        for days, result in ((0, "pass"), (-1, "fail")):
            effective = to_day(answer.cures_on + timedelta(days))
            then = explain_gates(view, place, policy, effective, "en")
            assert [one.result for one in then if one.rule == answer.rule] == [result]


@pytest.mark.parametrize(
    ("rank", "position", "cure"),
    [
        ("II/d", "fungsional-mahir", "Once promoted"),
        ("IV/b", "pengawas-", "None: the rank is above"),
        ("IX", "pengawas-", "climb ladders of their own"),
        ("IX", "fungsional-mahir", "climb ladders of their own"),
    ],
)
def test_a_rank_outside_the_range_is_cured_by_promotion_only_from_below(
    policy, rank, position, cure
):
    answer = explain({"employees": person(rank=rank)}, policy, position)["rank_range"]
    assert answer.result == "fail"
    assert cure in answer.cure


def test_who_would_step_down_is_not_told_to_climb_first(policy):
    here = person("administrator-")
    answer = explain({"employees": here}, policy)["career_ladder"]
    assert (answer.result, answer.cures_on) == ("fail", None)
    assert "too far below" in answer.cure
    far = explain({"employees": person()}, policy, "jpt_pratama-")["career_ladder"]
    assert far.cure.startswith("Take the steps between first")


def test_a_low_predicate_is_told_when_at_the_earliest_it_no_longer_counts(policy):
    low = [
        {"nip": "A", "year": year, "predicate": predicate}
        for year, predicate in ((2023, "kurang"), (2024, "baik"), (2025, "baik"))
    ]
    tables = {"employees": person(), "performance": low}
    answer = explain(tables, policy)["performance_floor"]
    assert answer.cure.endswith("; 1 February 2026 at the earliest.")
    assert answer.cures_on is None  # by good years, not by time alone
    results = [
        explain(tables, policy, as_of=day)["performance_floor"].result
        for day in (date(2026, 1, 31), date(2026, 2, 1))
    ]
    assert results == ["fail", "pass"]
