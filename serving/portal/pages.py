"""The page for who builds the portal, the table of problems, and the client to copy; all public."""

from pathlib import Path

from fastapi import APIRouter, Request, Response

from serving.access.admission import needs
from serving.access.keys import MOST_LIVE
from serving.access.rights import Right
from serving.portal.calls import CALLS, OPENING, SCOPES
from serving.portal.problem_table import list_problems
from serving.repeats import KEPT
from serving.wiring import Pages

router = APIRouter(prefix="/portal")
CLIENT = Path(__file__).with_name("padan_portal.py")


@router.get("")
@needs(Right.OPEN)
def show_portal(request: Request, pages: Pages) -> Response:
    """Show how to get a key and each of the eight calls, by curl and by the client."""
    settings = request.app.state.settings
    address = settings.url or str(request.base_url).rstrip("/")
    return pages.show(
        "portal.html",
        address=address,
        opening=OPENING.format(address=address),
        calls=CALLS,
        scopes=SCOPES,
        rate=settings.rate,
        live=MOST_LIVE,
        days=KEPT.days,
        client=CLIENT.name,
    )


@router.get("/problems")
@needs(Right.OPEN)
def show_problems(pages: Pages) -> Response:
    """Show every problem that the API answers with."""
    return pages.show("portal_problems.html", problems=list_problems(pages.language))


@router.get(f"/{CLIENT.name}")
@needs(Right.OPEN)
def download_client() -> Response:
    """Return the client, as it stands beside this server."""
    headers = {"Content-Disposition": f'attachment; filename="{CLIENT.name}"'}
    return Response(CLIENT.read_bytes(), 200, headers, "text/x-python; charset=utf-8")
