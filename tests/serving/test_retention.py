"""What is kept no longer than needed goes, and nothing that something kept still needs."""

import os
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError
from starlette.testclient import TestClient

from serving.audit.service import Actor
from serving.database.connection import Database, open_database
from serving.database.plan_tables import (
    PlanDecisionRow,
    PlanOverrideRow,
    PlanRevisionRow,
    PlanRow,
    PlanStepRow,
)
from serving.database.tables import AuditRow, Base, DecisionRow, MadeRow, ShortlistRow
from serving.repeats import Repeat, keep_made
from serving.retention.service import LIST_TABLES, PLAN_TABLES, find_overdue, remove_overdue
from serving.uploads.folders import KEPT_SECONDS
from snapshots.store import CurrentSnapshotError, SnapshotStore
from tests.serving.conftest import open_client
from tests.serving.office import POSITION, settings_of, settle

ACTOR = Actor("terminal")
NOW = datetime.now(UTC)
LATER = timedelta(days=370)


@pytest.fixture
def settings(home):
    return settings_of(home)


@dataclass
class Made:
    """A client of an office with two lists, the first of them decided, and a plan."""

    client: TestClient
    database: Database
    lists: list[str]
    plan: str

    def get(self, address):
        return self.client.get(address)


@pytest.fixture
def made(home, settings):
    database = open_database(settings.database_url)
    with open_client(home) as client:
        lists = [client.post("/v1/shortlists", json={"position_id": POSITION}) for _ in range(2)]
        ids = [one.json()["id"] for one in lists]
        nobody = {"person_id": None, "reason_code": "other", "reason": "Seleksi akan dibuka lagi."}
        assert client.post(f"/v1/shortlists/{ids[0]}/decision", json=nobody).status_code == 201
        yield Made(client, database, ids, ask_for_plan(client))
    database.close()


def ask_for_plan(client):
    """Return the id of a plan that is computed by now."""
    plan_id = client.post("/v1/plans", json={}).json()["id"]
    for _ in range(200):
        if client.get(f"/v1/plans/{plan_id}").json().get("status") != "computing":
            return plan_id
        time.sleep(0.05)
    pytest.fail("the plan was not computed")


def overdue(made, settings, years):
    return find_overdue(settings, made.database, NOW + years * LATER)


def remove(made, settings, years):
    return remove_overdue(settings, made.database, NOW + years * LATER, ACTOR)


def test_nothing_is_overdue_while_its_time_runs(made, settings):
    found = overdue(made, settings, 1)
    assert found.lists == found.plans == found.records == ()


def test_what_nobody_decided_goes_first(made, settings):
    found = overdue(made, settings, 3)
    assert found.lists == (made.lists[1],)
    assert found.plans == (made.plan,)


def test_a_plan_that_somebody_works_on_stays_however_old_it_is(made, settings):
    take_step(made, NOW + 2 * LATER)
    assert overdue(made, settings, 3).plans == ()
    assert overdue(made, settings, 5).plans == (made.plan,)


def test_a_plan_counts_from_the_day_on_which_it_was_sent(made, settings):
    with made.database.write() as session:
        session.execute(update(PlanRow).values(sent_at=NOW + 2 * LATER))
    assert overdue(made, settings, 3).plans == ()
    assert overdue(made, settings, 5).plans == (made.plan,)


def test_a_plan_that_was_decided_counts_from_its_last_step(made, settings):
    with made.database.write() as session:
        decided = {"plan_id": made.plan, "revision": 1, "role": "official", "reason": "Uji."}
        session.add(PlanDecisionRow(**decided, decided_at=NOW))
    take_step(made, NOW + 2 * LATER)
    assert overdue(made, settings, 11).plans == ()
    assert overdue(made, settings, 13).plans == (made.plan,)


def test_what_was_decided_goes_after_ten_years(made, settings):
    assert set(overdue(made, settings, 11).lists) == set(made.lists)


def test_to_look_removes_nothing(made, settings):
    overdue(made, settings, 30)
    assert made.get(f"/v1/shortlists/{made.lists[1]}").status_code == 200


def test_what_is_removed_is_gone_and_the_audit_tells_how_much(made, settings):
    remove(made, settings, 11)
    for one in made.lists:
        assert made.get(f"/v1/shortlists/{one}").status_code == 404
    assert made.get(f"/v1/plans/{made.plan}").status_code == 404
    with made.database.read() as session:
        told = session.query(AuditRow).filter(AuditRow.event == "data_removed").one()
        assert told.facts == {"lists": 2, "plans": 1, "records": 0}
        assert not session.query(DecisionRow).count() + session.query(PlanStepRow).count()
        assert not session.query(ShortlistRow).count() + session.query(PlanRow).count()


def test_a_plan_that_departed_from_what_was_proposed_goes_with_its_reasons(made, settings):
    with made.database.write() as session:
        asked = {"plan_id": made.plan, "revision": 1, "made_at": NOW}
        session.add(PlanOverrideRow(**asked, kind="pinned", reason_code="other", reason="Uji."))
    remove(made, settings, 11)
    with made.database.read() as session:
        assert not session.query(PlanRow).count() + session.query(PlanOverrideRow).count()


@pytest.mark.parametrize(("whole", "parts"), [("plans", PLAN_TABLES), ("shortlists", LIST_TABLES)])
def test_whatever_hangs_on_a_plan_or_a_list_is_named_among_what_goes_with_it(whole, parts):
    hanging = {
        table.name
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == whole
    }
    assert hanging == {part.__tablename__ for part in parts}


def test_keys_of_requests_that_count_no_more_go_too(made, settings):
    with made.database.write() as session:
        keep_made(session, Repeat("key portal", "POST /v1/plans", "kunci", "a" * 64), made.plan)
    remove(made, settings, 1)
    with made.database.read() as session:
        assert not session.query(MadeRow).count()


def take_step(made, at=NOW):
    """Take a step of a plan's move and return its number."""
    with made.database.write() as session:
        step = PlanStepRow(
            plan_id=made.plan,
            revision=1,
            move_id="m",
            step="released",
            role="agency",
            reason="Uji.",
            taken_at=at,
        )
        session.add(step)
        session.flush()
        return step.number


def test_the_numbers_of_steps_never_begin_again(made, settings):
    removed = take_step(made)
    remove(made, settings, 11)
    made.plan = ask_for_plan(made.client)
    assert take_step(made) > removed


def test_reports_of_uploads_go_when_their_time_is_over(made, settings):
    old, new = (settings.home / "uploads" / (digit * 32) / "report.jsonl.gz" for digit in "ab")
    for report in (old, new):
        report.parent.mkdir(parents=True)
        report.touch()
    long_ago = time.time() - KEPT_SECONDS - 60
    os.utime(old.parent, (long_ago, long_ago))
    remove(made, settings, 0)
    assert (old.exists(), new.exists()) == (False, True)


def test_what_stays_can_still_not_be_changed(made, settings):
    remove(made, settings, 11)
    ask_for_plan(made.client)
    change = update(PlanRevisionRow).values(revision=2)
    with pytest.raises(DBAPIError), made.database.write() as session:
        session.execute(change)


def test_records_stay_while_a_list_that_stays_was_made_from_them(made, settings, home):
    old = SnapshotStore(home / "snapshots").read_current()
    settle(home, as_of="2025-07-01")
    assert overdue(made, settings, 4).records == ()
    assert overdue(made, settings, 11).records == (old,)


def test_the_current_records_are_never_removed(made, settings, home):
    remove(made, settings, 50)
    store = SnapshotStore(home / "snapshots")
    assert [info.snapshot_id for info in store.list()] == [store.read_current()]
    with pytest.raises(CurrentSnapshotError):
        store.remove(store.read_current())
