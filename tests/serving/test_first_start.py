"""The first start makes one administrator, whose password stands in a file for its owner alone."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from serving.access.accounts import list_accounts
from serving.access.first_start import FILE, forget_first_password, make_first_administrator
from serving.access.rights import Role
from serving.database.connection import Database, open_database
from serving.run import serve
from tests.serving.access_client import TERMINAL, make
from tests.serving.office import settings_of


@pytest.fixture
def database(tmp_path):
    opened = open_database(f"sqlite:///{tmp_path}/padan.db")
    yield opened
    opened.close()


def first_start(database, home):
    return make_first_administrator(database, home, "id", TERMINAL)


def test_the_password_is_readable_by_the_owner_alone_even_where_a_file_lay_there(
    database, tmp_path
):
    (tmp_path / FILE).write_text("left by somebody")
    (tmp_path / FILE).chmod(0o644)
    path = first_start(database, tmp_path)
    assert path == tmp_path / FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with database.read() as session:
        (account,) = list_accounts(session)
    assert (account.name, account.roles) == ("administrator", (Role.ADMINISTRATOR,))
    assert account.must_change_password
    assert path.read_text().splitlines()[1] == "Nama akun: administrator"


def test_where_there_is_any_account_none_is_made(database, tmp_path):
    make(database)
    assert first_start(database, tmp_path) is None
    assert not (tmp_path / FILE).exists()


def test_of_many_that_start_at_once_one_makes_it(database, tmp_path):
    others = [Database(f"sqlite:///{tmp_path}/padan.db") for _ in range(6)]
    with ThreadPoolExecutor(6) as starting:
        made = list(starting.map(lambda other: first_start(other, tmp_path), others))
    assert sum(path is not None for path in made) == 1
    for other in others:
        other.close()


def test_the_file_goes_with_the_administrators_new_password_alone(database, tmp_path):
    path = first_start(database, tmp_path)
    forget_first_password(tmp_path, "Ani Contoh")
    assert path.exists()
    forget_first_password(tmp_path, " Administrator")
    assert not path.exists()
    forget_first_password(tmp_path, "administrator")


def test_where_the_file_cannot_be_written_there_is_no_account(database, tmp_path):
    with pytest.raises(OSError, match="nowhere"):
        first_start(database, tmp_path / "nowhere")
    with database.read() as session:
        assert list_accounts(session) == []


def test_the_server_tells_where_the_file_is_and_never_what_is_in_it(tmp_path, monkeypatch, capfd):
    monkeypatch.setattr("serving.run._run", lambda *_: None)
    told: list[Path | None] = []
    serve(settings_of(tmp_path), port=0, announce=told.append)
    serve(settings_of(tmp_path), port=0, announce=told.append)
    assert told == [tmp_path / FILE, None]
    password = (tmp_path / FILE).read_text().splitlines()[2].split(": ")[1]
    assert password not in "".join(capfd.readouterr())
