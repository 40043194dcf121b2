"""The locks pin every package with its hashes and agree with pyproject.toml and each other."""

import re

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKS = ["installer", "runtime", "dev"]


def pins(house, lock):
    """Return the requirement of each package in a lock, by name, with its text."""
    text = house.read(f"locks/{lock}.txt").replace("\\\n", " ")
    return {canonicalize_name(line.split("==")[0]): line for line in text.splitlines()}


def version(line):
    return line.split()[0].split("==")[1]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_by_hash(house, lock):
    pinned = re.compile(r"[\w.\[\]-]+==\S+( ; [^-]+)?(\s+--hash=sha256:[0-9a-f]{64})+\s*")
    assert not [line for line in pins(house, lock).values() if not pinned.fullmatch(line)]


def test_both_environments_run_the_same_versions(house):
    runtime, dev = pins(house, "runtime"), pins(house, "dev")
    assert runtime.items() <= dev.items()


def test_the_locks_answer_what_the_project_asks_for(house):
    settings = house.settings()
    asked = [Requirement(line) for line in settings["project"]["dependencies"]]
    asked += [Requirement(x) for x in settings["dependency-groups"]["dev"] if isinstance(x, str)]
    dev = pins(house, "dev")
    unanswered = [
        str(requirement)
        for requirement in asked
        if version(dev[canonicalize_name(requirement.name)]) not in requirement.specifier
    ]
    assert not unanswered
