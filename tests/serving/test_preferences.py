"""A wish is taken, told at once by every process, and never moves anybody."""

import json
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from serving.access.rights import Right, Role
from serving.audit.service import Event
from serving.database.connection import open_database
from serving.database.entry_tables import EnteredPreferenceRow
from serving.database.tables import AuditRow
from tests.serving.conftest import open_client
from tests.serving.office import BEST, ELIGIBLE, POSITION, settings_of

MOVING = ("id", "state_id", "candidates")
"""What of a list may differ where a wish differs; of candidates all but the wish must not."""


def person(client, nip):
    return client.post("/v1/people/search", json={"nip": nip}).json()["items"][0]["person_id"]


def put(client, nip, **said):
    return client.put(f"/v1/people/{person(client, nip)}/preference", json=said)


def make_list(client, **asked):
    body = {"position_id": POSITION, **asked}
    return client.post("/v1/shortlists", json=body).json()


def candidate(made, nip):
    return next(one for one in made["candidates"] if one["nip"] == nip)


def test_who_said_nothing_has_no_wish_and_no_history(client):
    answer = client.get(f"/v1/people/{person(client, BEST)}/preference").json()
    assert answer["preference"] == "unknown"
    assert (answer["in_force"], answer["history"]) == (None, [])


def test_a_wish_is_told_with_where_it_comes_from_and_since_when(client):
    wanted = {"wanted_agency_id": "D1", "wanted_position_id": POSITION, "note": " dekat rumah "}
    put(client, BEST, willing=True, **wanted)
    answer = put(client, BEST, willing=False).json()
    assert answer["preference"] == "unwilling"
    assert answer["in_force"] == answer["history"][0]
    first = answer["history"][1]
    assert (first["source"], first["note"]) == ("entered", "dekat rumah")
    assert (first["agency"], first["position"]) == ("Dinas Contoh Satu", "Kepala Seksi Contoh")
    assert first["entered_at"] <= answer["in_force"]["entered_at"]
    assert answer == client.get(f"/v1/people/{person(client, BEST)}/preference").json()


def test_a_wish_tells_an_account_and_a_key_of_one_name_apart(client):
    put(client, ELIGIBLE, willing=True)
    with client.app.state.database.read() as session:
        row = session.scalars(select(EnteredPreferenceRow)).one()
        told = session.scalars(select(AuditRow.actor_name)).all()
    assert row.entered_by.startswith("account uji-")
    assert row.entered_by in told


def test_a_wish_is_replaced_as_a_whole_and_null_takes_it_back(client):
    put(client, BEST, willing=True, note="ingin pindah")
    answer = put(client, BEST, willing=None).json()
    assert answer["preference"] == "unknown"
    assert answer["in_force"]["note"] is None
    assert len(answer["history"]) == 2


def test_the_very_same_said_again_is_kept_once(client):
    put(client, BEST, willing=True)
    assert len(put(client, BEST, willing=True).json()["history"]) == 1
    put(client, BEST, willing=False)
    assert len(put(client, BEST, willing=True).json()["history"]) == 3


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"wanted_agency_id": "D9"}, "body.wanted_agency_id"),
        ({"wanted_position_id": "NOWHERE"}, "body.wanted_position_id"),
        ({"wanted_job_family": "penerbang"}, "body.wanted_job_family"),
        ({"note": "x" * 501}, "body.note"),
        ({"note": "a\u0000b"}, "body.note"),
        ({"willing": "yes"}, "body.willing"),
        ({"wish": 1}, "body.wish"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_field(shared, said, field):
    answer = put(shared, BEST, **said)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_nobody_unknown_has_a_wish(shared):
    assert shared.get("/v1/people/0123456789abcdef0123/preference").status_code == 404
    assert shared.put("/v1/people/0123456789abcdef0123/preference", json={}).status_code == 404


def test_a_list_tells_the_wish_at_once_with_a_new_state_over_the_same_records(client):
    before = make_list(client)
    put(client, BEST, willing=False, wanted_position_id=POSITION, note="merawat ibu")
    after = make_list(client)
    told = candidate(after, BEST)
    assert told["preference"] == "unwilling"
    assert (told["wish"]["source"], told["wish"]["met"]) == ("entered", True)
    assert told["wish"]["note"] == "merawat ibu"
    assert before["state_id"] != after["state_id"]
    assert before["snapshot_id"] == after["snapshot_id"]


def test_only_the_willing_are_asked_for_by_what_was_entered(client):
    put(client, BEST, willing=True)
    assert [one["nip"] for one in make_list(client, willing_only=True)["candidates"]] == [BEST]


def test_as_of_a_day_before_it_was_entered_a_wish_is_not_known(client):
    put(client, BEST, willing=False)
    earlier = make_list(client, as_of="2025-05-31")
    assert candidate(earlier, BEST)["preference"] == "unknown"
    assert candidate(make_list(client), BEST)["preference"] == "unwilling"


def test_a_list_replays_to_the_byte_although_wishes_changed_since(client):
    put(client, BEST, willing=True)
    made = make_list(client)
    put(client, BEST, willing=False)
    put(client, ELIGIBLE, willing=False)
    assert client.get(f"/v1/shortlists/{made['id']}/replay").json()["same"]


def test_another_process_knows_at_its_next_request(client, home):
    with open_client(home) as other:
        make_list(other)
        put(client, BEST, willing=False)
        assert candidate(make_list(other), BEST)["preference"] == "unwilling"


def test_the_terminal_lays_the_same_over_the_records(client, home, monkeypatch):
    from commands.opening import open_matcher

    put(client, BEST, willing=False)
    matcher = open_matcher(settings_of(home))
    served = client.app.state.warm.get()
    assert matcher.history.entered == served.history.entered != ()
    assert matcher.history.wishes.willing.tolist() == [0]


def test_the_audit_knows_that_it_was_entered_and_not_what_the_note_says(client, home):
    put(client, BEST, willing=False, note="sangat rahasia")
    database = open_database(settings_of(home).database_url)
    with database.read() as session:
        told = session.query(AuditRow).filter_by(event=Event.PREFERENCE_ENTERED.value).one()
        facts = json.dumps(told.facts)
    database.close()
    assert told.subject == person(client, BEST)
    assert "rahasia" not in facts
    assert BEST not in facts


def test_without_the_right_nobody_reads_or_enters_a_wish(home, client):
    known = person(client, BEST)
    with open_client(home, (Role.DATA_SCIENTIST,)) as other:
        assert other.get(f"/v1/people/{known}/preference").status_code == 403
        assert other.put(f"/v1/people/{known}/preference", json={}).status_code == 403
    assert Right.PREFERENCES in Right


@settings(
    deadline=None,
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(said=st.lists(st.tuples(st.sampled_from([BEST, ELIGIBLE]), st.booleans()), max_size=4))
def test_a_refusal_touches_neither_score_nor_order_nor_anything_else_of_a_list(refusing, said):
    client, before = refusing
    for nip, willing in said:
        put(client, nip, willing=willing)
    after = make_list(client)
    assert strip(after) == strip(before)


@pytest.fixture(scope="module")
def refusing(furnished, tmp_path_factory):
    home = shutil.copytree(furnished, tmp_path_factory.mktemp("refusing") / "home")
    with open_client(home) as opened:
        yield opened, make_list(opened)


def strip(made):
    rest = {name: value for name, value in made.items() if name not in MOVING}
    return rest | {
        "candidates": [
            {name: value for name, value in one.items() if name not in ("preference", "wish")}
            for one in made["candidates"]
        ]
    }


def test_a_note_with_a_nip_in_it_is_refused(client):
    note = f"ingin bersama {ELIGIBLE}"
    refused = put(client, BEST, note=note)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "body.note")
