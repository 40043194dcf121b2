"""The handover can be followed to the letter: its commands run, and what it names is there."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "handover.md").read_text(encoding="utf-8")
COMMANDS = "\n".join(re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))


@pytest.fixture(scope="module")
def followed(tmp_path_factory):
    """Run every command of the page in turn, as a newcomer would in a clone; return the folder."""
    clone = tmp_path_factory.mktemp("clone")
    (clone / ".venv").symlink_to(sys.prefix)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", COMMANDS],
        check=False,
        cwd=clone,
        env={name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return clone, done.stdout


def test_every_command_of_the_page_runs_in_its_order(followed):
    clone, printed = followed
    for told in ("Version 3 is kept", "Version 2 serves now.", "Back to version"):
        assert told in printed
    assert {file.name for file in (clone / "var").iterdir()} >= {"training.csv", "evaluation.json"}


def test_the_page_names_the_commands_that_a_successor_needs():
    told = set(re.findall(r"^padan ([a-z]+)", COMMANDS, re.MULTILINE))
    assert told >= {"train", "evaluate", "dataset", "promote", "rollback", "monitor"}


def test_the_page_says_what_to_do_about_every_check():
    texts = tomllib.loads((ROOT / "wording" / "en" / "training.toml").read_text("utf-8"))
    checks = {key.removeprefix("check_") for key in texts if key.startswith("check_")}
    assert not {check for check in checks if f"`{check}`" not in PAGE}


def test_whatever_the_page_links_to_or_makes_is_there():
    linked = re.findall(r"\]\((?!http)([^)]+)\)", PAGE)
    assert linked
    assert not [link for link in linked if not (ROOT / "docs" / link).exists()]
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)`", PAGE)) <= targets
