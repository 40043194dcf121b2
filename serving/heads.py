"""Answers HEAD as it answers GET, without the body: what can be read can also be looked at."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

FOUND = ("route", "endpoint", "path_params")
"""What the router finds out; who stands around it reads that too."""


class Heads:
    """ASGI middleware right around the router, which knows GET alone."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ask for the whole answer and send its headers alone."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return
        asked = {**scope, "method": "GET"}

        async def send_bodyless(message: Message) -> None:
            hand_on()
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        def hand_on() -> None:
            scope.update({name: asked[name] for name in FOUND if name in asked})

        try:
            await self.app(asked, receive, send_bodyless)
        finally:
            hand_on()
