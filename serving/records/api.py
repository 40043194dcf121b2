"""Imported records over HTTP."""

from fastapi import APIRouter, Response

from serving.access.admission import needs
from serving.access.rights import Right
from serving.answering import answer_json
from serving.listing import Cursor, Limit, Listing, cut
from serving.problems import refusals
from serving.records.schemas import SnapshotRow
from serving.records.service import list_records
from serving.wiring import Reader, WarmNow

router = APIRouter(prefix="/v1/snapshots", tags=["records"])


@router.get("", response_model=Listing[SnapshotRow], responses=refusals())
@needs(Right.RECORDS)
def read(warm: WarmNow, language: Reader, limit: Limit = 50, cursor: Cursor = None) -> Response:
    """List the imported records with their date, the newest first."""
    found = cut(list_records(warm), lambda row: row.snapshot_id, limit, cursor)
    return answer_json(found, language)
