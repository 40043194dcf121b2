"""A letter lifts what it covers at once, and nothing once it is withdrawn; rows are only added."""

from base64 import urlsafe_b64decode as b64decode
from datetime import UTC, datetime, timedelta

import pytest

from serving.audit.service import Event
from serving.clock import local_day
from serving.database.connection import open_database
from serving.database.tables import AuditRow
from tests.serving.conftest import open_client
from tests.serving.office import POSITION, settings_of, settle

YOUNG = "198901012012011000"
"""Came to the present post three months before the records' date."""
MOVED = "2025-03-01"
LETTER = {
    "letter_no": "800/123/BKN/2025",
    "rule": "time_in_position",
    "issuer": "BKN",
    "issued_on": "2025-05-20",
}


@pytest.fixture
def home(home, monkeypatch):
    """Give the office somebody who is too short in the present post."""
    import tests.serving.office as office

    monkeypatch.setitem(office.NAMES, YOUNG, "Contoh Eka")
    made = office.office()
    made["employees"][-1] |= {"position_since": MOVED}
    made["assignments"] = [
        {"nip": YOUNG, "position_id": "STAF-2", "started_on": "2012-01-01", "ended_on": MOVED},
        {"nip": YOUNG, "position_id": "STAF-1", "started_on": MOVED},
    ]
    monkeypatch.setattr(office, "office", lambda: made)
    settle(home)
    return home


def person(client, nip=YOUNG):
    return client.post("/v1/people/search", json={"nip": nip}).json()["items"][0]["person_id"]


def enter(client, **others):
    return client.post("/v1/consents", json={**LETTER, **others})


def judge(client, nip=YOUNG, **asked):
    path = f"/v1/positions/{POSITION}/candidates/{person(client, nip)}"
    gates = client.get(path, params=asked).json()["gates"]
    return next(gate for gate in gates if gate["rule"] == "time_in_position")


def test_a_letter_lifts_its_rule_at_once_and_is_named_by_its_number(client):
    assert judge(client)["result"] == "fail"
    kept = enter(client, person_id=person(client), position_id=POSITION).json()
    assert (kept["name"], kept["position"]) == ("Contoh Eka", "Kepala Seksi Contoh")
    assert kept["in_force"]
    lifted = judge(client)
    assert lifted["result"] == "waived"
    assert LETTER["letter_no"] in str(lifted)


def test_a_letter_for_somebody_else_or_another_post_lifts_nothing(client):
    enter(client, position_id="STAF-2")
    enter(client, letter_no="other", nip="198001012005011000")
    assert judge(client)["result"] == "fail"


def test_a_withdrawn_letter_lifts_nothing_more_and_stays_told(client):
    number = enter(client, nip=YOUNG).json()["id"]
    answer = client.post(f"/v1/consents/{number}/withdraw", json={"reason": "salah orang"})
    assert answer.json()["withdrawal"]["reason"] == "salah orang"
    assert not answer.json()["in_force"]
    assert judge(client)["result"] == "fail"
    assert [one["id"] for one in client.get("/v1/consents").json()["items"]] == [number]
    again = client.post(f"/v1/consents/{number}/withdraw", json={"reason": "sekali lagi"})
    assert again.status_code == 409


def test_a_letter_counts_by_its_own_day_as_one_of_the_records_does(client):
    enter(client, nip=YOUNG)
    assert judge(client, as_of="2025-05-20")["result"] == "fail"
    assert judge(client, as_of="2025-05-21")["result"] == "waived"


def test_a_letter_of_the_records_own_date_is_known_on_it_only_where_it_was_entered(
    client, home, monkeypatch
):
    """That date stands for the present: what is entered now is known on it."""
    import tests.serving.office as office

    of_the_day = LETTER | {"issued_on": "2025-06-01"}
    made = office.office() | {"consents": [of_the_day | {"nip": YOUNG}]}
    monkeypatch.setattr(office, "office", lambda: made)
    settle(home)
    assert judge(client)["result"] == "fail"
    (recorded,) = client.get("/v1/consents").json()["items"]
    assert not recorded["in_force"]
    kept = enter(client, **of_the_day, nip=YOUNG).json()
    assert kept["in_force"]
    assert judge(client)["result"] == "waived"


def test_the_very_same_letter_again_is_the_one_that_stands(client):
    first, again = (enter(client, nip=YOUNG) for _ in range(2))
    assert (again.status_code, again.json()) == (first.status_code, first.json())


@pytest.mark.parametrize(
    ("field", "others", "named"),
    [
        ("body.nip", {"person_id": "nobody", "nip": YOUNG}, "person_id"),
        ("body.for_all", {"for_all": True, "position_id": POSITION}, "position_id"),
    ],
)
def test_what_may_not_stand_beside_something_else_says_beside_what(client, field, others, named):
    (error,) = enter(client, **others).json()["errors"]
    assert (error["field"], error["code"]) == (field, "not_beside")
    assert named in error["detail"]


def test_a_letter_of_after_the_records_counts_on_their_date_for_moves_that_follow_it(client):
    today = local_day(datetime.now(UTC)).isoformat()
    enter(client, nip=YOUNG, issued_on=today)
    assert judge(client, effective_on=today)["result"] == "waived"
    assert judge(client)["result"] == "fail"
    assert judge(client, as_of="2025-05-31", effective_on=today)["result"] == "fail"


def test_a_letter_that_ran_out_lifts_nothing(client):
    kept = enter(client, nip=YOUNG, valid_until="2025-05-31").json()
    assert not kept["in_force"]
    assert judge(client)["result"] == "fail"


def test_a_list_replays_to_the_byte_although_a_letter_was_withdrawn_since(client):
    number = enter(client, nip=YOUNG).json()["id"]
    made = client.post("/v1/shortlists", json={"position_id": POSITION}).json()
    assert YOUNG in {one["nip"] for one in made["candidates"]}
    client.post(f"/v1/consents/{number}/withdraw", json={"reason": "dicabut"})
    assert client.get(f"/v1/shortlists/{made['id']}/replay").json()["same"]
    now = client.post("/v1/shortlists", json={"position_id": POSITION}).json()
    assert YOUNG not in {one["nip"] for one in now["candidates"]}


def test_another_process_judges_by_the_letter_at_its_next_request(client, home):
    with open_client(home) as other:
        assert judge(other)["result"] == "fail"
        enter(client, nip=YOUNG)
        assert judge(other)["result"] == "waived"


def test_what_no_letter_lifts_is_refused_with_what_one_may_lift(client):
    answer = enter(client, rule="rank_range", nip=YOUNG)
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert (error["field"], error["code"]) == ("body.rule", "not_waivable")
    assert "time_in_position" in error["detail"]
    assert "lock_window" in error["detail"]


@pytest.mark.parametrize(
    ("others", "field"),
    [
        ({"issued_on": "tomorrow"}, "body.issued_on"),
        ({"valid_until": "2025-05-19"}, "body.valid_until"),
        ({"letter_no": "  "}, "body.letter_no"),
        ({"nip": "198999"}, "body.nip"),
        ({"person_id": "nobody"}, "body.person_id"),
        ({"person_id": "nobody", "nip": YOUNG}, "body.nip"),
        ({"position_id": "NOWHERE"}, "body.position_id"),
        ({"issuer": f"BKN untuk {YOUNG}"}, "body.issuer"),
        ({"letter_no": f"800/{YOUNG}"}, "body.letter_no"),
        ({"position_id": None}, "body.for_all"),
        ({"for_all": True}, "body.for_all"),
        ({"position_id": None, "for_all": "ya"}, "body.for_all"),
    ],
)
def test_a_letter_that_cannot_be_is_refused_with_its_field(client, others, field):
    if others.get("issued_on") == "tomorrow":
        others = {"issued_on": (local_day(datetime.now(UTC)) + timedelta(days=1)).isoformat()}
    answer = enter(client, **{"position_id": POSITION, **others})
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_a_letter_for_everybody_and_every_post_is_one_that_says_so(client):
    kept = enter(client, for_all=True)
    assert kept.status_code == 201
    assert kept.json()["person_id"] is None
    assert judge(client)["result"] == "waived"


def test_why_a_letter_is_withdrawn_holds_no_nip(client):
    number = enter(client, nip=YOUNG).json()["id"]
    answer = client.post(f"/v1/consents/{number}/withdraw", json={"reason": f"bukan {YOUNG}"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "body.reason")


def test_a_letter_whose_person_or_post_the_records_lack_is_marked_and_holds_not(home, monkeypatch):
    import tests.serving.office as office

    with open_client(home) as client:
        enter(client, nip=YOUNG)
        enter(client, letter_no="other", position_id="STAF-2")
        enter(client, letter_no="all", for_all=True)
    made = office.office()
    gone = [row for row in made["employees"] if row["nip"] != YOUNG]
    made |= {"employees": gone, "assignments": []}
    made["consents"] = [{**LETTER, "letter_no": "recorded", "nip": YOUNG}]
    monkeypatch.setattr(office, "office", lambda: made)
    settle(home)
    with open_client(home) as client:
        told = {one["letter_no"]: one for one in client.get("/v1/consents").json()["items"]}
        known = {letter_no: (one["in_records"], one["in_force"]) for letter_no, one in told.items()}
        lacking = (False, False)
        assert known == {
            LETTER["letter_no"]: lacking,
            "recorded": lacking,
            "other": (True, True),
            "all": (True, True),
        }
        assert told["recorded"]["person_id"] == told[LETTER["letter_no"]]["person_id"] is not None
        page = client.get("/consents").text
        assert page.count("pegawai yang tidak ada dalam data") == 2
        assert told["recorded"]["person_id"] not in page


def test_the_same_letter_again_is_that_letter_and_one_that_says_otherwise_is_refused(client):
    first = enter(client, nip=YOUNG).json()
    assert enter(client, nip=YOUNG).json()["id"] == first["id"]
    assert enter(client, nip=YOUNG, issuer="PPK").status_code == 409
    client.post(f"/v1/consents/{first['id']}/withdraw", json={"reason": "salah penerbit"})
    assert enter(client, nip=YOUNG, issuer="PPK").status_code == 201


def test_a_letter_that_was_never_entered_cannot_be_withdrawn(client):
    assert client.post("/v1/consents/77/withdraw", json={"reason": "x"}).status_code == 404


def test_letters_are_audited_by_the_number_of_their_entry_and_no_nip(client, home):
    number = enter(client, nip=YOUNG).json()["id"]
    client.post(f"/v1/consents/{number}/withdraw", json={"reason": "rahasia"})
    database = open_database(settings_of(home).database_url)
    with database.read() as session:
        kinds = (Event.CONSENT_ENTERED.value, Event.CONSENT_WITHDRAWN.value)
        events = session.query(AuditRow).filter(AuditRow.event.in_(kinds)).all()
    database.close()
    assert [event.subject for event in events] == [str(number), str(number + 1)]
    assert LETTER["letter_no"] not in str([(event.subject, event.facts) for event in events])
    assert YOUNG not in str([event.facts for event in events])
    assert "rahasia" not in str([event.facts for event in events])


def test_pages_end_where_one_letter_of_the_records_covers_many_people(home, monkeypatch):
    import tests.serving.office as office

    made = office.office()
    made["consents"] = [{**LETTER, "nip": nip} for nip in office.NAMES]
    monkeypatch.setattr(office, "office", lambda: made)
    settle(home)
    with open_client(home) as client:
        seen, cursor = [], None
        for _ in made["consents"]:
            asked = {"limit": 1, "cursor": cursor} if cursor else {"limit": 1}
            piece = client.get("/v1/consents", params=asked).json()
            seen += [one["name"] for one in piece["items"]]
            cursor = piece["next_cursor"]
            assert cursor is None or LETTER["letter_no"].encode() not in b64decode(cursor + "==")
        assert cursor is None
        assert sorted(seen) == sorted(office.NAMES.values())
