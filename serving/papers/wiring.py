"""What the routes of papers ask for: a revision of a plan, opened for printing."""

from typing import Annotated

from fastapi import Depends, Query, Request

from planning.papers.edition import Edition
from serving.papers.service import open_edition
from serving.wiring import DatabaseNow, MatcherNow, Reader


def _edition(
    plan_id: str,
    request: Request,
    database: DatabaseNow,
    matcher: MatcherNow,
    language: Reader,
    revision: Annotated[int | None, Query(ge=1, description="default: the newest")] = None,
) -> Edition:
    settings = request.app.state.settings
    return open_edition(settings, database, matcher, plan_id, language, revision)


EditionNow = Annotated[Edition, Depends(_edition)]
