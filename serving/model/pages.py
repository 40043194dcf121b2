"""The page that tells how people are ranked."""

from fastapi import APIRouter, Response

from serving.model.service import describe_model
from serving.wiring import MatcherNow, Pages

router = APIRouter()


@router.get("/model")
def show_model(pages: Pages, matcher: MatcherNow) -> Response:
    """Show what the ranking rests on and how it did on past moves."""
    return pages.show("model.html", model=describe_model(matcher, pages.language))
