"""A stored list computed again over HTTP and on a page, by the records and model of its own."""

import shutil

import pytest
from mlflow import MlflowClient
from sqlalchemy import update

from models.registry import NAME, ModelRegistry
from serving.database.tables import ShortlistRow
from snapshots.store import SnapshotStore
from tests.records import make_snapshot
from tests.serving.conftest import open_client
from tests.serving.office import POSITION, office, promote, settings_of


def make(client):
    return client.post("/v1/shortlists", json={"position_id": POSITION}).json()["id"]


def replay(client, shortlist_id):
    answer = client.get(f"/v1/shortlists/{shortlist_id}/replay")
    assert answer.status_code == 200
    return answer.json()


def changed(answer):
    return [one["code"] for one in answer["origins"] if not one["same"]]


def import_other(home):
    """Import the office with one person fewer; returns the id of the records that served before."""
    store = SnapshotStore(home / "snapshots")
    before = store.load().snapshot_id
    fewer = office()
    last = fewer["employees"].pop()["nip"]
    fewer |= {name: [row for row in rows if row.get("nip") != last] for name, rows in fewer.items()}
    made = make_snapshot(fewer, "2025-06-02")
    store.save(made.tables, made.as_of, made_up=True)
    return before


@pytest.fixture
def made(home):
    """Return the id of a list that was made before anything changed."""
    with open_client(home) as client:
        return make(client)


def test_a_list_is_computed_again_to_the_same_bytes(client):
    answer = replay(client, make(client))
    assert (answer["same"], answer["fault"], answer["differences"]) == (True, False, [])


def test_later_records_and_another_champion_change_nothing_of_an_old_list(home, made):
    import_other(home)
    promote(ModelRegistry(settings_of(home).tracking_uri, home), "seniority")
    with open_client(home) as client:
        assert make(client) != made
        assert replay(client, made)["same"]


def test_records_that_are_gone_are_named_and_todays_are_taken(home, made):
    shutil.rmtree(home / "snapshots" / import_other(home))
    with open_client(home) as client:
        answer = replay(client, made)
    assert [one["code"] for one in answer["origins"] if one["gone"]] == ["snapshot_id"]
    assert changed(answer) == ["snapshot_id", "as_of", "effective_on"]
    assert not answer["fault"]


def test_a_model_that_is_gone_is_named_and_the_champion_is_taken(home, made):
    uri = settings_of(home).tracking_uri
    promote(ModelRegistry(uri, home), "seniority")
    MlflowClient(uri, uri).delete_model_version(NAME, "1")
    with open_client(home) as client:
        answer = replay(client, made)
    assert [one["code"] for one in answer["origins"] if one["gone"]] == ["model_version"]
    assert changed(answer)[0] == "model_version"
    assert not answer["fault"]


def test_other_rules_are_named(home, made, tmp_path):
    file = tmp_path / "policy.toml"
    file.write_text("[rules.time_in_position]\nmonths = 3\n")
    with open_client(home, policy=str(file)) as client:
        assert changed(replay(client, made)) == ["policy_version"]


def test_consents_and_wishes_are_not_accused_where_rules_changed_who_is_listed(
    home, made, tmp_path
):
    file = tmp_path / "policy.toml"
    file.write_text("[rules.performance_floor]\nenabled = false\n")
    with open_client(home, policy=str(file)) as client:
        answer = replay(client, made)
    state = answer["origins"][-1]
    assert (state["same"], state["follows"]) == (False, True)
    assert answer["text"].endswith("berbeda: Kebijakan.")


def test_a_list_that_was_altered_in_the_database_is_a_fault(client):
    shortlist_id = make(client)
    with client.app.state.database.write() as session:
        row = session.get(ShortlistRow, shortlist_id)
        forged = row.answer.replace(b'"vacant": 1', b'"vacant": 7')
        chosen = ShortlistRow.id == shortlist_id
        session.execute(update(ShortlistRow).where(chosen).values(answer=forged))
    answer = replay(client, shortlist_id)
    assert (answer["same"], answer["fault"], changed(answer)) == (False, True, [])
    assert [one["path"] for one in answer["differences"]] == ["position"]


def test_a_list_that_never_was_cannot_be_computed_again(client):
    assert client.get("/v1/shortlists/nothing/replay").status_code == 404


def test_the_page_of_a_list_leads_to_its_replay_in_both_languages(client):
    shortlist_id = make(client)
    page = client.get(f"/shortlists/{shortlist_id}").text
    assert f'href="/shortlists/{shortlist_id}/replay"' in page
    shown = client.get(f"/shortlists/{shortlist_id}/replay", params={"lang": "id"}).text
    assert "sama persis" in shown
    assert "Cara menilai" in shown
    assert (
        "to the last letter"
        in client.get(f"/shortlists/{shortlist_id}/replay", params={"lang": "en"}).text
    )


def test_the_page_shows_what_differs(home, made, tmp_path):
    file = tmp_path / "policy.toml"
    file.write_text("[rules.performance_floor]\nenabled = false\n")
    with open_client(home, policy=str(file)) as client:
        shown = client.get(f"/shortlists/{made}/replay", params={"lang": "id"}).text
    assert "karena ada yang berbeda: Kebijakan" in shown
    assert "siapa saja yang diperiksa: berbeda." in shown


def test_the_page_of_a_list_says_how_firm_it_is_and_what_to_ask_first(client):
    page = client.get(f"/shortlists/{make(client)}", params={"lang": "id"}).text
    assert "Seberapa kukuh" in page
    assert "Yang perlu ditanyakan dahulu" in page
    assert "Contoh Dian" in page
