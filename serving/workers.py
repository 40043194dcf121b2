"""Runs the application in one process, or in several that take turns at one socket.

With several, this process only watches: whichever worker ends is started again, and all are told
to finish when it is. Workers share nothing but the home and the database, so what one keeps all
see; plans and uploads belong to the worker that took them.
"""

import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import TYPE_CHECKING

import structlog

from serving.logs import list_places, log_to_stderr
from serving.settings import Settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp
    from uvicorn import Config

log = structlog.get_logger()

LOOK_SECONDS = 0.5
"""How long a signal may wait for this process to look."""
FRESH_SECONDS = 10.0
"""A worker that ends so soon would end again: the next one waits as long."""
GRACE_SECONDS = 30
"""What is being answered when the server stops has so long to be finished."""
PATIENCE = {"MLFLOW_HTTP_REQUEST_TIMEOUT": "5", "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1"}
"""Said to MLflow unless it was told otherwise: a store that is gone holds up no question."""
COUNTERS = "PROMETHEUS_MULTIPROC_DIR"
"""Where workers keep their counters, so that each can tell the sum: the library's own name."""


@dataclass(frozen=True)
class Worker:
    """A process that answers, and when it was started (seconds of the monotonic clock)."""

    process: BaseProcess
    started: float


def answer(settings: Settings, listener: socket.socket) -> None:
    """Answer on a socket in this process until interrupted."""
    import uvicorn

    from serving.app import create_app

    log_to_stderr()
    for name, value in PATIENCE.items():
        os.environ.setdefault(name, value)
    config = configure(settings, create_app(settings))
    uvicorn.Server(config).run(sockets=[listener])


def configure(settings: Settings, app: "ASGIApp") -> "Config":
    """Return how an application is served.

    Who claims to speak for another address is believed only where there is a public address, and
    only if it is the proxy: else wrong passwords would be counted by whatever their sender writes.
    """
    from uvicorn import Config

    return Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=settings.url is not None,
        forwarded_allow_ips=settings.proxy,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


def answer_together(settings: Settings, listener: socket.socket, workers: int) -> None:
    """Answer on a socket in several processes until SIGINT or SIGTERM."""
    log_to_stderr()
    with TemporaryDirectory(prefix="padan-counters-") as counters, _until_stopped() as stopping:
        team = [_start(settings, listener, counters) for _ in range(workers)]
        log.info("workers started", workers=workers)
        while not stopping.is_set():
            wait([each.process.sentinel for each in team], LOOK_SECONDS)
            for place, each in enumerate(team):
                if not each.process.is_alive() and not stopping.is_set():
                    log.error("worker ended", code=each.process.exitcode)
                    stopping.wait(max(0.0, FRESH_SECONDS - (time.monotonic() - each.started)))
                    team[place] = _start(settings, listener, counters)
        _stop(team)
        log.info("workers stopped")


def _start(settings: Settings, listener: socket.socket, counters: str) -> Worker:
    """Start a worker as a fresh interpreter: a fork would inherit threads' locks."""
    process = get_context("spawn").Process(target=work, args=(settings, listener, counters))
    process.start()
    return Worker(process, time.monotonic())


def work(settings: Settings, listener: socket.socket, counters: str) -> None:
    """Be a worker: answer until told to stop, or until the process that watches is gone."""
    os.environ[COUNTERS] = counters
    Thread(target=_follow_watcher, daemon=True).start()
    try:
        answer(settings, listener)
    except Exception as error:
        log.error("worker failed", error=type(error).__name__, places=list_places(error))
        sys.exit(1)


def _follow_watcher() -> None:
    watcher = parent_process()
    if watcher is not None:
        watcher.join()
        os.kill(os.getpid(), signal.SIGTERM)


def _stop(team: list[Worker]) -> None:
    """Let all finish what they answer; who takes longer than the grace is ended."""
    for each in team:
        each.process.terminate()
    end = time.monotonic() + GRACE_SECONDS + LOOK_SECONDS
    for each in team:
        each.process.join(max(0.0, end - time.monotonic()))
        each.process.kill()
        each.process.join()


@contextmanager
def _until_stopped() -> Iterator[Event]:
    """Give an event that SIGINT and SIGTERM set; afterwards they do what they did before."""
    stopping = Event()
    signals = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(each, lambda *_: stopping.set()) for each in signals]
    try:
        yield stopping
    finally:
        for each, handler in zip(signals, before, strict=True):
            signal.signal(each, handler)
