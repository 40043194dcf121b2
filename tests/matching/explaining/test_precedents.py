"""Has this worked before: which past transfers count, and who is told no chance without them."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from features import catalog
from matching.answers import ShortlistRequest
from matching.drafts.check import DraftRow, check_draft
from matching.explaining.why import judge_candidate
from matching.matcher import Matcher
from matching.pairs import score_pairs
from matching.shortlist import build_shortlist
from models.bundle import Term
from models.by_kind import ByKind
from models.curves import Curve, Curves
from models.linear import Linear
from rules.policy import load_policy
from tests.matching.office import AS_OF, DATES, EMPLOYEES, SECRET, TABLES, make_matcher, person
from tests.models.made_models import WIDTH, column, make_bundle
from tests.records import make_history

CURVE = Curve(np.array([0.0, 1.0]), np.array([0.0, 1.0]), 0.5)
BY_DISTANCE = Curves(0.0, WIDTH, {column("distance_km"): CURVE})
LEARNED = make_bundle(terms=(Term("curves", 1.0, ByKind(catalog.NAMES, (BY_DISTANCE,) * 3)),))
MOVED = [str(number) for number in range(11, 19)]
"""Eight people who were moved from FAR to HELD in the months of 2023; the first of them failed."""


def make_moved(moved=MOVED, known="2024-01-10"):
    """Return the tables of the office with people who were moved, and how it turned out."""
    employees = [*EMPLOYEES, *(person(nip, "HELD", f"2023-0{nip[1]}-01") for nip in moved)]
    stays = [
        {"nip": one["nip"], "position_id": one["position_id"], "started_on": one["position_since"]}
        | ({"ended_on": one["left_on"]} if "left_on" in one else {})
        for one in EMPLOYEES
    ]
    for nip in moved:
        day = f"2023-0{nip[1]}-01"
        stays += [
            {"nip": nip, "position_id": "FAR", "started_on": "2015-01-01", "ended_on": day},
            {"nip": nip, "position_id": "HELD", "started_on": day},
        ]
    transfers = [
        {"nip": nip, "to_position_id": "HELD", "effective_on": f"2023-0{nip[1]}-01"}
        | {"from_position_id": "FAR", "outcome_on": known}
        | {"outcome": "failure" if nip == moved[0] else "success"}
        for nip in moved
    ]
    return {"employees": employees, "assignments": stays, "transfers": transfers}


def make_learned(bundle=LEARNED, policy=None, **changed):
    tables = {**TABLES, **make_moved(), **changed}
    return Matcher(make_history(tables, AS_OF), policy or load_policy(), bundle, SECRET, "0.0.0")


@pytest.fixture(scope="module")
def matcher():
    return make_learned()


@pytest.fixture(scope="module")
def few():
    """Return a matcher whose records hold one transfer less than a chance rests on."""
    return make_learned(**make_moved(MOVED[:4]))


def judge(matcher, nip="1", language="en", dates=DATES):
    return judge_candidate(matcher, "OPEN", matcher.person(nip), dates, language)


def test_near_transfers_are_counted_with_their_successes_and_an_interval(matcher):
    found = judge(matcher).precedents
    assert (found.near, found.succeeded, found.rate) == (8, 7, 0.875)
    assert found.rate_low < found.rate < found.rate_high
    assert "8; 7 succeeded (88%" in found.text


def test_a_chance_that_rests_on_enough_transfers_is_told(matcher):
    answer = judge(matcher)
    assert answer.fit is not None
    assert answer.fit_why_not is None


def test_posts_are_alike_by_their_group_and_the_meaning_says_which_groups(matcher):
    meaning = judge(matcher).precedents.meaning
    assert "the same group of posts (managerial, functional, or staff: pelaksana)" in meaning


def test_the_five_nearest_are_told_with_posts_years_and_outcome(matcher):
    nearest = judge(matcher).precedents.nearest
    assert len(nearest) == 5
    latest = nearest[0]
    assert latest.origin == "Lurah (Dinas Dua)"
    assert latest.target == "Kepala Subbagian (Dinas Satu)"
    assert (latest.moved_in, latest.known_in) == (2023, 2024)
    assert (latest.likeness, latest.near, latest.outcome) == (1.0, True, "success")


def test_nothing_tells_who_was_moved(matcher):
    for language in ("id", "en"):
        text = str(judge(matcher, language=language).precedents)
        assert not any(f"Orang {nip}" in text or f"'{nip}'" in text for nip in MOVED)


def test_a_post_that_one_person_holds_is_told_by_kind_and_family_alone():
    posts = [post | {"seats": 1} for post in TABLES["positions"]]
    tables = make_moved()
    again = {"nip": "18", "to_position_id": "OPEN", "effective_on": "2025-03-01"}
    matcher = make_learned(
        **tables | {"positions": posts, "transfers": [*tables["transfers"], again]}
    )
    titles = {post["title"] for post in posts} | {"Dinas Satu", "Dinas Dua"}
    for language in ("id", "en"):
        nearest = judge(matcher, language=language).precedents.nearest
        assert not any(title in str(nearest) for title in titles)
    family = posts[0]["job_family"]
    assert nearest[0].target == f"a post of kind Supervisor (Pengawas), job family {family}"


def test_nothing_tells_the_day_of_a_transfer(matcher):
    text = str(judge(matcher, language="en").precedents)
    assert "2023" in text
    assert not any(month in text for month in ("January", "August", "2023-", "2024-"))


def test_what_came_after_a_transfer_is_told_as_far_as_it_was_known():
    tables = make_moved()
    left = [
        row | {"left_on": "2025-02-01", "left_reason": "resigned"} if row["nip"] == "18" else row
        for row in tables["employees"]
    ]
    matcher = make_learned(**tables | {"employees": left})
    assert "Left service in 2025." in judge(matcher).precedents.nearest[0].text
    earlier = matcher.date(date(2025, 2, 1), None)
    found = judge(matcher, dates=earlier).precedents.nearest[0]
    assert found.ending == "No further move is recorded."


def test_a_further_move_is_told():
    tables = make_moved()
    again = {"nip": "18", "to_position_id": "FAR", "effective_on": "2025-03-01"}
    matcher = make_learned(**tables | {"transfers": [*tables["transfers"], again]})
    latest = judge(matcher).precedents.nearest[0]
    assert latest.ending == "Moved on to Lurah (Dinas Dua) in 2025."


def test_an_outcome_counts_from_the_day_after_it_was_known(matcher):
    on_the_day, after = matcher.date(date(2024, 1, 10), None), matcher.date(date(2024, 1, 11), None)
    assert judge(matcher, dates=on_the_day).precedents.near == 0
    assert judge(matcher, dates=after).precedents.near == 8


def test_too_few_near_transfers_leave_the_chance_out_and_nothing_else(few, matcher):
    without, told = judge(few), judge(matcher)
    assert (without.fit, without.fit_low, without.fit_high) == (None, None, None)
    assert without.fit_why_not == "few_precedents"
    assert without.precedents.near == 4
    assert without.score == told.score
    assert without.rank == told.rank
    assert "fewer than 5" in without.precedents.text
    assert "kurang dari 5" in judge(few, language="id").precedents.text


@pytest.mark.parametrize("records", ["matcher", "few"])
def test_a_pair_is_told_the_same_chance_by_list_why_batch_and_draft(records, request):
    asked = request.getfixturevalue(records)
    made = build_shortlist(asked, ShortlistRequest("OPEN"), "id")
    nips = [one.nip for one in made.candidates]
    assert len(nips) == 3
    by_list = [one.fit for one in made.candidates]
    assert by_list == [judge(asked, nip).fit for nip in nips]
    assert by_list == [one.fit for one in score_pairs(asked, ["OPEN"] * len(nips), nips)]
    rows = [DraftRow(line, nip, "OPEN", {}) for line, nip in enumerate(nips, 1)]
    assert by_list == [one.fit for one in check_draft(asked, rows, DATES, "id").lines]


def test_each_pair_of_a_batch_rests_on_what_was_known_on_its_own_day(matcher):
    days = [date(2024, 1, 10), date(2024, 1, 11)]
    early, late = score_pairs(matcher, ["OPEN"] * 2, ["1"] * 2, days)
    assert early.fit is None
    assert late.fit is not None
    assert early.score is not None


def test_a_better_candidate_for_a_draft_is_told_no_chance_either(few):
    (line,) = check_draft(few, [DraftRow(1, "4", "OPEN", {})], DATES, "id").lines
    assert line.better is not None
    assert line.better.fit is None


def test_a_list_with_some_chances_left_out_keeps_its_order(matcher):
    odd = person("6", None, "2020-01-01")  # of whom no post is known: nobody like that was moved
    employees = [*make_moved()["employees"], odd | {"position_id": "FAR2"}]
    staff = {"position_id": "FAR2", "title": "Guru", "kind": "pengawas", "seats": 1}
    posts = [*TABLES["positions"], staff | {"unit_id": "U2", "job_family": "lain"}]
    predicates = [{"nip": "6", "year": year, "predicate": "baik"} for year in (2023, 2024)]
    mixed = make_learned(
        employees=employees,
        positions=posts,
        performance=[*TABLES["performance"], *predicates],
    )
    made = build_shortlist(mixed, ShortlistRequest("OPEN", size=50), "en").candidates
    told = {one.nip: (one.fit, one.fit_why_not) for one in made}
    assert told["6"] == (None, "few_precedents")
    assert told["1"][0] is not None
    scores = [one.score or 0.0 for one in made]
    assert scores == sorted(scores, reverse=True)
    found = judge(mixed, "6").precedents
    assert found.nearest == ()
    assert found.rate is None
    assert "No past transfer is similar" in found.text


def test_the_policy_says_how_many_must_be_near_and_how_alike(few):
    policy = load_policy()
    for changed, told in (({"least": 4}, True), ({"least": 0}, True), ({"likeness": 1.0}, False)):
        limits = policy.precedents.model_copy(update=changed)
        matcher = make_learned(policy=replace(policy, precedents=limits), **make_moved(MOVED[:4]))
        assert (judge(matcher).fit is not None) == told, changed


def test_what_is_near_enough_changes_the_policys_version(tmp_path):
    other = tmp_path / "policy.toml"
    other.write_text("[precedents]\nleast = 3\n", encoding="utf-8")
    assert load_policy(other).version != load_policy().version


def test_a_rule_has_no_precedents_and_says_so_by_its_own_code():
    answer = judge(make_matcher())
    assert answer.precedents is None
    assert answer.fit_why_not == "rule_basis"


def test_without_a_model_there_is_nothing_to_be_alike_in():
    answer = judge(make_matcher(rule=None))
    assert answer.precedents is None
    assert answer.fit_why_not == "no_model"


def test_a_model_that_tells_no_chance_keeps_its_own_reason_and_still_counts(matcher):
    silent = replace(LEARNED, calibration=None, why_not="too_few_outcomes")
    answer = judge(make_learned(silent))
    assert answer.fit_why_not == "too_few_outcomes"
    assert answer.precedents.near == 8


def test_transfers_that_teach_nothing_are_no_precedents():
    tables = make_moved()
    ordered = [row | {"reason": "reorganisation"} for row in tables["transfers"]]
    assert judge(make_learned(**tables | {"transfers": ordered})).precedents.near == 0


def test_records_without_transfers_know_no_precedents():
    nobody = make_moved([]) | {"transfers": []}
    answer = judge(make_learned(**nobody))
    assert answer.precedents.nearest == ()
    assert answer.fit_why_not == "few_precedents"


def test_a_half_learned_model_is_read_by_its_learned_half():
    rule = Linear(np.ones(WIDTH), np.zeros(WIDTH), np.zeros(WIDTH), np.ones(WIDTH))
    half = replace(LEARNED, basis="blend", terms=(*LEARNED.terms, Term("rule", 0.5, rule)))
    assert judge(make_learned(half)).precedents.near == 8
