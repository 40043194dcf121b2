"""What became of inaugurated moves, over HTTP, on its page, and from the terminal."""

import re
import shutil
from pathlib import Path

import pytest

from commands.application import run
from tests.serving.conftest import open_client
from tests.serving.office import settings_of
from tests.serving.plan_town import CHIEF, furnish, settle
from tests.serving.planning_client import ask, decide, move_of, take, walk
from tests.serving.test_pages import read

DATA, PAGE = "/v1/aftermath", "/aftermath"


@pytest.fixture(scope="module")
def home(tmp_path_factory, empty_model_store):
    """Return a home with a plan of which the chief's move was inaugurated, and no other."""
    made: Path = tmp_path_factory.mktemp("town")
    shutil.copy(empty_model_store, made / "mlflow.db")
    furnish(made)
    with open_client(made) as client:
        plan = ask(client)
        walk(client, plan)
        decide(client, plan)
        take(client, plan, "inaugurated", move_of(plan)["move_id"])
        later = client.get(DATA).json()["items"][0]
    assert later["nip"] == CHIEF
    return made


@pytest.fixture
def town(home, tmp_path):
    copy = Path(shutil.copytree(home, tmp_path / "home"))
    with open_client(copy) as client:
        yield client


def followed(client):
    return client.get(DATA).json()["items"]


def test_inaugurated_moves_are_followed_and_no_others(town):
    (move,) = followed(town)
    assert move["nip"] == CHIEF
    assert move["outcome"]["state"] == "to_come"
    assert [one["months"] for one in move["units"][0]["checkpoints"]] == [3, 6, 12]


def test_one_plan_may_be_asked_for_and_an_unknown_one_is_not_found(town):
    (move,) = followed(town)
    whole = town.get(DATA, params={"plan_id": move["plan_id"]}).json()
    assert whole["plans"][0]["plan_id"] == move["plan_id"]
    assert whole["total"]["moves"] == 1
    assert town.get(DATA, params={"plan_id": "nothing"}).status_code == 404


def test_a_reported_outcome_is_shown_until_the_records_hold_it(town):
    (move,) = followed(town)
    body = {
        "move_id": move["move_id"],
        "outcome": "success",
        "outcome_on": move["effective_on"],
    }
    assert town.post("/v1/outcomes", json=body).status_code == 201
    outcome = followed(town)[0]["outcome"]
    assert (outcome["state"], outcome["succeeded"]) == ("reported", True)


def test_an_outcome_is_reported_from_the_page(town):
    (token, *_) = re.findall(r'name="form_token" value="([^"]+)"', town.get(PAGE).text)
    (move,) = followed(town)
    address = f"{PAGE}/{move['move_id']}"
    form = {"outcome": "failure", "outcome_on": "2025-06-15", "form_token": token}
    sent = town.post(address, data=form)
    assert (sent.status_code, sent.headers["location"]) == (303, f"{PAGE}#{move['move_id']}")
    assert followed(town)[0]["outcome"]["succeeded"] is False
    changed = form | {"outcome": "success"}
    assert town.post(address, data=changed).status_code == 409
    assert town.post(address, data=changed | {"correction": "true"}).status_code == 303
    assert followed(town)[0]["outcome"]["succeeded"] is True
    assert town.post(address, data=form | {"form_token": "other"}).status_code == 403


def test_nothing_can_be_reported_of_a_move_that_the_records_do_not_hold(home, tmp_path):
    copy = Path(shutil.copytree(home, tmp_path / "home"))
    settle(copy, "2025-12-01")
    with open_client(copy) as client:
        assert followed(client)[0]["outcome"]["state"] == "not_in_records"
        assert "<form" not in client.get(PAGE).text.split("<main")[1]


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_page_is_sound_and_speaks_planners_words(town, language):
    page = read(town, PAGE, language)
    inside = r"\b(snapshot|champion|gate|margin|NDKL|SHAP|bag|leaf|draw|percentile)\b"
    assert not re.search(inside, page.text)
    assert not page.find("script", "style")
    assert len(page.find("table")) == len(page.find("caption"))
    assert all(attrs.get("scope") for attrs in page.find("th"))
    assert "{" not in page.text


def test_before_any_inauguration_the_page_says_so(shared):
    assert "Belum ada mutasi" in read(shared, PAGE, "id").text
    assert shared.get(DATA).json()["total"]["moves"] == 0


def test_the_terminal_tells_the_same(home, monkeypatch, capsys):
    monkeypatch.setenv("PADAN_HOME", str(home))
    monkeypatch.setenv("PADAN_DATABASE_URL", settings_of(home).database_url)
    assert run(["aftermath"]) == 0
    told = capsys.readouterr()
    assert "Contoh 78" in told.out
    assert "rekaan" in told.err
    assert run(["aftermath", "--json"]) == 0
    assert f'"nip": "{CHIEF}"' in capsys.readouterr().out
    assert run(["aftermath", "--plan", "nothing"]) == 1
