"""Outcomes over HTTP: checked against the records, kept once, corrected only on purpose."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from serving.database.tables import AuditRow, ReportedOutcomeRow
from serving.outcomes.queries import list_outcomes
from snapshots.store import SnapshotStore
from tests.records import make_snapshot
from tests.serving.conftest import open_client
from tests.serving.office import BEST, ELIGIBLE, office

MOVED_ON = "2015-01-01"
REPORT = {
    "nip": ELIGIBLE,
    "to_position_id": "STAF-1",
    "effective_on": MOVED_ON,
    "outcome": "failure",
    "outcome_on": "2016-02-01",
}


@pytest.fixture
def moved_home(home):
    """Return a home whose records tell that one of the four moved between agencies in 2015."""
    stays = [
        {"nip": ELIGIBLE, "position_id": "STAF-2", "started_on": "2007-01-01"}
        | {"ended_on": MOVED_ON},
        {"nip": ELIGIBLE, "position_id": "STAF-1", "started_on": MOVED_ON},
    ]
    made = make_snapshot(office() | {"assignments": stays}, "2025-06-01")
    SnapshotStore(home / "snapshots").save(made.tables, made.as_of, made_up=True)
    return home


@pytest.fixture
def portal(moved_home, any_database_url):
    """Return a client of an application on either database."""
    with open_client(moved_home, database_url=any_database_url) as opened:
        yield opened


def send(client, **others):
    headers = others.pop("headers", {})
    body = {name: value for name, value in (REPORT | others).items() if value is not None}
    return client.post("/v1/outcomes", json=body, headers=headers)


def stored(client):
    with client.app.state.database.read() as session:
        return list_outcomes(session)


def count_rows(client):
    with client.app.state.database.read() as session:
        return len(session.scalars(select(ReportedOutcomeRow)).all())


def last_look(client):
    with client.app.state.database.read() as session:
        event = session.scalars(select(AuditRow).order_by(AuditRow.number.desc())).first()
        (row, *_) = session.scalars(select(ReportedOutcomeRow)).all()
    assert (event.event, event.subject) == ("person_seen", row.person_id)
    return event.facts


def test_a_report_is_kept_by_person_id_and_says_from_when_it_counts(portal):
    answer = send(portal, headers={"Accept-Language": "en"})
    kept = answer.json()
    assert answer.status_code == 201
    assert ELIGIBLE not in answer.text
    assert "--with-portal" in kept["notice"]
    assert "1 February 2016" in kept["notice"]
    (row,) = stored(portal)
    assert (row.person_id, row.outcome) == (kept["person_id"], "failure")
    assert row.to_position_id == kept["to_position_id"] == "STAF-1"


def test_the_audit_tells_of_it_without_a_nip(portal):
    send(portal, headers={"X-On-Behalf-Of": "sari"})
    with portal.app.state.database.read() as session:
        (event,) = session.scalars(select(AuditRow)).all()
    assert (event.event, event.on_behalf_of) == ("outcome_reported", "sari")
    assert ELIGIBLE not in str(event.facts)
    assert event.facts["outcome"] == "failure"


def test_the_same_report_again_is_kept_once(portal):
    assert send(portal).json()["id"] == send(portal).json()["id"]
    assert count_rows(portal) == 1
    assert last_look(portal) == {"to_position_id": "STAF-1", "repeated": True}


def test_another_report_of_the_same_move_is_a_conflict(portal):
    send(portal)
    refused = send(portal, outcome="success")
    assert (refused.status_code, refused.json()["code"]) == (409, "already_reported")
    assert "correction" in refused.json()["detail"]
    assert count_rows(portal) == 1
    assert last_look(portal) == {"to_position_id": "STAF-1", "refused": True}


def test_a_correction_holds_and_leaves_the_first_report_in_the_book(portal):
    first = send(portal).json()
    second = send(portal, outcome="success", correction=True).json()
    assert second["corrects"] == {
        name: first[name] for name in ("outcome", "outcome_on", "reported_at")
    }
    assert first["corrects"] is None
    assert [row.outcome for row in stored(portal)] == ["success"]
    assert count_rows(portal) == 2


def test_a_key_gives_the_report_that_its_first_request_made(portal):
    keyed = {"Idempotency-Key": "k1"}
    first = send(portal, headers=keyed)
    send(portal, outcome="success", correction=True)
    assert send(portal, headers=keyed).json() == first.json()
    refused = send(portal, outcome_on="2016-03-01", headers=keyed)
    assert (refused.status_code, refused.json()["code"]) == (409, "reused_key")


def test_reports_at_the_same_moment_are_kept_once(portal):
    with ThreadPoolExecutor(4) as sending:
        answers = list(sending.map(lambda _: send(portal), range(8)))
    assert {answer.status_code for answer in answers} == {201}
    assert count_rows(portal) == 1


def test_a_report_sent_again_after_an_import_is_what_the_first_made(portal, moved_home):
    keyed = {"Idempotency-Key": "kunci"}
    first = send(portal, headers=keyed)
    other = make_snapshot(office(), "2025-06-02")
    SnapshotStore(moved_home / "snapshots").save(other.tables, other.as_of, made_up=True)
    assert send(portal).json()["code"] == "unknown_move"
    again = send(portal, headers=keyed)
    assert (again.status_code, again.content) == (201, first.content)


def test_reports_are_only_ever_added(portal):
    send(portal)
    database = portal.app.state.database
    for change in (
        update(ReportedOutcomeRow).values(outcome="success"),
        delete(ReportedOutcomeRow),
    ):
        with pytest.raises(DBAPIError, match="only added"), database.write() as session:
            session.execute(change)


@pytest.fixture(scope="module")
def looked_at(furnished, tmp_path_factory):
    """Return a client for refusals, which keep nothing."""
    import shutil

    home = shutil.copytree(furnished, tmp_path_factory.mktemp("refusing") / "home")
    with open_client(home) as opened:
        yield opened


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"nip": "199901012020011000"}, "unknown_person", "body.nip"),
        ({"to_position_id": "NONE"}, "unknown_position", "body.to_position_id"),
        ({"effective_on": "2015-01-02"}, "unknown_move", "body.effective_on"),
        ({"nip": BEST}, "unknown_move", "body.effective_on"),
        ({"outcome_on": "2014-12-31"}, "outcome_before_move", "body.outcome_on"),
        ({"outcome_on": "2999-01-01"}, "outcome_to_come", "body.outcome_on"),
        ({"outcome": "fine"}, "not_a_choice", "body.outcome"),
        ({"outcome_on": "01-02-2016"}, "not_a_date", "body.outcome_on"),
        ({"correction": "yes"}, "not_a_flag", "body.correction"),
        ({"note": "x"}, "unexpected", "body.note"),
        ({"effective_on": None}, "names_no_move", "body"),
        ({"move_id": "m1"}, "names_no_move", "body"),
        ({"nip": None, "to_position_id": None, "effective_on": None}, "names_no_move", "body"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_field(looked_at, wrong, code, field):
    refused = send(looked_at, **wrong)
    assert refused.status_code == 422
    (problem,) = refused.json()["errors"]
    assert (problem["code"], problem["field"]) == (code, field)
    assert stored(looked_at) == []


def test_moves_of_plans_are_not_known_yet(looked_at):
    body = {"move_id": "m1", "outcome": "success", "outcome_on": "2016-01-01"}
    refused = looked_at.post("/v1/outcomes", json=body)
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown_move_id")
    assert "nip" in refused.json()["detail"]


def test_a_move_after_the_records_is_kept_until_they_reach_it(client):
    later = {"effective_on": "2025-06-01", "outcome_on": "2025-09-01"}
    assert send(client, **later).status_code == 201
