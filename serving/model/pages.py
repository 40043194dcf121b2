"""The page that tells how people are ranked, and the same as a card to print or to keep."""

from fastapi import APIRouter, Response

from models.card.html import read_style, write_html, write_section
from models.card.markdown import write_markdown
from serving.access.admission import needs
from serving.access.rights import Right
from serving.model.service import tell_model
from serving.rendering import Renderer
from serving.wiring import MatcherNow, Pages

router = APIRouter(prefix="/model")
HEAD = (
    '<link rel="stylesheet" href="/model/card.css">'
    '<link rel="icon" href="/static/padan.svg" type="image/svg+xml">'
)


@router.get("")
@needs(Right.MODEL)
def show_model(pages: Pages, matcher: MatcherNow) -> Response:
    """Show what the ranking rests on and how it did on past moves."""
    document = tell_model(matcher, pages.language)
    sections = [write_section(section) for section in document.sections]
    return pages.show("model.html", document=document, sections=sections)


@router.get("/card")
@needs(Right.MODEL)
def show_card(pages: Pages, matcher: MatcherNow) -> Response:
    """Show the card alone, open throughout, to be printed."""
    return _send(write_html(tell_model(matcher, pages.language), HEAD), "text/html", pages)


@router.get("/card.md")
@needs(Right.MODEL)
def save_card(pages: Pages, matcher: MatcherNow) -> Response:
    """Send the card as Markdown."""
    return _send(write_markdown(tell_model(matcher, pages.language)), "text/markdown", pages)


@router.get("/card.css")
@needs(Right.OPEN)
def send_style() -> Response:
    """Send the style of the card that stands alone."""
    return Response(read_style(), media_type="text/css")


def _send(text: str, kind: str, pages: Renderer) -> Response:
    return Response(text, media_type=kind, headers={"Content-Language": pages.language})
