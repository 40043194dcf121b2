"""Runs the application in the foreground: for this machine, or for others behind a proxy."""

import errno
import socket
from collections.abc import Callable
from pathlib import Path

from rules.policy import load_policy
from serving.access.first_start import make_first_administrator
from serving.access.terminal import find_terminal_actor
from serving.database.connection import open_database
from serving.errors import CannotListenError, NotLoopbackError, PortTakenError
from serving.guard import LOOPBACK
from serving.settings import Settings
from serving.workers import answer, answer_together
from snapshots.surrogate import load_secret


def serve(
    settings: Settings,
    host: str = "127.0.0.1",
    port: int = 8000,
    announce: Callable[[Path | None], object] = lambda first: None,
    workers: int = 1,
) -> None:
    """Serve pages and API until interrupted; `announce` is called once connections are taken.

    It is given the file that tells of the first administrator, where one was made just now.
    `workers` is how many processes answer. Raises NotLoopbackError for a host that others could
    reach where no public address is set: passwords would travel in clear. Raises PortTakenError or
    CannotListenError, and what a policy, a secret or a database that cannot be used raises: better
    no server than one that refuses every question.
    """
    if host not in LOOPBACK and settings.url is None:
        raise NotLoopbackError(host)
    listener = _listen(host, port)
    with listener:
        load_policy(settings.policy)
        load_secret(settings.home)
        announce(_let_somebody_in(settings))
        _run(settings, listener, workers)


def _let_somebody_in(settings: Settings) -> Path | None:
    """Bring the database up to date, and make the first administrator where nobody may enter."""
    database = open_database(settings.database_url)
    try:
        actor = find_terminal_actor()
        return make_first_administrator(database, settings.home, settings.language, actor)
    finally:
        database.close()


def _run(settings: Settings, listener: socket.socket, workers: int) -> None:
    if workers == 1:
        answer(settings, listener)
    else:
        answer_together(settings, listener, workers)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTakenError(host, port) from None
        raise CannotListenError(host, port, str(error.strerror)) from None
    return listener
