"""What no database keeps and no paper shows is refused where it comes in, on both databases."""

import pytest

from tests.serving.access_client import PAGE, send
from tests.serving.conftest import open_client
from tests.serving.office import POSITION
from tests.serving.test_refusals import check


@pytest.fixture
def stranger(home, any_database_url):
    with open_client(home, roles=(), database_url=any_database_url) as opened:
        yield opened


@pytest.fixture
def reader(home, any_database_url):
    with open_client(home, database_url=any_database_url) as opened:
        yield opened


@pytest.mark.parametrize("name", ["a\0", "\0", "Ani\x1bContoh", "a\x85"])
def test_a_stranger_is_refused_control_characters_in_a_form(stranger, name):
    assert send(stranger, "/sign-in", name=name, password="x" * 12).status_code == 422


def test_an_address_with_a_nul_leads_nowhere(reader):
    for address in ("/v1/shortlists/%00", "/v1/positions/KASI%00", "/shortlists/%00"):
        assert reader.get(address).status_code == 404
    assert reader.get("/v1/shortlists/%2500").status_code == 404


@pytest.mark.parametrize(
    "address", ["/v1/audit?subject=%00", "/v1/positions?q=a%00", "/audit?actor=%00"]
)
def test_a_question_with_a_nul_is_refused(reader, address):
    problem = check(reader.get(address), 422, "invalid_request")
    assert [one["field"] for one in problem["errors"]] == ["query"]


def test_a_stranger_learns_no_more_by_it(stranger):
    assert stranger.get("/shortlists/%00", headers=PAGE).status_code in (303, 404)


@pytest.mark.parametrize("sign", ["\0", "\x07", "\x7f"])
def test_a_text_of_a_body_holds_no_control_character(reader, sign):
    problem = check(
        reader.post("/v1/shortlists", json={"position_id": f"KASI{sign}"}), 422, "invalid_request"
    )
    assert [one["field"] for one in problem["errors"]] == ["body.position_id"]
    people = {"pairs": [{"position_id": POSITION, "nip": f"1{sign}"}]}
    check(reader.post("/v1/scores", json=people), 422, "invalid_request")


def test_a_reason_may_have_lines(reader):
    made = reader.post("/v1/shortlists", json={"position_id": POSITION}).json()
    body = {"person_id": made["candidates"][0]["person_id"], "reason_code": "best_fit"}
    address = f"/v1/shortlists/{made['id']}/decision"
    check(reader.post(address, json=body | {"reason": "a\0b"}), 422, "invalid_request")
    assert reader.post(address, json=body | {"reason": "Satu.\r\n\tDua."}).status_code == 201


def test_what_lies_deep_is_looked_at_too(reader):
    deep: object = "\0"
    for _ in range(500):
        deep = [deep]
    check(reader.post("/v1/shortlists", json={"position_id": deep}), 422, "invalid_request")
