"""What the routes of papers ask for: a revision of a plan, opened for printing."""

from typing import Annotated

from fastapi import Depends, Query, Request

from planning.papers.edition import Edition
from serving.fields import Revision
from serving.papers.service import open_edition
from serving.wiring import DatabaseNow, MatcherNow, Reader


def _edition(
    plan_id: str,
    request: Request,
    database: DatabaseNow,
    matcher: MatcherNow,
    language: Reader,
    revision: Annotated[Revision | None, Query(description="default: the newest")] = None,
) -> Edition:
    settings = request.app.state.settings
    return open_edition(settings, database, matcher, plan_id, language, revision)


def _move(move_id: str) -> str:
    return move_id


def _agency(agency_id: str) -> str:
    return agency_id


EditionNow = Annotated[Edition, Depends(_edition)]
MoveId = Annotated[str, Depends(_move)]
"""The move of a letter; told after the plan, as it stands in the address."""
AgencyId = Annotated[str, Depends(_agency)]
"""The agency of a sheet."""
