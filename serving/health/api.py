"""Health and metrics, for whoever watches the installation."""

from dataclasses import asdict, dataclass

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from serving.access.admission import needs
from serving.access.rights import Right
from serving.answering import answer_json
from serving.health.gauges import Gauges
from serving.problems import MEDIA_TYPE, make_problem, refusals
from serving.wiring import DatabaseNow, Reader, WarmNow
from wording import say

router = APIRouter(tags=["health"])


@dataclass(frozen=True)
class Alive:
    """The process answers."""

    status: str = "live"


@dataclass(frozen=True)
class Ready:
    """Lists can be made, of these records, with this model."""

    snapshot_id: str | None
    model_version: str | None
    status: str = "ready"


@router.get("/health/live", response_model=Alive, responses=refusals())
@needs(Right.OPEN)
def live(language: Reader) -> Response:
    """Tell that the process answers."""
    return answer_json(Alive(), language)


@router.get("/health/ready", response_model=Ready, responses=refusals(503))
@needs(Right.OPEN)
def ready(request: Request, warm: WarmNow, database: DatabaseNow, language: Reader) -> Response:
    """Tell whether there are records, a model and a database; a baseline counts."""
    state = warm.describe()
    missing = state.missing if database.answers() else (*state.missing, "database")
    if not missing:
        return answer_json(Ready(state.snapshot_id, state.model_version), language)
    facts = {"lacks": ", ".join(say(f"api.lacks_{name}", language) for name in missing)}
    problem = make_problem("not_ready", 503, request, language, facts, missing=missing)
    return JSONResponse(asdict(problem), 503, media_type=MEDIA_TYPE)


@router.get(
    "/metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}}, **refusals()},
)
@needs(Right.METRICS)
def metrics(request: Request, warm: WarmNow, database: DatabaseNow) -> Response:
    """Return what there is to watch for Prometheus; no label holds a fact of a person."""
    gauges = CollectorRegistry()
    gauges.register(Gauges(warm, database))
    counters: CollectorRegistry = request.app.state.metrics.gather()
    content = generate_latest(counters) + generate_latest(gauges)
    return Response(content, media_type=CONTENT_TYPE_LATEST)
