"""The page for who builds the portal says what holds, and its client does what it promises."""

import ast
import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from json import dumps
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from serving.access.errors import AccessError
from serving.access.rights import GRANTABLE, Role
from serving.openapi.examples import read_samples
from serving.portal import padan_portal
from serving.portal.calls import CALLS
from serving.portal.padan_portal import Padan, Refused
from serving.portal.problem_table import list_problems
from serving.problems import name_code
from serving.statuses import STATUSES
from tests.serving.conftest import open_client
from wording import LANGUAGES

KEY = "padan_0123456789abcdef_" + "x" * 43
PAGE = b"<html><h1>301 Moved Permanently</h1></html>"
REFUSAL = {"code": "reused_key", "title": "Kunci", "detail": "Sudah dipakai.", "request_id": "7"}


class Script(BaseHTTPRequestHandler):
    """Answers as a test says, one after the other, and keeps what was asked."""

    answers: list[Any] = []  # noqa: RUF012
    asked: list[Any] = []  # noqa: RUF012

    def do(self):
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length).decode()
        self.asked.append((self.command, self.path, dict(self.headers), body))
        answer = self.answers.pop(0)
        if answer is None:  # cut off in the middle
            self.close_connection = True
            return
        status, headers, content = answer
        text = content if isinstance(content, bytes) else dumps(content).encode()
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(text))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = do_PUT = do  # noqa: N815

    def log_message(self, *_):
        """Print nothing."""


@pytest.fixture
def server():
    class Own(Script):
        answers: list[Any] = []  # noqa: RUF012
        asked: list[Any] = []  # noqa: RUF012

    running = ThreadingHTTPServer(("127.0.0.1", 0), Own)
    Thread(target=running.serve_forever, daemon=True).start()
    yield running, Own
    running.shutdown()
    running.server_close()


@pytest.fixture
def waited():
    return []


@pytest.fixture
def padan(server, waited):
    return Padan(f"http://127.0.0.1:{server[0].server_port}", KEY, wait=waited.append)


def test_what_makes_something_keeps_its_key_over_all_attempts(server, padan, waited):
    _, script = server
    script.answers += [None, (429, {"Retry-After": "7"}, {}), (503, {}, {}), (201, {}, {"id": "1"})]
    assert padan.make_shortlist("P1", size=3) == {"id": "1"}
    assert len({headers["Idempotency-Key"] for _, _, headers, _ in script.asked}) == 1
    assert waited == [0.5, 7.0, 2.0]
    assert {body for *_, body in script.asked} == {'{"position_id": "P1", "size": 3}'}


def test_two_calls_have_two_keys_unless_one_is_given(server, padan):
    _, script = server
    script.answers += [(201, {}, {})] * 3
    padan.make_shortlist("P1")
    padan.make_shortlist("P1")
    padan.report_outcome("success", "2026-11-01", key="mine", move_id="m")
    keys = [headers["Idempotency-Key"] for _, _, headers, _ in script.asked]
    assert len(set(keys)) == 3
    assert keys[2] == "mine"


def test_a_refusal_is_raised_at_once_with_its_code(server, padan, waited):
    _, script = server
    script.answers += [(409, {}, REFUSAL | {"errors": [{"field": "body.size"}]})]
    with pytest.raises(Refused) as refused:
        padan.get_preference("p 1/2")
    told = refused.value
    assert (told.status, told.code, told.request_id) == (409, "reused_key", "7")
    assert told.errors == [{"field": "body.size"}]
    assert waited == []
    assert script.asked[0][1] == "/v1/people/p%201%2F2/preference"


def test_it_gives_up_after_some_attempts(server, padan, waited):
    _, script = server
    script.answers += [(503, {}, REFUSAL)] * 5
    with pytest.raises(Refused):
        padan.opportunities("p")
    assert waited == [0.5, 1.0, 2.0, 4.0]
    script.answers += [None] * 5
    with pytest.raises(ConnectionError):
        padan.opportunities("p")


def test_lists_are_followed_to_their_end(server, padan):
    _, script = server
    script.answers += [
        (200, {}, {"items": [{"id": 4}], "next_cursor": "x/y"}),
        (200, {}, {"items": [{"id": 9}], "next_cursor": None}),
    ]
    assert [one["id"] for one in padan.events(after=3)] == [4, 9]
    assert [path for _, path, *_ in script.asked] == [
        "/v1/events?after=3",
        "/v1/events?after=3&cursor=x%2Fy",
    ]


def test_the_key_travels_in_its_header_alone(server, padan):
    _, script = server
    script.answers += [(200, {}, {})]
    padan.standing("p", "KASI/1", as_of=None)
    method, path, headers, body = script.asked[0]
    assert (method, path, body) == ("GET", "/v1/people/p/standing?position_id=KASI%2F1", "")
    assert headers["Authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_server_that_starts_again_behind_its_proxy_is_asked_again(server, padan, status):
    _, script = server
    script.answers += [(status, {}, PAGE), (200, {}, {"preference": "willing"})]
    assert padan.put_preference("p", willing=True) == {"preference": "willing"}


@pytest.mark.parametrize(
    ("status", "content"),
    [(301, PAGE), (302, {}), (200, PAGE), (200, b""), (204, b""), (200, ["kept"]), (403, PAGE)],
)
def test_what_is_no_answer_of_padan_is_never_taken_for_one(server, padan, status, content):
    _, script = server
    for call in (
        lambda: padan.put_preference("p", willing=True),
        lambda: padan.report_outcome("success", "2026-11-01", move_id="m"),
        lambda: padan.find_person("199001012015001000"),
    ):
        script.answers += [(status, {"Location": "https://padan.example/"}, content)]
        with pytest.raises(Refused, match=f"^{status} unknown: .*not Padan"):
            call()
    assert script.answers == []


@pytest.mark.parametrize(
    "address", ["ftp://padan.example", "padan.example", "http://padan.example"]
)
def test_a_key_travels_over_tls_or_not_at_all(address):
    with pytest.raises(ValueError, match="https"):
        Padan(address, KEY)


def test_the_client_needs_the_standard_library_alone():
    tree = ast.parse(Path(padan_portal.__file__).read_text(encoding="utf-8"))
    named = {
        str(node.module if isinstance(node, ast.ImportFrom) else node.names[0].name).split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert named <= sys.stdlib_module_names


def test_every_call_on_the_page_is_one_of_the_api_and_of_the_client(shared):
    paths = shared.get("/openapi.json").json()["paths"]
    for call in CALLS:
        operation = paths[call.path][call.method.lower()]
        assert operation["x-padan-right"] == call.right.value
        assert call.right in GRANTABLE
        takes_key = "Idempotency-Key" in str(operation["parameters"])
        assert call.keyed == takes_key
        assert all(
            callable(getattr(Padan, name)) for name in re.findall(r"padan\.(\w+)\(", call.python)
        )
    assert len(CALLS) == 8


@pytest.mark.parametrize("call", [call for call in CALLS if call.body], ids=lambda call: call.code)
def test_a_body_on_the_page_wants_nothing_but_ids_that_are_known(shared, call):
    address = call.path.format_map(read_samples()["fields"])
    answer = shared.request(call.method, address, json=call.content)
    assert answer.is_success or answer.json()["code"].startswith("unknown_"), answer.text


@pytest.mark.parametrize("language", ["id", "en"])
def test_anybody_may_read_the_page_the_problems_and_the_client(home, language):
    with open_client(home, roles=()) as stranger:
        page = stranger.get("/portal", params={"lang": language})
        assert page.text.count("<article") == 8
        assert "--scope preferences" in page.text
        table = stranger.get("/portal/problems", params={"lang": language})
        assert table.text.count("<tr id=") == len(list_problems(language))
        client = stranger.get("/portal/padan_portal.py")
        assert client.content == Path(padan_portal.__file__).read_bytes()
        assert "attachment" in client.headers["content-disposition"]


def test_the_table_holds_what_a_program_meets_and_nothing_of_accounts():
    told = {line.code for line in list_problems("en")}
    pages_alone = {name_code(kind) for kind in STATUSES if issubclass(kind, AccessError)}
    assert told >= {name_code(kind) for kind in STATUSES} - pages_alone
    assert not told & pages_alone


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_problems_mean_the_same(language):
    told = [line.detail for line in list_problems(language)]
    assert len(set(told)) == len(told)


def test_who_hands_out_keys_finds_the_page_beside_them(home):
    with open_client(home, roles=[Role.ADMINISTRATOR]) as administrator:
        assert 'href="/portal"' in administrator.get("/keys").text
