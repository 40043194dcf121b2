"""Uploads over HTTP, for an administrator's session: no portal's key may import records."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Response, UploadFile

from serving.access.admission import needs
from serving.access.rights import Right
from serving.answering import answer_json, send_json
from serving.audit.service import Event
from serving.problems import refusals
from serving.uploads.errors import ReportGoneError
from serving.uploads.limit import API
from serving.uploads.report import read_report
from serving.uploads.schemas import ImportReport, Upload
from serving.uploads.service import Asked
from serving.uploads.wiring import UploadsNow
from serving.wiring import DatabaseNow, Portal, Reader, RepeatFormNow
from snapshots.sources import SourceForm

router = APIRouter(prefix=API, tags=["records"])


@router.post("", status_code=202, response_model=Upload, responses=refusals(409, 415))
@needs(Right.UPLOAD)
def begin(
    file: UploadFile,
    uploads: UploadsNow,
    database: DatabaseNow,
    actor: Portal,
    language: Reader,
    repeat: RepeatFormNow,
    form: Annotated[SourceForm, Form()] = "padan",
    as_of: Annotated[date | None, Form()] = None,
    with_portal: Annotated[bool, Form()] = False,
) -> Response:
    """Import a workbook, a ZIP of files or (form siasn) a sheet; GET tells when it is done."""
    asked = Asked(form, as_of, with_portal)
    made = uploads.begin(database, file.filename or "", file.file, asked, actor, repeat)
    answer = answer_json(made, language, 202)
    answer.headers["Location"] = f"{API}/{made.id}"
    return answer


@router.get("/{upload_id}", response_model=Upload, responses=refusals(404))
@needs(Right.UPLOAD)
def read(upload_id: str, uploads: UploadsNow, database: DatabaseNow, language: Reader) -> Response:
    """Tell how far an import is, or what became of it."""
    return answer_json(uploads.read(database, upload_id), language)


@router.get("/{upload_id}/report", response_model=ImportReport, responses=refusals(404))
@needs(Right.UPLOAD, tells=Event.EXPORTED, of="upload_id")
def report(
    upload_id: str, uploads: UploadsNow, database: DatabaseNow, language: Reader
) -> Response:
    """Give every finding of an import, as `padan import --report` writes them."""
    found = uploads.read(database, upload_id)
    try:
        body = read_report(uploads.report_folder(found.id), found.snapshot_id, language)
    except FileNotFoundError:
        raise ReportGoneError(found.id) from None
    return send_json(body, language)
