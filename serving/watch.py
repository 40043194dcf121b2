"""Numbers every request, times it, logs it, counts it, and answers what nobody foresaw.

Logs and metrics hold the route's pattern and ids, never a query, a body, a NIP or a name.
"""

import os
import re
import time
from http import HTTPStatus
from secrets import token_hex

import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serving.access.caller import STRANGER
from serving.logs import list_places
from serving.problems import answer_problem
from serving.workers import COUNTERS
from snapshots.nips import holds_nip

log = structlog.get_logger()
REQUEST_ID = "X-Request-ID"
GIVEN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
"""A request's number as a client may give it: it goes into logs, so no blank, and no NIP."""
UNMATCHED = "unmatched"
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """The counters of one application, in a registry of its own.

    Of several workers each keeps its own in a folder that all of them read.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "padan_requests",
            "Requests answered",
            ["method", "route", "status"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            "padan_request_seconds",
            "Time to answer",
            ["route"],
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.shortlists = Counter("padan_shortlists", "Shortlists made", registry=self.registry)
        self.hurried = Counter(
            "padan_rate_limited", "Requests refused as too many", registry=self.registry
        )

    def gather(self) -> CollectorRegistry:
        """Return what there is to tell: of all workers together, where there are several."""
        folder = os.environ.get(COUNTERS)
        if folder is None:
            return self.registry
        together = CollectorRegistry()
        MultiProcessCollector(together, folder)  # type: ignore[no-untyped-call]
        return together


class Watch:
    """ASGI middleware around everything else."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request and write down how it went."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = read_request_id(Headers(scope=scope))
        scope.setdefault("state", {})["request_id"] = request_id
        begun, status = time.perf_counter(), 0

        async def send_numbered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[REQUEST_ID] = request_id
            await send(message)

        try:
            await self.app(scope, receive, send_numbered)
        except Exception as error:
            _log_failure(error, request_id)
            if status:  # the answer had begun: the server must cut it off
                raise
            answer = await run_in_threadpool(answer_problem, Request(scope, receive), error)
            await answer(scope, receive, send_numbered)
        finally:
            self._count(scope, status, time.perf_counter() - begun, request_id)

    def _count(self, scope: Scope, status: int, seconds: float, request_id: str) -> None:
        method, route = scope["method"], _name_route(scope)
        self.metrics.requests.labels(method, route, str(status)).inc()
        self.metrics.seconds.labels(route).observe(seconds)
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            self.metrics.hurried.inc()
        log.info(
            "answered",
            method=method,
            route=route,
            status=status,
            milliseconds=round(seconds * 1000, 1),
            caller=_name_kind(scope),
            request_id=request_id,
        )


def read_request_id(headers: Headers) -> str:
    """Return the number that a client gave its request; one of our own where it gave no fit one."""
    given = headers.get(REQUEST_ID, "")
    fit = GIVEN_ID.fullmatch(given) and not holds_nip(given)
    return given if fit else token_hex(8)


def _name_route(scope: Scope) -> str:
    """Return the pattern that the address matched: a label must not grow with what is asked."""
    route = scope.get("route")
    return str(getattr(route, "path_format", None) or getattr(route, "path", UNMATCHED))


def _name_kind(scope: Scope) -> str:
    """Return what kind of caller it was, never which one."""
    caller = scope["state"].get("caller", STRANGER)
    if not caller.signed_in:
        return "stranger"
    return "key" if caller.session is None else "account"


def _log_failure(error: Exception, request_id: str) -> None:
    """Log where an unforeseen error rose, without its message: that may quote records."""
    places = list_places(error)
    log.error("failed", error=type(error).__name__, places=places, request_id=request_id)
