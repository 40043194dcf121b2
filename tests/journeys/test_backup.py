"""A backup holds the whole installation: what is restored from it answers as the first one did."""

import io
import json
import tarfile

import pytest

from serving.backup.archive import MANIFEST


@pytest.fixture
def kept(padan, tmp_path):
    """Return a list that was made, and a backup of the installation that made it."""
    code, out, _ = padan("positions", "--vacant", "--limit", "1", "--ids")
    assert code == 0
    code, out, _ = padan("shortlist", out.strip(), "--json")
    assert code == 0
    file = tmp_path / "padan.tar.gz"
    code, _, _ = padan("backup", file)
    assert code == 0
    return json.loads(out)[0], file


@pytest.fixture
def elsewhere(monkeypatch, tmp_path):
    """Go to a place where nothing is yet."""

    def go(name="elsewhere", database_url=None):
        monkeypatch.setenv("PADAN_HOME", str(tmp_path / name))
        if database_url is not None:
            monkeypatch.setenv("PADAN_DATABASE_URL", database_url)
        return tmp_path / name

    return go


def test_what_is_restored_computes_the_same_bytes_again(kept, elsewhere, padan):
    made, file = kept
    elsewhere()
    code, out, err = padan("restore", file)
    assert code == 0, err
    assert made["id"] in out
    code, out, _ = padan("replay", made["id"], "--json")
    assert code == 0
    assert json.loads(out)["same"]
    assert padan("verify-audit")[0] == 0


@pytest.mark.postgres
def test_what_was_kept_in_sqlite_goes_on_in_postgresql(kept, elsewhere, padan, own_postgres_url):
    made, file = kept
    elsewhere(database_url=own_postgres_url)
    code, _, err = padan("restore", file)
    assert code == 0, err
    assert padan("replay", made["id"])[0] == 0
    assert padan("verify-audit")[0] == 0
    back = file.with_name("back.tar.gz")
    assert padan("backup", back)[0] == 0


def test_a_backup_is_for_its_owner_alone(kept):
    assert kept[1].stat().st_mode & 0o077 == 0


def test_a_place_that_holds_something_is_left_as_it_is(kept, elsewhere, padan):
    home = elsewhere()
    home.mkdir()
    (home / "secret").write_text("mine")
    code, _, err = padan("restore", kept[1])
    assert code == 1
    assert str(home) in err
    assert [file.name for file in home.iterdir()] == ["secret"]


def damage(file, change):
    """Write the archive anew with its parts, as (name, content), put through `change`."""
    with tarfile.open(file) as tar:
        parts = [(member, tar.extractfile(member).read()) for member in tar]  # type: ignore[union-attr]
    with tarfile.open(file, "w:gz") as tar:
        for member, content in change(parts):
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))


def without_manifest(parts):
    return [part for part in parts if part[0].name != MANIFEST]


def with_another_secret(parts):
    return [(m, b"0" * 64 if m.name == "home/secret" else content) for m, content in parts]


def with_a_way_out(parts):
    member = tarfile.TarInfo("home/../../stray")
    return [(member, b"x"), *parts]


@pytest.mark.parametrize("change", [without_manifest, with_another_secret, with_a_way_out])
def test_a_backup_that_was_changed_restores_nothing(kept, elsewhere, padan, tmp_path, change):
    damage(kept[1], change)
    home = elsewhere()
    code, _, err = padan("restore", kept[1])
    assert code == 1
    assert kept[1].name in err
    assert "Traceback" not in err
    assert not home.exists()
    assert not list(tmp_path.glob("**/stray"))


@pytest.mark.parametrize("content", [b"", b"no archive", b"\x1f\x8b\x08\x00 cut off"])
def test_another_file_is_no_backup(elsewhere, padan, tmp_path, content):
    file = tmp_path / "other.tar.gz"
    file.write_bytes(content)
    elsewhere()
    code, _, err = padan("restore", file)
    assert code == 1
    assert "other.tar.gz" in err


def test_what_cannot_be_written_leaves_no_half_backup(padan, tmp_path, monkeypatch):
    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("serving.backup.archive.os.fsync", fail)
    assert padan("backup", tmp_path / "padan.tar.gz")[0] == 1
    assert not list(tmp_path.glob("*padan.tar*"))
