"""How firm a place on a list is: members that disagree, and facts that nobody wrote down."""

from dataclasses import replace

import numpy as np
import pytest

from features.catalog import NAMES
from matching.answers import ShortlistRequest
from matching.contest import open_contest
from matching.explaining.stability import measure_stability, place_all, rehearse
from matching.explaining.trials import TRIES
from matching.explaining.unknown_facts import FACTS
from matching.explaining.why import judge_candidate
from matching.matcher import Matcher
from matching.plain import to_plain
from matching.shortlist import build_shortlist
from models.bundle import Bundle, Term
from models.by_kind import ByKind
from models.curves import Curve, Curves
from tests.matching.office import DATES, EMPLOYEES, SECRET, TABLES, make_matcher, person

UNASSESSED = person("6")
JUDGED = [
    *TABLES["performance"],
    *({"nip": "6", "year": year, "predicate": "baik"} for year in (2023, 2024)),
]


def with_unassessed(**tables):
    """Return the office with somebody eligible whom nobody assessed; the rest reach 1, 0.8, 0.6."""
    return make_matcher(employees=[*EMPLOYEES, UNASSESSED], performance=JUDGED, **tables)


def make_list(matcher, size=10, language="id"):
    return build_shortlist(matcher, ShortlistRequest("OPEN", size), language)


def stability_of(made):
    return {one.nip: one.stability for one in made.candidates}


def slope(weight, members=()):
    curve = Curve(np.array([0.0, 1.0]), np.array([0.0, weight]), 0.0)
    return Curves(0.0, len(NAMES), {NAMES.index("competency_match"): curve}, members)


def sum_of(curves):
    """Return the same sum for every kind of position."""
    return ByKind(NAMES, (curves, curves, curves))


def with_members(matcher, *weights):
    """Return the matcher with a model whose members weigh the competency match like this."""
    part = slope(1.0, tuple(slope(weight) for weight in weights))
    bundle = replace(matcher.bundle, terms=(Term("curves", 1.0, sum_of(part)),))
    return Matcher(matcher.history, matcher.policy, bundle, SECRET, "0.0.0")


def test_a_rule_knows_one_order_and_says_that_it_does_not_tell_how_firm_it_is():
    first = make_list(make_matcher(), size=1).candidates[0].stability
    assert (first.share, first.best, first.worst, first.worlds) == (1.0, 1, 1, 1)
    assert "satu cara" in first.text


def test_a_place_is_as_firm_as_the_members_agree_on_it():
    made = make_list(with_members(make_matcher(), 1.0, 2.0, 1.5, -1.0), size=1)
    firm = made.candidates[0].stability
    assert (firm.share, firm.worlds, firm.best, firm.worst) == (0.75, 4, 1, 3)
    assert "75%" in firm.text
    assert "urutan 1 sampai 3" in firm.text


def test_what_is_unknown_is_tried_with_the_values_of_others():
    contest = open_contest(with_unassessed(), "OPEN", DATES)
    rehearsal = rehearse(contest.field, 2)
    assert contest.matcher.history.people_ids[rehearsal.rows[-1]] == "6"
    tried = sorted(rehearsal.varied[-1].ravel().tolist())
    assert tried == pytest.approx([0.6, 0.8, 0.8, 1.0])
    (firm,) = measure_stability(rehearsal, rehearsal.rows[-1:], "id")
    assert firm is not None
    assert firm.unknown == ("assessment",)
    assert firm.worlds == TRIES
    assert "penilaian kompetensi" in firm.text


def test_who_is_known_keeps_the_values_of_the_record_in_every_world():
    contest = open_contest(with_unassessed(), "OPEN", DATES)
    rehearsal = rehearse(contest.field, 2)
    assert (rehearsal.varied[0] == rehearsal.recorded[0][:, None]).all()


def test_nothing_is_tried_where_too_few_others_are_known():
    few = [row for row in TABLES["assessments"] if row["nip"] in ("1", "2")]
    firm = stability_of(make_list(with_unassessed(assessments=few)))
    assert firm["6"].unknown == ()
    assert firm["6"].worlds == 1


def test_all_columns_of_a_fact_come_from_one_other_person():
    matcher = with_unassessed()
    columns = ("competency_match", "competency_mean_level", "competency_worst_gap")
    sums = {
        NAMES.index(name): Curve(np.array([-9.0, 9.0]), np.array([-9.0, 9.0]) * 10**place, -1.0)
        for place, name in enumerate(columns)
    }
    bundle = replace(
        matcher.bundle, terms=(Term("curves", 1.0, sum_of(Curves(0.0, len(NAMES), sums))),)
    )
    matcher = Matcher(matcher.history, matcher.policy, bundle, SECRET, "0.0.0")
    contest = open_contest(matcher, "OPEN", DATES)
    rehearsal = rehearse(contest.field, 10)
    (lacking,) = np.flatnonzero(rehearsal.unknown.any(axis=1))
    known = np.delete(rehearsal.recorded[:, 0], lacking)
    for score in rehearsal.varied[lacking].ravel():
        assert np.isclose(known, score).any()


def test_neither_the_order_of_the_rows_nor_the_run_changes_a_byte():
    tables = {name: list(reversed(rows)) for name, rows in TABLES.items() if name != "performance"}
    turned = make_matcher(
        employees=[UNASSESSED, *reversed(EMPLOYEES)], performance=JUDGED[::-1], **tables
    )
    one, two = make_list(with_unassessed(), 2), make_list(turned, 2)
    assert to_plain(replace(one, id="")) == to_plain(replace(two, id=""))
    assert one.asks


def test_who_has_the_same_score_as_others_is_told_what_ordered_them():
    alike = [{**row, "level": 2} for row in TABLES["assessments"]]
    firm = stability_of(make_list(make_matcher(assessments=alike)))
    assert {one.tied_with for one in firm.values()} == {2}
    assert all("pengundian tetap" in one.text for one in firm.values())


def test_one_other_person_of_the_same_score_is_told_in_the_singular():
    alike = [{**row, "level": 2} for row in TABLES["assessments"] if row["nip"] != "2"]
    made = make_list(make_matcher(assessments=alike), language="en")
    tied = [one for one in stability_of(made).values() if one.tied_with == 1]
    assert len(tied) == 2
    assert all("exactly that of one other person" in one.text for one in tied)


def test_an_answer_on_one_person_tells_the_same_as_the_list():
    matcher = with_unassessed()
    listed = stability_of(make_list(matcher))
    for nip, firm in listed.items():
        answer = judge_candidate(matcher, "OPEN", matcher.person(nip), DATES, "id")
        assert answer.stability == firm


def test_who_is_not_ranked_has_no_place_to_be_firm_in():
    matcher = make_matcher()
    for nip in ("3", "4"):
        assert judge_candidate(matcher, "OPEN", matcher.person(nip), DATES, "id").stability is None


def test_a_list_of_nobody_is_no_error():
    made = make_list(make_matcher(employees=[EMPLOYEES[-1]], assessments=[], performance=[]))
    assert (made.candidates, made.asks) == ((), ())


def test_what_the_records_hold_about_nobody_is_said_once_for_the_list():
    made = make_list(make_matcher(rule="family_experience", assessments=[]))
    (told,) = (one.text for one in made.notices if one.code == "unknown_of_all")
    assert "penilaian kompetensi" in told
    assert "predikat kinerja" not in told
    assert not [one for one in made.asks if "assessment" in one.facts]


def test_worlds_that_tie_keep_the_order_of_the_list():
    assert place_all(np.array([[1.0, 0.0], [1.0, 3.0]])).tolist() == [[1, 2], [2, 1]]


def test_what_there_is_nothing_to_know_of_is_no_unknown_fact():
    varied = {NAMES[column] for fact in FACTS for column in fact.columns}
    assert not varied & {"moves_five_years", "own_success", "mean_stay"}
    assert all(fact.tells in fact.columns for fact in FACTS)


def test_members_come_round_where_a_bag_is_smaller_and_every_world_is_counted():
    matcher = make_matcher()
    terms = (
        Term("one", 1.0, sum_of(slope(1.0, (slope(1.0), slope(2.0))))),
        Term("two", 1.0, sum_of(slope(1.0, (slope(1.0), slope(2.0), slope(3.0))))),
    )
    bundle: Bundle = replace(matcher.bundle, terms=terms)
    matcher = Matcher(matcher.history, matcher.policy, bundle, SECRET, "0.0.0")
    assert make_list(matcher).candidates[0].stability.worlds == 3


def test_below_everybody_who_was_tried_is_told_as_that_place_or_lower():
    nips = [str(number) for number in range(20, 99)]
    judged = [
        {"nip": nip, "year": year, "predicate": "baik"} for nip in nips for year in (2023, 2024)
    ]
    levels = [
        {"nip": nip, "competency_id": "C2", "level": 2, "assessed_on": "2024-05-01"} for nip in nips
    ]
    crowd = make_matcher(
        employees=[*EMPLOYEES, *map(person, nips)],
        performance=[*TABLES["performance"], *judged],
        assessments=[*TABLES["assessments"], *levels],
    )
    made = make_list(with_members(crowd, 1.0, -1.0), size=1, language="en")
    assert made.candidates[0].stability.text.endswith("or lower.")
