"""One matcher kept warm for all requests, made anew when records, model or policy change."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from matching.matcher import Matcher
from matching.pairs import score_pairs
from models.bundle import Bundle
from models.registry import ModelRegistry
from rules.policy import load_policy
from serving.database.connection import Database
from serving.entries import Standing, look, read_entered
from serving.errors import NoRecordsError
from serving.logs import list_places
from serving.settings import Settings
from snapshots.history import History
from snapshots.store import CURRENT, SnapshotStore
from snapshots.surrogate import load_secret

log = structlog.get_logger()

RECHECK_SECONDS = 2.0
"""How long a promoted model may wait until it serves; asking its registry takes milliseconds."""
RETRY_SECONDS = 30.0
"""When what did not load is tried again: the disk may have been full, or a file on its way."""

Sources = tuple[str | None, str | None, int]
"""What a matcher is made of: the current snapshot, the champion's version, the policy's age."""


@dataclass(frozen=True)
class Made:
    """A matcher and what it was made of."""

    sources: Sources
    matcher: Matcher


@dataclass(frozen=True)
class Laid:
    """A matcher with what had been entered laid over it, and what that was made of."""

    made: Made
    entries: Standing
    matcher: Matcher


@dataclass(frozen=True)
class State:
    """What the installation has to answer with; `missing` names what it lacks."""

    as_of: date | None = None
    made_up: bool = False
    snapshot_id: str | None = None
    model_version: str | None = None
    missing: tuple[str, ...] = ("snapshot", "champion")

    @property
    def ready(self) -> bool:
        """Whether lists can be made."""
        return not self.missing


class WarmMatcher:
    """Gives the matcher of the current records, model and policy; `get` may be called by many.

    While a new one loads, others go on with the old one. What does not load leaves the old one in
    place; `clock` (seconds) tells when to look again.
    """

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self.settings = settings
        self.store = SnapshotStore(settings.snapshots)
        self.registry = ModelRegistry(settings.tracking_uri, settings.home)
        self._clock = clock
        self._lock = Lock()
        self._made: Made | None = None
        self._database: Database | None = None
        self._laying = Lock()
        self._laid: Laid | None = None
        self._refused: tuple[Sources, float] | None = None
        self._unloaded_at: float | None = None
        self._version: str | None = None
        self._asked_at = float("-inf")

    def follow(self, database: Database) -> None:
        """Lay what is entered in this database over the records, from the next question on."""
        self._database = database

    def get(self) -> Matcher:
        """Return the matcher; NoRecordsError where nothing was imported (or it does not load).

        Wishes and letters entered up to now, by whatever process, lie over its records.
        """
        if self._lock.acquire(blocking=self._made is None):
            try:
                self._refresh()
            finally:
                self._lock.release()
        if self._made is None:
            raise NoRecordsError
        return self._lay_over(self._made)

    def holds_only_made_up(self) -> bool:
        """Tell whether there are records and none of them, of any import, is of real people."""
        found = self.store.list()
        return bool(found) and all(info.made_up for info in found)

    def describe(self) -> State:
        """Return what there is to answer with."""
        try:
            matcher = self.get()
        except NoRecordsError:
            champion = () if self._version else ("champion",)
            return State(model_version=self._version, missing=("snapshot", *champion))
        snapshot = matcher.history.snapshot
        version = matcher.bundle.model_version if matcher.has_model else None
        return State(
            as_of=snapshot.as_of,
            made_up=snapshot.made_up,
            snapshot_id=snapshot.snapshot_id,
            model_version=version,
            missing=() if version else ("champion",),
        )

    def _lay_over(self, made: Made) -> Matcher:
        """Return the matcher with the entries; as they were last where the database is gone."""
        if self._database is None:
            return made.matcher
        try:
            with self._database.read() as session:
                entries = look(session)
                laid = self._laid
                if laid is None or laid.made is not made or laid.entries != entries:
                    laid = self._lay(session, made, entries)
        except SQLAlchemyError as error:
            log.error("entries not read", error=type(error).__name__)
            laid = self._laid
        return made.matcher if laid is None or laid.made is not made else laid.matcher

    def _lay(self, session: Session, made: Made, entries: Standing) -> Laid:
        """Read the entries, once for all who wait, and keep what shares most with what was kept."""
        with self._laying:
            laid = self._laid
            if laid is not None and laid.made is made and laid.entries == entries:
                return laid
            base = laid.matcher if laid is not None and laid.made is made else made.matcher
            laid = Laid(made, entries, base.with_entered(read_entered(session)))
            self._laid = laid
            return laid

    def _refresh(self) -> None:
        sources = self._read_sources()
        known = self._made.sources if self._made else None
        if sources[0] is None or self._was_refused(sources):
            return
        if sources == known and not self._may_load_now():
            return
        try:
            self._made = Made(sources, self._make(sources))
            log.info("loaded", snapshot=sources[0], model=sources[1])
        except Exception as error:  # whatever is wrong with the new, the old one still serves
            told = {"error": type(error).__name__, "places": list_places(error)}
            log.error("not loaded", snapshot=sources[0], model=sources[1], **told)
            self._refused = sources, self._clock()

    def _may_load_now(self) -> bool:
        """Tell whether it is time to try again a model that did not load when all began."""
        at = self._unloaded_at
        return at is not None and self._clock() - at >= RETRY_SECONDS

    def _was_refused(self, sources: Sources) -> bool:
        if self._refused is None:
            return False
        refused, at = self._refused
        return refused == sources and self._clock() - at < RETRY_SECONDS

    def _read_sources(self) -> Sources:
        now = self._clock()
        if now - self._asked_at >= RECHECK_SECONDS:
            self._asked_at = now
            self._version = self._ask_registry()
        return _read_pointer(self.store.folder), self._version, _read_age(self.settings.policy)

    def _ask_registry(self) -> str | None:
        """Return the champion's version; the one known where the registry does not answer."""
        try:
            return self.registry.champion_version()
        except Exception as error:  # whatever ails the registry, the model in memory still serves
            log.error("registry does not answer", error=type(error).__name__)
            self._asked_at = self._clock() + RETRY_SECONDS - RECHECK_SECONDS
            return self._version

    def _make(self, sources: Sources) -> Matcher:
        snapshot_id, version, _ = sources
        kept = self._made.matcher if self._made else None
        same = kept is not None and kept.history.snapshot.snapshot_id == snapshot_id
        history = kept.history if kept and same else History(self.store.load(snapshot_id))
        matcher = Matcher(
            history,
            load_policy(self.settings.policy),
            self._load_model(version),
            load_secret(self.settings.home),
            self.settings.software_version,
        )
        _rehearse(matcher)
        return matcher

    def _load_model(self, version: str | None) -> Bundle | None:
        """Return the champion; None where there is none, or none that loads and none before."""
        self._unloaded_at = None
        if version is None:
            return None
        try:
            return self.registry.load(version)
        except Exception as error:  # without a model the requirements can still be checked
            if self._made is not None and self._made.matcher.has_model:
                raise
            told = {"error": type(error).__name__, "places": list_places(error)}
            log.error("model not loaded", model=version, **told)
            self._unloaded_at = self._clock()
            return None


def _rehearse(matcher: Matcher) -> None:
    """Answer one small question, so that the first real one does not wait for the ledgers."""
    history = matcher.history
    matcher.staffing(history.day)
    if matcher.has_model:
        score_pairs(matcher, history.positions.position_id[:1], history.people_ids[:1])


def _read_age(policy: Path | None) -> int:
    """Return when the policy was written last, in nanoseconds; 0 where there is none to look at."""
    try:
        return policy.stat().st_mtime_ns if policy else 0
    except OSError:
        return 0


def _read_pointer(folder: Path) -> str | None:
    try:
        return (folder / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
