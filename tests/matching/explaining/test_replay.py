"""A list computed again: the same to the last byte, or which of the seven differs, in words."""

from dataclasses import fields, replace

import pytest

from matching.answers import Candidate, Shortlist, ShortlistRequest
from matching.explaining.replay import IDENTITY, ORIGINS, compare_replay
from matching.matcher import Matcher
from matching.plain import to_json
from matching.shortlist import build_shortlist
from matching.wishes import find_state
from rules.policy import load_policy
from snapshots.history import History
from snapshots.snapshot import Snapshot
from tests.matching.office import DATES, EMPLOYEES, SECRET, TABLES, make_matcher
from wording import LANGUAGES, has_text

ASKED = ShortlistRequest("OPEN")


def remade(matcher, **others):
    parts = {"history": matcher.history, "policy": matcher.policy, "bundle": matcher.bundle}
    parts |= {"secret": SECRET, "software_version": "0.0.0"}
    return Matcher(**(parts | others))


def compare(matcher, request=ASKED, gone=(), language="id"):
    """Return the replay of the office's list by another matcher or request."""
    stored = to_json(build_shortlist(make_matcher(), ASKED, "id")).encode()
    return compare_replay(stored, build_shortlist(matcher, request, "id"), language, gone)


def changed(answer):
    return [one.code for one in answer.origins if not one.same]


def with_other_records():
    history = make_matcher().history
    kept = history.snapshot
    other = Snapshot("other-records", kept.as_of, kept.tables, kept.made_up)
    return remade(make_matcher(), history=History(other))


def with_other_rules(tmp_path):
    file = tmp_path / "policy.toml"
    file.write_text("[rules.time_in_position]\nmonths = 23\n")
    return make_matcher(policy=load_policy(file))


def with_other_model():
    matcher = make_matcher()
    return remade(matcher, bundle=replace(matcher.bundle, model_version="2"))


def with_other_wishes():
    said = [{"nip": "1", "submitted_on": "2025-01-01", "willing": True}]
    return make_matcher(preferences=said)


def test_the_same_seven_give_the_same_bytes():
    answer = compare(make_matcher())
    assert (answer.same, answer.fault, answer.differences) == (True, False, ())
    assert [one.code for one in answer.origins] == list(ORIGINS)
    assert "sama persis" in answer.text


@pytest.mark.parametrize(
    ("make", "code", "word"),
    [
        (lambda _: with_other_records(), "snapshot_id", "Data"),
        (lambda _: with_other_model(), "model_version", "Cara menilai"),
        (with_other_rules, "policy_version", "Kebijakan"),
        (
            lambda _: remade(make_matcher(), software_version="0.0.1"),
            "software_version",
            "Perangkat lunak",
        ),
        (lambda _: with_other_wishes(), "state_id", "Persetujuan dan kesediaan"),
    ],
)
def test_what_differs_is_named_with_both_values(make, code, word, tmp_path):
    answer = compare(make(tmp_path))
    assert (answer.same, answer.fault, changed(answer)) == (False, False, [code])
    assert answer.text.endswith(f"{word}.")
    (one,) = (one for one in answer.origins if one.code == code)
    assert one.stored in one.text
    assert one.again in one.text
    assert one.stored != one.again


def with_somebody_more(tmp_path):
    file = tmp_path / "policy.toml"
    file.write_text("[rules.time_in_position]\nmonths = 3\n")
    return make_matcher(policy=load_policy(file))


def test_another_state_that_only_follows_from_who_is_shown_is_no_cause(tmp_path):
    made = build_shortlist(make_matcher(), ASKED, "id")
    matcher = with_somebody_more(tmp_path)
    again = build_shortlist(matcher, ASKED, "id")
    assert again.state_id != made.state_id
    state = find_state(matcher, "OPEN", DATES, made.candidates)
    answer = compare_replay(to_json(made).encode(), again, "id", (), state)
    (one,) = (one for one in answer.origins if one.code == "state_id")
    assert (one.same, one.follows, answer.fault) == (False, True, False)
    assert "hanya karena orang pada daftarnya berbeda" in one.text
    assert answer.text.endswith("berbeda: Kebijakan.")


def test_a_wish_that_changed_is_a_cause_beside_other_rules(tmp_path):
    made = build_shortlist(make_matcher(), ASKED, "id")
    policy = with_somebody_more(tmp_path).policy
    matcher = remade(with_other_wishes(), policy=policy)
    state = find_state(matcher, "OPEN", DATES, made.candidates)
    again = build_shortlist(matcher, ASKED, "id")
    answer = compare_replay(to_json(made).encode(), again, "en", (), state)
    assert answer.text.endswith("differs: Policy, Consents and willingness.")


def test_who_says_to_be_willing_is_a_cause_where_the_willing_alone_are_ranked(tmp_path):
    willing = replace(ASKED, willing_only=True)
    made, policy = build_shortlist(make_matcher(), willing, "id"), with_somebody_more(tmp_path)
    for matcher, follows in ((policy, True), (with_other_wishes(), False)):
        state = find_state(matcher, "OPEN", DATES, made.candidates, willing_only=True)
        assert (state == made.state_id) is follows


def test_records_that_do_not_know_somebody_listed_give_no_state():
    made = build_shortlist(make_matcher(), ASKED, "id")
    fewer = make_matcher(employees=EMPLOYEES[1:])
    assert find_state(make_matcher(), "OPEN", DATES, made.candidates) == made.state_id
    assert find_state(fewer, "OPEN", DATES, made.candidates) is None


def test_other_dates_are_named():
    earlier = replace(ASKED, as_of=make_matcher().history.snapshot.as_of.replace(day=1, month=5))
    assert changed(compare(make_matcher(), earlier)) == ["as_of", "effective_on"]
    later = replace(ASKED, effective_on=make_matcher().history.snapshot.as_of.replace(month=7))
    answer = compare(make_matcher(), later)
    assert changed(answer) == ["effective_on"]
    assert "1 Juli 2025" in answer.origins[ORIGINS.index("effective_on")].text


def test_an_id_of_eight_digits_is_no_date():
    numbered = replace(make_matcher().bundle, model_version="20250102")
    answer = compare(remade(make_matcher(), bundle=numbered))
    (one,) = (one for one in answer.origins if one.code == "model_version")
    assert "20250102" in one.text


def test_bytes_that_differ_though_nothing_that_decides_them_does_are_a_fault():
    answer = compare(make_matcher(basis="learned"))
    assert (answer.same, answer.fault, changed(answer)) == (False, True, [])
    assert answer.text.startswith("GANGGUAN")
    assert "dasar urutan: rule, sekarang learned." in [one.text for one in answer.differences]


def test_another_form_of_the_same_values_is_a_fault_too():
    made = build_shortlist(make_matcher(), ASKED, "id")
    answer = compare_replay(to_json(made, indent=1).encode(), made, "id")
    assert (answer.same, answer.fault, answer.differences) == (False, True, ())


def test_what_is_gone_is_said_and_what_was_taken_instead():
    answer = compare(with_other_records(), gone=["snapshot_id"], language="en")
    assert answer.origins[0].gone
    assert "no longer kept" in answer.origins[0].text
    assert "other-records" in answer.origins[0].text


def test_another_person_at_a_place_is_told_once_and_a_changed_field_once():
    assessed = [{**row, "level": 1} if row["nip"] == "5" else row for row in TABLES["assessments"]]
    told = {one.path: one.text for one in compare(make_matcher(assessments=assessed)).differences}
    assert told["candidates[1]"] == "Urutan 2: Orang 5, sekarang Orang 2."
    fewer = compare(make_matcher(employees=EMPLOYEES[1:]))
    told = {one.path: one.text for one in fewer.differences}
    assert told["candidates[2]"] == "Urutan 3: Orang 2, sekarang –."
    wishes = compare(with_other_wishes(), language="en")
    assert [one.text for one in wishes.differences] == [
        "Place 1, Orang 1: willingness: unwilling, now willing.",
        "Place 1, Orang 1: wish: not the same.",
        "Place 3, Orang 2: willingness: willing, now unknown.",
        "Place 3, Orang 2: wish: not the same.",
    ]


def test_every_field_of_a_list_has_a_word_in_both_languages():
    names = {field.name for kind in (Shortlist, Candidate) for field in fields(kind)}
    names -= {*IDENTITY, *ORIGINS, "candidates"}
    assert LANGUAGES
    assert [name for name in sorted(names) if not has_text(f"replay.field_{name}")] == []
