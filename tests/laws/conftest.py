"""What the laws look at: the files of the repository, new ones included, and its packages."""

import ast
import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


class House:
    """The repository as it stands: its files, its packages, its settings."""

    def files(self, *suffixes: str) -> list[Path]:
        """Return tracked and new files, as paths from the root; all of them without suffixes."""
        listed = [Path(line) for line in _listed_files() if (ROOT / line).is_file()]
        return [file for file in listed if not suffixes or file.suffix in suffixes]

    def packages(self) -> set[str]:
        """Return the names of the import packages at the root, tests and the like left out."""
        tops = {file.parts[0] for file in self.files(".py") if len(file.parts) > 1}
        return tops - {"tests", "notebooks"}

    def read(self, file: Path | str) -> str:
        """Return a file's text, "" where it is not text."""
        return (ROOT / file).read_text(encoding="utf-8", errors="ignore")

    def parse(self, file: Path | str) -> ast.Module:
        """Return the syntax tree of a Python file."""
        return _parsed(ROOT / file)

    def settings(self) -> dict[str, Any]:
        """Return pyproject.toml."""
        return tomllib.loads(self.read("pyproject.toml"))


@cache
def _listed_files() -> list[str]:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return listed.stdout.splitlines()


@cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def house() -> House:
    return House()
