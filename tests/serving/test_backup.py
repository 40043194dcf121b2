"""Backup and restore while something else goes on, or goes wrong, on both databases."""

import json
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, inspect, select

from commands.auditing import read_kept
from serving.audit.service import Actor
from serving.audit.verifying import verify_chain
from serving.backup.archive import (
    APPLICATION,
    MODELS,
    ArchiveWriter,
    Manifest,
    unpack_archive,
    write_archive,
)
from serving.backup.errors import BusyError, NotEmptyError, OtherFormError
from serving.backup.making import back_up
from serving.backup.restoring import restore
from serving.backup.rows import dump_rows, load_rows, read_version
from serving.backup.staging import UNFINISHED, work_in
from serving.database.access_tables import AccountRow, SessionRow
from serving.database.connection import Database, open_database
from serving.database.tables import AuditRow, ShortlistRow
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


def commit_after_the_first_row(monkeypatch, part, commit):
    """Have something committed while the rows of one of the two databases are written."""
    add_lines = ArchiveWriter.add_lines

    def add_slowly(self, name, lines):
        def go_on():
            for number, line in enumerate(lines):
                if name == part and number == 1:
                    commit()
                yield line

        add_lines(self, name, go_on())

    monkeypatch.setattr(ArchiveWriter, "add_lines", add_slowly)


def read_rows(file, folder, part, table):
    unpack_archive(file, folder)
    lines = (folder / part).read_bytes().splitlines()
    return [values for name, values in map(json.loads, lines) if name == table]


def test_what_is_committed_between_two_tables_is_not_in_the_backup(home, tmp_path, monkeypatch):
    settings = settings_of(home)
    sign_in(settings.database_url, CITY_ROLES)
    commit_after_the_first_row(
        monkeypatch, APPLICATION, lambda: sign_in(settings.database_url, CITY_ROLES)
    )
    back_up(settings, tmp_path / "padan.tar.gz", ACTOR)
    assert count(settings, SessionRow) == 2
    assert (
        len(read_rows(tmp_path / "padan.tar.gz", tmp_path / "parts", APPLICATION, "sessions")) == 1
    )


def test_models_promoted_between_two_tables_are_not_in_the_backup(home, tmp_path, monkeypatch):
    def promote():
        store = sqlite3.connect(home / "mlflow.db", timeout=0)
        with suppress(sqlite3.OperationalError), closing(store), store:  # it has to wait
            store.execute("INSERT INTO registered_models (name) VALUES ('late')")

    commit_after_the_first_row(monkeypatch, MODELS, promote)
    back_up(settings_of(home), tmp_path / "padan.tar.gz", ACTOR)
    rows = read_rows(tmp_path / "padan.tar.gz", tmp_path / "parts", MODELS, "registered_models")
    assert [row["name"] for row in rows] == ["padan"]


def test_rows_lie_beside_the_backup_while_it_is_written(home, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "not" / "there"))
    back_up(settings_of(home), tmp_path / "padan.tar.gz", ACTOR)


def test_what_a_killed_backup_left_goes_with_the_next(home, tmp_path):
    left = tmp_path / "kept" / UNFINISHED / "work-x" / "rows"
    left.parent.mkdir(parents=True)
    left.write_text("somebody")
    back_up(settings_of(home), tmp_path / "kept" / "padan.tar.gz", ACTOR)
    names = {file.name for file in (tmp_path / "kept").iterdir()}
    assert names == {"padan.tar.gz", "padan.tar.gz.head.json"}


def test_a_backup_into_a_folder_where_one_is_written_is_refused(home, tmp_path):
    with work_in(tmp_path), pytest.raises(BusyError):
        back_up(settings_of(home), tmp_path / "padan.tar.gz", ACTOR)


def read_events(settings):
    with closing(Database(settings.database_url)) as database, database.read() as session:
        return [(row.event, row.facts) for row in session.query(AuditRow).order_by("number")]


def test_the_audit_tells_of_a_backup_by_its_checksum(home, tmp_path):
    file = tmp_path / "padan.tar.gz"
    back_up(settings_of(home), file, ACTOR)
    told = {"sha256": sha256(file.read_bytes()).hexdigest()}
    assert read_events(settings_of(home))[-1] == ("backed_up", told)


def test_a_backup_that_failed_is_told_as_failed(home, tmp_path, monkeypatch):
    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ArchiveWriter, "finish", fail)
    with pytest.raises(OSError, match="No space"):
        back_up(settings_of(home), tmp_path / "padan.tar.gz", ACTOR)
    assert read_events(settings_of(home)) == [("backup_failed", {"fault": "OSError"})]


def test_the_head_beside_a_backup_holds_where_it_is_restored(home, elsewhere, tmp_path):
    file = tmp_path / "padan.tar.gz"
    made = back_up(settings_of(home), file, ACTOR)
    sign_in(settings_of(home).database_url, CITY_ROLES)
    bring_back(elsewhere, file)
    head = read_kept(str(made.head_file), "id")
    with closing(Database(elsewhere.database_url)) as database, database.read() as session:
        assert verify_chain(session, head).unbroken
        assert session.query(AuditRow).count() > (head.number or 0)


def test_the_home_stays_the_folder_that_it_was(kept, elsewhere):
    elsewhere.home.mkdir(0o700)
    (elsewhere.home / "lost+found").mkdir()
    (elsewhere.home / ".bash_history").write_text("padan restore")
    before = elsewhere.home.stat().st_ino
    assert bring_back(elsewhere, kept).proved
    assert elsewhere.home.stat().st_ino == before
    assert (elsewhere.home / ".bash_history").is_file()
    assert not (elsewhere.home / UNFINISHED).exists()


def test_whatever_is_restored_is_for_its_owner_alone(kept, elsewhere):
    before = os.umask(0o022)
    try:
        bring_back(elsewhere, kept)
    finally:
        os.umask(before)
    home = elsewhere.home
    restored = [home, *(one for one in home.rglob("*") if one.parent.name != "snapshots")]
    open_to_others = [one for one in restored if one.stat().st_mode & 0o077]
    assert open_to_others == []


def test_what_names_the_records_in_use_takes_its_place_last(kept, elsewhere, monkeypatch):
    replace, moved = Path.replace, []

    def remember(self, target):
        moved.append(Path(target).relative_to(elsewhere.home).parts)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", remember)
    bring_back(elsewhere, kept)
    assert moved[-1] == ("snapshots", "current")
    assert ("secret",) in moved


def test_a_restore_that_failed_can_be_tried_again(kept, elsewhere, monkeypatch):
    def fail(connection, lines):
        if inspect(connection).has_table(ShortlistRow.__tablename__):
            load_rows(connection, lines)
            raise OSError(28, "No space left on device")
        return load_rows(connection, lines)

    monkeypatch.setattr("serving.backup.restoring.load_rows", fail)
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
    monkeypatch.setattr("serving.backup.restoring.REPLAYED", 0)  # its records are not in it
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
