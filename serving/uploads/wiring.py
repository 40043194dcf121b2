"""What the routes of uploads ask for."""

from typing import Annotated

from fastapi import Depends, Request

from serving.uploads.service import Uploads


def _uploads(request: Request) -> Uploads:
    uploads: Uploads = request.app.state.uploads
    return uploads


UploadsNow = Annotated[Uploads, Depends(_uploads)]
"""The taker of uploads of this application."""
