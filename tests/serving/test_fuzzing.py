"""Schemathesis, with all its checks, finds nothing: the API does what its document says.

It reads the document of a running server and sends what it admits and what it does not, methods and
headers that are none, requests without a key; then it follows what requests made. Two examples an
operation unless `PADAN_FUZZ_EXAMPLES` says otherwise: `.ci/run` sends 20, 200 look for longer.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from threading import Thread

import httpx2
import pytest
import uvicorn

from serving.access.sessions import COOKIE
from serving.app import create_app
from serving.listing import write_cursor
from tests.serving.accounts import CITY_ROLES, sign_in
from tests.serving.office import settings_of

EXAMPLES = os.environ.get("PADAN_FUZZ_EXAMPLES", "2")
LONGEST = 60 + 30 * int(EXAMPLES)
"""Seconds after which a run is given up; it takes a third of that on two idle cores."""
PROGRAM = Path(sys.executable).with_name("schemathesis")
CONFIG = """\
[auth.openapi.session]
api_key = "{token}"

# A body of the right form may still name what nobody knows, or a day that the records do not reach:
# that is 422 by contract. So is 404 in an address, and 409 for what was done already.
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "404", "409", "422"]

# Ids that exist, so that what stands behind the look-ups is reached too.
[dictionaries.positions]
values = ["KASI/1", "STAF-1"]
[dictionaries.people]
values = {people}

# Days at the ends of the calendar, and cursors as only somebody who makes them up would send.
[dictionaries.days]
values = ["0001-01-01", "9999-12-31", "2025-06-01"]
[dictionaries.cursors]
values = {cursors}
[parameters]
"path.position_id" = {{ dictionary = "positions", probability = 0.7 }}
"query.position_id" = {{ dictionary = "positions", probability = 0.7 }}
"body.position_id" = {{ dictionary = "positions", probability = 0.7 }}
"path.person_id" = {{ dictionary = "people", probability = 0.7 }}
"body.a" = {{ dictionary = "people", probability = 0.7 }}
"body.b" = {{ dictionary = "people", probability = 0.7 }}
"query.cursor" = {{ dictionary = "cursors", probability = 0.7 }}
"query.as_of" = {{ dictionary = "days", probability = 0.5 }}
"query.effective_on" = {{ dictionary = "days", probability = 0.5 }}
"query.since" = {{ dictionary = "days", probability = 0.5 }}
"query.until" = {{ dictionary = "days", probability = 0.5 }}
"body.as_of" = {{ dictionary = "days", probability = 0.5 }}
"body.effective_on" = {{ dictionary = "days", probability = 0.5 }}
"body.issued_on" = {{ dictionary = "days", probability = 0.5 }}
"body.valid_until" = {{ dictionary = "days", probability = 0.5 }}
"body.outcome_on" = {{ dictionary = "days", probability = 0.5 }}
"""
CURSORS = ("0", "-1", "9" * 30, "KASI/1", "2020-01-01T00:00:00 x", "9999-12-31T23:59:59-12:00 x")


@pytest.fixture
def served(home):
    """Yield the address of a server over the office, and the token of a session with every role."""
    settings = settings_of(home, rate="1000000")
    token = sign_in(settings.database_url, CITY_ROLES)
    config = uvicorn.Config(create_app(settings), port=0, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    running = Thread(target=server.run)
    running.start()
    while not server.started:
        assert running.is_alive()
        running.join(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}", token
    server.should_exit = True
    running.join()


def write_config(folder, address, token):
    cookies = {COOKIE: token}
    found = httpx2.post(f"{address}/v1/people/search", json={}, cookies=cookies).json()["items"]
    people = json.dumps([one["person_id"] for one in found])
    file = folder / "schemathesis.toml"
    cursors = json.dumps(list(map(write_cursor, CURSORS)))
    config = CONFIG.format(token=token, people=people, cursors=cursors)
    file.write_text(config, encoding="utf-8")
    return file


def test_the_api_does_what_its_document_says(served, tmp_path):
    address, token = served
    file = write_config(tmp_path, address, token)
    options = [
        *("--checks", "all", "--phases", "examples,coverage,fuzzing,stateful"),
        *("--max-examples", EXAMPLES, "--generation-deterministic", "--workers", "1"),
        *("--suppress-health-check", "all", "--warnings", "off", "--no-color"),
    ]
    run = subprocess.run(
        [PROGRAM, "--config-file", file, "run", f"{address}/openapi.json", *options],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-20_000:]
    assert " generated, " in run.stdout
