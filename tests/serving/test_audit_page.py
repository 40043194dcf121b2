"""The auditor's page and API: filters, names, paging, the check, what is taken away."""

import csv
import io
import json
from datetime import datetime

import pytest

from serving.access.rights import Role
from serving.audit.queries import walk_audit
from serving.audit.schemas import AuditFilter
from serving.audit.service import Actor, Event, Facts, record_event
from serving.clock import local_day
from tests import wordless
from tests.serving.conftest import open_client
from tests.serving.office import BEST, ELIGIBLE, NAMES, POSITION
from tests.serving.test_audit_chain import tamper
from tests.serving.test_overrides import choose
from tests.serving.test_shortlists_api import make
from wording import LANGUAGES, has_text, say


@pytest.fixture
def busy(client, ids):
    """Return an application in which something happened: two looks, a list, a decision."""
    client.get(f"/v1/positions/{POSITION}/candidates/{ids[ELIGIBLE]}")
    client.get(f"/v1/positions/{POSITION}/candidates/{ids[BEST]}")
    made = make(client).json()
    choose(client, made, made["candidates"][1]["person_id"])
    return client


def read(client, **query):
    answer = client.get("/v1/audit", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def events(client, **query):
    return [one["event"] for one in read(client, **query)["items"]]


def send(client, address, **fields):
    client.get("/")
    form = {"form_token": client.cookies["padan_form"], **fields}
    return client.post(address, data=form, headers={"Accept": "text/html"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_event_is_told_in_words(language):
    assert all(say(f"audit.event_{event.value}", language) for event in Event)
    assert not [one for one in Event if not has_text(f"audit.event_{one.value}")]


def test_the_newest_event_comes_first_and_every_look_at_the_audit_is_told_too(busy):
    told = events(busy)
    assert told == ["shortlist_decided", "shortlist_made", "person_seen", "person_seen"]
    assert events(busy)[0] == "audit_seen"


def test_events_are_found_by_kind_actor_subject_and_day(busy, ids):
    assert events(busy, event="shortlist_made") == ["shortlist_made"]
    (one,) = read(busy, event="shortlist_made")["items"]
    assert set(events(busy, actor=one["actor"])) >= {"shortlist_made", "person_seen"}
    assert events(busy, actor="nobody") == []
    assert events(busy, subject=one["subject"]) == ["shortlist_decided", "shortlist_made"]
    assert events(busy, since="2020-01-01", until="2020-12-31") == []
    assert "shortlist_made" in events(busy, since="2020-01-01")


def test_an_actor_is_told_in_the_readers_language(busy):
    html = busy.get("/audit", headers={"Accept": "text/html", "Accept-Language": "id"}).text
    assert "akun uji-" in html
    assert ">account uji-" not in html
    html = busy.get("/audit", headers={"Accept": "text/html", "Accept-Language": "en"}).text
    assert ">account uji-" in html


def test_a_person_is_found_in_subjects_and_in_facts(busy, ids):
    made = read(busy, event="shortlist_decided")["items"][0]
    chosen = made["facts"]["person_id"]
    assert "shortlist_decided" in events(busy, subject=chosen)
    assert "person_seen" in events(busy, subject=ids[BEST])


def test_days_are_those_of_western_indonesia(client):
    with client.app.state.database.write() as session:
        record_event(session, Event.SIGNED_IN, "-", Actor("page", name="sari"), {})
    at = read(client, event="signed_in")["items"][0]["happened_at"]
    day = local_day(datetime.fromisoformat(at)).isoformat()
    assert events(client, event="signed_in", since=day, until=day) == ["signed_in"]


def test_pages_of_events_follow_each_other_without_gaps(busy):
    first = read(busy, limit=2, until="2100-01-01")
    second = read(busy, limit=50, cursor=first["next_cursor"])
    numbers = [one["number"] for one in (*first["items"], *second["items"])]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[-1] == 1
    assert busy.get("/v1/audit", params={"cursor": "!"}).status_code == 422


def test_an_unknown_kind_or_day_is_refused(client):
    assert client.get("/v1/audit", params={"event": "gossip"}).status_code == 422
    assert client.get("/v1/audit", params={"since": "yesterday"}).status_code == 422


def test_the_page_names_people_and_tells_events_in_both_languages(busy, ids):
    page = busy.get("/audit?lang=id").text
    assert NAMES[ELIGIBLE] in page
    assert "Melihat seorang pegawai" in page
    assert "Looked at a person" in busy.get("/audit?lang=en").text


def test_facts_and_their_codes_are_told_in_words(client):
    actor = Actor("page", name="sari", kind="account")
    facts: Facts = {"step": "released", "role": "committee", "moves": 2, "stance": "fit"}
    with client.app.state.database.write() as session:
        record_event(session, Event.PLAN_STEP_TAKEN, "p" * 32, actor, facts)
        record_event(session, Event.SIGN_IN_REFUSED, "1", actor, {"why": "locked"})
        record_event(session, Event.SIGNED_IN, "made-up", actor, {"role": "auditor"})
        granted: Facts = {"roles": "auditor,planner", "agencies": None}
        record_event(session, Event.ACCOUNT_MADE, "1", actor, granted)
    page = client.get("/audit?lang=id").text
    for told in (
        "langkah: Dilepas perangkat daerah asal",
        "peran: Tim Penilai Kinerja",
        "perpindahan: 2",
        "yang didahulukan: Utamakan kecocokan",
        "sebab: akun terkunci",
        "peran: Auditor",
        "peran: Auditor, Perencana",
    ):
        assert told in page, told


def test_a_fact_without_words_is_found_whichever_test_tells_it(client):
    facts: Facts = {"unheard": 1, "why": "unheard"}
    with client.app.state.database.write() as session:
        record_event(session, Event.SIGN_IN_REFUSED, "1", Actor("page"), facts)
    assert wordless.found == {"audit.fact_unheard", "audit.why_unheard"}
    wordless.found.clear()


def test_empty_fields_of_the_filter_ask_nothing(busy):
    page = busy.get("/audit?event=&actor=&since=&until=&subject=")
    assert page.status_code == 200
    assert "Memutuskan daftar calon" in page.text


def test_a_person_is_searched_without_standing_in_an_address(busy, ids):
    found = send(busy, "/audit/people", q=ELIGIBLE)
    assert f"/audit?subject={ids[ELIGIBLE]}" in found.text
    assert NAMES[ELIGIBLE] in busy.get(f"/audit?subject={ids[ELIGIBLE]}").text
    assert events(busy, event="people_searched") == ["people_searched"]


def test_the_check_says_that_the_audit_is_whole(busy):
    assert "Jejak utuh" in send(busy, "/audit/verify").text


def test_the_check_finds_what_was_changed(busy):
    tamper(busy.app.state.database, "UPDATE audit_events SET subject = 'x' WHERE number = 2")
    assert "peristiwa nomor 2 tidak seperti saat ditulis" in send(busy, "/audit/verify").text


def test_the_check_holds_the_audit_against_a_fingerprint_kept_elsewhere(busy):
    head = json.loads(busy.get("/audit/head.json").text)
    assert "Jejak utuh" in send(busy, "/audit/verify", kept=head["hash"]).text
    assert "Jejak tidak utuh" in send(busy, "/audit/verify", kept="a" * 64).text
    assert send(busy, "/audit/verify", kept="no hash").status_code == 422


def test_the_head_is_the_end_of_the_chain(busy):
    last = read(busy)["items"][0]
    head = busy.get("/v1/audit/head").json()
    assert head["number"] == head["events"] == last["number"] + 1  # the look at the list of events


def test_the_table_holds_every_event_and_no_formula(busy):
    with busy.app.state.database.write() as session:
        actor = Actor("api", on_behalf_of="=cmd|' /C calc'!A0", name="portal")
        record_event(session, Event.SIGNED_IN, "-", actor, {})
    answer = busy.get("/audit/audit.csv?event=signed_in")
    (row,) = csv.DictReader(io.StringIO(answer.text))
    assert row["on_behalf_of"].startswith("'=")
    assert len(list(csv.DictReader(io.StringIO(busy.get("/audit/audit.csv").text)))) > 5
    assert "exported" in events(busy)


def test_who_takes_the_audit_slowly_holds_no_look_at_the_database(busy, monkeypatch):
    monkeypatch.setattr("serving.audit.queries.BATCH", 2)
    database = busy.app.state.database
    taken = walk_audit(database, AuditFilter(), "id")
    numbers = [next(taken).number]
    assert database.engine.pool.checkedout() == 0
    busy.get("/audit")
    numbers += [one.number for one in taken]
    assert numbers == list(range(numbers[0], 0, -1))


def test_only_an_auditor_reads_the_audit(home):
    addresses = ("/audit", "/audit/audit.csv", "/audit/head.json", "/audit/overrides")
    with open_client(home, roles=[role for role in Role if role is not Role.AUDITOR][:1]) as other:
        for address in (*addresses, "/v1/audit", "/v1/audit/head", "/v1/overrides"):
            assert other.get(address).status_code == 403
    with open_client(home, roles=(Role.AUDITOR,)) as auditor:
        for address in (*addresses, "/v1/audit", "/v1/audit/head", "/v1/overrides"):
            assert auditor.get(address).status_code == 200


def test_without_records_the_audit_still_shows(bare_home):
    with open_client(bare_home, roles=(Role.AUDITOR,)) as auditor:
        assert auditor.get("/audit").status_code == 200
        assert send(auditor, "/audit/people", q="sari").status_code == 200
