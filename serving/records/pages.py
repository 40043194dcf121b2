"""The page that tells which records were imported."""

from fastapi import APIRouter, Response

from serving.records.service import list_records
from serving.wiring import Pages, WarmNow

router = APIRouter()


@router.get("/data")
def show_records(pages: Pages, warm: WarmNow) -> Response:
    """Show the imports with their date and size."""
    return pages.show("records.html", records=list_records(warm))
