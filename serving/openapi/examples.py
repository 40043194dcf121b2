"""Examples of requests and answers: made-up ids, no record of anybody.

Answers are those that a small made-up office and town really got (`answers.json`, held true by a
test), one refusal of each status stands in the samples. Requests are made from the schemas: a value
is taken from the samples by the field's name, else from what the schema says. What must hang
together (a body that names a move one way or the other) is written out whole.
"""

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from wording import say

JSON, PROBLEM = "application/json", "application/problem+json"
DEEPEST = 12
"""How deep an example goes; no schema of ours comes near it."""
BY_FORMAT = {"date": "2026-11-01", "date-time": "2026-11-01T02:30:00Z"}
BY_TYPE = {"integer": 1, "number": 0.5, "boolean": True, "null": None}
PATTERNS = {r"^[a-z0-9_]{1,64}$": "best_fit", r"^[0-9a-f]{20}$": "a1b2c3d4e5f60718293a"}

Schema = Mapping[str, Any]


def add_examples(document: dict[str, Any]) -> None:
    """Write an example to every parameter, body and answer in JSON of the document."""
    schemas = document["components"]["schemas"]
    document["components"]["examples"] = {
        status: {"value": _make_problem(int(status))} for status in read_samples()["problems"]
    }
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            for parameter in operation.get("parameters", ()):
                parameter["example"] = make_example(parameter["schema"], schemas, parameter["name"])
            body = operation.get("requestBody", {}).get("content", {})
            if JSON in body:
                body[JSON]["example"] = make_example(body[JSON]["schema"], schemas)
            _show_answers(f"{method.upper()} {path}", operation)


def _show_answers(name: str, operation: Mapping[str, Any]) -> None:
    """Put a real answer to every status that answers, and a refusal to every one that refuses."""
    known = read_answers()
    for status, answer in operation["responses"].items():
        content = answer.get("content", {})
        if JSON in content and name in known:
            content[JSON]["example"] = known[name]
        if PROBLEM in content:
            shown = {"refusal": {"$ref": f"#/components/examples/{status}"}}
            answer["content"] = {PROBLEM: {**content[PROBLEM], "examples": shown}}


def _make_problem(status: int) -> dict[str, Any]:
    """Return a refusal of a status as it is answered in Indonesian."""
    shown = read_samples()["problems"][str(status)]
    code, facts = shown["code"], shown.get("facts", {})
    return {
        "type": f"urn:padan:problem:{code}",
        "title": say(f"api.{code}_title", "id"),
        "status": status,
        "detail": shown.get("detail") or say(f"api.{code}", "id", **facts),
        "code": code,
        "request_id": "9f2c4d1e8a7b6053",
        "missing": [],
        "errors": shown.get("errors", []),
    }


def make_example(
    schema: Schema, schemas: Mapping[str, Schema], name: str = "", depth: int = 0
) -> Any:
    """Return a value that a schema admits, told by the name of the field that it is of."""
    if "$ref" in schema:
        known = schema["$ref"].rpartition("/")[2]
        whole = read_samples()["whole"]
        return (
            whole[known] if known in whole else make_example(schemas[known], schemas, name, depth)
        )
    if (fixed := _find_fixed(schema)) is not None:
        return fixed
    if "anyOf" in schema:
        filled = next(one for one in schema["anyOf"] if one.get("type") != "null")
        return make_example(filled, schemas, name, depth)
    match schema.get("type"):
        case "object":
            return _make_object(schema, schemas, depth)
        case "array":
            return _make_array(schema, schemas, name, depth)
        case kind:
            return _make_value(schema, kind, name)


def _find_fixed(schema: Schema) -> Any:
    """Return the value that a schema itself names, None where it names none."""
    named = (schema.get("const"), schema.get("default"), next(iter(schema.get("enum", ())), None))
    return next((value for value in named if value is not None), None)


def _make_object(schema: Schema, schemas: Mapping[str, Schema], depth: int) -> dict[str, Any]:
    if depth > DEEPEST:
        return {}
    made = {
        name: make_example(field, schemas, name, depth + 1)
        for name, field in schema.get("properties", {}).items()
    }
    more = schema.get("additionalProperties")
    if not made and isinstance(more, Mapping) and more:
        return {"name": make_example(more, schemas, "", depth + 1)}
    return made


def _make_array(schema: Schema, schemas: Mapping[str, Schema], name: str, depth: int) -> list[Any]:
    if "prefixItems" in schema:
        return [make_example(one, schemas, name, depth + 1) for one in schema["prefixItems"]]
    if not schema.get("items"):
        return []
    return [make_example(schema["items"], schemas, name, depth + 1)]


def _make_value(schema: Schema, kind: object, name: str) -> Any:
    if schema.get("format") in BY_FORMAT:
        return BY_FORMAT[schema["format"]]
    if schema.get("pattern") in PATTERNS:
        return PATTERNS[schema["pattern"]]
    known = read_samples()["fields"].get(name)
    if kind == "string":
        text = known if isinstance(known, str) else name.replace("_", " ") or "…"
        return text[: schema.get("maxLength", len(text))]
    if isinstance(known, (int, float)) and kind in ("integer", "number"):
        return known
    least = schema.get("minimum", schema.get("exclusiveMinimum", -1) + 1)
    value = BY_TYPE.get(str(kind), "…")
    return least if isinstance(value, (int, float)) and value < least else value


@cache
def read_answers() -> dict[str, Any]:
    """Return real answers by method and path of the document."""
    text = files("serving.openapi").joinpath("answers.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


@cache
def read_samples() -> dict[str, dict[str, Any]]:
    """Return sample values: `fields` by a field's name, `whole` by a schema's, `problems`."""
    text = files("serving.openapi").joinpath("samples.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
