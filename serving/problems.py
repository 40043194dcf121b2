"""Every refusal in one place: which status, which words, one shape (RFC 9457) for API and pages."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from serving import errors as serving
from serving.access.admission import API_PATHS, find_caller
from serving.access.leading import find_detour
from serving.database.outage import DatabaseUnavailableError, is_out_of_reach
from serving.disk import is_disk_full
from serving.language import find_language
from serving.rendering import Renderer
from serving.statuses import ADDRESSED, PLAIN, STATUSES
from serving.uploads.errors import DiskFullError
from snapshots.nips import hide_nips
from snapshots.problems import Problem as RecordProblem
from wording import Fact, Language, say

MEDIA_TYPE = "application/problem+json"

FIELDS = {
    "position_id": "position_id",
    "agency_id": "only_agencies",
    "unit_id": "unit_id",
    "competency_id": "competency_id",
    "snapshot_id": "snapshot_id",
    "attribute": "balance",
    "as_of": "as_of",
    "person": "person_id",
    "move_id": "move_id",
    "scenario": "scenario",
    "subject": "factors",
    "outcome_on": "outcome_on",
    "job_family": "wanted_job_family",
    "rule": "rule",
    "issued_on": "issued_on",
    "step": "reason",
    "override": "reason",
}
"""The field that an error's fact speaks of, by the name of the fact; an error may name another."""

KINDS = (
    ("missing", "missing"),
    ("extra_forbidden", "unexpected"),
    ("json_invalid", "not_json"),
    ("too_long", "too_long"),
    ("too_short", "too_short"),
    ("greater", "too_small"),
    ("less", "too_great"),
    ("date", "not_a_date"),
    ("int", "not_a_number"),
    ("float", "not_a_number"),
    ("bool", "not_a_flag"),
    ("string_type", "not_a_text"),
    ("literal", "not_a_choice"),
    ("pattern", "not_a_choice"),
    ("needs", "needs_another"),
    ("beside", "not_beside"),
    ("names_a_move", "names_no_move"),
    ("names_a_person", "names_no_person"),
    ("names_nobody", "names_nobody"),
    ("", "invalid"),
)
"""What is wrong with a field, by a part of the validator's error type; the first match holds."""

BOUNDS = ("ge", "gt", "le", "lt", "max_length", "min_length")


@dataclass(frozen=True)
class FieldProblem:
    """What is wrong with one field of a request: `field` is its path, `body.size` or `query.q`."""

    field: str
    code: str
    detail: str


@dataclass(frozen=True)
class Problem:
    """A refusal as RFC 9457 has it; `code` names its kind, `errors` its fields."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str | None = None
    missing: tuple[str, ...] = ()
    errors: tuple[FieldProblem, ...] = ()


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return what a route's document says of the refusals that are its own.

    Those that follow from its right, method and body are added by `serving.openapi`.
    """
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {
        status: {"description": HTTPStatus(status).phrase, "content": {MEDIA_TYPE: schema}}
        for status in sorted(set(statuses))
    }


def install_handlers(app: FastAPI) -> None:
    """Answer every error of the routes below with a problem."""
    for kind in (*STATUSES, HTTPException, RequestValidationError):
        app.add_exception_handler(kind, answer_problem)


def answer_problem(request: Request, error: Exception) -> Response:
    """Return the answer to an error: a problem for programs, a page for people.

    A page may wait for the records to load, so this belongs in a worker thread. Who came by a
    foreign host name gets no page: it would tell of the records and hand out a form's token.
    """
    language, error = find_language(request), _name_outage(error)
    problem = describe(error, request, language)
    headers = dict(getattr(error, "headers", None) or {})
    if problem.status == 405:
        headers |= _list_methods(request)
    headers["Content-Language"] = language
    if is_for_programs(request) or isinstance(error, serving.ForeignHostError):
        return JSONResponse(asdict(problem), problem.status, headers, MEDIA_TYPE)
    if detour := find_detour(request, error):
        return RedirectResponse(detour, 303)
    renderer = Renderer(request.app.state.templates, request, language, find_caller(request))
    return renderer.show("problem.html", status=problem.status, headers=headers, problem=problem)


def _name_outage(error: Exception) -> Exception:
    """Return an error by what whoever runs the server can mend, else as it is."""
    if is_disk_full(error):
        return DiskFullError()
    return DatabaseUnavailableError() if is_out_of_reach(error) else error


def _list_methods(request: Request) -> dict[str, str]:
    """Return what an address takes, by every route that it has: the framework names the first."""
    path = getattr(request.scope.get("route"), "path_format", None)
    routes = iter_route_contexts(request.app.routes)
    found = {method for one in routes if one.path_format == path for method in one.methods or ()}
    heads = {"HEAD"} if "GET" in found else set()
    return {"Allow": ", ".join(sorted(found | heads))} if found else {}


def is_for_programs(request: Request) -> bool:
    """Tell whether an answer goes to a program: by its address, else by what it accepts."""
    accepts = request.headers.get("accept", "")
    return request.url.path.startswith(API_PATHS) or "text/html" not in accepts


def describe(error: Exception, request: Request, language: Language) -> Problem:
    """Return the problem that an error is, in the reader's language."""
    if isinstance(error, RequestValidationError):
        if _has_unread_body(error, request):
            unread = serving.UnsupportedBodyError("application/json")
            return _describe_refusal(unread, request, language)
        fields = tuple(_describe_field(each, language) for each in error.errors())
        return make_problem("invalid_request", 422, request, language, errors=fields)
    if isinstance(error, HTTPException):
        code = PLAIN.get(error.status_code, "refused")
        return make_problem(code, error.status_code, request, language)
    if isinstance(error, tuple(STATUSES)):
        return _describe_refusal(error, request, language)
    return make_problem("internal_server_error", 500, request, language)


def _has_unread_body(error: RequestValidationError, request: Request) -> bool:
    """Tell whether a body of the API could not be read because it does not say that it is JSON."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    is_json = kind == "application/json" or kind.endswith("+json")
    of_api = request.url.path.startswith("/v1/")
    return of_api and not is_json and any(one["loc"] == ("body",) for one in error.errors())


def make_problem(
    code: str,
    status: int,
    request: Request,
    language: Language,
    facts: Mapping[str, Fact] | None = None,
    errors: Sequence[FieldProblem] = (),
    missing: Sequence[str] = (),
    detail: str | None = None,
) -> Problem:
    """Return the problem of a kind, its words filled with `facts`, or those of `detail`.

    A NIP that stood in the request, in its address even, is not repeated.
    """
    return Problem(
        type=f"urn:padan:problem:{code}",
        title=say(f"api.{code}_title", language),
        status=status,
        detail=hide_nips(detail or say(f"api.{code}", language, **(facts or {}))),
        code=code,
        request_id=getattr(request.state, "request_id", None),
        missing=tuple(missing),
        errors=tuple(errors),
    )


def tell_refusal(error: Exception, language: Language) -> str | None:
    """Return the sentence of a refusal that is told later, None for what is no refusal."""
    if not isinstance(error, tuple(STATUSES)):
        return None
    _, code, facts = _read_refusal(error, language)
    return _tell(error, code, facts, language)


def _tell(error: Exception, code: str, facts: Mapping[str, Fact], language: Language) -> str:
    """Return the words of a refusal: its own, where it knows them, else those of its code."""
    own = getattr(error, "text", None)
    return str(own(language)) if callable(own) else say(f"api.{code}", language, **facts)


def _read_refusal(
    error: Exception, language: Language
) -> tuple[type[Exception], str, dict[str, Fact]]:
    kind = next(kind for kind in type(error).__mro__ if kind in STATUSES)
    return (
        kind,
        name_code(kind),
        {name: _to_fact(value, language) for name, value in vars(error).items()},
    )


def name_code(kind: type[Exception]) -> str:
    """Return the code of a kind of refusal: `UnknownPlanError` is unknown_plan."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__.removesuffix("Error")).lower()


def _describe_refusal(error: Exception, request: Request, language: Language) -> Problem:
    kind, code, facts = _read_refusal(error, language)
    in_address = {str(value) for value in request.path_params.values()} & set(facts.values())
    in_body = hasattr(error, "field")  # whatever else stands in the address
    status = 404 if kind in ADDRESSED and in_address and not in_body else STATUSES[kind]
    detail = _tell(error, code, facts, language)
    problem = make_problem(code, status, request, language, detail=detail)
    field = next((FIELDS[name] for name in facts if name in FIELDS), None)
    if status != 422 or field is None:
        return problem
    where = "query" if request.method == "GET" else "body"
    name = getattr(error, "field", field)
    return replace(problem, errors=(FieldProblem(f"{where}.{name}", code, problem.detail),))


def _describe_field(error: Mapping[str, Any], language: Language) -> FieldProblem:
    """Say what is wrong with a field; the value itself is not repeated, it may hold a NIP."""
    kind = next(code for part, code in KINDS if part in error["type"])
    context = error.get("ctx", {})
    bound = next((context[name] for name in BOUNDS if name in context), context.get("expected"))
    where = hide_nips(".".join(str(part) for part in error["loc"]))
    return FieldProblem(
        where, kind, say(f"api.field_{kind}", language, bound=_to_fact(bound, language))
    )


def _to_fact(value: Any, language: Language) -> Fact:
    if isinstance(value, tuple | list):
        return ", ".join(str(_to_fact(each, language)) for each in value)
    if isinstance(value, RecordProblem):
        return value.message(language)
    return value if isinstance(value, str | int | float | date | None) else str(value)
