"""Client of Padan for an HR portal: eight calls in one file, with nothing but the standard library.

    padan = Padan("https://padan.example.go.id", key, on_behalf_of="petugas-17")
    person = padan.find_person("199001012015001000")  # None where nobody has that NIP
    padan.put_preference(person["person_id"], willing=True)

Every call may be repeated: what makes something carries an Idempotency-Key that stays the same over
all attempts. A call is tried again where the server asks to wait (429), cannot answer yet (502, 503
and 504, as while it starts again), or cannot be reached. Whatever else comes that is not an answer
of Padan is raised as `Refused`.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import quote, urlencode, urlsplit
from uuid import uuid4

ATTEMPTS = 5
LONGEST_WAIT = 60.0
AGAIN = (429, 502, 503, 504)
"""Refusals after which the same request may succeed; what stands before a server says 502, 504."""
LOOPBACK = ("127.0.0.1", "::1", "localhost")
"""Where nothing travels over a network: elsewhere a key is sent over TLS alone."""
STRANGE = {
    "detail": "what answered is not Padan: look at the address, and at what stands before it"
}

Answer = dict[str, Any]


class Refused(Exception):
    """The server said no: `code` is the kind of problem, `errors` are the fields at fault.

    The code is "unknown" where something else answered: a proxy, or a web server that redirects.
    `request_id` is what to tell the operator; it holds nothing about anybody.
    """

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        self.status = status
        self.code = str(problem.get("code", "unknown"))
        self.title = str(problem.get("title", ""))
        self.detail = str(problem.get("detail", ""))
        self.errors: list[Answer] = list(problem.get("errors", ()))
        self.request_id = problem.get("request_id")
        super().__init__(f"{status} {self.code}: {self.detail}")


class Padan:
    """The eight calls of a portal; one object may serve many threads, each call has a connection.

    `language` ("id", "en") is that of the texts. `on_behalf_of` names who asks through the portal;
    the audit keeps it. `attempts` is how often a call is tried, `wait` how a pause is made.
    """

    def __init__(
        self,
        address: str,
        key: str,
        *,
        language: str = "id",
        on_behalf_of: str | None = None,
        seconds: float = 60.0,
        attempts: int = ATTEMPTS,
        wait: Callable[[float], object] = time.sleep,
    ) -> None:
        parts = urlsplit(address)
        secure = parts.scheme == "https"
        if not parts.hostname or not (
            secure or (parts.scheme == "http" and parts.hostname in LOOPBACK)
        ):
            raise ValueError("the address must begin with https:// (or http:// on one machine)")
        self._secure, self._host, self._port = secure, parts.hostname, parts.port
        self._base = parts.path.rstrip("/")
        self._seconds, self._attempts, self._wait = seconds, attempts, wait
        self._headers = {"Authorization": f"Bearer {key}", "Accept-Language": language}
        if on_behalf_of is not None:
            self._headers["X-On-Behalf-Of"] = on_behalf_of

    def search_people(self, **conditions: Any) -> Iterator[Answer]:
        """Yield people by `nip`, `q` (words of the name), `competency_id` or `agency_id`."""
        yield from self._follow("POST", "/v1/people/search", body=conditions)

    def find_person(self, nip: str) -> Answer | None:
        """Return the one person of a NIP, None where nobody that the key sees has it."""
        return next(self.search_people(nip=nip), None)

    def make_shortlist(self, position_id: str, key: str | None = None, **asked: Any) -> Answer:
        """Make and keep the explained list of a position; `size`, `as_of`, `willing_only`…"""
        return self._make("/v1/shortlists", {"position_id": position_id, **asked}, key)

    def opportunities(self, person_id: str, **asked: Any) -> Answer:
        """Return the open positions for a person, lawful ones first, with reasons and advice."""
        return self._call("GET", f"/v1/people/{_id(person_id)}/opportunities", asked)

    def standing(self, person_id: str, position_id: str, **asked: Any) -> Answer:
        """Return what a person may know of the own standing for a position."""
        asked = {"position_id": position_id, **asked}
        return self._call("GET", f"/v1/people/{_id(person_id)}/standing", asked)

    def put_preference(self, person_id: str, **wishes: Any) -> Answer:
        """Keep what somebody says of moving as a whole: `willing`, `wanted_agency_id`, `note`…"""
        return self._call("PUT", f"/v1/people/{_id(person_id)}/preference", body=wishes)

    def get_preference(self, person_id: str) -> Answer:
        """Return what holds of somebody's wishes, and what was said before."""
        return self._call("GET", f"/v1/people/{_id(person_id)}/preference")

    def report_outcome(
        self, outcome: str, outcome_on: str, key: str | None = None, **move: Any
    ) -> Answer:
        """Report how a move turned out ("success", "failure").

        The move is a `move_id`, or `nip`, `to_position_id` and `effective_on` together; with
        `correction=True` an earlier report is replaced.
        """
        body = {"outcome": outcome, "outcome_on": outcome_on, **move}
        return self._make("/v1/outcomes", body, key)

    def events(self, after: int = 0) -> Iterator[Answer]:
        """Yield what happened to decided moves since the event of that number, the oldest first.

        Keep the `id` of the last one: the next round begins after it.
        """
        yield from self._follow("GET", "/v1/events", {"after": after})

    def _make(self, path: str, body: Answer, key: str | None) -> Answer:
        return self._call("POST", path, body=body, key=key or str(uuid4()))

    def _follow(
        self, method: str, path: str, asked: Answer | None = None, body: Answer | None = None
    ) -> Iterator[Answer]:
        """Yield the items of a list, piece after piece."""
        place: Answer = {}
        while True:
            piece = self._call(method, path, {**(asked or {}), **place}, body)
            yield from piece["items"]
            if piece["next_cursor"] is None:
                return
            place = {"cursor": piece["next_cursor"]}

    def _call(
        self,
        method: str,
        path: str,
        asked: Answer | None = None,
        body: Answer | None = None,
        key: str | None = None,
    ) -> Answer:
        """Send a request and return what its answer says."""
        told = {name: value for name, value in (asked or {}).items() if value is not None}
        address = f"{self._base}{path}" + (f"?{urlencode(told)}" if told else "")
        headers = dict(self._headers)
        if key is not None:
            headers["Idempotency-Key"] = key
        if body is None:
            return self._insist(method, address, None, headers)
        headers["Content-Type"] = "application/json"
        return self._insist(method, address, json.dumps(body).encode(), headers)

    def _insist(
        self, method: str, address: str, content: bytes | None, headers: dict[str, str]
    ) -> Answer:
        """Send a request until it is answered, or may not be sent again."""
        for pause in (min(0.5 * 2**number, LONGEST_WAIT) for number in range(self._attempts - 1)):
            try:
                status, after, answer = self._send(method, address, content, headers)
            except (OSError, HTTPException):
                self._wait(pause)
                continue
            if status not in AGAIN:
                return _take(status, answer)
            self._wait(max(pause, min(after, LONGEST_WAIT)))
        status, _, answer = self._send(method, address, content, headers)
        return _take(status, answer)

    def _send(
        self, method: str, address: str, content: bytes | None, headers: dict[str, str]
    ) -> tuple[int, float, Answer | None]:
        """Send a request once; return its status, the seconds it asks to wait, and its content."""
        kind = HTTPSConnection if self._secure else HTTPConnection
        connection = kind(self._host, self._port, timeout=self._seconds)
        try:
            connection.request(method, address, content, headers)
            answer = connection.getresponse()
            text, wait = answer.read(), answer.getheader("Retry-After", "")
        finally:
            connection.close()
        seconds = float(wait) if wait.isdecimal() else 0.0
        return answer.status, seconds, _read(text)


def _take(status: int, answer: Answer | None) -> Answer:
    """Return an answer that is one; raise Refused for a problem, and for what is none of Padan's.

    Only then has anything been kept: a redirect, or a page of a proxy, has done nothing.
    """
    if answer is None or not 200 <= status < 300:
        raise Refused(status, answer or STRANGE)
    return answer


def _id(text: str) -> str:
    """Return an id as it stands in an address; a slash in it is part of it."""
    return quote(text, safe="")


def _read(text: bytes) -> Answer | None:
    """Return the content of an answer; None where what answered speaks in another form."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
