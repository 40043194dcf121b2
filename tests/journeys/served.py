"""A real server and real browsers: started by the command, opened for somebody signed in."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from serving.access.sessions import COOKIE
from serving.database.connection import open_database
from tests.serving.access_client import PASSWORD, make
from tests.serving.accounts import sign_in
from tests.serving.office import NAMES

PATIENCE_SECONDS = 60
NARROW = {"width": 360, "height": 740}
NIP = re.compile(r"\b(19|20)\d{16}\b")


@dataclass(frozen=True)
class Served:
    """A running server: its address, its home, and what it printed."""

    address: str
    home: Path

    @property
    def database_url(self) -> str:
        """Return where its database is."""
        return f"sqlite:///{self.home}/padan.db"

    @property
    def told(self) -> str:
        """Return what it has printed so far, on stdout and stderr."""
        return (self.home / "log").read_text()


@contextmanager
def serve(home: Path, *options: str, **settings: str) -> Iterator[Served]:
    """Serve a home through the real command until the block ends; no NIP or name may be logged."""
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MLFLOW_")}
    command = [str(Path(sys.executable).with_name("padan")), "serve", "--port", str(port), *options]
    served = Served(f"http://127.0.0.1:{port}", home)
    with (home / "log").open("w") as log:
        process = subprocess.Popen(
            command, env=kept | {"PADAN_HOME": str(home)} | settings, stdout=log, stderr=log
        )
        try:
            wait_until_ready(f"{served.address}/health/ready", process)
            yield served
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(PATIENCE_SECONDS)
    assert not NIP.search(served.told)
    assert not [word for word in (*NAMES, *NAMES.values()) if word in served.told]


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def wait_until_ready(address: str, process: "subprocess.Popen[bytes]") -> None:
    """Return as soon as the server answers; fail where it ends, or takes too long."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        assert process.poll() is None, "the server ended"
        try:
            urlopen(address).close()
        except URLError:
            time.sleep(0.2)
        else:
            return
    pytest.fail("the server did not become ready")


def press(control, answer):
    """Press a link or a button, and wait for the whole page that answers: it shows `answer`.

    A click does not wait for the page it leads to. The page before must not show `answer`:
    otherwise there would be nothing to wait for.
    """
    expect(answer.first).to_be_hidden()
    control.click()
    expect(answer.first).to_be_visible()
    control.page.wait_for_load_state()


class Browsers:
    """Opens pages of Indonesian readers; whatever a browser complains of is kept."""

    def __init__(self, browser, served: Served) -> None:
        self._browser = browser
        self._served = served
        self._contexts: list[Any] = []
        self.complaints: list[str] = []
        expect.set_options(timeout=1000 * PATIENCE_SECONDS)

    def open(self, *roles, agencies=None, person_id=None):
        """Return a page signed in with these roles; without any role nobody is signed in."""
        context = self._browser.new_context(
            base_url=self._served.address, locale="id-ID", accept_downloads=True
        )
        self._contexts.append(context)
        if roles:
            token = sign_in(self._served.database_url, roles, agencies, person_id)
            address = self._served.address
            context.add_cookies([{"name": COOKIE, "value": token, "url": address}])
        page = context.new_page()
        page.set_default_timeout(1000 * PATIENCE_SECONDS)
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def enter(self, *roles, agencies=None):
        """Return the first page of somebody with these roles, who signed in through the form."""
        name, database = f"uji-{token_hex(4)}", open_database(self._served.database_url)
        make(database, name, roles, agencies)
        database.close()
        page = self.open()
        page.goto("/")
        page.get_by_label("Nama akun").fill(name)
        page.get_by_label("Kata sandi").fill(PASSWORD)
        enter = page.get_by_role("button", name="Masuk", exact=True).last
        press(enter, page.get_by_role("heading", name="Siapa yang tepat, dan mengapa"))
        return page

    def be_refused(self, page, *addresses):
        """Let somebody try pages that are closed to them; each says so, and nothing else is wrong.

        A browser names every refusal in its console.
        """
        kept = list(self.complaints)
        for address in addresses:
            assert page.goto(address).status == 403, address
            assert page.get_by_role("heading", level=1).inner_text() == "Tidak berwenang"
        self.complaints[:] = kept

    def close(self) -> None:
        """Close every page."""
        for context in self._contexts:
            context.close()
