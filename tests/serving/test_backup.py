"""Backup and restore while something else goes on, or goes wrong, on both databases."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, inspect, select

from serving.audit.service import Actor
from serving.backup.archive import (
    APPLICATION,
    MODELS,
    ArchiveWriter,
    Manifest,
    unpack_archive,
    write_archive,
)
from serving.backup.errors import NotEmptyError, OtherFormError
from serving.backup.rows import dump_rows, load_rows, read_version
from serving.backup.service import back_up, restore
from serving.database.access_tables import AccountRow, SessionRow
from serving.database.connection import Database, open_database
from serving.database.tables import ShortlistRow
from tests.serving.accounts import CITY_ROLES, sign_in
from tests.serving.office import settings_of, settle

ACTOR = Actor("terminal", name="uji")
RELEASE = Path(__file__).with_name("release_0_3_0.jsonl")


@pytest.fixture
def kept(home, tmp_path):
    """Return a backup of an office in which somebody is signed in."""
    settings = settings_of(home)
    sign_in(settings.database_url, CITY_ROLES)
    file = tmp_path / "padan.tar.gz"
    back_up(settings, file, ACTOR)
    return file


@pytest.fixture
def elsewhere(tmp_path, any_database_url):
    """Return the settings of a place where nothing is, its database outside of its home."""
    return settings_of(tmp_path / "elsewhere", database_url=any_database_url)


def bring_back(settings, file):
    return restore(settings, file, "id", ACTOR, lambda _: None)


def count(settings, table):
    with closing(Database(settings.database_url)) as database, database.read() as session:
        return session.scalar(select(func.count()).select_from(table))


def test_records_imported_during_a_backup_are_not_named_by_it(home, tmp_path, monkeypatch):
    before = (home / "snapshots" / "current").read_text()
    add_file = ArchiveWriter.add_file
    came: list[str] = []

    def import_meanwhile(self, name, file):
        if "snapshots" in name and not came:
            came.append(settle(home, "2025-07-01"))
        add_file(self, name, file)

    monkeypatch.setattr(ArchiveWriter, "add_file", import_meanwhile)
    back_up(settings_of(home), tmp_path / "padan.tar.gz", ACTOR)
    unpack_archive(tmp_path / "padan.tar.gz", tmp_path / "parts")
    snapshots = tmp_path / "parts" / "home" / "snapshots"
    assert (home / "snapshots" / "current").read_text().strip() == came[0]
    assert (snapshots / "current").read_text() == before
    assert (snapshots / before.strip()).is_dir()


def test_a_restore_that_failed_can_be_tried_again(kept, elsewhere, monkeypatch):
    def fail(connection, lines):
        if inspect(connection).has_table(ShortlistRow.__tablename__):
            load_rows(connection, lines)
            raise OSError(28, "No space left on device")
        return load_rows(connection, lines)

    monkeypatch.setattr("serving.backup.service.load_rows", fail)
    with pytest.raises(OSError, match="No space"):
        bring_back(elsewhere, kept)
    assert not elsewhere.home.exists()
    monkeypatch.undo()
    assert bring_back(elsewhere, kept).proved
    assert count(elsewhere, AccountRow) == 1


def test_nobody_is_signed_in_after_a_restore(kept, elsewhere):
    bring_back(elsewhere, kept)
    assert (count(elsewhere, AccountRow), count(elsewhere, SessionRow)) == (1, 0)


def test_tables_that_nobody_filled_are_in_no_ones_way(kept, elsewhere):
    open_database(elsewhere.database_url).close()
    assert bring_back(elsewhere, kept).proved


def test_a_database_that_holds_something_is_left_as_it_is(kept, elsewhere):
    sign_in(elsewhere.database_url, CITY_ROLES)
    with pytest.raises(NotEmptyError):
        bring_back(elsewhere, kept)
    assert count(elsewhere, SessionRow) == 1


def write_older(file, store, form):
    """Write a backup with the rows of 0.3.0, said to be of this form."""
    with write_archive(file) as archive, RELEASE.open("rb") as lines:
        archive.add_lines(APPLICATION, lines)
        models = create_engine(f"sqlite:///{store}")
        with models.connect() as connection:
            version = read_version(connection)
            archive.add_lines(MODELS, dump_rows(connection))
        models.dispose()
        archive.finish(Manifest("0.3.0", "2026-01-01", "file:///away", form, version, None))


def test_a_backup_of_an_older_form_is_brought_up_to_date(
    tmp_path, empty_model_store, elsewhere, monkeypatch
):
    open_database(elsewhere.database_url).close()
    store = Path(shutil.copy(empty_model_store, tmp_path / "models.db"))
    write_older(tmp_path / "older.tar.gz", store, "0005")
    monkeypatch.setattr("serving.backup.service.REPLAYED", 0)  # its records are not in it
    bring_back(elsewhere, tmp_path / "older.tar.gz")
    assert count(elsewhere, ShortlistRow) > 0
    assert count(elsewhere, SessionRow) == 0


@pytest.mark.parametrize("form", ["9999", "", "00"])
def test_a_backup_of_a_later_form_writes_nothing(tmp_path, empty_model_store, elsewhere, form):
    store = Path(shutil.copy(empty_model_store, tmp_path / "models.db"))
    write_older(tmp_path / "later.tar.gz", store, form)
    with pytest.raises(OtherFormError):
        bring_back(elsewhere, tmp_path / "later.tar.gz")
    assert not elsewhere.home.exists()
    with closing(Database(elsewhere.database_url)) as database:
        assert inspect(database.engine).get_table_names() == []
