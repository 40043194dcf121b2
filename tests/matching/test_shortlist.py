"""The shortlist: lawful, in order, explained, the same every time."""

import json
from dataclasses import replace
from datetime import date

import pytest

from matching.answers import ShortlistRequest
from matching.errors import (
    LaterThanSnapshotError,
    NoModelError,
    UnknownAgencyError,
    UnknownPositionError,
)
from matching.explaining.replay import list_differences
from matching.matcher import Matcher
from matching.plain import to_json, to_plain
from matching.shortlist import build_shortlist
from tests.matching.office import AS_OF, EMPLOYEES, POST, SECRET, TABLES, make_matcher
from tests.records import make_history


def shortlist(matcher=None, language="id", **asked):
    request = ShortlistRequest("OPEN", **asked)
    return build_shortlist(matcher or make_matcher(), request, language)


def nips(made):
    return [one.nip for one in made.candidates]


def codes(made):
    return [notice.code for notice in made.notices]


def test_only_the_eligible_are_ranked_the_best_first():
    assert nips(shortlist()) == ["1", "5", "2"]


def test_the_pool_counts_everybody_once_a_verdict_and_once_a_rule():
    pool = shortlist().pool
    assert (pool.employees, pool.eligible, pool.undetermined, pool.ineligible) == (6, 3, 1, 2)
    failed = {one.rule: one.count for one in pool.failed}
    assert failed["time_in_position"] == 1
    assert failed["in_service"] == 1
    assert "discipline" in pool.not_checked


def test_the_undetermined_are_ranked_on_request_and_say_what_is_unknown():
    made = shortlist(include_undetermined=True)
    assert nips(made) == ["1", "5", "2", "3"]
    assert made.candidates[3].warnings[0].code == "undetermined"
    assert "kinerja minimal" in made.candidates[3].warnings[0].text
    assert "undetermined_included" in codes(made)


def test_a_short_list_is_the_beginning_of_a_long_one():
    assert nips(shortlist(size=2)) == nips(shortlist())[:2]


def test_willingness_counts_as_said_last_before_the_day():
    made = shortlist(willing_only=True)  # what person 2 said on the very day is not known yet
    assert nips(made) == ["2"]
    assert [one.preference for one in shortlist().candidates] == [
        "unwilling",
        "unknown",
        "willing",
    ]


def test_agencies_can_be_asked_for_or_left_out():
    assert nips(shortlist(only_agencies=("U2",))) == ["2"]
    assert nips(shortlist(exclude_agencies=("U2",))) == ["1", "5"]


@pytest.mark.parametrize("asked", ["U9", "U11"], ids=["nowhere", "a unit of an agency"])
@pytest.mark.parametrize("key", ["only_agencies", "exclude_agencies"])
def test_what_is_no_agency_is_refused(key, asked):
    below = {"unit_id": "U11", "name": "Bidang Satu", "agency_id": "U1", "parent_id": "U1"}
    matcher = make_matcher(units=[*TABLES["units"], below])
    with pytest.raises(UnknownAgencyError):
        shortlist(matcher, **{key: (asked,)})


def test_a_score_is_the_sum_of_its_groups():
    for one in shortlist().candidates:
        assert sum(vars(one.contributions).values()) == pytest.approx(one.score, abs=1e-6)


def test_reasons_and_gaps_tell_the_persons_own_values():
    first, second, third = shortlist().candidates
    assert first.reasons[0].text.startswith("Memenuhi seluruh 2 kompetensi")
    assert second.reasons[0].value == "1/2"
    assert first.gaps == ()
    assert [(gap.competency_id, gap.has, gap.needs) for gap in third.gaps] == [("C2", 1, 3)]
    assert "Kerja Sama" in third.gaps[0].advice


def test_facts_are_those_of_the_committees_paper():
    facts = shortlist().candidates[0].facts
    assert (facts.rank, facts.job_class_from, facts.job_class_to) == ("III/c", 8, 9)
    assert [(one.year, one.predicate) for one in facts.predicates] == [
        (2024, "baik"),
        (2023, "baik"),
    ]
    assert facts.retires_on == date(2043, 5, 1)  # the month after turning 58
    assert facts.jpm == 1.0


def test_the_same_question_gives_the_same_bytes_but_for_the_id():
    one, two = shortlist(), shortlist(make_matcher())
    assert one.id != two.id
    assert to_json(replace(one, id="")) == to_json(replace(two, id=""))
    assert not list(list_differences(to_plain(one), to_plain(two)))


def test_a_replay_names_what_differs():
    one, two = shortlist(), shortlist(language="en", size=2)
    paths = {path for path, _, _ in list_differences(to_plain(one), to_plain(two))}
    assert "candidates[2]" in paths
    assert "candidates[0].reasons[0].text" in paths
    assert "candidates[0].score" not in paths


def test_the_state_is_another_when_a_shown_preference_is():
    changed = make_matcher(
        preferences=[{"nip": "1", "submitted_on": "2025-01-01", "willing": True}]
    )
    assert shortlist().state_id != shortlist(changed).state_id


LETTER = {"letter_no": "9/2025", "rule": "time_in_position", "issued_on": "2025-05-31"}


@pytest.mark.parametrize(
    ("letter", "counts"),
    [
        ({}, True),
        ({"nip": "1", "position_id": "OPEN", "valid_until": "2025-06-01"}, True),
        ({"issued_on": "2025-06-01"}, False),
        ({"valid_until": "2025-05-31"}, False),
        ({"nip": "3"}, True),
        ({"nip": "nobody"}, False),
        ({"position_id": "FAR"}, False),
    ],
)
def test_the_state_counts_letters_in_force_for_the_post_whoever_they_name(letter, counts):
    changed = shortlist(make_matcher(consents=[LETTER | letter]), size=1)
    assert (changed.state_id != shortlist(size=1).state_id) is counts


def test_the_state_tells_a_letter_that_brings_somebody_in_who_is_not_shown():
    letters = [LETTER | {"nip": nip} for nip in ("4", "5")]
    lifted, idle = (shortlist(make_matcher(consents=[one]), size=1) for one in letters)
    assert [nips(one) for one in (lifted, idle)] == [["1"], ["1"]]
    assert [one.pool.eligible for one in (lifted, idle)] == [4, 3]
    assert len({one.state_id for one in (lifted, idle, shortlist(size=1))}) == 3


def test_the_state_tells_the_willingness_that_decides_who_is_ranked():
    said = {"nip": "5", "submitted_on": "2025-01-01", "willing": True}
    more = make_matcher(preferences=[*TABLES["preferences"], said])
    asked = {"size": 1, "only_agencies": ("U2",)}
    assert shortlist(more, **asked).state_id == shortlist(**asked).state_id
    willing = [shortlist(one, willing_only=True, size=1) for one in (more, None)]
    assert willing[0].state_id != willing[1].state_id


def test_a_rule_that_serves_says_so_and_names_no_chance():
    made = shortlist()
    assert made.basis == "rule"
    assert {"rule_basis", "no_fit_rule_basis"} <= set(codes(made))
    assert made.candidates[0].fit is None
    assert made.candidates[0].fit_why_not == "rule_basis"


def test_a_model_that_leans_on_a_rule_names_the_rule():
    made = shortlist(make_matcher("seniority", basis="blend"), language="en")
    told = {notice.code: notice.text for notice in made.notices}
    assert "seniority" in told["blend_basis"]


@pytest.mark.parametrize(("foretells", "says"), [(False, True), (True, False)])
def test_a_list_that_follows_past_choices_says_that_it_does_not_follow_success(foretells, says):
    learned = make_matcher(basis="learned")
    bundle = replace(learned.bundle, card={"settings": {"foretells": foretells}})
    made = shortlist(
        Matcher(learned.history, learned.policy, bundle, learned.secret, "0.0.0"), language="en"
    )
    told = {notice.code: notice.text for notice in made.notices}
    assert ("follows_past_choices" in told) is says
    if says:
        assert "whom committees chose, not who succeeded" in told["follows_past_choices"]


def test_a_list_whose_people_all_score_alike_says_that_their_order_is_a_lot():
    alike = make_matcher("competency_match", requirements=[])
    assert "all_tied" in codes(shortlist(alike))
    assert "all_tied" not in codes(shortlist())


def test_who_was_filtered_out_is_not_said_to_score_alike():
    asked = [row | {"level": 1} for row in TABLES["assessments"] if row["nip"] in ("1", "5")]
    made = shortlist(make_matcher(assessments=asked), "en", only_agencies=("U1",))
    assert nips(made) in (["1", "5"], ["5", "1"])
    told = {notice.code: notice.text for notice in made.notices}
    assert told["all_tied"].startswith("All who are ranked here score alike")


def test_a_position_without_a_competency_standard_is_said_to_have_none():
    assert "no_competency_standard" in codes(shortlist(make_matcher(requirements=[])))
    assert "no_competency_standard" not in codes(shortlist())


def test_how_past_transfers_were_judged_names_only_tables_that_are_there():
    tables = {name: rows for name, rows in TABLES.items() if name != "performance"}
    sanction = {"nip": "9", "severity": "ringan", "started_on": "2019-01-01"}
    stays = [
        {"nip": "4", "position_id": "FAR", "started_on": "2012-01-01", "ended_on": "2024-12-01"},
        {"nip": "4", "position_id": EMPLOYEES[3]["position_id"], "started_on": "2024-12-01"},
    ]
    office = make_matcher()

    def told(**more):
        history = make_history({"employees": EMPLOYEES, **tables, **more}, AS_OF)
        matcher = Matcher(history, office.policy, office.bundle, SECRET, "0.0.0")
        notices = [one for one in shortlist(matcher).notices if one.code.startswith("outcome_")]
        return [one.text for one in notices]

    (alone,) = told(assignments=stays)
    assert alone.startswith("Karena data kinerja dan data disiplin tidak ada")
    assert alone.endswith("dari riwayat jabatan saja.")
    assert "hukuman disiplin saja" in told(assignments=stays, discipline=[sanction])[0]
    assert told() == []  # there are no past moves to judge


def test_no_vacancy_is_said_and_never_refused():
    held = [{"position_id": "FAR", "opened_on": "2025-01-01"}]
    assert "no_vacancy" in codes(shortlist(make_matcher(vacancies=held)))
    assert shortlist().position.vacant == 1


def test_a_senior_post_is_only_proposed_for_a_competency_test():
    positions = [{**TABLES["positions"][0], "kind": "jpt_pratama"}, *TABLES["positions"][1:]]
    made = shortlist(make_matcher(positions=positions))
    assert made.purpose == "competency_test"
    assert shortlist().purpose == "appointment"
    assert "none_eligible" in codes(made)
    assert made.candidates == ()


def test_a_move_from_outside_into_a_functional_post_needs_a_test():
    functional = {**POST, "kind": "fungsional", "tier": "ahli_muda"}
    positions = [{**TABLES["positions"][0], **functional}, *TABLES["positions"][1:]]
    made = shortlist(make_matcher(positions=positions))
    assert made.candidates[0].needs_competency_test
    assert not shortlist().candidates[0].needs_competency_test


def test_a_day_after_the_records_is_refused():
    with pytest.raises(LaterThanSnapshotError):
        shortlist(as_of=date(2025, 6, 2))


def test_an_earlier_day_knows_nothing_later():
    made = shortlist(as_of=date(2024, 5, 1), include_undetermined=True)
    assert made.candidates[0].facts.jpm is None  # assessed on that very day
    assert made.effective_on == date(2024, 5, 1)


def test_an_unknown_position_names_the_nearest():
    with pytest.raises(UnknownPositionError) as refused:
        build_shortlist(make_matcher(), ShortlistRequest("OPNE"), "id")
    assert ("OPEN", "Kepala Seksi") in refused.value.nearest


def test_without_a_model_nothing_is_ranked():
    with pytest.raises(NoModelError):
        shortlist(make_matcher(rule=None))


def test_the_json_holds_the_fields_in_their_order():
    made = json.loads(to_json(shortlist()))
    assert list(made)[:4] == ["id", "position", "purpose", "as_of"]
    assert list(made["candidates"][0])[:4] == ["rank", "person_id", "nip", "name"]
