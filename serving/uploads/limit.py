"""How much a request may carry: far more than elsewhere where records are uploaded, and only there.

The greater limit is for who may upload; what anybody else sends is cut off as on every route.
"""

from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from serving.access.caller import STRANGER, Caller
from serving.access.rights import Right

MOST_BYTES = 5 * 2**20
"""Size of a request body at most: ten thousand pairs, or a draft as a workbook."""
MOST_UPLOADED = 64 * 2**20
"""Size of an upload at most: packed records of a province, or its people as one CSV sheet."""
API = "/v1/imports"
UPLOADS = frozenset({"/data/uploads", API})
"""Addresses that take records."""


def find_most(path: str) -> int:
    """Return how many bytes a request to this address may carry, whoever sends it."""
    return MOST_UPLOADED if path in UPLOADS else MOST_BYTES


class BodyLimit:
    """ASGI middleware that cuts off what is too large; it stands behind the door."""

    def __init__(self, app: ASGIApp) -> None:
        self._usual = RequestBodyLimitMiddleware(app, MOST_BYTES)
        self._uploads = RequestBodyLimitMiddleware(app, MOST_UPLOADED)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with the limit that holds for it."""
        caller: Caller = scope.get("state", {}).get("caller", STRANGER)
        larger = scope.get("path") in UPLOADS and caller.may(Right.UPLOAD)
        await (self._uploads if larger else self._usual)(scope, receive, send)
