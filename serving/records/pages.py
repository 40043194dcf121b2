"""The page that tells which records were imported."""

from fastapi import APIRouter, Response

from serving.access.admission import needs
from serving.access.rights import Right
from serving.records.service import list_records
from serving.wiring import Pages, WarmNow

router = APIRouter()


@router.get("/data")
@needs(Right.RECORDS)
def show_records(pages: Pages, warm: WarmNow) -> Response:
    """Show the imports with their date and size."""
    return pages.show("records.html", records=list_records(warm))
