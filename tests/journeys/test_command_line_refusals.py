"""What goes wrong at the command line: one line in the user's language, the right exit code."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from commands.console import describe_failure

ROOT = Path(__file__).parents[2]


def one_line(answer):
    """Return the single line of a refusal, having seen that it is one."""
    code, out, err = answer
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert "Traceback" not in err
    return err.strip()


@pytest.mark.parametrize(
    "command", ["shortlist P1", "why P1 1", "positions", "train", "score x.csv"]
)
def test_without_records_the_remedy_is_named(empty_padan, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    Path("x.csv").write_text("position_id,nip\nP1,1\n")
    assert "padan import" in one_line(empty_padan(*command.split()))


def test_without_a_model_the_remedy_is_named(records_only_padan):
    assert "padan train" in one_line(records_only_padan("shortlist", "P000001"))
    assert "padan train" in one_line(records_only_padan("evaluate"))


def test_an_unknown_position_or_person_comes_with_the_nearest(padan):
    known = padan("positions", "--limit", 1, "--ids")[1].strip()
    assert known in one_line(padan("shortlist", known.lower()))
    assert "12345" in one_line(padan("why", known, "12345"))


def test_a_day_after_the_records_is_refused(padan):
    known = padan("positions", "--limit", 1, "--ids")[1].strip()
    assert "2099" in one_line(padan("shortlist", known, "--as-of", "2099-01-01"))


def test_unknown_lists_models_and_versions_are_named(padan):
    assert "nothing" in one_line(padan("replay", "nothing"))
    assert "99" in one_line(padan("promote", "99"))
    assert "77" in one_line(padan("evaluate", "--model", "77"))


def test_files_that_cannot_be_read_are_named(padan, tmp_path):
    assert "x.csv" in one_line(padan("score", tmp_path / "x.csv"))
    (tmp_path / "y.csv").write_text("a,b\n1,2\n")
    assert "position_id" in one_line(padan("check", tmp_path / "y.csv"))
    (tmp_path / "z.csv").write_text("nip,position_id\n1.98E+17,P1\n")
    assert "z.csv" in one_line(padan("check", tmp_path / "z.csv"))


def test_results_are_written_in_forms_that_are_known(padan, tmp_path):
    file = tmp_path / "x.csv"
    file.write_text("position_id,nip\nP1,1\n")
    assert ".parquet" in one_line(padan("score", file, "--out", tmp_path / "x.xlsx"))
    assert ".xlsx" in one_line(padan("check", file, "--out", tmp_path / "x.parquet"))


@pytest.mark.parametrize(("language", "end"), [("id", "disimpan."), ("en", "stored.")])
@pytest.mark.parametrize("source", ["nowhere", "empty", "text.xlsx"])
def test_a_source_that_is_none_is_refused_with_its_list(
    empty_padan, tmp_path, monkeypatch, source, language, end
):
    monkeypatch.setenv("PADAN_LANGUAGE", language)
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.xlsx").write_text("no workbook")
    code, out, err = empty_padan("import", tmp_path / source)
    assert (code, out) == (1, "")
    assert "  → " in err
    assert err.rstrip().endswith(end)
    assert "Traceback" not in err


def test_what_cannot_be_written_is_refused_before_anything_is_stored(empty_padan, city, tmp_path):
    nowhere = tmp_path / "nowhere"
    assert str(nowhere) in one_line(empty_padan("import", city, "--report", nowhere / "x.json"))
    assert "padan import" in one_line(empty_padan("positions"))
    assert str(nowhere) in one_line(empty_padan("template", nowhere / "x.xlsx"))
    assert ".xlsx" in one_line(empty_padan("template", tmp_path / "x.pdf"))
    assert not list(tmp_path.glob("x.*"))


def test_a_folder_in_place_of_a_file_is_named(padan, tmp_path):
    known = padan("positions", "--limit", 1, "--ids")[1].strip()
    for arguments in (("shortlist", known, "--xlsx"), ("score", "x.csv", "--out")):
        folder = tmp_path / "results.csv"
        folder.mkdir(exist_ok=True)
        assert "adalah folder" in one_line(padan(*arguments, folder))


@pytest.mark.parametrize(("language", "said"), [("id", "bukan folder"), ("en", "not a folder")])
def test_a_home_that_is_a_file_is_named(padan, tmp_path, monkeypatch, language, said):
    (tmp_path / "home").write_text("a file")
    monkeypatch.setenv("PADAN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PADAN_LANGUAGE", language)
    told = one_line(padan("positions"))
    assert said in told
    assert str(tmp_path / "home") in told


def test_a_database_that_is_none_is_one_line(padan, tmp_path, monkeypatch):
    (tmp_path / "padan.db").write_text("no database at all")
    monkeypatch.setenv("PADAN_DATABASE_URL", f"sqlite:///{tmp_path / 'padan.db'}")
    assert "PADAN_DATABASE_URL" in one_line(padan("replay", "x"))


def test_a_policy_that_is_not_there_is_named(padan, tmp_path, monkeypatch):
    monkeypatch.setenv("PADAN_POLICY", str(tmp_path / "nowhere.toml"))
    told = one_line(padan("positions"))
    assert "nowhere.toml tidak ada" in told
    assert "TOML" not in told


def test_a_wrong_policy_names_its_key(padan, tmp_path, monkeypatch):
    file = tmp_path / "policy.toml"
    file.write_text("[rules.time_in_position]\nmonth = 6\n")
    monkeypatch.setenv("PADAN_POLICY", str(file))
    assert "rules.time_in_position.month" in one_line(padan("positions"))


@pytest.mark.parametrize(("language", "said"), [("id", "rentang 0–1200"), ("en", "range 0–1200")])
@pytest.mark.parametrize("value", ['"x"', "-5"])
def test_a_policy_number_out_of_range_is_told_the_range(
    padan, tmp_path, monkeypatch, value, language, said
):
    file = tmp_path / "policy.toml"
    file.write_text(f"[rules.time_in_position]\nmonths = {value}\n")
    monkeypatch.setenv("PADAN_POLICY", str(file))
    monkeypatch.setenv("PADAN_LANGUAGE", language)
    assert said in one_line(padan("positions"))


@pytest.mark.parametrize(("language", "said"), [("id", "tidak ada"), ("en", "There is no file")])
def test_a_recipe_that_is_not_there_is_named(padan, tmp_path, monkeypatch, language, said):
    monkeypatch.setenv("PADAN_LANGUAGE", language)
    told = one_line(padan("train", "--recipe", tmp_path / "nofile.toml"))
    assert said in told
    assert "nofile.toml" in told
    assert "Errno" not in told


def test_a_template_that_cannot_be_written_is_one_plain_line(empty_padan):
    told = one_line(empty_padan("template", "/proc/x.xlsx"))
    assert "/proc/x.xlsx" in told
    assert "Errno" not in told


def test_a_wrong_setting_is_one_line(padan, monkeypatch):
    monkeypatch.setenv("PADAN_LANGUAGE", "xx")
    assert "PADAN_LANGUAGE" in one_line(padan("positions"))


def test_a_taken_port_is_one_line(padan):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, _, err = padan("serve", "--port", port)
    assert code == 1
    assert f"Port {port} " in err
    assert err.count("\n") == 1


def test_others_may_not_reach_a_server_without_accounts(padan):
    code, _, err = padan("serve", "--host", "0.0.0.0")
    assert code == 1
    assert "127.0.0.1" in err


def test_refusals_speak_the_users_language(empty_padan, monkeypatch):
    monkeypatch.setenv("PADAN_LANGUAGE", "en")
    assert one_line(empty_padan("positions")).startswith("There are no records yet")


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("shortlist",),
        ("shortlist", "P1", "--size", "0"),
        ("why", "P1"),
        ("train", "--promote", "maybe"),
        ("shortlist", "P1", "--as-of", "31-31-2025"),
    ],
)
def test_a_malformed_command_line_is_two(padan, arguments):
    assert padan(*arguments)[0] == 2


def test_an_error_that_nobody_foresaw_is_still_one_line():
    assert describe_failure(ZeroDivisionError("a\nb"), "en") == "Failed: ZeroDivisionError: a"


def test_help_is_quick_to_load():
    """`padan --help` imports no learning, web or database library."""
    code = "import sys, commands.application; print(*sorted(m.split('.')[0] for m in sys.modules))"
    command = [sys.executable, "-c", code]
    found = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    loaded = set(found.stdout.split())
    assert not loaded & {"mlflow", "lightgbm", "fastapi", "sqlalchemy", "pandas", "pyarrow"}
    assert "typer" in loaded
