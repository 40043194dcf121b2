"""The papers of a stored plan over HTTP: the list, each as a page, data and workbooks."""

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from serving.database.entry_tables import EnteredPreferenceRow
from serving.papers.service import open_edition
from serving.plans.queries import list_plans
from snapshots.entered import Mark
from snapshots.store import SnapshotStore
from tests.planning.papers.town import ARIF, BUNGA, NAMES
from tests.records import make_snapshot
from tests.serving.conftest import open_client
from tests.serving.office import office
from tests.serving.planning_client import ask, state_of
from tests.serving.printed import decide, reject, settle_town
from tests.serving.test_pages import INSIDE_WORDS, Page

PAPERS = "/plans/PLAN/papers"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(scope="module")
def town(empty_model_store, tmp_path_factory):
    """Return a home with a stored plan, to be copied, and the plan."""
    home = tmp_path_factory.mktemp("town")
    shutil.copy(empty_model_store, home / "mlflow.db")
    return home, settle_town(home)


@pytest.fixture(scope="module")
def client(town):
    with open_client(town[0]) as opened:
        yield opened


@pytest.fixture
def home(town, tmp_path) -> Path:
    return Path(shutil.copytree(town[0], tmp_path / "home"))


def read(client, path, language="id"):
    answer = client.get(path, headers={"Accept": "text/html", "Accept-Language": language})
    assert answer.status_code == 200, answer.text
    return Page(answer.text)


def letter_of(client, nip):
    found = client.get("/v1/plans/PLAN/papers").json()["items"]
    (key,) = [one["key"] for one in found if one["name"] == NAMES[nip]]
    return f"letters/{key}"


def test_the_list_of_papers_leads_to_every_paper(client):
    page = read(client, PAPERS)
    assert "RANCANGAN — rahasia sampai dilantik" in page.text
    links = [str(one["href"]) for one in page.find("a")]
    ours = [link for link in links if "/PLAN/" in link]
    assert len(ours) >= 9
    for link in ours:
        assert client.get(link).status_code == 200, link


@pytest.mark.parametrize("language", ["id", "en"])
def test_pages_of_papers_are_sound_and_speak_planners_words(client, language):
    for path in ("", "/annex", "/agencies/D1", f"/{letter_of(client, ARIF)}"):
        page = read(client, PAPERS + path, language)
        assert not INSIDE_WORDS.search(page.text), path
        assert not page.find("script", "style"), path
        assert page.find("html")[0]["lang"] == language
        assert len(page.find("main")) == len(page.find("h1")) == 1
        assert all(one.get("scope") for one in page.find("th"))


@pytest.mark.parametrize("nip", [ARIF, BUNGA])
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_letter_on_the_page_names_nobody_else(client, nip, language):
    page = read(client, f"{PAPERS}/{letter_of(client, nip)}", language)
    assert NAMES[nip] in page.text
    others = [word for pair in NAMES.items() if pair[0] != nip for word in pair]
    assert not [word for word in others if word in page.text]


def test_addresses_and_file_names_hold_no_nip(client):
    page = read(client, PAPERS)
    assert not [link for link in page.find("a") if re.search(r"\d{18}", str(link["href"]))]
    for name in ("annex.xlsx", "agencies.xlsx", "imut.xlsx", "imut.csv"):
        told = client.get(f"/v1/plans/PLAN/{name}").headers["content-disposition"]
        assert not re.search(r"\d{18}", told)


def test_workbooks_are_downloaded(client):
    for name in ("annex", "agencies", "imut"):
        answer = client.get(f"/v1/plans/PLAN/{name}.xlsx")
        assert (answer.status_code, answer.headers["content-type"]) == (200, XLSX)
        assert answer.content[:2] == b"PK"


def test_papers_are_data_too(client):
    annex = client.get("/v1/plans/PLAN/annex").json()
    assert [row["nip"] for row in annex["rows"]] == [ARIF, BUNGA]
    sheet = client.get("/v1/plans/PLAN/agencies/D1").json()
    assert [one["nip"] for one in sheet["leaving"]] == [ARIF]
    letter = client.get(f"/v1/plans/PLAN/{letter_of(client, ARIF)}").json()
    assert letter["nip"] == ARIF


def test_an_earlier_revision_is_still_printed(client):
    annex = client.get("/v1/plans/PLAN/annex?revision=1").json()
    assert (annex["revision"], [row["nip"] for row in annex["rows"]]) == (1, [ARIF])


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/v1/plans/NONE/papers", "unknown_plan"),
        ("/v1/plans/PLAN/papers?revision=9", "unknown_revision"),
        ("/v1/plans/PLAN/letters/NONE", "unknown_paper"),
        ("/v1/plans/PLAN/agencies/D9", "unknown_paper"),
    ],
)
def test_what_a_plan_has_no_paper_for_is_not_found(client, path, code):
    answer = client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, code)


def test_papers_of_a_decided_plan_are_no_drafts(home, town):
    decide(home, town[1])
    with open_client(home) as client:
        assert "Diputuskan 20 Juni 2025" in read(client, f"{PAPERS}/annex").text
        assert "RANCANGAN" in read(client, f"{PAPERS}/annex?revision=1").text


def test_a_rejected_move_has_no_letter_any_more(home, town):
    arif = town[1].moves[0].move_id
    reject(home, town[1], arif)
    with open_client(home) as client:
        assert client.get(f"/v1/plans/PLAN/letters/{arif}").status_code == 404
        annex = client.get("/v1/plans/PLAN/annex").json()
        assert [row["nip"] for row in annex["rows"]] == [BUNGA]


def test_papers_are_not_made_of_other_records_than_the_plan(home):
    shutil.rmtree(home / "snapshots")

    other = make_snapshot(office(), "2025-06-01")
    SnapshotStore(home / "snapshots").save(other.tables, other.as_of, made_up=True)
    with open_client(home) as client:
        answer = client.get("/v1/plans/PLAN/annex")
    assert (answer.status_code, answer.json()["code"]) == (409, "lost_records")


def test_papers_know_the_entries_that_their_plan_was_made_with_whatever_the_clocks_say(home):
    with open_client(home) as client:
        state, later = state_of(client), datetime(2020, 1, 1, tzinfo=UTC)
        person_id = state.warm.get().person_id(0)
        for _ in range(2):
            with state.database.write() as session:
                session.add(
                    EnteredPreferenceRow(
                        person_id=person_id,
                        said_on=later.date(),
                        entered_at=later,
                        entered_by="uji",
                        willing=True,
                    )
                )
            with state.database.read() as session:
                plan_id = list_plans(session, 1).items[0].id
            edition = open_edition(state.settings, state.database, state.warm.get(), plan_id, "id")
            assert edition.matcher.history.entered.mark == Mark(0, 0)
        made = ask(client, pin=[], chains=False, weights=None)
        found = open_edition(state.settings, state.database, state.warm.get(), made["id"], "id")
        assert found.matcher.history.entered.mark == Mark(2, 0)
