"""Puts the application together: settings in, one ASGI application out."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from fastapi import Depends, FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.staticfiles import StaticFiles

from planning.need.trend import Standings
from serving.access.account_pages import router as account_pages
from serving.access.admission import admit
from serving.access.attempts import Attempts
from serving.access.door import Door
from serving.access.key_pages import router as key_pages
from serving.access.sign_in_pages import router as sign_in_pages
from serving.access.user_pages import router as user_pages
from serving.aftermath.api import router as aftermath_api
from serving.aftermath.pages import router as aftermath_pages
from serving.agency_desk.api import router as agency_desk_api
from serving.agency_desk.pages import router as agency_desk_pages
from serving.agency_desk.service import PlanShelf
from serving.audit.api import router as audit_api
from serving.audit.looks import Looks
from serving.audit.pages import router as audit_pages
from serving.candidates.api import router as candidates_api
from serving.candidates.pages import router as candidate_pages
from serving.comparing.api import router as comparing_api
from serving.comparing.pages import router as comparing_pages
from serving.comparing.service import Comparisons
from serving.consents.api import router as consents_api
from serving.consents.pages import router as consent_pages
from serving.database.connection import open_database
from serving.drafts.pages import router as draft_pages
from serving.events.api import router as events_api
from serving.guard import Guard
from serving.heads import Heads
from serving.health.api import router as health_api
from serving.home.pages import router as home_pages
from serving.model.api import router as model_api
from serving.model.pages import router as model_pages
from serving.model.versions_pages import router as version_pages
from serving.monitor.api import router as monitor_api
from serving.monitor.pages import router as monitor_pages
from serving.monitor.service import Monitor
from serving.openapi.document import describe_api
from serving.opportunities.api import router as opportunities_api
from serving.outcomes.api import router as outcomes_api
from serving.overrides.api import router as overrides_api
from serving.overrides.pages import router as override_pages
from serving.pace import Pace
from serving.papers.api import router as papers_api
from serving.papers.pages import router as paper_pages
from serving.people.api import router as people_api
from serving.people.pages import router as people_pages
from serving.plans.api import router as plans_api
from serving.plans.interrupted import fail_interrupted
from serving.plans.pages import router as plan_pages
from serving.plans.service import Plans
from serving.portal.pages import router as portal_pages
from serving.positions.api import router as positions_api
from serving.positions.pages import router as position_pages
from serving.preferences.api import router as preferences_api
from serving.problems import install_handlers
from serving.quality.api import router as quality_api
from serving.quality.pages import router as quality_pages
from serving.quality.service import Surveys
from serving.records.api import router as records_api
from serving.records.pages import router as record_pages
from serving.rendering import STATIC, open_templates
from serving.replays.api import router as replays_api
from serving.replays.pages import router as replay_pages
from serving.replays.service import Replays
from serving.scenarios.api import router as scenarios_api
from serving.scenarios.pages import router as scenario_pages
from serving.scores.api import router as scores_api
from serving.settings import Settings
from serving.shortlists.api import router as shortlists_api
from serving.shortlists.pages import router as shortlist_pages
from serving.standing.api import router as standing_api
from serving.standing.pages import router as standing_pages
from serving.transparency.api import router as transparency_api
from serving.transparency.pages import router as transparency_pages
from serving.transparency.service import PublicAnswers
from serving.uploads.api import router as uploads_api
from serving.uploads.limit import BodyLimit
from serving.uploads.pages import router as upload_pages
from serving.uploads.service import Uploads
from serving.warm import WarmMatcher
from serving.watch import Metrics, Watch
from serving.workload.api import router as workload_api
from serving.workload.pages import router as workload_pages

log = structlog.get_logger()

# A position's id may hold a slash, so what stands below a position comes before the position.
API = (
    shortlists_api,
    replays_api,
    candidates_api,
    positions_api,
    workload_api,
    people_api,
    standing_api,
    opportunities_api,
    preferences_api,
    consents_api,
    scores_api,
    plans_api,
    agency_desk_api,
    events_api,
    outcomes_api,
    scenarios_api,
    papers_api,
    transparency_api,
    aftermath_api,
    model_api,
    monitor_api,
    records_api,
    uploads_api,
    quality_api,
    comparing_api,
    audit_api,
    overrides_api,
    health_api,
)
PAGES = (
    home_pages,
    sign_in_pages,
    account_pages,
    user_pages,
    key_pages,
    shortlist_pages,
    replay_pages,
    candidate_pages,
    position_pages,
    workload_pages,
    standing_pages,
    people_pages,
    consent_pages,
    draft_pages,
    plan_pages,
    agency_desk_pages,
    scenario_pages,
    paper_pages,
    transparency_pages,
    portal_pages,
    aftermath_pages,
    model_pages,
    version_pages,
    monitor_pages,
    record_pages,
    upload_pages,
    quality_pages,
    comparing_pages,
    audit_pages,
    override_pages,
)


def create_app(settings: Settings) -> FastAPI:
    """Return the application; its database is opened and its matcher warmed when it starts."""
    app = FastAPI(
        title="Padan",
        version="1",
        summary="Lawful, learned and explained shortlists for civil-service transfers",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_live,
        dependencies=[Depends(admit)],
    )
    app.state.settings = settings
    app.state.templates = open_templates()
    app.state.warm = WarmMatcher(settings)
    app.state.monitor = Monitor()
    app.state.surveys = Surveys()
    app.state.comparisons = Comparisons(app.state.warm.store)
    app.state.replays = Replays(settings)
    app.state.plans = Plans(settings)
    app.state.uploads = Uploads(settings)
    app.state.shelf = PlanShelf()
    app.state.public = PublicAnswers(settings)
    app.state.made_up_only = app.state.warm.holds_only_made_up
    app.state.standings = Standings(app.state.warm.store)
    app.state.metrics = Metrics()
    app.state.attempts = Attempts()
    app.state.pace = Pace(settings.rate)
    install_handlers(app)
    for router in API:
        app.include_router(router)
    for router in PAGES:
        app.include_router(router, include_in_schema=False)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.openapi = lambda: describe_api(app)  # type: ignore[method-assign]
    app.add_middleware(Heads)
    app.add_middleware(BodyLimit)
    app.add_middleware(Looks)
    app.add_middleware(Door)
    app.add_middleware(Guard, public_host=settings.public_host)
    app.add_middleware(Watch, metrics=app.state.metrics)
    return app


@asynccontextmanager
async def _live(app: FastAPI) -> AsyncIterator[None]:
    """Open the database and warm the matcher; finish and close at the end."""
    app.state.database = await run_in_threadpool(open_database, app.state.settings.database_url)
    await run_in_threadpool(fail_interrupted, app.state.database)
    await run_in_threadpool(app.state.uploads.end_left_behind, app.state.database)
    app.state.warm.follow(app.state.database)
    await run_in_threadpool(app.state.warm.describe)
    log.info("started", process=os.getpid())
    yield
    await run_in_threadpool(app.state.plans.close, app.state.database)
    app.state.database.close()
    log.info("stopped", process=os.getpid())
