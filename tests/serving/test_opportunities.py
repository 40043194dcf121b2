"""Open posts for one person: the lawful ones first, each with what speaks for it and what bars."""

import json

import pytest

from tests.serving.conftest import open_client
from tests.serving.office import BEST, ELIGIBLE, NAMES, POSITION, SANCTIONED


def ask(client, ids, nip, **asked):
    return client.get(f"/v1/people/{ids[nip]}/opportunities", params=asked)


def test_every_open_post_but_the_own_is_told_the_lawful_ones_first(shared, ids):
    answer = ask(shared, ids, ELIGIBLE).json()
    vacant = shared.get("/v1/positions", params={"vacant": True}).json()["items"]
    own = shared.post("/v1/people/search", json={"nip": ELIGIBLE}).json()["items"][0]["position_id"]
    told = [one["position"]["position_id"] for one in answer["items"]]
    assert set(told) == {row["position_id"] for row in vacant} - {own}
    verdicts = [one["verdict"] for one in answer["items"]]
    order = ("eligible", "undetermined", "ineligible")
    assert verdicts == sorted(verdicts, key=order.index)
    assert [answer[verdict] for verdict in order] == [verdicts.count(one) for one in order]


def test_a_post_is_judged_and_scored_as_the_person_is_for_that_post(shared, ids):
    (told,) = (
        one
        for one in ask(shared, ids, BEST).json()["items"]
        if one["position"]["position_id"] == POSITION
    )
    standing = shared.get(
        f"/v1/people/{ids[BEST]}/standing", params={"position_id": POSITION}
    ).json()
    for name in ("verdict", "score", "fit", "fit_why_not", "move_kind", "reasons", "concerns"):
        assert told[name] == standing[name], name


def test_what_bars_is_told_with_its_cure_and_what_passes_is_not(shared, ids):
    items = ask(shared, ids, SANCTIONED).json()["items"]
    assert items
    for one in items:
        results = {gate["result"] for gate in one["gates"]}
        assert results <= {"fail", "unknown", "waived"}
        assert "discipline" in {gate["rule"] for gate in one["gates"]}
        assert all(gate["cure"] for gate in one["gates"] if gate["result"] == "fail")


def test_nothing_of_anybody_else_stands_in_it(shared, ids):
    text = json.dumps(ask(shared, ids, BEST).json())
    for nip, name in NAMES.items():
        if nip != BEST:
            assert nip not in text
            assert name not in text
            assert ids[nip] not in text


def test_it_comes_in_pieces(shared, ids):
    whole = ask(shared, ids, BEST).json()["items"]
    pieces, cursor = [], None
    while True:
        asked = {"limit": 1} | ({"cursor": cursor} if cursor else {})
        piece = ask(shared, ids, BEST, **asked).json()
        pieces += piece["items"]
        cursor = piece["next_cursor"]
        if cursor is None:
            break
    assert pieces == whole
    assert ask(shared, ids, BEST, cursor="bm93aGVyZQ").status_code == 422


@pytest.mark.parametrize(
    ("asked", "status"),
    [({"as_of": "2030-01-01"}, 422), ({"limit": 0}, 422), ({"limit": 101}, 422)],
)
def test_what_cannot_be_asked_is_refused(shared, ids, asked, status):
    assert ask(shared, ids, BEST, **asked).status_code == status


def test_nobody_unknown_has_opportunities(shared):
    assert shared.get("/v1/people/0123456789abcdef0123/opportunities").status_code == 404


def test_the_post_that_was_wished_for_is_marked_and_the_state_tells_it(home):
    with open_client(home) as client:
        found = client.post("/v1/people/search", json={"nip": BEST}).json()["items"][0]
        ids = {BEST: found["person_id"]}
        before = ask(client, ids, BEST).json()
        said = {"willing": True, "wanted_position_id": POSITION}
        client.put(f"/v1/people/{ids[BEST]}/preference", json=said)
        after = ask(client, ids, BEST).json()
    wished = [one["position"]["position_id"] for one in after["items"] if one["wished"]]
    assert wished == [POSITION]
    assert not any(one["wished"] for one in before["items"])
    assert after["wish"]["position_id"] == POSITION
    assert before["state_id"] != after["state_id"]
    scores = [[one["score"] for one in answer["items"]] for answer in (before, after)]
    assert scores[0] == scores[1]
