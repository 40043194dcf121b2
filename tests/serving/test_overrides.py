"""Choices that depart from what was proposed need a reason of the list, and are reported."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from serving.audit.verifying import verify_chain
from serving.database.tables import AuditRow
from serving.overrides.checking import check_reason
from serving.overrides.errors import ShortReasonError
from serving.overrides.reasons import find_departure, list_codes
from tests.serving.office import ELIGIBLE
from tests.serving.test_shortlists_api import make

WORDS = "Hasil wawancara lebih kuat."


def choose(client, made, person_id, code="interview", reason=WORDS):
    body = {"person_id": person_id, "reason_code": code, "reason": reason}
    return client.post(f"/v1/shortlists/{made['id']}/decision", json=body)


def test_only_the_first_of_a_list_follows_it():
    assert find_departure(["a", "b"], "a") is None
    assert find_departure(["a", "b"], "b") == "lower_on_list"
    assert find_departure(["a", "b"], "c") == "off_list"
    assert find_departure(["a", "b"], None) == "left_open"
    assert find_departure([], None) is None


def test_the_first_may_be_chosen_for_any_reason(client):
    made = make(client).json()
    decided = choose(client, made, made["candidates"][0]["person_id"], "our_own_code", "cocok")
    assert decided.status_code == 201
    assert decided.json()["departure"] is None


def test_no_reason_holds_a_nip_whoever_is_chosen(client):
    made = make(client).json()
    first = made["candidates"][0]["person_id"]
    for given in ({"code": ELIGIBLE}, {"reason": f"Sudah dibahas dengan {ELIGIBLE}."}):
        refused = choose(client, made, first, **given)
        assert refused.status_code == 422
        assert ELIGIBLE not in refused.text


@pytest.mark.parametrize(
    ("size", "pick", "departure"),
    [
        (2, lambda made, ids: made["candidates"][1]["person_id"], "lower_on_list"),
        (1, lambda made, ids: ids[ELIGIBLE], "off_list"),
        (2, lambda made, ids: None, "left_open"),
    ],
)
def test_whatever_else_is_chosen_needs_a_reason_of_the_list(client, ids, size, pick, departure):
    made = make(client, size=size).json()
    chosen = pick(made, ids)
    refused = choose(client, made, chosen, "best_fit")
    assert refused.status_code == 422
    assert refused.json()["code"] == "unlisted_reason"
    assert refused.json()["errors"][0]["field"] == "body.reason_code"
    assert all(code in refused.json()["detail"] for code in list_codes())
    short = choose(client, made, chosen, reason="lebih cocok")
    assert short.json()["code"] == "short_reason"
    assert short.json()["errors"][0]["field"] == "body.reason"
    decided = choose(client, made, chosen)
    assert decided.status_code == 201
    assert decided.json()["departure"] == departure


@pytest.mark.parametrize(
    "words",
    [
        "\u200b" * 60,
        "a" * 60,
        "a b c d e f g h i j k",
        "aa " * 20,
        "\u200b".join("wawancara"),
        "1 " * 20,
    ],
)
def test_signs_that_say_nothing_are_no_reason(words):
    with pytest.raises(ShortReasonError, match="3 words"):
        check_reason("off_list", "interview", words)
    check_reason("off_list", "interview", "Wawancara lebih kuat.")


def test_the_page_offers_the_reasons(client):
    made = make(client).json()
    page = client.get(f"/shortlists/{made['id']}").text
    assert all(f'<option value="{code}">' in page for code in list_codes())


def test_of_two_who_decide_at_once_one_is_kept_and_told_once(client):
    made = make(client).json()
    people = [one["person_id"] for one in made["candidates"][:2]] * 3
    with ThreadPoolExecutor(6) as deciding:
        answers = list(deciding.map(lambda person: choose(client, made, person), people))
    assert sorted(one.status_code for one in answers) == [201, 409, 409, 409, 409, 409]
    with client.app.state.database.read() as session:
        decided = select(AuditRow).where(AuditRow.event == "shortlist_decided")
        assert len(session.scalars(decided).all()) == 1
        assert verify_chain(session).unbroken
