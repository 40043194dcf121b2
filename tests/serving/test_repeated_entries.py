"""Letters and uploads that are sent again with their key are kept once, and every POST can be."""

import pytest

from serving.access.rights import Role
from tests.serving.conftest import open_client
from tests.serving.office import POSITION
from tests.serving.test_consents import LETTER
from tests.serving.test_refusals import check
from tests.serving.uploading import finish, packed, send
from tests.snapshots.small_source import SOUND

KEYED = {"Idempotency-Key": "kunci"}
OF_POST = LETTER | {"position_id": POSITION}
LOOKS = {
    "/v1/people/search",
    "/v1/scores",
    "/v1/positions/{position_id}/compare",
}
"""Bodies that ask and change nothing."""


@pytest.fixture
def admin(home):
    with open_client(home, roles=(Role.ADMINISTRATOR,)) as opened:
        yield opened


def test_every_post_that_makes_or_changes_something_takes_a_key(shared):
    paths = shared.get("/openapi.json").json()["paths"]
    posts = {path: methods["post"] for path, methods in paths.items() if "post" in methods}
    keyed = {
        path
        for path, operation in posts.items()
        if "Idempotency-Key" in {one["name"] for one in operation.get("parameters", ())}
        and "409" in operation["responses"]
    }
    assert set(posts) - keyed == LOOKS


def test_a_letter_sent_again_is_the_first_and_another_under_its_key_is_refused(client):
    first, again = (client.post("/v1/consents", json=OF_POST, headers=KEYED) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    other = client.post("/v1/consents", json=OF_POST | {"letter_no": "other"}, headers=KEYED)
    check(other, 409, "reused_key")
    assert len(client.get("/v1/consents").json()["items"]) == 1


def test_a_key_of_a_letter_that_was_there_counts_too(client):
    number = client.post("/v1/consents", json=OF_POST).json()["id"]
    assert client.post("/v1/consents", json=OF_POST, headers=KEYED).json()["id"] == number
    client.post(f"/v1/consents/{number}/withdraw", json={"reason": "salah orang"})
    assert client.post("/v1/consents", json=OF_POST, headers=KEYED).json()["id"] == number


def test_a_withdrawal_sent_again_is_told_again_and_not_refused(client):
    address = f"/v1/consents/{client.post('/v1/consents', json=OF_POST).json()['id']}/withdraw"
    body = {"reason": "salah orang"}
    first, again = (client.post(address, json=body, headers=KEYED) for _ in range(2))
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.content == again.content
    check(client.post(address, json={"reason": "lain"}, headers=KEYED), 409, "reused_key")
    check(client.post(address, json=body), 409, "letter_withdrawn")


def test_an_upload_sent_again_is_the_first_though_its_parts_are_parted_otherwise(admin, home):
    admin.headers.update(KEYED)
    content = packed()
    first = send(admin, content)
    again = send(admin, content)
    assert first.request.headers["content-type"] != again.request.headers["content-type"]
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json()["id"] == again.json()["id"]
    assert again.headers["location"] == first.headers["location"]
    assert finish(admin, first)["status"] == "stored"
    assert [path.name for path in (home / "uploads").iterdir() if path.is_dir()] == [
        first.json()["id"]
    ]


@pytest.mark.parametrize(
    ("others", "fields"),
    [((), {"name": "lain.zip"}), ((), {"with_portal": "true"}), ((("x", ""),), {})],
)
def test_another_upload_under_the_key_of_the_first_is_refused(admin, others, fields):
    admin.headers.update(KEYED)
    assert finish(admin, send(admin, packed()))["status"] == "stored"
    check(send(admin, packed(SOUND, *others), **fields), 409, "reused_key")
