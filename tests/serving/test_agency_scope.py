"""Who belongs to one agency is told nothing of another, by whatever route it is asked."""

import re
import shutil
from collections.abc import Iterator
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote
from zipfile import ZipFile

import pytest
from fastapi.dependencies.utils import get_dependant
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel

from serving.access.admission import find_need
from serving.access.keys import find_public, grant_key
from serving.access.rights import GRANTABLE, LOOKING, WITHIN_AGENCIES, Right, Role
from serving.database.access_tables import PortalKeyRow
from tests.serving.access_client import TERMINAL
from tests.serving.accounts import sign_in
from tests.serving.conftest import open_client
from tests.serving.office import settings_of
from tests.serving.planning_client import move_of, state_of
from tests.serving.two_agencies import (
    BUNGA,
    COMER,
    ELSEWHERE,
    FREE,
    FULL,
    HEAD,
    INNER,
    KEPT,
    LEFT,
    NAMES,
    OWN,
    SEEN_BY_NONE,
    TITLES,
    Second,
    ask_two,
    furnish_two,
    send_two,
)

DESK = re.compile(r"/agency-moves|/plans/.*(?:/steps|/\{step\})$")
"""Where the person who comes in from elsewhere is told of."""
OF_ONE_PERSON = re.compile(r"/(?:standing|opportunities|preference)$|/people/\{person_id\}$")
"""Where one's own people read of, and wish for, open posts anywhere in the city."""
ITS_OWN = r'"request_id":"[^"]*"|name="form_token" value="[^"]*"'
"""What every answer has of its own."""
FILLED: dict[str, Any] = {
    "step": "released",
    "reason": "Surat nomor 800/1, sudah dibahas.",
    "reason_code": "other",
    "role": "releasing_agency",
    "outcome": "success",
    "outcome_on": "2025-05-01",
    "effective_on": "2025-05-01",
    "min_level": None,
}


class Call(NamedTuple):
    """A call: its route, the right it needs, what stands in its path and is sent."""

    method: str
    route: str
    right: Right
    path: dict[str, str]
    sent: dict[str, Any]

    @property
    def address(self) -> str:
        """Where the call goes."""
        return _write_address(self.route, self.path)

    @property
    def query(self) -> dict[str, str]:
        """What stands behind the address."""
        return dict(self.sent.get("params", {}))


@pytest.fixture(scope="module")
def city(tmp_path_factory, empty_model_store):
    """Return a home with two agencies, their ids, and plans: over both, within the second, a draft.

    The draft was put before nobody.
    """
    home: Path = tmp_path_factory.mktemp("city")
    shutil.copy(empty_model_store, home / "mlflow.db")
    furnish_two(home)
    with open_client(home) as planner:
        both = send_two(planner, (COMER, HEAD), (INNER, FREE))
        inner = send_two(planner, (INNER, FREE))
        draft = ask_two(planner, (COMER, HEAD), (INNER, FREE))
        people = planner.post("/v1/people/search", json={}).json()["items"]
        second = Second({row["nip"]: row["person_id"] for row in people})
        planner.post("/v1/shortlists", json={"position_id": FREE})
        yield home, both, inner, second, draft


@pytest.fixture(scope="module")
def officer(city):
    home, *_ = city
    with open_client(home, roles=(), rate="1000000") as client:
        token = sign_in(settings_of(home).database_url, [Role.AGENCY_OFFICER], [OWN])
        client.cookies.set("padan_session", token)
        client.get("/agency-moves", headers={"Accept": "text/html"})
        yield client


@pytest.fixture(scope="module")
def portal(city):
    """Return a portal of the first agency, with a key for all that such a one may have."""
    home, *_ = city
    with open_client(home, roles=(), rate="1000000") as client:
        with client.app.state.database.write() as session:  # type: ignore[attr-defined]
            key = grant_key(session, "portal-satu", LOOKING, TERMINAL, agencies=[OWN])
            row = session.get_one(PortalKeyRow, find_public(key))
            row.scopes = sorted(GRANTABLE)  # nobody grants these within an agency
        client.headers["Authorization"] = f"Bearer {key}"
        yield client


@pytest.fixture(scope="module")
def calls(city, officer):
    """Return every call of every route that names something of the second agency."""
    _, both, inner, second, draft = city
    own = {"person": second.people[BUNGA], "position": HEAD}
    ids = {
        "person_id": [own["person"], *(second.people[nip] for nip in (COMER, INNER, SEEN_BY_NONE))],
        "position_id": [own["position"], *second.positions],
        "agency_id": [ELSEWHERE],
        "unit_id": [ELSEWHERE],
        "plan_id": [both["id"], inner["id"], draft["id"]],
        "move_id": [move_of(both, INNER)["move_id"], "all"],
        "nip": [INNER, SEEN_BY_NONE],
        "q": [NAMES[SEEN_BY_NONE], TITLES[FULL], ""],
        "by": ["position"],
        "revision": ["1"],
        "step": ["released", "accepted", "returned"],
    }
    routes = list(iter_route_contexts(officer.app.routes))
    found = [one for route in routes for one in _list_calls(route, ids)]
    assert len({one.route for one in found}) > 90
    return found


def _list_calls(route, ids):
    """Give calls of a route that name, one at a time, what the second agency has."""
    need = find_need(route.endpoint)
    if need is None or "sign-out" in route.path_format:
        return
    names = re.findall(r"\{(\w+)(?::\w+)?\}", route.path_format)
    asked = list(_flatten(get_dependant(path=route.path_format, call=route.endpoint)))
    filled = [dict(zip(names, some, strict=True)) for some in product(*(_fill(ids, names)))]
    for method, path in product(sorted(route.methods - {"HEAD"}), filled):
        for sent in _list_queries(asked, ids) if method == "GET" else _list_bodies(asked, ids):
            yield Call(method, route.path_format, need.right, path, sent)


def _flatten(dependant):
    """Give what a route asks for itself, and what it lets others ask for it."""
    yield dependant
    for one in dependant.dependencies:
        yield from _flatten(one)


def _write_address(route: str, path: dict[str, str]) -> str:
    for name, value in path.items():
        route = re.sub(rf"\{{{name}(?::\w+)?\}}", value, route)
    return route


def _fill(ids, names):
    return [ids.get(name, ["f" * 32]) for name in names]


def _list_queries(asked, ids):
    params = [one for part in asked for one in part.query_params if one.alias in ids]
    least = {one.alias: ids[one.alias][0] for one in params if one.field_info.is_required()}
    yield {"params": least}
    for name in sorted({one.alias for one in params}):
        for value in ids[name]:
            yield {"params": least | {name: value}}


def _list_bodies(asked, ids):
    models = [one.field_info.annotation for part in asked for one in part.body_params]
    if not models or not issubclass(models[0], BaseModel):
        yield {"json": {}}
        return
    (model,) = models
    fields = model.model_fields
    needed = {name for name in fields if fields[name].is_required()}
    several = {"moves": ids["move_id"][:1], "pairs": [{"position_id": FREE, "nip": INNER}]}
    known = {name: values[0] for name, values in ids.items()} | FILLED | several
    least = {name: value for name, value in known.items() if name in needed}
    yield _pack(model, least)
    for name in fields:
        key = "person_id" if name in ("a", "b") else name.removeprefix("wanted_")
        for value in ids.get(key, ()):
            yield _pack(model, least | {name: value})


def _pack(model, body):
    return {"data" if "form_token" in model.model_fields else "json": body}


def _send(client, call, accepts=None):
    """Return the answer to a call, and its text beside the very words that were sent."""
    sent = call.sent
    if "data" in sent:
        sent = {"data": sent["data"] | {"form_token": client.cookies.get("padan_form", "")}}
    accepts = accepts or ("application/json" if call.route.startswith("/v1/") else "text/html")
    answer = client.request(call.method, call.address, headers={"Accept": accepts}, **sent)
    return answer, _mask(answer, [*_values(call.path), *_values(call.sent)])


def _values(sent: Any) -> Iterator[str]:
    if isinstance(sent, dict | list | tuple):
        for one in sent.values() if isinstance(sent, dict) else sent:
            yield from _values(one)
    elif sent:
        yield str(sent)


def _mask(answer, sent) -> str:
    """Return what is told beside the very words that were sent."""
    text: str = _unpack(answer.content) if answer.content.startswith(b"PK") else answer.text
    for value in sorted(sent, key=len, reverse=True):
        if len(value) > 1:
            text = text.replace(value, "…")
    return text


def _unpack(workbook):
    with ZipFile(BytesIO(workbook)) as parts:
        return "".join(parts.read(name).decode() for name in parts.namelist())


def _may_know(route, second):
    if DESK.search(route):
        return second.of_comer
    return second.of_vacancy if OF_ONE_PERSON.search(route) else frozenset()


@pytest.mark.parametrize("who", ["officer", "portal"])
def test_no_answer_to_one_agency_tells_of_another(request, city, calls, who):
    client, second = request.getfixturevalue(who), city[3]
    answered = set()
    for call in calls:
        answer, told = _send(client, call)
        assert answer.status_code < 500, call
        answered |= {call.route} if answer.status_code < 300 else set()
        leaked = {one for one in second.secrets - _may_know(call.route, second) if one in told}
        assert not leaked, (call, leaked)
    assert len(answered) > 12
    assert client.get("/v1/positions").status_code == 200, "the walk signed nobody out"


@pytest.mark.parametrize("who", ["officer", "portal"])
def test_what_another_agency_has_is_as_unknown_as_what_is_not_there(request, city, calls, who):
    client, second = request.getfixturevalue(who), city[3]
    twins = {second.people[nip]: "f" * 20 for nip in (COMER, INNER, SEEN_BY_NONE)}
    twins |= dict.fromkeys((LEFT, KEPT, FULL), "TIDAK-ADA")
    twins |= dict.fromkeys((INNER, SEEN_BY_NONE), "1" * 18)
    twins |= {ELSEWHERE: "D9"} | dict.fromkeys((city[2]["id"], city[4]["id"]), "f" * 32)
    compared = {"GET": 0, "POST": 0, "PUT": 0}
    for call in calls:
        named = {*_values(call.path), *_values(call.sent)} & set(twins)
        wish = call.method != "GET" and OF_ONE_PERSON.search(call.route)  # for any agency
        if call.right not in WITHIN_AGENCIES or not named - ({ELSEWHERE} if wish else set()):
            continue
        here, there = _ask(client, call, {}), _ask(client, call, twins)
        assert here == there, call
        compared[call.method] += 1
    assert compared["GET"] > 40
    assert compared["POST"] > 40


def _ask(client, call, twins):
    """Return what is told of a call where `twins` stand for ids, beside the ids themselves.

    Of what would change something: whether, and why not.
    """
    path, sent = (_swap(one, twins) for one in (call.path, call.sent))
    answer, text = _send(client, call._replace(path=path, sent=sent), "application/json")
    if call.method != "GET":
        return answer.status_code, answer.status_code >= 400 and answer.json()["code"]
    if "spreadsheet" in answer.headers["content-type"]:
        return answer.status_code
    text = _mask(answer, [one for id in _values([path, sent]) for one in (id, quote(id, safe=""))])
    return answer.status_code, re.sub(ITS_OWN, "", text)


def _swap(sent: Any, twins: dict[str, str]) -> Any:
    if isinstance(sent, dict):
        return {name: _swap(one, twins) for name, one in sent.items()}
    if isinstance(sent, list):
        return [_swap(one, twins) for one in sent]
    return twins.get(sent, sent) if isinstance(sent, str) else sent


def test_no_key_for_one_thing_alone_is_told_of_a_draft(city, calls):
    """But one that reads, makes or decides plans."""
    home, *_, draft = city
    asked = 0
    with open_client(home, roles=(), rate="1000000") as client:
        for right in sorted(GRANTABLE - {Right.PLANS, Right.PLAN, Right.DECIDE}):
            with state_of(client).database.write() as session:
                key = grant_key(session, f"portal-{right}", [right], TERMINAL)
            client.headers["Authorization"] = f"Bearer {key}"
            for call in (one for one in calls if one.right is right):
                _, told = _send(client, call)
                assert draft["id"] not in told, call
                asked += 1
    assert asked > 100


def test_people_and_posts_of_the_own_agency_are_found(officer):
    people = officer.post("/v1/people/search", json={}).json()["items"]
    assert {row["name"] for row in people} == {"Contoh Arif", "Contoh Bunga"}
    posts = officer.get("/v1/positions").json()["items"]
    assert {row["agency_id"] for row in posts} == {OWN}
    need = officer.get("/v1/workload", params={"by": "position"}).json()
    assert {row["id"] for row in need["items"]} == {row["position_id"] for row in posts}
    assert need["total"]["agency_id"] == OWN
    trend = officer.get("/v1/workload/trend").json()
    assert {line["agency_id"] for line in trend["lines"]} == {None, OWN}


def test_one_s_own_people_may_ask_about_an_open_post_elsewhere_and_no_other(officer, city):
    address = f"/v1/people/{city[3].people[BUNGA]}/standing"
    assert officer.get(address, params={"position_id": FREE}).status_code == 200
    refused = officer.get(address, params={"position_id": FULL})
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown_position")


def test_every_right_within_an_agency_was_asked_for(calls, officer):
    """Otherwise a route could be added that no call above reaches."""
    needs = {find_need(one.endpoint) for one in iter_route_contexts(officer.app.routes)}
    within = {need.right for need in needs if need} & WITHIN_AGENCIES
    assert within >= WITHIN_AGENCIES - {Right.OPEN}
