"""Applications over a small office on disk; a fresh model store takes long, so it is copied."""

import shutil
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from serving.access.rights import Role
from serving.access.sessions import COOKIE as COOKIE_OF_SESSION
from serving.app import create_app
from serving.language import COOKIE
from tests.serving.accounts import CITY_ROLES, sign_in
from tests.serving.office import furnish, settings_of

HERE = "http://127.0.0.1:8000"


@pytest.fixture(scope="session")
def furnished(tmp_path_factory, empty_model_store) -> Path:
    """Return a home with records and a champion, to be copied."""
    home: Path = tmp_path_factory.mktemp("furnished")
    shutil.copy(empty_model_store, home / "mlflow.db")
    furnish(home)
    return home


@pytest.fixture
def bare_home(empty_model_store, tmp_path) -> Path:
    """Return a home of one's own with neither records nor a model."""
    home: Path = tmp_path / "home"
    home.mkdir()
    shutil.copy(empty_model_store, home / "mlflow.db")
    return home


@pytest.fixture
def home(furnished, tmp_path) -> Path:
    """Return a home of one's own with records and a champion."""
    return Path(shutil.copytree(furnished, tmp_path / "home"))


def open_client(home: Path, roles: Collection[Role] = CITY_ROLES, **others: str) -> TestClient:
    """Return a client of an application over `home`, signed in with these roles; () for nobody."""
    settings = settings_of(home, **others)
    client = TestClient(
        create_app(settings),
        base_url=HERE,
        raise_server_exceptions=False,
        follow_redirects=False,
    )
    if roles:
        token = sign_in(settings.database_url, roles)
        client.cookies.set(settings.name_cookie(COOKIE_OF_SESSION), token)
    return client


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def any_database_url(request, tmp_path) -> str:
    """Return the URL of an empty database of one's own, of either kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/below/padan.db"
    url: str = request.getfixturevalue("own_postgres_url")
    return url


@pytest.fixture
def client(home) -> Iterator[TestClient]:
    with open_client(home) as opened:
        yield opened


@pytest.fixture(scope="session")
def shared(furnished, tmp_path_factory) -> Iterator[TestClient]:
    """Return a client that many tests share, for those who only look."""
    home = Path(shutil.copytree(furnished, tmp_path_factory.mktemp("shared") / "home"))
    with open_client(home) as opened:
        yield opened


@pytest.fixture(autouse=True)
def own_language(request) -> Iterator[None]:
    """Let no test leave its language behind with the client that others share."""
    yield
    if "shared" in request.fixturenames:
        request.getfixturevalue("shared").cookies.pop(COOKIE, None)


@pytest.fixture(scope="session")
def ids(shared) -> dict[str, str]:
    """Return the person_id of everybody in the office by NIP."""
    found = shared.post("/v1/people/search", json={}).json()["items"]
    return {row["nip"]: row["person_id"] for row in found}
