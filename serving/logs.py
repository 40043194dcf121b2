"""Log lines on stderr: for the eye on a terminal, as JSON where they are kept.

Whatever libraries log goes the same way, a NIP in it hidden. Of an error its kind and its places
are told, never its message: that may quote records.
"""

import logging
import os
import sys
import threading
import traceback
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

from snapshots.nips import hide_nips

MLFLOW_CONFIGURES = "MLFLOW_CONFIGURE_LOGGING"
"""MLflow's own setting: as long as it holds, importing MLflow gives some loggers its handler."""
DEEPEST = 6
"""Places of an error that are told, the innermost last."""


def log_to_stderr() -> None:
    """Send every log line of this process to stderr; a thread that dies is told of too.

    Loggers that a library gave handlers of its own lose them, as those pass by what hides here.
    """
    os.environ.setdefault(MLFLOW_CONFIGURES, "false")
    on_terminal = sys.stderr.isatty()
    known: list[Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    write: Processor = (
        structlog.dev.ConsoleRenderer() if on_terminal else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[*known, write],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    handler = logging.StreamHandler(sys.stderr)
    strip = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=known, processors=[strip, hide_message, write]
        )
    )
    for name in list(logging.root.manager.loggerDict):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.captureWarnings(True)
    threading.excepthook = _log_thread


def hide_message(_: Any, __: str, event: EventDict) -> EventDict:
    """Replace the error of a library's line by its kind and its places, a NIP by a mark."""
    event["event"] = hide_nips(str(event["event"]))
    raised = event.pop("exc_info", None)
    error = raised[1] if isinstance(raised, tuple) else raised
    if isinstance(error, BaseException):
        event.update(error=type(error).__name__, places=list_places(error))
    return event


def list_places(error: BaseException) -> list[str]:
    """Return where an error rose: file, line and function, the innermost last."""
    return [
        f"{frame.filename.rsplit('/', 3)[-1]}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)[-DEEPEST:]
    ]


def _log_thread(raised: threading.ExceptHookArgs) -> None:
    if raised.exc_value is not None:
        structlog.get_logger().error(
            "thread failed",
            error=raised.exc_type.__name__,
            places=list_places(raised.exc_value),
        )
