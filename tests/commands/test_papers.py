"""Writing a plan's papers into a folder: which files, all or none, and no NIP in a name."""

import re
import shutil

import pytest

from commands.application import run
from tests.planning.papers.town import ARIF, NAMES
from tests.serving.printed import settle_town


@pytest.fixture(scope="module")
def home(empty_model_store, tmp_path_factory):
    """Return a home with a stored plan."""
    made = tmp_path_factory.mktemp("town")
    shutil.copy(empty_model_store, made / "mlflow.db")
    settle_town(made)
    return made


@pytest.fixture(autouse=True)
def own_home(home, monkeypatch):
    monkeypatch.setenv("PADAN_HOME", str(home))


def files_of(folder):
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())


def test_all_papers_are_written_and_counted(tmp_path, capsys):
    folder = tmp_path / "surat"
    assert run(["papers", "PLAN", str(folder)]) == 0
    names = files_of(folder)
    assert {"annex.html", "annex.xlsx", "agencies.xlsx", "imut.csv", "imut.xlsx"} < set(names)
    assert {"agencies/D1.html", "agencies/D2.html"} < set(names)
    assert len([name for name in names if name.startswith("letters/")]) == 2
    assert not [name for name in names if re.search(r"\d{18}", name)]
    assert f"{len(names)} berkas ditulis" in capsys.readouterr().out


def test_letters_are_for_whoever_wrote_them_alone(tmp_path):
    assert run(["papers", "PLAN", str(tmp_path / "x"), "--only", "letters"]) == 0
    assert (tmp_path / "x").stat().st_mode & 0o777 == 0o700


def test_a_file_stands_alone_with_its_style_and_without_links(tmp_path):
    assert run(["papers", "PLAN", str(tmp_path / "x"), "--only", "annex"]) == 0
    assert files_of(tmp_path / "x") == ["annex.html", "annex.xlsx"]
    html = (tmp_path / "x" / "annex.html").read_text("utf-8")
    assert "<style>" in html
    assert "size: A4 landscape" in html
    assert not re.search(r"<a |<link |<script", html)


def test_an_earlier_revision_holds_its_own_moves(tmp_path):
    command = ["papers", "PLAN", str(tmp_path / "x"), "--revision", "1", "--only", "letters"]
    assert run(command) == 0
    (letter,) = files_of(tmp_path / "x")
    text = (tmp_path / "x" / letter).read_text("utf-8")
    assert NAMES[ARIF] in text


def test_an_unknown_plan_writes_nothing(tmp_path, capsys):
    assert run(["papers", "NONE", str(tmp_path / "x")]) == 1
    assert not list(tmp_path.iterdir())
    assert "NONE" in capsys.readouterr().err


def test_an_unknown_kind_is_refused_with_those_known(tmp_path, capsys):
    assert run(["papers", "PLAN", str(tmp_path / "x"), "--only", "annex,poster"]) == 1
    told = capsys.readouterr().err
    assert "poster" in told
    assert "annex, letters, agencies, imut" in told


def test_papers_of_two_revisions_do_not_mix(tmp_path, capsys):
    (tmp_path / "old.html").write_text("old")
    assert run(["papers", "PLAN", str(tmp_path)]) == 1
    assert files_of(tmp_path) == ["old.html"]
    assert str(tmp_path) in capsys.readouterr().err
