"""Watches the model for whoever asks, once for each set of records, model and day."""

from datetime import date
from threading import Lock

from matching.matcher import Matcher
from matching.watching.monitoring import Monitoring, monitor


class Monitor:
    """Keeps the last answer, so that nobody computes it twice: it takes seconds.

    Two where 1,500 people serve, three to four where a few thousand are eligible for every post.
    Only who asks for it waits: other requests are answered meanwhile.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: tuple[Matcher, date, date, Monitoring] | None = None

    def read(self, matcher: Matcher, as_of: date | None, today: date) -> Monitoring:
        """Return what `monitor` finds. Raises NoModelError, LaterThanSnapshotError."""
        on = matcher.date(as_of, None).as_of
        with self._lock:
            if self._kept is None or self._kept[0] is not matcher or self._kept[1:3] != (on, today):
                self._kept = matcher, on, today, monitor(matcher, on, today)
            return self._kept[3]


def read_today() -> date:
    """Return this machine's own day."""
    return date.today()  # noqa: DTZ011
