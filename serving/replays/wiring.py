"""What the routes of replays ask for."""

from typing import Annotated

from fastapi import Depends, Request

from serving.replays.service import Replays


def _replays(request: Request) -> Replays:
    replays: Replays = request.app.state.replays
    return replays


ReplaysNow = Annotated[Replays, Depends(_replays)]
