"""A service with few past moves is served a rule, and is told so wherever it looks."""

import pytest
from starlette.testclient import TestClient

from serving.access.sessions import COOKIE
from serving.app import create_app
from serving.settings import Settings
from tests.journeys.sources import change_transfers
from tests.serving.accounts import CITY_ROLES, sign_in

HERE = "http://127.0.0.1:8000"


@pytest.fixture(params=[50, 100, 200])
def small_service(request, empty_padan, city, tmp_path, monkeypatch):
    """Return a terminal where the latest few moves were imported and learned from."""
    monkeypatch.setenv("PADAN_LANGUAGE", "en")
    source = change_transfers(city, tmp_path / "few", lambda rows: rows[-request.param :])
    assert empty_padan("import", source)[0] == 0
    return empty_padan


def test_a_small_service_is_told_that_a_rule_serves_in_terminal_api_and_page(small_service):
    code, out, _ = small_service("train")
    assert code == 0
    assert "A rule is used instead of learning. Too few transfers have a known outcome" in out
    position = small_service("positions", "--vacant", "--limit", 1, "--ids")[1].strip()
    told = "not learning: past transfers do not support anything better yet"
    printed = small_service("shortlist", position)[1]
    assert told in " ".join(printed.split())
    with TestClient(create_app(Settings()), base_url=HERE) as client:
        client.cookies.set(COOKIE, sign_in(Settings().database_url, CITY_ROLES))
        english = {"Accept-Language": "en"}
        made = client.post("/v1/shortlists", json={"position_id": position}, headers=english)
        answer = made.json()
        assert answer["basis"] == "rule"
        assert any(told in notice["text"] for notice in answer["notices"])
        assert {candidate["fit"] for candidate in answer["candidates"]} == {None}
        page = client.get(f"/shortlists/{answer['id']}", headers=english).text
        model = client.get("/model", headers=english).text
    assert told in " ".join(page.split())
    assert "past transfers do not support anything better yet" in " ".join(model.split())
