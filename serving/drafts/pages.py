"""The page that checks a draft made by hand."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Response, UploadFile
from pydantic import Json

from matching.drafts.check import DraftRow
from matching.drafts.sheet import write_checked_draft
from serving.access.admission import needs
from serving.access.rights import Right
from serving.answering import send_workbook
from serving.audit.looks import NotedNow
from serving.audit.service import Event
from serving.drafts.service import check, count_verdicts, read_draft, write_rows
from serving.forms import PageForm
from serving.wiring import MatcherNow, Pages

router = APIRouter(prefix="/drafts")
FILE_NAME = "padan-periksa"


class DownloadForm(PageForm):
    """The lines of a checked draft, as its page hands them on."""

    rows: Json[tuple[DraftRow, ...]]
    effective_on: date | None = None


@router.get("")
@needs(Right.RANK)
def show_form(pages: Pages) -> Response:
    """Show the form that takes a draft."""
    return pages.show("drafts.html", report=None)


@router.post("")
@needs(Right.RANK, tells=Event.DRAFT_CHECKED)
def show_check(
    file: UploadFile,
    form_token: Annotated[str, Form(max_length=200)],
    pages: Pages,
    matcher: MatcherNow,
    noted: NotedNow,
    effective_on: Annotated[date | None, Form()] = None,
) -> Response:
    """Check an uploaded draft and show the verdicts."""
    pages.check(form_token)
    rows = read_draft(file.filename or "", file.file.read())
    noted.note(lines=len(rows))
    report = check(matcher, rows, effective_on, pages.language)
    return pages.show(
        "drafts.html", report=report, counts=count_verdicts(report), rows=write_rows(rows)
    )


@router.post("/download")
@needs(Right.RANK, tells=Event.EXPORTED)
def download(
    form: Annotated[DownloadForm, Form()], pages: Pages, matcher: MatcherNow, noted: NotedNow
) -> Response:
    """Return the checked draft as a workbook."""
    pages.check(form.form_token)
    noted.note(lines=len(form.rows))
    report = check(matcher, form.rows, form.effective_on, pages.language)
    return send_workbook(write_checked_draft(report, pages.language), FILE_NAME)
