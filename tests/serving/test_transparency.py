"""The open page and open data: nothing before the inauguration, no session, no cookie."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select

from serving.database.plan_tables import PlanStepRow
from serving.plans.storing import load_plan
from serving.retention.lifting import lift_refusals
from tests.serving.conftest import open_client
from tests.serving.plan_town import NIPS, UNITS, furnish
from tests.serving.planning_client import ask, decide, look, take, walk
from tests.serving.test_pages import read

PAGE, DATA = "/transparency", "/v1/transparency"


@pytest.fixture
def town(tmp_path, empty_model_store):
    home: Path = tmp_path / "town"
    home.mkdir()
    shutil.copy(empty_model_store, home / "mlflow.db")
    furnish(home)
    with open_client(home) as client:
        yield client


def posts(client):
    return [move["position"] for move in client.get(DATA).json()["items"]]


def test_nothing_is_public_before_the_inauguration_and_then_only_what_was(town):
    plan = ask(town)
    titles = {move["target"]["title"] for move in plan["moves"]}
    empty = town.get(DATA).content

    def unseen():
        page = town.get(PAGE).text
        return town.get(DATA).content == empty and not any(title in page for title in titles)

    assert unseen()
    for step in ("released", "accepted", "considered", "cleared"):
        walk(town, plan, step)
        assert unseen(), step
    assert decide(town, plan).status_code == 200
    assert unseen()
    first, *others = plan["moves"]
    assert others
    assert take(town, plan, "inaugurated", first["move_id"]).status_code == 200
    assert posts(town) == [first["target"]["title"]]
    walk(town, plan, "inaugurated")
    assert sorted(posts(town)) == sorted(move["target"]["title"] for move in plan["moves"])
    assert {one["state"] for one in look(town, plan)["progress"]} == {"inaugurated"}


@pytest.fixture
def draft(town):
    """Return a plan that is not decided; made first, since its people move by another one later."""
    return ask(town)


@pytest.fixture
def published(town, draft):
    plan = ask(town)
    walk(town, plan)
    decide(town, plan)
    walk(town, plan, "inaugurated")
    return town


def test_names_nips_and_person_ids_are_nowhere(published, draft):
    texts = [published.get(address).text for address in (PAGE, DATA, f"{PAGE}/moves.csv")]
    for text in texts:
        for move in draft["moves"]:
            assert move["name"] not in text
            assert move["person_id"] not in text
        assert not any(nip in text for nip in NIPS)


def test_the_page_is_open_in_both_languages_and_marked_as_made_up(published):
    published.cookies.clear()
    for language in ("id", "en"):
        answer = published.get(PAGE, params={"lang": language})
        assert answer.status_code == 200
        assert "set-cookie" not in answer.headers
        assert answer.headers["content-language"] == language
        page = read(published, PAGE, language)
        assert not page.find("script", "style", "form", "nav")
        assert [attrs for attrs in page.find("p") if attrs.get("class") == "made-up"]
        assert len(page.find("table")) == len(page.find("caption"))
        assert all(attrs.get("scope") for attrs in page.find("th"))
        assert not [attrs for attrs in page.find("a") if "/plans" in attrs["href"]]


def test_the_data_come_in_pieces_with_the_totals_of_all(published):
    whole = published.get(DATA).json()
    first = published.get(DATA, params={"limit": 1}).json()
    assert first["totals"] == whole["totals"]
    assert whole["totals"]["moves"] == len(whole["items"])
    rest = published.get(DATA, params={"limit": 500, "cursor": first["next_cursor"]}).json()
    assert first["items"] + rest["items"] == whole["items"]
    assert published.get(DATA, params={"cursor": "bm90aGluZw"}).status_code == 422
    names = {unit["name"] for unit in UNITS}
    assert {one["agency"] for one in whole["totals"]["agencies"]} <= names


def test_between_two_steps_plans_are_read_once_a_language(published, draft, monkeypatch):
    """Nobody is asked who they are, so that reading all plans anew would be an easy load."""
    loads = []

    def load(*asked):
        loads.append(asked)
        return load_plan(*asked)

    monkeypatch.setattr("serving.transparency.queries.load_plan", load)

    def data(language):
        return published.get(DATA, headers={"Accept-Language": language}).content

    before = [data(language) for language in ("id", "en", "id")]
    assert len(loads) == 2
    assert take(published, draft, "rejected", reason="Berhalangan.").status_code == 200
    assert data("id") == before[0] != before[1]
    assert len(loads) == 3


@pytest.mark.parametrize("language", ["id", "en"])
def test_beside_the_page_stand_all_data_in_its_language(published, language, monkeypatch):
    monkeypatch.setattr("serving.transparency.pages.PAGE", 1)
    whole = published.get(DATA, headers={"Accept-Language": language}).json()
    page = read(published, PAGE, language)
    (link,) = [one["href"] for one in page.find("a") if "json" in one["href"]]
    handed = published.get(link, headers={"Accept-Language": "id" if language == "en" else "en"})
    assert len(whole["items"]) > 1
    assert handed.json() == whole


def test_what_is_removed_is_public_no_more(published):
    before = posts(published)
    database = published.app.state.database
    with database.write() as session, lift_refusals(session, [PlanStepRow.__tablename__]):
        newest = session.scalar(select(func.max(PlanStepRow.number)))
        session.execute(delete(PlanStepRow).where(PlanStepRow.number < newest))
    assert len(posts(published)) == 1 < len(before)


def test_it_needs_neither_records_nor_a_model(bare_home):
    with open_client(bare_home) as client:
        assert client.get(DATA).json()["items"] == []
        assert "Belum ada mutasi" in client.get(PAGE).text
