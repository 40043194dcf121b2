"""The open page on inaugurated moves: no session, no menu of planners, no cookie."""

from fastapi import APIRouter, Request, Response
from starlette.responses import HTMLResponse

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
        json="/v1/transparency",
        next=piece.next_cursor and f"{here}&cursor={piece.next_cursor}",
    )
    html = show_public(request.app.state.templates, piece, links, language)
    return HTMLResponse(html, headers={"Content-Language": language})


@router.get("/moves.csv")
@needs(Right.OPEN)
def download(answer: PublicNow, language: Reader) -> Response:
    """Hand out all moves as CSV."""
    headers = {"Content-Disposition": 'attachment; filename="moves.csv"'}
    return Response(write_csv(answer, language), 200, headers, "text/csv")
