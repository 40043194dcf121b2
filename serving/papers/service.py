"""Opens a stored plan for printing, by the records, rules and model that it was made with."""

import hashlib
from collections.abc import Collection, Iterator
from urllib.parse import quote

from jinja2 import Environment

from matching.matcher import Matcher
from planning.papers.agencies import write_agency_sheet
from planning.papers.annex import write_annex
from planning.papers.answers import AgencySheet
from planning.papers.catalogue import KINDS, Kind
from planning.papers.edition import Edition
from planning.papers.imut import write_imut
from planning.papers.letter import write_letter
from planning.papers.workbooks import (
    write_agencies_workbook,
    write_annex_workbook,
    write_imut_csv,
    write_imut_workbook,
)
from serving.clock import local_day
from serving.database.connection import Database
from serving.entries import read_entered
from serving.errors import LostRecordsError, PlanNotReadyError
from serving.papers.printing import print_paper
from serving.plans.progress import read_all_progress
from serving.plans.queries import find_revision
from serving.plans.storing import load_plan
from serving.reopening import reopen
from serving.settings import Settings
from snapshots.entered import Mark
from wording import Language

STOPPED = ("rejected", "blocked")
LONGEST_NAME = 100
BOM = "utf-8-sig"
"""So that a spreadsheet reads a CSV file's letters as they are."""


def open_edition(
    settings: Settings,
    database: Database,
    warm: Matcher | None,
    plan_id: str,
    language: Language,
    revision: int | None = None,
) -> Edition:
    """Return a revision of a stored plan (the newest by default) to be printed.

    Papers bear that they are drafts until this revision is decided; moves that were rejected, or
    are blocked by one, have none. Raises UnknownPlanError, UnknownRevisionError, PlanNotReadyError,
    and LostRecordsError where the records or the model are gone: a paper tells nothing else.
    """
    with database.read() as session:
        stored = load_plan(session, plan_id, revision)
        if stored.status != "ready":
            raise PlanNotReadyError(plan_id)
        row = find_revision(session, plan_id, stored.revision)
        entered = read_entered(session).until(Mark(row.wishes_through, row.letters_through))
    plan, decision = stored.plan, stored.decision
    reopened = reopen(settings, plan.snapshot_id, plan.model_version, warm, row.policy, entered)
    if reopened.lost:
        raise LostRecordsError(plan_id, reopened.lost)
    with database.read() as session:
        progress = read_all_progress(session, stored, reopened.matcher.policy.steps)
    decided = decision is not None and decision.revision == stored.revision
    return Edition(
        plan=plan,
        matcher=reopened.matcher,
        language=language,
        decided_on=local_day(decision.decided_at) if decision is not None and decided else None,
        stopped=frozenset(one.move_id for one in progress if one.state in STOPPED),
    )


def list_sheets(edition: Edition) -> list[AgencySheet]:
    """Return the sheet of every agency, by name."""
    agencies = [paper.key for paper in edition.papers if paper.kind == "agency"]
    return [write_agency_sheet(edition, agency_id) for agency_id in agencies]


def list_files(
    edition: Edition, templates: Environment, only: Collection[Kind] = KINDS
) -> Iterator[tuple[str, bytes]]:
    """Give the name and bytes of every file of some kinds; no name holds a NIP or a person's."""
    language = edition.language
    if "annex" in only:
        annex = write_annex(edition)
        yield "annex.html", print_paper(templates, annex, language).encode()
        yield "annex.xlsx", write_annex_workbook(annex, language)
    if "letter" in only:
        for move in edition.moves:
            letter = write_letter(edition, move.move_id)
            yield (
                f"letters/{move.move_id}.html",
                print_paper(templates, letter, language).encode(),
            )
    if "agency" in only:
        sheets = list_sheets(edition)
        for sheet in sheets:
            name = f"agencies/{name_file(sheet.agency_id)}.html"
            yield name, print_paper(templates, sheet, language).encode()
        yield "agencies.xlsx", write_agencies_workbook(sheets, language)
    if "imut" in only:
        imut = write_imut(edition)
        yield "imut.xlsx", write_imut_workbook(imut, language)
        yield "imut.csv", write_imut_csv(imut, language).encode(BOM)


def name_file(agency_id: str) -> str:
    """Return a file's name for an agency, whatever its id holds; ids that differ give others."""
    plain = quote(agency_id, safe="")
    if len(plain) <= LONGEST_NAME:
        return plain
    return f"{plain[:LONGEST_NAME]}-{hashlib.sha256(agency_id.encode()).hexdigest()[:8]}"
