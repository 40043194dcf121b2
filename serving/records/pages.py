"""The page that tells which records were imported."""

from fastapi import APIRouter, Response

from serving.access.admission import needs
from serving.access.rights import Right
from serving.records.service import list_records
from serving.uploads.service import KINDS
from serving.uploads.storing import list_uploads
from serving.wiring import DatabaseNow, Pages, WarmNow

router = APIRouter()
LAST_UPLOADS = 5


@router.get("/data")
@needs(Right.RECORDS)
def show_records(pages: Pages, warm: WarmNow, database: DatabaseNow) -> Response:
    """Show the imports with their date and size; who may import finds the form and its uploads."""
    may_upload = pages.caller.may(Right.UPLOAD)
    with database.read() as session:
        uploads = list_uploads(session, LAST_UPLOADS) if may_upload else ()
    return pages.show(
        "records.html",
        records=list_records(warm),
        may_upload=may_upload,
        uploads=uploads,
        kinds=sorted({kind for kinds in KINDS.values() for kind in kinds}),
    )
