"""A file that is no whole backup is told as such, whatever is wrong with it."""

import io
import json
import random
import tarfile

import pytest

from serving.backup.archive import APPLICATION, MANIFEST, Manifest, unpack_archive, write_archive
from serving.backup.errors import BackupError, NotABackupError

LINES = [json.dumps(["accounts", {"name": str(number)}]).encode() + b"\n" for number in range(400)]
SAID = Manifest("1.0.0", "2026-11-22T00:00:00+00:00", "file:///away", "0015", None, "a" * 64, 17)


@pytest.fixture
def file(tmp_path):
    with write_archive(tmp_path / "padan.tar.gz") as archive:
        archive.add_lines(APPLICATION, LINES)
        archive.finish(SAID)
    return tmp_path / "padan.tar.gz"


def test_a_byte_that_changed_on_the_way_is_noticed_where_it_matters(file, tmp_path):
    whole, chosen, noticed = file.read_bytes(), random.Random(7), 0
    said = unpack_archive(file, tmp_path / "parts")
    for at in chosen.sample(range(len(whole)), 200):
        changed = bytearray(whole)
        changed[at] ^= 1 << chosen.randrange(8)
        file.write_bytes(changed)
        try:
            assert unpack_archive(file, tmp_path / str(at)) == said
        except BackupError:
            noticed += 1
    assert noticed > 180


def write_manifest(file, said):
    with tarfile.open(file, "w:gz") as tar:
        member = tarfile.TarInfo(MANIFEST)
        content = json.dumps(said).encode()
        member.size = len(content)
        tar.addfile(member, io.BytesIO(content))


@pytest.mark.parametrize("said", [[], None, "padan", {}, {"format": 1}, {"sha256": 3}])
def test_a_manifest_that_says_something_else_is_of_no_backup(file, tmp_path, said):
    write_manifest(file, said)
    with pytest.raises(NotABackupError):
        unpack_archive(file, tmp_path / "parts")


def test_what_a_later_padan_says_besides_is_left_out(file, tmp_path):
    write_manifest(file, vars(SAID) | {"sha256": {}, "weather": "rain"})
    assert unpack_archive(file, tmp_path / "parts") == SAID


def test_a_file_that_is_not_there_is_no_other_file(tmp_path):
    with pytest.raises(FileNotFoundError):
        unpack_archive(tmp_path / "padan.tar.gz", tmp_path / "parts")
