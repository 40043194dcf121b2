"""Pages of uploads: the form, how far one is, what was found in it."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Response, UploadFile
from starlette.responses import RedirectResponse

from serving.access.admission import needs
from serving.access.rights import Right
from serving.answering import send_workbook
from serving.audit.looks import NotedNow
from serving.audit.service import Event
from serving.uploads.errors import ReportGoneError
from serving.uploads.report import read_findings, read_groups, write_workbook
from serving.uploads.service import Asked
from serving.uploads.wiring import UploadsNow
from serving.wiring import DatabaseNow, Pages, WarmNow
from snapshots.sources import SourceForm

router = APIRouter(prefix="/data/uploads")
FILE_NAME = "padan-temuan-impor"


@router.post("")
@needs(Right.UPLOAD)
def upload(
    file: UploadFile,
    form_token: Annotated[str, Form(max_length=200)],
    pages: Pages,
    uploads: UploadsNow,
    database: DatabaseNow,
    form: Annotated[SourceForm, Form()] = "padan",
    as_of: Annotated[date | None, Form()] = None,
    with_portal: Annotated[bool, Form()] = False,
) -> Response:
    """Take a file and begin to import it; its page tells the rest."""
    pages.check(form_token)
    asked = Asked(form, as_of, with_portal)
    made = uploads.begin(database, file.filename or "", file.file, asked, pages.caller.actor)
    return RedirectResponse(f"/data/uploads/{made.id}", 303)


@router.get("/{upload_id}")
@needs(Right.UPLOAD, tells=Event.QUALITY_SEEN, of="upload_id")
def show(
    upload_id: str,
    pages: Pages,
    uploads: UploadsNow,
    database: DatabaseNow,
    warm: WarmNow,
    noted: NotedNow,
) -> Response:
    """Show how far an upload is, and at the end what became of it: then the audit is told."""
    found = uploads.read(database, upload_id)
    if found.is_open:
        noted.note_nothing_shown()
    infos = {info.snapshot_id: info for info in warm.store.list()} if found.snapshot_id else {}
    return pages.show(
        "upload.html",
        upload=found,
        groups=read_groups(uploads.report_folder(found.id), pages.language),
        stored=infos.get(found.snapshot_id or ""),
        before=infos.get(found.previous_id or ""),
    )


@router.get("/{upload_id}/report")
@needs(Right.UPLOAD, tells=Event.EXPORTED, of="upload_id")
def download(upload_id: str, pages: Pages, uploads: UploadsNow, database: DatabaseNow) -> Response:
    """Return every finding of an upload as a workbook."""
    found = uploads.read(database, upload_id)
    try:
        findings = list(read_findings(uploads.report_folder(found.id), pages.language))
    except FileNotFoundError:
        raise ReportGoneError(found.id) from None
    return send_workbook(write_workbook(findings, pages.language), FILE_NAME)
