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


def test_a_wrong_policy_names_its_key(padan, tmp_path, monkeypatch):
    file = tmp_path / "policy.toml"
    file.write_text("[rules.time_in_position]\nmonth = 6\n")
    monkeypatch.setenv("PADAN_POLICY", str(file))
    assert "rules.time_in_position.month" in one_line(padan("positions"))


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
