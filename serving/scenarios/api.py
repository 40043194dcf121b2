"""Scenarios over HTTP: keep, read, list, remove, and lay beside the records."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from serving.access.admission import needs
from serving.access.rights import Right
from serving.answering import answer_json
from serving.audit.service import Event
from serving.candidates.schemas import AsOf
from serving.listing import Cursor, Limit, Listing, cut
from serving.problems import refusals
from serving.scenarios.beside import Beside, lay_beside
from serving.scenarios.schemas import MOST_BESIDE, Name, ScenarioContent, StoredScenario
from serving.scenarios.service import (
    find_scenario,
    fold_name,
    keep_scenario,
    list_scenarios,
    make_scenario,
    read_scenario,
    remove_scenario,
)
from serving.wiring import DatabaseNow, MatcherNow, Portal, Reader

router = APIRouter(prefix="/v1", tags=["scenarios"])
Named = Annotated[Name, Path(description="told apart after trim and case-fold")]


@router.get("/scenarios", response_model=Listing[StoredScenario], responses=refusals())
@needs(Right.PLANS, tells=Event.PLAN_SEEN)
def list_kept(
    database: DatabaseNow, language: Reader, limit: Limit = 50, cursor: Cursor = None
) -> Response:
    """List the scenarios, by name."""
    with database.read() as session:
        kept = list_scenarios(session)
    found = cut(kept, lambda one: fold_name(one.name), limit, cursor)
    return answer_json(found, language)


@router.get("/scenario-comparison", response_model=Beside, responses=refusals(503))
@needs(Right.PLANS, tells=Event.PLAN_SEEN)
def compare(
    matcher: MatcherNow,
    database: DatabaseNow,
    language: Reader,
    scenario: Annotated[
        list[Name], Query(min_length=1, max_length=MOST_BESIDE, description="names")
    ],
    as_of: AsOf = None,
) -> Response:
    """Lay up to three scenarios beside the records: need, staff, ratio, vacancies, plans."""
    with database.read() as session:
        scenarios = [find_scenario(session, name) for name in scenario]
        answer = lay_beside(matcher, session, matcher.date(as_of, None), scenarios)
    return answer_json(answer, language)


@router.get("/scenarios/{name:path}", response_model=StoredScenario, responses=refusals(404))
@needs(Right.PLANS, tells=Event.PLAN_SEEN)
def read(name: Named, database: DatabaseNow, language: Reader) -> Response:
    """Return one scenario."""
    with database.read() as session:
        return answer_json(read_scenario(session, name), language)


@router.put(
    "/scenarios/{name:path}",
    response_model=StoredScenario,
    responses={201: {"model": StoredScenario}, **refusals(415, 503)},
)
@needs(Right.PLAN)
def keep(
    name: Named,
    body: ScenarioContent,
    matcher: MatcherNow,
    database: DatabaseNow,
    language: Reader,
    actor: Portal,
) -> Response:
    """Keep a scenario under a name, in the place of what stood there."""
    scenario = make_scenario(matcher, name, body)
    kept, new = keep_scenario(database, scenario, actor)
    return answer_json(kept, language, 201 if new else 200)


@router.delete("/scenarios/{name:path}", status_code=204, responses=refusals(404))
@needs(Right.PLAN)
def remove(name: Named, database: DatabaseNow, actor: Portal) -> Response:
    """Forget a scenario; plans that were made under it stay as they are."""
    with database.write() as session:
        remove_scenario(session, name, actor)
    return Response(status_code=204)
