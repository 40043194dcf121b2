"""A folder is written as a whole, or stays as it was."""

import pytest

from commands.folders import replace_folder


def break_down():
    yield "index.html", b"half"
    raise OSError("the disk is full")


def test_files_are_counted_and_stand_in_folders_of_their_own(tmp_path):
    files = [("index.html", b"1"), ("letters/a.html", b"2")]
    assert replace_folder(tmp_path / "x", files) == 2
    assert (tmp_path / "x" / "letters" / "a.html").read_bytes() == b"2"


def test_what_was_there_goes(tmp_path):
    replace_folder(tmp_path / "x", [("old.html", b"old")])
    replace_folder(tmp_path / "x", [("new.html", b"new")])
    assert [file.name for file in (tmp_path / "x").iterdir()] == ["new.html"]
    assert [file.name for file in tmp_path.iterdir()] == ["x"]


def test_what_fails_on_the_way_leaves_nothing(tmp_path):
    with pytest.raises(OSError, match="full"):
        replace_folder(tmp_path / "x", break_down())
    assert not list(tmp_path.iterdir())


def test_what_fails_on_the_way_leaves_the_older_folder(tmp_path):
    folder = tmp_path / "x"
    replace_folder(folder, [("index.html", b"old")])
    with pytest.raises(OSError, match="full"):
        replace_folder(folder, break_down())
    assert (folder / "index.html").read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["x"]
