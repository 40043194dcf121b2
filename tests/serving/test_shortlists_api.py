"""Shortlists over HTTP: made once, kept as made, decided once."""

import io
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, update

from matching.contest import open_contest
from serving.database.tables import AuditRow, ShortlistRow
from serving.shortlists import service
from tests.serving.office import BEST, ELIGIBLE, NAMES, POSITION, SANCTIONED, UNJUDGED

ASKED = {"position_id": POSITION}


def make(client, **others):
    headers = others.pop("headers", {})
    return client.post("/v1/shortlists", json=ASKED | others, headers=headers)


def read_audit(client):
    with client.app.state.database.read() as session:
        return session.scalars(select(AuditRow).order_by(AuditRow.number)).all()


def test_a_list_is_made_stored_and_addressed(client):
    made = make(client)
    assert made.status_code == 201
    assert made.headers["location"] == f"/v1/shortlists/{made.json()['id']}"


def test_a_list_ranks_the_eligible_alone_the_best_first(client):
    candidates = make(client).json()["candidates"]
    assert [one["nip"] for one in candidates] == [BEST, ELIGIBLE]
    assert [one["rank"] for one in candidates] == [1, 2]


def test_the_undetermined_are_ranked_too_when_asked(client):
    candidates = make(client, include_undetermined=True).json()["candidates"]
    assert UNJUDGED in {one["nip"] for one in candidates}
    assert SANCTIONED not in {one["nip"] for one in candidates}


def test_agencies_can_be_left_out(client):
    candidates = make(client, exclude_agencies=["D2"]).json()["candidates"]
    assert [one["nip"] for one in candidates] == [ELIGIBLE]


def test_every_list_names_what_it_was_made_of(client):
    made = make(client, effective_on="2025-07-01").json()
    assert made["as_of"] == "2025-06-01"
    assert made["effective_on"] == "2025-07-01"
    versions = ("snapshot_id", "model_version", "policy_version", "software_version", "state_id")
    assert all(made[name] for name in versions)


def test_contributions_sum_to_the_score(client):
    for one in make(client).json()["candidates"]:
        assert sum(one["contributions"].values()) == pytest.approx(one["score"], abs=1e-6)


def test_a_stored_list_comes_back_byte_for_byte(client):
    made = make(client, headers={"Accept-Language": "en"})
    again = client.get(made.headers["location"], headers={"Accept-Language": "id"})
    assert again.content == made.content
    assert again.headers["content-language"] == "en"


def test_the_same_question_gives_the_same_bytes_but_for_the_id(client):
    one, other = make(client), make(client)
    assert one.json()["id"] != other.json()["id"]
    assert one.text.replace(one.json()["id"], "") == other.text.replace(other.json()["id"], "")


def test_texts_follow_the_language_that_was_asked(client):
    notices = {
        language: make(client, headers={"Accept-Language": language}).json()["notices"][0]["text"]
        for language in ("id", "en")
    }
    assert "rekaan" in notices["id"]
    assert "made up" in notices["en"]


def test_an_idempotency_key_gives_the_first_answer_again(client):
    headers = {"Idempotency-Key": "k-1"}
    one, other = make(client, headers=headers), make(client, headers=headers)
    assert (one.status_code, other.status_code) == (201, 201)
    assert one.content == other.content
    assert len(client.get("/v1/shortlists").json()["items"]) == 1


def test_an_idempotency_key_with_another_body_is_refused(client):
    headers = {"Idempotency-Key": "k-2"}
    make(client, headers=headers)
    assert make(client, size=3, headers=headers).status_code == 409


def test_the_same_key_at_the_same_time_makes_one_list(client):
    headers = {"Idempotency-Key": "k-3"}
    with ThreadPoolExecutor(4) as asking:
        answers = list(asking.map(lambda _: make(client, headers=headers), range(4)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert len(client.get("/v1/shortlists").json()["items"]) == 1


def test_a_list_can_be_downloaded_as_a_workbook(client):
    made = make(client).json()
    answer = client.get(f"/v1/shortlists/{made['id']}.xlsx")
    assert answer.headers["content-disposition"].startswith("attachment;")
    texts = zipfile.ZipFile(io.BytesIO(answer.content)).read("xl/sharedStrings.xml").decode()
    assert NAMES[BEST] in texts


def test_lists_are_listed_the_newest_first_piece_by_piece(client):
    made = [make(client).json()["id"] for _ in range(3)]
    first = client.get("/v1/shortlists", params={"limit": 2}).json()
    rest = client.get("/v1/shortlists", params={"limit": 2, "cursor": first["next_cursor"]}).json()
    assert [row["id"] for row in first["items"] + rest["items"]] == made[::-1]
    assert rest["next_cursor"] is None


def test_a_brief_tells_what_the_list_was_made_of_without_reading_the_answer(client):
    made = make(client).json()
    with client.app.state.database.write() as session:
        session.execute(update(ShortlistRow).values(answer=b""))
    (brief,) = client.get("/v1/shortlists").json()["items"]
    assert (brief["id"], brief["position_id"]) == (made["id"], POSITION)
    assert brief["title"] == made["position"]["title"]
    assert brief["agency"] == made["position"]["agency"]
    assert (brief["as_of"], brief["effective_on"]) == (made["as_of"], made["effective_on"])
    assert (brief["candidates"], brief["decision"]) == (2, None)


def choose(client, made, person_id, **others):
    """Choose somebody, with a reason that is enough wherever the choice departs from the list."""
    reason = {"reason_code": "interview", "reason": "Hasil wawancara lebih kuat."}
    body = {"person_id": person_id, **reason, **others}
    return client.post(f"/v1/shortlists/{made['id']}/decision", json=body)


def test_somebody_on_the_list_can_be_chosen(client):
    made = make(client).json()
    decided = choose(client, made, made["candidates"][1]["person_id"])
    assert decided.status_code == 201
    assert decided.json()["on_list"] is True
    (listed,) = client.get("/v1/shortlists").json()["items"]
    assert listed["decision"] == decided.json()


def test_somebody_off_the_list_can_be_chosen_unless_ineligible(client, ids):
    made = make(client, size=1).json()
    refused = choose(client, made, ids[SANCTIONED])
    assert refused.status_code == 422
    assert "(discipline)" in refused.json()["detail"]
    assert choose(client, made, ids[ELIGIBLE]).json()["on_list"] is False


def test_the_position_can_be_left_open(client):
    assert choose(client, make(client).json(), None).json()["person_id"] is None


def test_a_list_is_decided_once(client):
    made = make(client).json()
    choose(client, made, None)
    again = choose(client, made, made["candidates"][0]["person_id"])
    assert again.status_code == 409
    assert again.json()["code"] == "already_decided"


def test_others_can_decide_while_a_choice_is_judged_and_the_first_holds(client, ids, monkeypatch):
    made = make(client).json()

    def judge_slowly(*asked):
        assert choose(client, made, None).status_code == 201
        return open_contest(*asked)

    monkeypatch.setattr(service, "open_contest", judge_slowly)
    assert choose(client, made, ids[ELIGIBLE]).status_code == 409
    (listed,) = client.get("/v1/shortlists").json()["items"]
    assert listed["decision"]["person_id"] is None


def test_a_choice_of_nobody_known_names_the_field(client):
    refused = choose(client, make(client).json(), "0" * 20)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "body.person_id"


def test_a_choice_needs_the_field_even_where_it_is_null(client):
    made = make(client).json()
    body = {"reason_code": "need", "reason": "perlu"}
    refused = client.post(f"/v1/shortlists/{made['id']}/decision", json=body)
    assert refused.json()["errors"] == [
        {"field": "body.person_id", "code": "missing", "detail": "Wajib diisi."}
    ]


@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_a_choice_without_a_reason_in_words_is_refused(client, reason):
    made = make(client).json()
    refused = choose(client, made, None, reason=reason)
    assert refused.status_code == 422
    (error,) = refused.json()["errors"]
    assert (error["field"], error["code"]) == ("body.reason", "too_short")
    first = made["candidates"][0]["person_id"]
    assert choose(client, made, first, reason=" cocok ").json()["reason"] == "cocok"


def test_the_audit_tells_who_made_and_decided_and_for_whom(client):
    headers = {"X-On-Behalf-Of": "bkpsdm-7"}
    made = make(client, headers=headers).json()
    choose(client, made, None)
    events = read_audit(client)
    assert [event.event for event in events] == ["shortlist_made", "shortlist_decided"]
    assert {event.subject for event in events} == {made["id"]}
    assert [event.on_behalf_of for event in events] == ["bkpsdm-7", None]


def test_the_audit_holds_no_nip_and_no_name(client):
    choose(client, make(client).json(), None)
    told = str([event.facts for event in read_audit(client)])
    assert not [word for word in (*NAMES, *NAMES.values()) if word in told]


def test_a_refused_question_leaves_nothing_behind(client):
    assert make(client, position_id="NOWHERE").status_code == 422
    assert client.get("/v1/shortlists").json() == {"items": [], "next_cursor": None}
    assert [event.event for event in read_audit(client)] == ["list_seen"]
