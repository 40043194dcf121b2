"""Routes that are no looks tell the audit of what they do themselves, each time that they do it."""

from collections.abc import Mapping

from tests.serving.office import ELIGIBLE, POSITION
from tests.serving.test_audit_looks import CHANGES, OWN, SILENT_ROUTES, told, walked

__all__ = ["walked"]
WHY = {"reason_code": "interview", "reason": "Menunggu hasil wawancara."}
LETTER = {
    "letter_no": "800/1",
    "rule": "time_in_position",
    "issued_on": "2025-01-02",
    "issuer": "BKN",
    "position_id": POSITION,
}
MOVE = {"nip": ELIGIBLE, "to_position_id": "STAF-2", "effective_on": "2025-07-01"}
OUTCOME = {**MOVE, "outcome": "success", "outcome_on": "2026-07-01"}
CALLS: tuple[tuple[str, str, Mapping[str, object] | None], ...] = (
    ("POST", "/v1/shortlists", {"position_id": POSITION}),
    ("POST", "/v1/shortlists/{shortlist_id}/decision", {"person_id": None, **WHY}),
    ("PUT", "/v1/scenarios/{name}", {"factors": []}),
    ("DELETE", "/v1/scenarios/{name}", None),
    ("POST", "/v1/consents", LETTER),
    ("POST", "/v1/consents/{number}/withdraw", {"reason": "Salah ketik."}),
    ("POST", "/v1/outcomes", OUTCOME),
    ("POST", "/v1/plans", {}),
)
"""Every call of the API that changes something and is no look, in an order that works."""
ELSEWHERE = {"/v1/plans/", "/v1/imports", "/v1/model"}
"""Where others hold it: tests of plans' looks, of uploads and of versions of the model."""


def test_each_change_over_the_api_is_told(client, ids):
    named = {"person_id": ids[ELIGIBLE], "name": "contoh"}
    for method, route, body in CALLS:
        before = len(told(client))
        answer = client.request(method, route.format(**named), json=body)
        assert answer.status_code < 300, (route, answer.text)
        named |= {"number": answer.json()["id"]} if route == "/v1/consents" else {}
        named |= {"shortlist_id": answer.json()["id"]} if route == "/v1/shortlists" else {}
        assert len(told(client)) > before, route


def test_no_change_over_the_api_is_left_out(walked):
    silent = {
        (method, path)
        for method, path, need in walked
        if path.startswith("/v1/") and method != "GET" and need.tells is None
        if need.right in CHANGES or SILENT_ROUTES.get((method, path)) == OWN
    }
    left = {one for one in silent if not one[1].startswith(tuple(ELSEWHERE))}
    assert left == {(method, route) for method, route, _ in CALLS}
