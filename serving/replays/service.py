"""Computes a stored list again with its own records and model; the API, pages and terminal use it.

One list at a time: the records of another day are as large as those that serve, and are let go of
with the answer. Where they are those that serve, nothing is loaded twice.
"""

from threading import Lock

from matching.answers import Shortlist
from matching.explaining.replay import Replay, compare_replay
from matching.matcher import Dates, Matcher
from matching.shortlist import build_shortlist
from matching.wishes import find_state
from models.bundle import Bundle
from models.errors import (
    IncompatibleModelError,
    MissingModelError,
    TamperedModelError,
    UnknownModelError,
)
from models.registry import ModelRegistry
from rules.policy import load_policy
from serving.settings import Settings
from serving.shortlists.schemas import StoredShortlist
from snapshots.history import History
from snapshots.store import DamagedSnapshotError, SnapshotStore, UnknownSnapshotError
from snapshots.surrogate import load_secret
from wording import Language

LOST_MODEL = (UnknownModelError, MissingModelError, TamperedModelError, IncompatibleModelError)
LOST_RECORDS = (UnknownSnapshotError, DamagedSnapshotError)


class Replays:
    """Computes stored lists again, one after another."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = Lock()

    def replay(
        self, stored: StoredShortlist, language: Language, warm: Matcher | None = None
    ) -> Replay:
        """Return how a stored list and the same list computed again differ, told in `language`.

        `warm` is the matcher that serves: what it shares with the list is not loaded again. Where
        the list's own records or model are gone, today's are taken and the answer says so; then it
        may raise NoSnapshotError, NoChampionError, LaterThanSnapshotError, UnknownPositionError.
        """
        with self._lock:
            history, lost_records = self._open_records(stored.shortlist.snapshot_id, warm)
            bundle, lost_model = self._open_model(stored.shortlist.model_version, warm)
            matcher = Matcher(
                history,
                load_policy(self._settings.policy),
                bundle,
                load_secret(self._settings.home),
                self._settings.software_version,
            )
            again = build_shortlist(matcher, stored.request, stored.language)
        gone = [*(["snapshot_id"] * lost_records), *(["model_version"] * lost_model)]
        state = _find_state(matcher, stored.shortlist)
        return compare_replay(stored.answer, again, language, gone, state)

    def _open_records(self, snapshot_id: str, warm: Matcher | None) -> tuple[History, bool]:
        """Return the records of a list, or today's and True where they are gone."""
        if warm is not None and warm.history.snapshot.snapshot_id == snapshot_id:
            return warm.history, False
        store = SnapshotStore(self._settings.snapshots)
        try:
            return History(store.load(snapshot_id)), False
        except LOST_RECORDS:
            return (History(store.load()) if warm is None else warm.history), True

    def _open_model(self, version: str, warm: Matcher | None) -> tuple[Bundle, bool]:
        """Return the model of a list, or today's and True where it is gone."""
        serving = warm.bundle if warm is not None and warm.has_model else None
        if serving is not None and serving.model_version == version:
            return serving, False
        registry = ModelRegistry(self._settings.tracking_uri, self._settings.home)
        try:
            return registry.load(version), False
        except LOST_MODEL:
            return serving or registry.champion(), True


def _find_state(matcher: Matcher, listed: Shortlist) -> str | None:
    """Return the state of the people on a stored list, by the records taken to compute it again."""
    as_of = min(listed.as_of, matcher.history.snapshot.as_of)
    dates = Dates(as_of, listed.effective_on)
    return find_state(matcher, listed.position.position_id, dates, listed.candidates)
