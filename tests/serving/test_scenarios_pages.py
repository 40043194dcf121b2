"""The pages of scenarios: from a search to a surge, changed, compared and removed."""

import json
from urllib.parse import quote

import pytest
from sqlalchemy import event, select

from planning.answers import Summary
from serving.database.plan_tables import PlanRevisionRow, PlanRow
from serving.database.tables import ScenarioRow
from tests.serving.conftest import HERE
from tests.serving.office import ELIGIBLE, NAMES
from tests.serving.test_pages import INSIDE_WORDS, Page

NAME = "Beban Dinas Contoh Dua"
PLACE = f"/scenarios/named/{quote(NAME)}"


@pytest.fixture
def post(client):
    client.get("/")
    token = client.cookies["padan_form"]

    def send(address, **fields):
        return client.post(
            address, data={"form_token": token, **fields}, headers={"Accept": "text/html"}
        )

    return send


@pytest.fixture
def surge(post):
    return post("/scenarios/surges", name=NAME, level="agency", key="D2", factor="2")


def test_a_surge_is_a_search_and_a_press(client, surge):
    found = client.get("/scenarios", params={"q": "contoh dua"}).text
    assert f'value="{NAME}"' in found
    assert (surge.status_code, surge.headers["location"]) == (303, PLACE)
    page = Page(client.get(PLACE).text)
    assert "Beban Dinas Contoh Dua seluruhnya × 2" in page.text
    assert "bezetting : kebutuhan" in page.text


def test_a_search_finds_what_is_of_the_chosen_level(client, surge):
    for address in ("/scenarios", PLACE):
        found = client.get(address, params={"q": "contoh", "level": "position"}).text
        assert 'name="level" value="position"' in found
        assert 'name="level" value="agency"><input type="hidden" name="key" value="D1"' not in found
        assert '<option value="position" selected>' in found
    none = client.get("/scenarios", params={"q": "contoh", "level": "activity"})
    assert "Tidak ada yang berjenis Kegiatan" in Page(none.text).text
    assert client.get("/scenarios", params={"q": "x", "level": "city"}).status_code == 422


def test_people_arrive_and_leave_and_come_back(client, post, surge, ids):
    post(f"{PLACE}/arrivals", position_id="STAF-1", people="2")
    search = Page(post(f"{PLACE}/people", q=ELIGIBLE).text)
    assert NAMES[ELIGIBLE] in search.text
    post(f"{PLACE}/leaving", person_id=ids[ELIGIBLE], leaves="true")
    told = Page(client.get(PLACE).text).text
    assert "2 orang datang ke Pengelola Contoh (STAF-1)" in told
    assert f"{NAMES[ELIGIBLE]} pergi" in told
    post(f"{PLACE}/leaving", person_id=ids[ELIGIBLE], leaves="false")
    post(f"{PLACE}/arrivals", position_id="STAF-1", people="0")
    post(f"{PLACE}/factors", level="agency", key="D2", factor="1")
    assert "Belum mengandaikan apa pun." in Page(client.get(PLACE).text).text


def test_scenarios_stand_side_by_side(client, post, surge):
    post("/scenarios", name="Kosong")
    page = Page(client.get("/scenarios/compare", params={"name": [NAME, "Kosong"]}).text)
    assert {"Menurut data", NAME, "Kosong"} <= set(page.parts)
    assert "Belum ada rencana" in page.text
    assert "Pilih sedikitnya satu" in Page(client.get("/scenarios/compare").text).text


def test_the_newest_plan_under_a_scenario_stands_beside_it(client, surge, monkeypatch):
    keep_plan(client, "lama", 1)
    keep_plan(client, "baru", 7)
    page = Page(client.get(PLACE).text)
    assert [a["href"] for a in page.find("a") if "/plans/" in (a["href"] or "")][1:] == [
        "/plans/baru"
    ]
    assert "skenario diubah setelah rencana ini dibuat" not in page.text
    client.put(f"/v1{PLACE.replace('/named', '')}", json={"factors": []})
    found = client.get("/v1/scenario-comparison", params={"scenario": [NAME]}).json()["plans"]
    assert [(one["plan_id"], one["outdated"], one["summary"]["moves"]) for one in found] == [
        ("baru", True, 7)
    ]


def test_answers_of_plans_that_are_not_told_are_not_read(client, surge):
    for number in range(3):
        keep_plan(client, f"lama-{number}", number)
    keep_plan(client, "baru", 7)
    asked, database = [], client.app.state.database
    event.listen(database.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    assert "/plans/baru" in client.get(PLACE).text
    looked = [one for one in asked if "plan_revisions" in one]
    assert ["plan_revisions.answer" in one for one in looked] == [False, True]


def keep_plan(client, plan_id, moves):
    """Keep a plan of this many moves under the scenario, as the service of plans keeps one."""
    from datetime import UTC, date, datetime

    from matching.plain import to_json

    summary = Summary("plan", moves, 1.5, 2, 0.1, 0.5, 1.0, 0, 0, 1.0, "")
    kept = {"name": NAME, "factors": [{"level": "agency", "key": "D2", "factor": 2.0}]}
    request = {"scenario": {**kept, "leaving": [], "arriving": []}}
    now, versions = datetime.now(UTC), ("snapshot_id", "model_version", "policy_version")
    days = {"as_of": date(2025, 6, 1), "effective_on": date(2025, 6, 1)}
    ids = dict.fromkeys((*versions, "software_version", "state_id"), "x")
    with client.app.state.database.write() as session:
        session.add(
            PlanRow(id=plan_id, created_at=now, language="id", status="ready", request=request)
        )
        session.flush()
        session.add(
            PlanRevisionRow(
                plan_id=plan_id,
                revision=1,
                created_at=now,
                request=request,
                policy={},
                answer=to_json({"beside": [summary]}).encode(),
                move_ids=[],
                open=3,
                **days,
                **ids,
            )
        )


def test_what_the_records_no_longer_know_can_be_taken_out(client, post, surge):
    with client.app.state.database.write() as session:
        row = session.scalars(select(ScenarioRow)).one()
        row.content = json.loads(json.dumps(row.content).replace("D2", "D9"))
    page = Page(client.get(PLACE).text)
    assert "D9: tidak ada dalam data" in page.text
    assert "Bagian yang ditandai" in page.text
    post(f"{PLACE}/factors", level="agency", key="D9", factor="1")
    assert "Belum mengandaikan apa pun." in Page(client.get(PLACE).text).text


def test_a_scenario_is_removed(client, post, surge):
    assert post(f"{PLACE}/remove").headers["location"] == "/scenarios"
    assert client.get(PLACE, headers={"Accept": "text/html"}).status_code == 404
    assert "Belum ada skenario." in Page(client.get("/scenarios").text).text


@pytest.mark.parametrize("address", ["", "/surges", f"/named/{quote(NAME)}/remove"])
def test_a_form_from_elsewhere_changes_nothing(client, surge, address):
    fields = {"form_token": "x", "name": "a", "level": "unit", "key": "D1", "factor": "2"}
    answer = client.post(f"/scenarios{address}", data=fields, headers={"Origin": HERE})
    assert answer.status_code == 403
    assert len(client.get("/v1/scenarios").json()["items"]) == 1


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_page_speaks_the_reader_language_and_no_inside_word(client, surge, language):
    for address in ("/scenarios", "/scenarios?q=contoh", PLACE, f"{PLACE}?q=contoh"):
        answer = client.get(
            address, params={"lang": language} | ({"q": "contoh"} if "?" in address else {})
        )
        assert answer.headers["content-language"] == language
        assert not INSIDE_WORDS.search(Page(answer.text).text)
