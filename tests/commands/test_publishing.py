"""Publishing into a folder: same bytes every time, an older one replaced, all or nothing."""

import re
import shutil

import pytest

from commands.application import run
from serving.database.connection import open_database
from serving.database.plan_tables import PlanStepRow
from tests.planning.papers.town import NAMES
from tests.serving.office import settings_of
from tests.serving.printed import AT, decide, settle_town

FILES = [
    *("index.en.html", "index.html", "moves.en.csv", "moves.id.csv", "padan.css", "padan.svg"),
    *("transparency.en.json", "transparency.id.json"),
]


@pytest.fixture(scope="module")
def home(empty_model_store, tmp_path_factory):
    """Return a home with a decided plan of which one move was inaugurated."""
    made = tmp_path_factory.mktemp("town")
    shutil.copy(empty_model_store, made / "mlflow.db")
    plan = settle_town(made)
    decide(made, plan)
    database = open_database(settings_of(made).database_url)
    with database.write() as session:
        took = {"step": "inaugurated", "role": "appointing_official", "reason": "", "taken_at": AT}
        move_id = plan.moves[0].move_id
        session.add(PlanStepRow(plan_id=plan.id, revision=2, move_id=move_id, **took))
    database.close()
    return made


@pytest.fixture(autouse=True)
def own_home(home, monkeypatch):
    monkeypatch.setenv("PADAN_HOME", str(home))


def read(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_a_publication_holds_pages_data_and_tables_in_both_languages(tmp_path, capsys):
    assert run(["publish", str(tmp_path / "publik")]) == 0
    assert sorted(read(tmp_path / "publik")) == FILES
    told = capsys.readouterr()
    assert "1 mutasi" in told.out
    assert "rekaan" in told.err


def test_publishing_twice_gives_the_same_bytes_in_the_same_folder(tmp_path):
    folder = tmp_path / "publik"
    assert run(["publish", str(folder)]) == 0
    first = read(folder)
    assert run(["publish", str(folder)]) == 0
    assert read(folder) == first
    assert [file.name for file in tmp_path.iterdir()] == ["publik"]


def test_files_need_no_server_no_script_and_name_nobody(tmp_path):
    assert run(["publish", str(tmp_path / "x")]) == 0
    written = read(tmp_path / "x")
    for name in ("index.html", "index.en.html"):
        html = written[name].decode()
        links = re.findall(r'(?:href|src)="([^"#]+)"', html)
        assert links
        assert set(links) <= written.keys()
        assert "<script" not in html
        assert 'class="made-up"' in html
    texts = [content.decode() for content in written.values()]
    assert not [text for text in texts for name in NAMES.values() if name in text]


def test_whoever_serves_the_folder_may_read_it(tmp_path):
    assert run(["publish", str(tmp_path / "x")]) == 0
    assert (tmp_path / "x").stat().st_mode & 0o777 == 0o755


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path, capsys):
    (tmp_path / "surat.html").write_text("x")
    assert run(["publish", str(tmp_path)]) == 1
    assert "surat.html" in capsys.readouterr().err
    assert list(read(tmp_path)) == ["surat.html"]


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "x").write_text("x")
    assert run(["publish", str(tmp_path / "x")]) == 1
    assert (tmp_path / "x").read_text() == "x"
