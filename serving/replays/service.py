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
from serving.entries import load_entered
from serving.reopening import reopen
from serving.settings import Settings
from serving.shortlists.schemas import StoredShortlist
from wording import Language


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
        made = stored.shortlist
        with self._lock:
            entered = load_entered(self._settings) if warm is None else warm.history.entered
            opened = reopen(
                self._settings,
                made.snapshot_id,
                made.model_version,
                warm,
                entered=entered.until(stored.read),
            )
            again = build_shortlist(opened.matcher, stored.request, stored.language)
        state = _find_state(opened.matcher, made, stored.request.willing_only)
        return compare_replay(stored.answer, again, language, opened.lost, state)


def _find_state(matcher: Matcher, listed: Shortlist, willing_only: bool) -> str | None:
    """Return the state of the people on a stored list, by the records taken to compute it again."""
    as_of = min(listed.as_of, matcher.history.snapshot.as_of)
    dates = Dates(as_of, listed.effective_on)
    shown = listed.candidates
    return find_state(matcher, listed.position.position_id, dates, shown, willing_only)
