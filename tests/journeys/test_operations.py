"""The page for who runs Padan is true: settings, metrics, commands, services, and its rehearsal."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from commands.application import build
from serving.audit.service import Event
from serving.settings import Settings
from tests.serving.conftest import open_client
from tests.serving.office import POSITION, furnish

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
DEPLOY = ROOT / "deploy"
UNITS = sorted(file for file in DEPLOY.iterdir() if file.suffix in (".service", ".timer"))
RUN = "\n".join(re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
ROW = r"^\| `{}` \|"
COMMAND = re.compile(r"(?:`|^|[$] |&& |bin/|^ +)padan ([a-z-]+)(?: ([a-z]+))?([^\n`;|&]*)", re.M)
SANDBOX = r"(NoNew|Protect|Private|Restrict|Lock|Remove|Capab|Ambient|SystemCall)"
OWN_OF_THE_UNIT = {"PADAN_WORKERS"}


def list_settings():
    prefix = Settings.model_config["env_prefix"]
    fields = Settings.model_fields.items()
    return {str(field.validation_alias or f"{prefix}{name.upper()}") for name, field in fields}


def list_rows(name):
    return set(re.findall(ROW.format(f"({name})"), PAGE, re.MULTILINE))


def test_the_table_of_settings_holds_every_setting_and_no_other():
    assert list_rows("[A-Z_]+") == list_settings()


def test_the_example_of_settings_knows_no_other():
    lines = (DEPLOY / "padan.env").read_text().splitlines()
    named = {line.split("=")[0] for line in lines if line and not line.startswith("#")}
    assert named <= list_settings() | OWN_OF_THE_UNIT | {"OMP_NUM_THREADS"}


def test_the_table_of_metrics_holds_whatever_a_scrape_tells(tmp_path, empty_model_store):
    shutil.copy(empty_model_store, tmp_path / "mlflow.db")
    furnish(tmp_path)
    with open_client(tmp_path) as client:
        assert client.post("/v1/shortlists", json={"position_id": POSITION}).status_code == 201
        told = client.get("/metrics").text
    types = dict(re.findall(r"^# TYPE (padan_\w+) (\w+)$", told, re.MULTILINE))
    scraped = {name for name in types if not name.endswith("_created")}
    assert list_rows("padan_[a-z_]+") == scraped
    assert set(re.findall(r"\bpadan_[a-z]+(?:_[a-z]+)+\b", PAGE)) <= scraped
    assert "padan_ready 1.0" in told
    assert 'padan_audit_events_total{event="shortlist_made"} 1.0' in told


def test_events_that_the_page_speaks_of_are_told_by_the_audit():
    named = re.findall(r'event="([a-z_]+)"', PAGE)
    (row,) = re.findall(r"^\| `padan_audit_events_total` \|(.*)$", PAGE, re.MULTILINE)
    named += [word for word in re.findall(r"`([a-z_]+)`", row) if word != "event"]
    assert named
    assert set(named) <= {event.value for event in Event}


def find_options(group, name, below):
    """Return the options of a command; KeyError where there is none."""
    command = group.commands[name]
    command = getattr(command, "commands", {}).get(below, command)
    return {option for parameter in command.params for option in parameter.opts} | {"--help"}


@pytest.mark.parametrize("file", [ROOT / "docs" / "operations.md", *UNITS], ids=lambda f: f.name)
def test_commands_that_are_named_exist_with_their_options(file):
    application, named = build("en"), COMMAND.findall(file.read_text(encoding="utf-8"))
    assert named or file.suffix == ".timer"
    for name, below, rest in named:
        known = find_options(application, name, below)
        assert set(re.findall(r"--[a-z-]+", rest)) <= known, name


def test_the_rehearsal_runs_as_it_stands_there(padan, own_home, tmp_path):
    code, position, _ = padan("positions", "--vacant", "--limit", "1", "--ids")
    assert code == 0
    assert padan("shortlist", position.strip(), "--json")[0] == 0
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", RUN],
        check=False,
        cwd=tmp_path,
        env={"PATH": path, "PADAN_HOME": str(own_home), "PADAN_LANGUAGE": "en"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert {file.name for file in tmp_path.iterdir()} == {"head.json"}


(RESTORING,) = re.findall(r"^\$ mkdir .*?(?=^\$ exit)", PAGE, re.MULTILINE | re.DOTALL)
UNPRIVILEGED = ["setpriv", "--inh-caps=-all", "--bounding-set=-all"] if os.geteuid() == 0 else []


@pytest.fixture
def home_of_padan(tmp_path):
    """Return a home in a folder that nobody may write to, with something in it already."""
    home = tmp_path / "lib" / "padan"
    home.mkdir(mode=0o700, parents=True)
    (home / "secret").write_text("of before")
    home.parent.chmod(0o555)
    yield home
    home.parent.chmod(0o755)


def test_a_backup_is_restored_as_it_stands_there_by_who_owns_the_home_alone(
    padan, tmp_path, home_of_padan
):
    backups = tmp_path / "backups"
    backups.mkdir()
    assert padan("backup", backups / "padan-17.tar.gz")[0] == 0
    commands = re.sub(r"^\$ ", "", RESTORING, flags=re.MULTILINE)
    done = subprocess.run(
        [*UNPRIVILEGED, "bash", "-euc", commands.replace("/var/lib/padan-backups", str(backups))],
        check=False,
        cwd=home_of_padan,
        env={
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "PADAN_HOME": str(home_of_padan),
        },
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert (home_of_padan / ".before" / "secret").read_text() == "of before"
    assert (home_of_padan / "snapshots" / "current").is_file()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd")
def test_systemd_finds_nothing_wrong_with_the_services(tmp_path):
    for unit in UNITS:
        text = unit.read_text().replace("/opt/padan/.venv/bin/padan", "/bin/true")
        (tmp_path / unit.name).write_text(text)
    found = subprocess.run(
        ["systemd-analyze", "verify", *sorted(tmp_path.iterdir())],
        check=False,
        capture_output=True,
        text=True,
    )
    complaints = [line for line in found.stderr.splitlines() if line.startswith("padan")]
    assert complaints == []


def test_the_services_write_to_their_own_folder_alone():
    for unit in UNITS:
        lines = unit.read_text().splitlines()
        if unit.suffix == ".service":
            assert {"User=padan", "ProtectSystem=strict", "NoNewPrivileges=yes"} <= set(lines)
            assert not [line for line in lines if line.startswith("ReadWritePaths")]


def test_the_services_are_shut_in_alike_but_for_what_each_needs():
    walls = [
        {line for line in (DEPLOY / name).read_text().splitlines() if re.match(SANDBOX, line)}
        for name in ("padan.service", "padan-backup.service")
    ]
    assert walls[0] - walls[1] == {"RemoveIPC=yes"}
    assert walls[1] <= walls[0]


def test_the_service_starts_where_the_settings_leave_out_its_workers():
    lines = (DEPLOY / "padan.service").read_text().splitlines()
    assert lines.index("Environment=PADAN_WORKERS=2") < lines.index(
        "EnvironmentFile=/etc/padan/padan.env"
    )


def test_whatever_the_page_links_to_or_installs_is_there():
    linked = re.findall(r"\]\((?!http)([^)]+)\)", PAGE)
    assert not [link for link in linked if not (ROOT / "docs" / link).exists()]
    named = set(re.findall(r"/opt/padan/(deploy/[a-z.-]+|\.ci/[a-z]+)", PAGE))
    assert named
    assert not [file for file in named if not (ROOT / file).exists()]
    assert {f"deploy/{unit.name}" for unit in UNITS} <= named
