"""Lists stored by an earlier version stay readable, years later."""

import json

import pytest
from sqlalchemy import update

from serving.database.tables import ShortlistRow
from tests.serving.conftest import open_client
from tests.serving.office import POSITION

PAGE = {"Accept": "text/html"}
ADDED = ("asks", "reranking"), ("stability",), ("public", "usual")
"""What lists, candidates and reasons did not tell in version 0.1.0."""


def make_older(answer):
    """Return the answer as version 0.1.0 would have stored it."""
    of_list, of_candidate, of_reason = ADDED
    older = {name: value for name, value in answer.items() if name not in of_list}
    for candidate in older["candidates"]:
        for name in of_candidate:
            del candidate[name]
        for reason in candidate["reasons"] + candidate["concerns"]:
            for name in of_reason:
                del reason[name]
    return older


def store_older(client):
    """Make a list, and take from what is stored what earlier versions did not tell."""
    answer = client.post("/v1/shortlists", json={"position_id": POSITION}).json()
    stored = json.dumps(make_older(answer), ensure_ascii=False).encode()
    with client.app.state.database.write() as session:
        chosen = ShortlistRow.id == answer["id"]
        session.execute(update(ShortlistRow).where(chosen).values(answer=stored))
    return answer["id"]


@pytest.fixture
def older(home):
    """Return the id of a list as an earlier version stored it."""
    with open_client(home) as client:
        return store_older(client)


def test_its_page_is_shown_and_its_bytes_are_as_they_were(home, older):
    with open_client(home) as client:
        page = client.get(f"/shortlists/{older}", headers=PAGE)
        kept = client.get(f"/v1/shortlists/{older}").json()
        assert client.get(f"/v1/shortlists/{older}.xlsx").status_code == 200
    assert page.status_code == 200
    assert kept["candidates"][0]["name"] in page.text
    assert "asks" not in kept


def test_computed_again_it_differs_in_what_is_told_now(home, older):
    with open_client(home) as client:
        answer = client.get(f"/v1/shortlists/{older}/replay").json()
    paths = {one["path"] for one in answer["differences"]}
    assert {"asks", "candidates[0].stability"} <= paths
