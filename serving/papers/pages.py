"""The list of a plan's papers, and each paper as a page to be printed."""

from fastapi import APIRouter, Request, Response
from starlette.responses import HTMLResponse

from planning.papers.agencies import write_agency_sheet
from planning.papers.annex import write_annex
from planning.papers.edition import Edition
from planning.papers.letter import write_letter
from serving.access.admission import needs
from serving.access.rights import Right
from serving.audit.service import Event
from serving.papers.printing import Printed, print_paper
from serving.papers.wiring import EditionNow
from serving.plans.storing import load_plan
from serving.wiring import DatabaseNow, Pages

router = APIRouter(prefix="/plans/{plan_id}/papers")


@router.get("")
@needs(Right.PLANS, tells=Event.PLAN_SEEN, of="plan_id")
def show_papers(pages: Pages, edition: EditionNow, database: DatabaseNow) -> Response:
    """Show every paper of a plan, to be opened or downloaded."""
    plan = edition.plan
    with database.read() as session:
        written_in = load_plan(session, plan.id, plan.revision).language
    by_kind = {
        kind: [one for one in edition.papers if one.kind == kind] for kind in ("letter", "agency")
    }
    return pages.show(
        "papers.html",
        plan_id=plan.id,
        revision=plan.revision,
        mark=edition.stamp(edition.find("annex")).mark,
        here=f"/plans/{plan.id}/papers",
        files=f"/v1/plans/{plan.id}",
        codes={kind: edition.find(kind).code for kind in ("annex", "imut")},
        letters=list(zip(by_kind["letter"], edition.moves, strict=True)),
        agencies=by_kind["agency"],
        other_language_told=written_in != edition.language,
    )


@router.get("/annex")
@needs(Right.PLANS, tells=Event.EXPORTED, of="plan_id")
def show_annex(request: Request, edition: EditionNow) -> Response:
    """Show the annex, made to be printed as A4 landscape."""
    return _show(request, edition, write_annex(edition))


@router.get("/letters/{move_id}")
@needs(Right.PLANS, tells=Event.EXPORTED, of="plan_id")
def show_letter(move_id: str, request: Request, edition: EditionNow) -> Response:
    """Show the letter to the person of a move, made to be printed."""
    return _show(request, edition, write_letter(edition, move_id))


@router.get("/agencies/{agency_id:path}")
@needs(Right.PLANS, tells=Event.EXPORTED, of="plan_id")
def show_agency(agency_id: str, request: Request, edition: EditionNow) -> Response:
    """Show the sheet of an agency, made to be printed."""
    return _show(request, edition, write_agency_sheet(edition, agency_id))


def _show(request: Request, edition: Edition, paper: Printed) -> Response:
    back = f"/plans/{edition.plan.id}/papers?revision={edition.plan.revision}"
    html = print_paper(request.app.state.templates, paper, edition.language, back)
    return HTMLResponse(html, headers={"Content-Language": edition.language})
