"""Completes the document of the API: who may call, which refusals occur, words and examples.

What a route says itself stays: parameters, answers and the refusals that are its own. What follows
from what a route is (its right, its method, whether it takes a body) is added here for all of them.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import iter_route_contexts
from pydantic import TypeAdapter

from serving.access.admission import Need, find_need
from serving.access.caller import MOST_NAMED, ON_BEHALF_OF
from serving.access.rights import GRANTABLE, Right
from serving.access.sessions import COOKIE
from serving.openapi.examples import add_examples
from serving.openapi.words import INTRODUCTION, TAGS, describe_fields, describe_parameters
from serving.problems import Problem, refusals

METHODS = ("get", "put", "post", "delete")
TEMPLATE = "#/components/schemas/{model}"
KEY, SESSION = "portal_key", "session"
SCHEMES = {
    KEY: {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "padan_<16 hex digits>_<43 characters>",
        "description": "A portal's key; it opens what it was granted, until it expires.",
    },
    SESSION: {
        "type": "apiKey",
        "in": "cookie",
        "name": COOKIE,
        "description": "A session of somebody who signed in on the pages.",
    },
}
HEADERS = {
    "X-Request-ID": "the number of the request: the client's own where it sent a fit one",
}
OF_STATUS = {
    "201": {"Location": "where what was made can be read"},
    "202": {"Location": "where what is made can be read once it is there"},
    "405": {"Allow": "the methods that the address takes"},
    "429": {"Retry-After": "seconds to wait"},
}
"""Headers that come with a status."""
NAMED = {
    "name": ON_BEHALF_OF,
    "in": "header",
    "required": False,
    "schema": {
        "anyOf": [{"type": "string", "maxLength": MOST_NAMED}, {"type": "null"}],
        "title": ON_BEHALF_OF,
    },
    "description": "for whom a portal asks, by a name of its own and never a NIP; "
    "kept in the audit",
}
"""The header that the door reads of whoever calls, on whatever a key may call."""
PLACED = frozenset({"POST /v1/shortlists", "POST /v1/plans"})
"""What makes something that has an address of its own."""


def describe_api(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document of an application; the same code gives the same document."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title,
            version=app.version,
            summary=app.summary,
            description=INTRODUCTION,
            routes=app.routes,
            servers=[{"url": "/", "description": "the installation that this comes from"}],
            tags=[{"name": name, "description": text} for name, text in TAGS.items()],
        )
        _add_problem(document)
        needed = dict(_list_needs(app))
        for path, method, operation in list_operations(document):
            _complete(f"{method.upper()} {path}", operation, needed[method.upper(), path])
        describe_fields(document["components"]["schemas"])
        add_examples(document)
        app.openapi_schema = document
    return app.openapi_schema


def list_operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield path, method and operation of everything that the document holds."""
    for path, methods in document["paths"].items():
        for method in METHODS:
            if method in methods:
                yield path, method, methods[method]


def _add_problem(document: dict[str, Any]) -> None:
    """Put the one shape of every refusal in the place of the framework's own."""
    components = document["components"]
    schemas = components["schemas"]
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    problem = TypeAdapter(Problem).json_schema(mode="serialization", ref_template=TEMPLATE)
    schemas.update(problem.pop("$defs"))
    schemas["Problem"] = problem
    components["securitySchemes"] = SCHEMES


def _list_needs(app: FastAPI) -> Iterator[tuple[tuple[str, str], Need]]:
    for one in iter_route_contexts(app.routes):
        need = find_need(one.endpoint)
        if need is not None:
            for method in one.methods or ():
                yield (method, str(one.path_format)), need


def _complete(name: str, operation: dict[str, Any], need: Need) -> None:
    """Add to an operation what follows from what it needs and tells, its method and its body."""
    right = need.right
    operation["x-padan-right"] = right.value
    operation["security"] = list(_list_ways(right))
    operation["description"] += f"\n\n{_tell_right(right)}"
    if right in GRANTABLE:
        operation.setdefault("parameters", []).append(deepcopy(NAMED))
    describe_parameters(operation)
    answers = operation["responses"]
    if "HTTPValidationError" in str(answers.get("422")):
        del answers["422"]
    answers |= {str(status): one for status, one in refusals(*_find(name, operation, need)).items()}
    operation["responses"] = dict(sorted(answers.items()))
    for status, answer in operation["responses"].items():
        named = dict(HEADERS)
        if status != "201" or name in PLACED:
            named |= OF_STATUS.get(status, {})
        answer["headers"] = {
            header: {"description": text, "schema": {"type": "string"}}
            for header, text in named.items()
        }


def _list_ways(right: Right) -> Iterator[dict[str, list[str]]]:
    """Yield what opens a route: either one of two, or nothing where everybody may."""
    if right is Right.OPEN:
        return
    if right in GRANTABLE:
        yield {KEY: []}
    yield {SESSION: []}


def _tell_right(right: Right) -> str:
    if right is Right.OPEN:
        return "Open to everybody."
    who = "a key or a session" if right in GRANTABLE else "a session; no key can be granted it"
    return f"Needs the right `{right.value}`, of {who}."


def _find(name: str, operation: Mapping[str, Any], need: Need) -> Iterator[int]:
    """Yield the refusals that can occur by what the operation is."""
    yield from (400, 405, 414, 431)
    if need.tells is not None or not name.startswith("GET "):
        yield 507  # it is written down, if only that somebody looked
    if operation["security"]:
        yield from (401, 403)
    if "requestBody" in operation:
        yield from (413, 415)
    elif not name.startswith("GET "):
        yield 403
    if not name.startswith("GET /health/"):
        yield 429
    given = operation.get("parameters", ())
    if "requestBody" in operation or any(map(_can_be_wrong, given)):
        yield 422
    if any(one["name"] == "Idempotency-Key" for one in given):
        yield 409


def _can_be_wrong(parameter: Mapping[str, Any]) -> bool:
    """Tell whether a parameter may be refused; any text may stand in an address as an id."""
    return parameter["in"] != "path" or bool(parameter["schema"].keys() - {"type", "title"})
