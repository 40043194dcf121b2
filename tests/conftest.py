"""What every test may rely on: settings of its own, and a browser and a server where there are."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import NoReturn

import pytest
from hypothesis import settings
from sqlalchemy import create_engine, make_url, text

from tests import postgres, wordless

settings.register_profile("padan", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("padan")

CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the tests of the application run on PostgreSQL too."""
    parser.addoption(
        "--postgresql", action="store_true", help="keep what homes keep in PostgreSQL, not SQLite"
    )


@pytest.fixture(scope="session", autouse=True)
def databases_of_homes(request: pytest.FixtureRequest) -> Iterator[None]:
    """Put the databases of all homes on a PostgreSQL server, where that was asked for."""
    if not request.config.getoption("--postgresql"):
        yield
        return
    postgres.chosen = postgres.Databases(request.getfixturevalue("postgres_url"))
    yield
    postgres.chosen.close()
    postgres.chosen = None


@pytest.fixture(scope="session", autouse=True)
def own_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the developer's own settings and records out of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(("PADAN_", "MLFLOW_")):
                patch.delenv(name)
        patch.setenv("PADAN_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(autouse=True)
def words_for_facts() -> Iterator[None]:
    """Hold that the page of the audit has words for whatever a test lets the audit be told of."""
    wordless.found.clear()
    yield
    assert not wordless.found, "texts are missing in wording/*/audit.toml"


@pytest.fixture(scope="session")
def empty_model_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an MLflow database without a model, to be copied: its tables take seconds to make."""
    from models.registry import ModelRegistry

    home = tmp_path_factory.mktemp("model_store")
    assert ModelRegistry(f"sqlite:///{home}/mlflow.db", home).champion_version() is None
    return home / "mlflow.db"


def miss(what: str) -> NoReturn:
    """Skip a test that lacks `what`; where CI=true nothing may be missing."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing")
    pytest.skip(f"{what} is missing")


@pytest.fixture(scope="session")
def browser():
    """Return a headless Chromium driven by playwright; a test opens its own page or context."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("google-chrome") or miss("chromium")
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Yield the SQLAlchemy URL of an empty PostgreSQL database: a given one, or our own server."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    with run_postgres() as server:
        yield server.url


@dataclass(frozen=True)
class PostgresServer:
    """A PostgreSQL server of our own in a folder; it answers on a socket there and nowhere else."""

    folder: str
    user: str | None

    @property
    def url(self) -> str:
        """Return the SQLAlchemy URL of an empty database."""
        return f"postgresql+psycopg://padan@/postgres?host={self.folder}"

    def run(self, tool: str, *arguments: str) -> None:
        """Run one of the server's own programs."""
        command = [f"{postgres_tools()}/{tool}", f"--pgdata={self.folder}/records", *arguments]
        subprocess.run(
            command, check=True, user=self.user, cwd=self.folder, stdout=subprocess.DEVNULL
        )

    def start(self) -> None:
        """Start it and wait until it answers."""
        sockets = f"-c listen_addresses='' -c unix_socket_directories='{self.folder}'"
        options = f"{sockets} -c fsync=off"
        self.run("pg_ctl", "start", "--wait", f"--options={options}", f"--log={self.folder}/log")

    def stop(self) -> None:
        """Stop it at once, as if its machine had lost power."""
        self.run("pg_ctl", "stop", "--wait", "--mode=immediate")


@contextmanager
def run_postgres() -> Iterator[PostgresServer]:
    """Run a PostgreSQL server until the block ends; a block that stops it starts it again."""
    user = "postgres" if os.geteuid() == 0 else None  # the server refuses to run as root
    postgres_tools()
    # pytest's own folders are closed to other users, and too deep for a socket's name
    with tempfile.TemporaryDirectory(prefix="padan-") as folder:
        shutil.chown(folder, user or os.geteuid())
        server = PostgresServer(folder, user)
        server.run("initdb", "--username=padan", "--auth=trust", "--no-sync", "--encoding=UTF8")
        server.start()
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture
def own_postgres_url(postgres_url) -> Iterator[str]:
    """Yield the URL of an empty database of one's own on that server."""
    server = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    name = f"padan_{token_hex(6)}"
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield make_url(postgres_url).set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


def postgres_tools() -> Path:
    """Return the folder of the newest PostgreSQL server's programs."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parts[-2]))
    on_path = shutil.which("pg_ctl")
    if installed:
        return installed[-1]
    return Path(on_path).parent if on_path else miss("PostgreSQL")
