"""The eight calls of a portal, as they are shown: what each is for, by curl and by the client."""

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from serving.access.rights import Right
from serving.openapi.examples import read_samples


@dataclass(frozen=True)
class Call:
    """A call: `code` names its words, `path` is the document's, `method` what it is called by.

    `address` is the path with example ids, `body` an example; `python` is the client's way.
    """

    code: str
    method: str
    path: str
    right: Right
    python: str
    query: str = ""
    body: str = ""
    keyed: bool = False

    @property
    def content(self) -> Mapping[str, Any] | None:
        """The example body, None for a call without one."""
        return read_samples()["whole"][self.body] if self.body else None

    def write_curl(self, address: str) -> str:
        """Return the call by curl to the server at `address`, its key in $PADAN_KEY."""
        lines = [f"curl -X {self.method} {shlex.quote(address + _fill(self.path) + self.query)}"]
        lines += ['-H "Authorization: Bearer $PADAN_KEY"']
        if self.keyed:
            lines += ['-H "Idempotency-Key: $(uuidgen)"']
        if self.content is not None:
            lines += ['-H "Content-Type: application/json"']
            lines += [f"-d {shlex.quote(json.dumps(self.content, ensure_ascii=False))}"]
        return " \\\n  ".join(lines)


def _fill(path: str) -> str:
    """Return a path with sample ids in the place of its names."""
    return path.format_map(read_samples()["fields"])


OPENING = """\
import os

from padan_portal import Padan

padan = Padan("{address}", os.environ["PADAN_KEY"], on_behalf_of="petugas-17")"""
"""What the client is opened with; each call's `python` goes on where the one before it ended."""
CALLS = (
    Call(
        "search",
        "POST",
        "/v1/people/search",
        Right.PEOPLE,
        'person = padan.find_person("199001012015001000")\n'
        "if person is None:\n"
        '    raise SystemExit("no such NIP")\n'
        'person_id = person["person_id"]',
        body="PeopleSearch",
    ),
    Call(
        "shortlist",
        "POST",
        "/v1/shortlists",
        Right.RANK,
        'made = padan.make_shortlist("KASI-0301", size=10)\n'
        'for one in made["candidates"]:\n'
        '    print(one["rank"], one["name"], one["reasons"][0]["text"])',
        body="ShortlistBody",
        keyed=True,
    ),
    Call(
        "opportunities",
        "GET",
        "/v1/people/{person_id}/opportunities",
        Right.STANDING,
        "padan.opportunities(person_id, limit=5)",
        query="?limit=5",
    ),
    Call(
        "standing",
        "GET",
        "/v1/people/{person_id}/standing",
        Right.STANDING,
        'padan.standing(person_id, "KASI-0301")',
        query="?position_id=KASI-0301",
    ),
    Call(
        "put_preference",
        "PUT",
        "/v1/people/{person_id}/preference",
        Right.PREFERENCES,
        'padan.put_preference(person_id, willing=True, wanted_agency_id="D03")',
        body="PreferenceBody",
    ),
    Call(
        "get_preference",
        "GET",
        "/v1/people/{person_id}/preference",
        Right.PREFERENCES,
        'padan.get_preference(person_id)["in_force"]',
    ),
    Call(
        "events",
        "GET",
        "/v1/events",
        Right.EVENTS,
        "last = 0  # then the number that was kept from the round before\n"
        "for event in padan.events(after=last):\n"
        '    last = event["id"]\n'
        '    print(event["event"], event["move_id"])',
        query="?after=0",
    ),
    Call(
        "outcome",
        "POST",
        "/v1/outcomes",
        Right.OUTCOMES,
        'padan.report_outcome("success", "2026-11-01", move_id=event["move_id"])',
        body="OutcomeBody",
        keyed=True,
    ),
)
SCOPES = tuple(dict.fromkeys(call.right.value for call in CALLS))
"""What a portal's key needs for all of them."""
