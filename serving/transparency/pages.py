"""The open page on inaugurated moves: no session, no menu of planners, no cookie."""

from fastapi import APIRouter, Request, Response
from starlette.responses import HTMLResponse

from matching.plain import to_json
from planning.publication.publish import write_csv
from serving.access.admission import needs
from serving.access.rights import Right
from serving.listing import Cursor
from serving.transparency.files import Links, show_public
from serving.transparency.service import cut_moves
from serving.transparency.wiring import PublicNow
from serving.wiring import Reader

router = APIRouter(prefix="/transparency")
PAGE = 50
MEDIA = {"csv": "text/csv", "json": "application/json"}


@router.get("")
@needs(Right.OPEN)
def show(request: Request, answer: PublicNow, language: Reader, cursor: Cursor = None) -> Response:
    """Show what is public, the moves a page at a time; the language by `?lang=`."""
    piece = cut_moves(answer, PAGE, cursor)
    other = "en" if language == "id" else "id"
    here = f"?lang={language}"
    links = Links(
        style=request.app.state.templates.globals["stylesheet"],
        icon="/static/padan.svg",
        other=f"?lang={other}",
        csv=f"/transparency/moves.csv{here}",
        json=f"/transparency/moves.json{here}",
        next=piece.next_cursor and f"{here}&cursor={piece.next_cursor}",
    )
    html = show_public(request.app.state.templates, piece, links, language)
    return HTMLResponse(html, headers={"Content-Language": language})


@router.get("/moves.csv")
@needs(Right.OPEN)
def download(answer: PublicNow, language: Reader) -> Response:
    """Hand out all moves as CSV."""
    return _hand_out(write_csv(answer, language), "csv")


@router.get("/moves.json")
@needs(Right.OPEN)
def download_json(answer: PublicNow) -> Response:
    """Hand out all that is public as JSON, the moves not in pieces."""
    return _hand_out(to_json(answer, indent=1), "json")


def _hand_out(content: str, form: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="moves.{form}"'}
    return Response(content, 200, headers, MEDIA[form])
