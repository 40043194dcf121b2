"""The papers of a plan over HTTP: which there are, each as data, and the workbooks."""

from fastapi import APIRouter, Response

from planning.papers.agencies import write_agency_sheet
from planning.papers.annex import write_annex
from planning.papers.answers import AgencySheet, Annex, Letter
from planning.papers.catalogue import Paper
from planning.papers.edition import Edition
from planning.papers.imut import write_imut
from planning.papers.letter import write_letter
from planning.papers.workbooks import (
    write_agencies_workbook,
    write_annex_workbook,
    write_imut_csv,
    write_imut_workbook,
)
from serving.access.admission import needs
from serving.access.rights import Right
from serving.answering import XLSX, answer_json, send_workbook
from serving.audit.service import Event
from serving.listing import Listing
from serving.papers.service import BOM, list_sheets
from serving.papers.wiring import AgencyId, EditionNow, MoveId
from serving.problems import refusals

router = APIRouter(prefix="/v1/plans/{plan_id}", tags=["plans"])
CSV = "text/csv"
REFUSED = refusals(404, 409, 503)


@router.get("/papers", response_model=Listing[Paper], responses=REFUSED)
@needs(Right.PLANS, tells=Event.PLAN_SEEN, of="plan_id")
def list_papers(edition: EditionNow) -> Response:
    """List the papers of a plan, each with the moves on it and the print of its content."""
    return answer_json(Listing(edition.papers, None), edition.language)


@router.get(
    "/annex.xlsx",
    response_class=Response,
    responses={200: {"content": {XLSX: {}}}, **REFUSED},
)
@needs(Right.PLANS, tells=Event.EXPORTED, of="plan_id")
def download_annex(edition: EditionNow) -> Response:
    """Return the annex of the plan as a workbook."""
    content = write_annex_workbook(write_annex(edition), edition.language)
    return send_workbook(content, _name("annex", edition))


@router.get(
    "/agencies.xlsx",
    response_class=Response,
    responses={200: {"content": {XLSX: {}}}, **REFUSED},
)
@needs(Right.PLANS, tells=Event.EXPORTED, of="plan_id")
def download_agencies(edition: EditionNow) -> Response:
    """Return who leaves and comes, agency by agency, as a workbook."""
    content = write_agencies_workbook(list_sheets(edition), edition.language)
    return send_workbook(content, _name("agencies", edition))


@router.get(
    "/imut.xlsx", response_class=Response, responses={200: {"content": {XLSX: {}}}, **REFUSED}
)
@needs(Right.PLANS, tells=Event.EXPORTED, of="plan_id")
def download_imut(edition: EditionNow) -> Response:
    """Return the rows for entry into I-Mut as a workbook."""
    content = write_imut_workbook(write_imut(edition), edition.language)
    return send_workbook(content, _name("imut", edition))


@router.get(
    "/imut.csv", response_class=Response, responses={200: {"content": {CSV: {}}}, **REFUSED}
)
@needs(Right.PLANS, tells=Event.EXPORTED, of="plan_id")
def download_imut_csv(edition: EditionNow) -> Response:
    """Return the rows for entry into I-Mut as CSV."""
    content = write_imut_csv(write_imut(edition), edition.language).encode(BOM)
    name = _name("imut", edition)
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(content, 200, headers, CSV)


@router.get("/annex", response_model=Annex, responses=REFUSED)
@needs(Right.PLANS, tells=Event.EXPORTED, of="plan_id")
def read_annex(edition: EditionNow) -> Response:
    """Return the annex of the plan."""
    return answer_json(write_annex(edition), edition.language)


@router.get("/letters/{move_id}", response_model=Letter, responses=REFUSED)
@needs(Right.PLANS, tells=Event.EXPORTED, of="plan_id")
def read_letter(edition: EditionNow, move_id: MoveId) -> Response:
    """Return the letter to the person of a move; nothing about anybody else stands in it."""
    return answer_json(write_letter(edition, move_id), edition.language)


@router.get("/agencies/{agency_id:path}", response_model=AgencySheet, responses=REFUSED)
@needs(Right.PLANS, tells=Event.EXPORTED, of="plan_id")
def read_agency(edition: EditionNow, agency_id: AgencyId) -> Response:
    """Return the sheet of an agency: who leaves, who comes, when, and what is to be prepared."""
    return answer_json(write_agency_sheet(edition, agency_id), edition.language)


def _name(kind: str, edition: Edition) -> str:
    return f"padan-{kind}-{edition.plan.id}-{edition.plan.revision}"
