"""The words of the document: what it is, its tags, and what each field and parameter means.

A field has one meaning wherever it stands, so that one line describes it; where a name means
something else in one schema, `Schema.field` goes before, and a description in the code before both.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

INTRODUCTION = """\
Padan answers who should move to which post, and why. Everything that the pages show is here.

**Who calls.** `Authorization: Bearer` with a portal's key, or the session of somebody who signed
in. `X-On-Behalf-Of` says for whom a portal asks; the audit keeps it, and without it the key alone.

**People** are addressed by `person_id`, a surrogate; a NIP stands in bodies alone, never in an
address. `POST /v1/people/search` finds the one by the other.

**Again.** Every POST that makes or changes something takes an `Idempotency-Key`: the same key and
body within 14 days give what the first request made, another body is 409. A key counts for its
client alone; of an upload the fields and the file's bytes count.

**Pieces.** Lists are `{"items": [], "next_cursor": null}`; send `next_cursor` as `cursor` until it
is null.

**Refusals** are `application/problem+json` (RFC 9457). `code` names the kind, `errors` the fields;
the titles and texts follow `Accept-Language` (`id` or `en`).

**Pace.** A caller may send as many requests a minute as the installation sets (600 unless it says
otherwise), then gets 429 with `Retry-After`.

**Growth.** v1 only grows: leave aside what you do not know.
"""
TAGS = {
    "shortlists": "Explained lists of a position: made, kept as made, decided once.",
    "positions": "Positions with seats, staff and gap; why or why not; comparisons.",
    "people": "Find people, and what each may know of the own standing.",
    "scores": "Many pairs of a position and a person at once.",
    "plans": "Transfer plans: asked for, revised, walked step by step, decided, followed.",
    "scenarios": "What-ifs under a name, laid beside the records.",
    "workload": "Need, staff and gap by position, unit, agency or family.",
    "outcomes": "How moves turned out, as the portal reports it.",
    "model": "The model that serves, and how it does.",
    "records": "Imported records.",
    "consents": "Letters that lift a rule.",
    "audit": "Who did and saw what, as a chain that nothing can be taken out of.",
    "public": "What everybody may read.",
    "health": "For whoever watches the installation.",
}


def describe_fields(schemas: dict[str, dict[str, Any]]) -> None:
    """Write a description to every field that has none and whose name is known."""
    for schema_name, schema in schemas.items():
        plain = schema_name.rpartition("__")[2].partition("_")[0]
        for name, field in schema.get("properties", {}).items():
            if "description" in field:
                continue
            text = _find_text(f"{plain}.{name}") or _find_text(name)
            if text is not None:
                field["description"] = text


def describe_parameters(operation: Mapping[str, Any]) -> None:
    """Write a description to every parameter of an operation that has none."""
    for parameter in operation.get("parameters", ()):
        text = _find_text(parameter["name"])
        if text is not None:
            parameter.setdefault("description", text)


def _find_text(name: str) -> str | None:
    return _read_texts().get(name)


@cache
def _read_texts() -> dict[str, str]:
    """Return the descriptions by field, or by `Schema.field`."""
    found: dict[str, str] = {}
    for file in files("serving.openapi").joinpath("fields").iterdir():
        found |= tomllib.loads(file.read_text(encoding="utf-8"))
    return found
