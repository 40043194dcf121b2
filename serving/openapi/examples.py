"""Examples of requests and answers: made-up ids, no record of anybody.

Bodies and answers are those that a small made-up office and town were really sent and gave
(`requests.json`, `answers.json`, held true by a test); one refusal of each status stands in the
samples. A parameter's value is taken from the samples by its name, else from what its schema says.
"""

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from wording import say

JSON, PROBLEM = "application/json", "application/problem+json"
BY_FORMAT = {"date": "2026-11-01", "date-time": "2026-11-01T02:30:00Z"}
BY_TYPE = {"integer": 1, "number": 0.5, "boolean": True, "null": None}
PATTERNS = {r"^[a-z0-9_]{1,64}$": "best_fit", r"^[0-9a-f]{20}$": "a1b2c3d4e5f60718293a"}

Schema = Mapping[str, Any]


def add_examples(document: dict[str, Any]) -> None:
    """Write an example to every parameter, body and answer in JSON of the document."""
    schemas, requests = document["components"]["schemas"], read_requests()
    document["components"]["examples"] = {
        status: {"value": _make_problem(int(status))} for status in read_samples()["problems"]
    }
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            for parameter in operation.get("parameters", ()):
                parameter["example"] = make_example(parameter["schema"], schemas, parameter["name"])
            name = f"{method.upper()} {path}"
            if name in requests:
                operation["requestBody"]["content"][JSON]["example"] = requests[name]
            _show_answers(name, operation)


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


def make_example(schema: Schema, schemas: Mapping[str, Schema], name: str) -> Any:
    """Return a value that a parameter's schema admits, told by the parameter's name."""
    if "$ref" in schema:
        return make_example(schemas[schema["$ref"].rpartition("/")[2]], schemas, name)
    if (fixed := _find_fixed(schema)) is not None:
        return fixed
    if "anyOf" in schema:
        filled = next(one for one in schema["anyOf"] if one.get("type") != "null")
        return make_example(filled, schemas, name)
    if schema["type"] == "array":
        return [make_example(schema["items"], schemas, name)]
    return _make_value(schema, schema["type"], name)


def _find_fixed(schema: Schema) -> Any:
    """Return the value that a schema itself names, None where it names none."""
    named = (schema.get("const"), schema.get("default"), next(iter(schema.get("enum", ())), None))
    return next((value for value in named if value is not None), None)


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
    return _read("answers.json")


@cache
def read_requests() -> dict[str, Any]:
    """Return the bodies in JSON that those answers were given to, by method and path."""
    return _read("requests.json")


def _read(name: str) -> dict[str, Any]:
    return dict(json.loads(files("serving.openapi").joinpath(name).read_text(encoding="utf-8")))


@cache
def read_samples() -> dict[str, dict[str, Any]]:
    """Return sample values: `fields` by name, `whole` bodies of the portal's calls, `problems`."""
    text = files("serving.openapi").joinpath("samples.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
