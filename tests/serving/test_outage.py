"""The database goes and comes back: nobody sees a failure of ours, and nothing is started anew."""

import sqlite3

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from serving.database.connection import Database, open_database
from serving.database.outage import is_out_of_reach
from tests import postgres
from tests.conftest import run_postgres
from tests.serving.conftest import open_client
from tests.serving.office import POSITION

HTML = {"Accept": "text/html", "Accept-Language": "en"}
BODY = {"position_id": POSITION}
ASKED = (
    ("POST", "/v1/shortlists", BODY),
    ("GET", "/v1/positions", None),
    ("GET", "/v1/audit", None),
    ("GET", "/metrics", None),
)


def assert_all_is_refused_in_words(client):
    for method, address, body in ASKED:
        refused = client.request(method, address, json=body)
        assert (refused.status_code, refused.json()["code"]) == (503, "database_unavailable")
        assert refused.headers["retry-after"]
    for address in ("/", f"/positions/{POSITION.replace('/', '%2F')}", "/plans", "/audit"):
        page = client.get(address, headers=HTML)
        assert page.status_code == 503
        assert "Padan cannot reach its database just now" in page.text
    assert client.get("/health/live").status_code == 200
    unready = client.get("/health/ready")
    assert (unready.status_code, unready.json()["missing"]) == (503, ["database"])


def assert_all_works(client):
    assert client.post("/v1/shortlists", json=BODY).status_code == 201
    assert client.get("/", headers=HTML).status_code == 200
    assert client.get("/health/ready").status_code == 200
    assert "padan_database_up 1.0" in client.get("/metrics").text


@pytest.mark.skipif("config.getoption('--postgresql')", reason="it is about a file")
def test_a_database_file_that_was_taken_away_is_waited_for(home, client, tmp_path):
    assert_all_works(client)
    away = tmp_path / "away"
    away.mkdir()
    files = list(home.glob("padan.db*"))
    for file in files:
        file.rename(away / file.name)
    assert_all_is_refused_in_words(client)
    assert not (home / "padan.db").exists()
    for file in files:
        (away / file.name).rename(file)
    assert_all_works(client)


@pytest.mark.skipif("config.getoption('--postgresql')", reason="it is about a file")
def test_a_file_that_is_no_database_is_waited_for_too(home, client, tmp_path):
    whole = (home / "padan.db").rename(tmp_path / "whole.db")
    (home / "padan.db").write_bytes(b"damaged" * 1000)
    for file in home.glob("padan.db-*"):
        file.rename(whole.with_name(f"whole.db{file.name.removeprefix('padan.db')}"))
    assert_all_is_refused_in_words(client)
    for file in home.glob("padan.db*"):
        file.unlink()
    for file in tmp_path.glob("whole.db*"):
        file.rename(home / file.name.replace("whole.db", "padan.db"))
    assert_all_works(client)


@pytest.mark.skipif("config.getoption('--postgresql')", reason="it is about a file")
def test_what_is_kept_goes_into_the_file_that_lies_there(tmp_path):
    path = tmp_path / "padan.db"
    database = open_database(f"sqlite:///{path}")
    with database.read() as session:
        session.execute(text("SELECT 1"))
    old = path.rename(tmp_path / "old.db")
    open_database(f"sqlite:///{path}").close()
    with database.write() as session:
        session.execute(text("CREATE TABLE here (x INTEGER)"))
    database.close()
    tables = [
        {name for (name,) in sqlite3.connect(file).execute("SELECT name FROM sqlite_master")}
        for file in (path, old)
    ]
    assert ["here" in each for each in tables] == [True, False]


@pytest.mark.postgres
def test_a_postgresql_server_that_is_stopped_and_started_is_waited_for(home, monkeypatch):
    monkeypatch.setattr(postgres, "chosen", None)
    with run_postgres() as server, open_client(home, database_url=server.url) as client:
        assert_all_works(client)
        server.stop()
        assert_all_is_refused_in_words(client)
        server.start()
        assert_all_works(client)


def test_a_server_that_does_not_answer_is_not_waited_for_long():
    url = Database("postgresql+psycopg://padan@db/padan").engine.url
    assert url.query["connect_timeout"] == "5"


def test_our_own_mistakes_are_no_outage():
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        connection.execute(text("CREATE TABLE one (x INTEGER PRIMARY KEY)"))
        connection.execute(text("INSERT INTO one VALUES (1)"))
        with pytest.raises(IntegrityError) as twice:
            connection.execute(text("INSERT INTO one VALUES (1)"))
    assert not is_out_of_reach(twice.value)
    assert not is_out_of_reach(ValueError("database"))
    assert is_out_of_reach(OperationalError("", {}, sqlite3.OperationalError("locked")))
    assert is_out_of_reach(DatabaseError("", {}, sqlite3.DatabaseError("not a database")))
    assert not is_out_of_reach(DatabaseError("", {}, sqlite3.IntegrityError("twice")))
    with pytest.raises(sqlite3.OperationalError) as mistaken:
        sqlite3.connect(":memory:").execute("SELECT no_such_column FROM sqlite_master")
    assert not is_out_of_reach(OperationalError("", {}, mistaken.value))
