"""Watches the model for whoever asks, once for each set of records, model and day."""

from datetime import date
from threading import Lock

from matching.matcher import Matcher
from matching.watching.monitoring import Monitoring, monitor


class Monitor:
    """Keeps the last answers, so that nobody computes one twice: it takes seconds.

    Two where 1,500 people serve, three to four where a few thousand are eligible for every post.
    The answer of the records' own day, which the page shows, is kept and computed apart: who asks
    for other days, one after another, waits for each other alone.
    """

    def __init__(self) -> None:
        self._own, self._other = _Kept(), _Kept()

    def read(self, matcher: Matcher, as_of: date | None, today: date) -> Monitoring:
        """Return what `monitor` finds. Raises NoModelError, LaterThanSnapshotError."""
        on = matcher.date(as_of, None).as_of
        kept = self._own if on == matcher.date(None, None).as_of else self._other
        return kept.read(matcher, on, today)


class _Kept:
    """One answer, computed by one thread at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._answer: tuple[Matcher, date, date, Monitoring] | None = None

    def read(self, matcher: Matcher, on: date, today: date) -> Monitoring:
        with self._lock:
            answer = self._answer
            if answer is None or answer[0] is not matcher or answer[1:3] != (on, today):
                answer = self._answer = matcher, on, today, monitor(matcher, on, today)
            return answer[3]


def read_today() -> date:
    """Return this machine's own day."""
    return date.today()  # noqa: DTZ011
