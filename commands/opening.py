"""Opens what commands work on: the records, the rules in force, the model, the database."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from commands.console import busy, note
from wording import Language, say

if TYPE_CHECKING:
    from matching.matcher import Matcher
    from models.bundle import Bundle
    from models.registry import ModelRegistry
    from serving.database.connection import Database
    from serving.settings import Settings
    from snapshots.store import SnapshotStore

CHAMPION = "champion"


def check_target(file: Path | None) -> None:
    """Raise what writing the file would raise, so that a command is refused before it works.

    Leaves no file behind. None, no file asked for, is fine.
    """
    if file is None:
        return
    if file.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(file))
    folder = file.parent
    if not folder.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(folder))
    if not os.access(file if file.exists() else folder, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(file))


def open_store(settings: "Settings") -> "SnapshotStore":
    """Return the store of imported records."""
    from snapshots.store import SnapshotStore

    return SnapshotStore(settings.snapshots)


def open_registry(settings: "Settings") -> "ModelRegistry":
    """Return the registry of models."""
    from models.registry import ModelRegistry

    return ModelRegistry(settings.tracking_uri, settings.home)


@contextmanager
def open_database(settings: "Settings") -> "Iterator[Database]":
    """Give the application's database, made or brought up to date; let go of it at the end."""
    from serving.database.connection import open_database

    database = open_database(settings.database_url)
    try:
        yield database
    finally:
        database.close()


def open_matcher(
    settings: "Settings",
    model: str = CHAMPION,
    snapshot_id: str | None = None,
    model_needed: bool = True,
) -> "Matcher":
    """Return the matcher of the current records (or those named) and a model.

    Raises NoSnapshotError or UnknownSnapshotError, PolicyError, NoChampionError or
    UnknownModelError; where the model is not needed, none is an answer too.
    """
    with busy("opening", settings.language):
        from matching.matcher import Matcher
        from rules.policy import load_policy
        from serving.entries import load_entered
        from snapshots.history import History
        from snapshots.surrogate import load_secret

        snapshot = open_store(settings).load(snapshot_id)
        policy = load_policy(settings.policy)
        bundle = _load_model(settings, model, model_needed)
        secret = load_secret(settings.home)
        matcher = Matcher(History(snapshot), policy, bundle, secret, settings.software_version)
        matcher.view(matcher.history.day)
        return matcher.with_entered(load_entered(settings))


def note_made_up(made_up: bool, language: Language) -> None:
    """Say on stderr that an answer without notices of its own rests on made-up records."""
    if made_up:
        note(say("matching.notice_made_up", language))


def _load_model(settings: "Settings", model: str, needed: bool) -> "Bundle | None":
    from models.errors import IncompatibleModelError, NoChampionError

    registry = open_registry(settings)
    try:
        return registry.champion() if model == CHAMPION else registry.load(model)
    except (NoChampionError, IncompatibleModelError):
        if needed:
            raise
        return None
