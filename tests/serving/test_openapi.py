"""The document of the API is sound, and answers are what it promises."""

import json
import re

import jsonschema  # type: ignore[import-untyped]
import pytest

from tests.serving.office import BEST, ELIGIBLE, POSITION

JSON, PROBLEM = "application/json", "application/problem+json"
PLACE = "/v1/positions/KASI%2F1"
OUTCOME = {
    "nip": ELIGIBLE,
    "to_position_id": "STAF-2",
    "effective_on": "2025-07-01",
    "outcome": "success",
    "outcome_on": "2026-07-01",
}
"""Of a move after the records, which cannot know it yet."""

SCENARIO = {
    "factors": [{"level": "unit", "key": "D1", "factor": 1.5}],
    "leaving": [ELIGIBLE],
    "arriving": [{"position_id": POSITION, "people": 1}],
}


@pytest.fixture(scope="module")
def document(shared):
    return shared.get("/openapi.json").json()


def operations(document):
    return [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def test_it_describes_the_api_and_no_page(document):
    assert document["openapi"].startswith("3.1")
    paths = set(document["paths"])
    assert {"/v1/shortlists", "/v1/positions/{position_id}/candidates/{person_id}"} <= paths
    assert not [path for path in paths if not path.startswith(("/v1/", "/health/", "/metrics"))]


def test_every_reference_leads_somewhere(document):
    schemas = document["components"]["schemas"]
    text = json.dumps(document)
    named = {part.split('"')[0] for part in text.split('"$ref": "#/components/schemas/')[1:]}
    assert named
    assert named <= set(schemas)
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_every_operation_has_a_name_a_summary_and_its_path_parameters(document):
    found = operations(document)
    assert len({operation["operationId"] for _, _, operation in found}) == len(found)
    for path, _, operation in found:
        assert operation["description"]
        declared = [p["name"] for p in operation.get("parameters", []) if p["in"] == "path"]
        assert declared == re.findall(r"{(\w+)}", path)


def test_every_refusal_is_declared_as_a_problem(document):
    for path, _, operation in operations(document):
        for status, answer in operation["responses"].items():
            if int(status) >= 400:
                assert list(answer["content"]) == [PROBLEM], (path, status)
        if path.startswith("/v1/"):
            assert {"400", "403", "405", "413", "422"} <= set(operation["responses"])


def examples(ids):
    """Return (path of the document, request) for every operation that answers JSON."""
    pair = {"position_id": POSITION, "nip": BEST}
    people = {"a": ids[BEST], "b": ids[ELIGIBLE]}
    candidate = "/v1/positions/{position_id}/candidates/{person_id}"
    return [
        ("/v1/shortlists", "post", "/v1/shortlists", {"position_id": POSITION}),
        ("/v1/shortlists", "get", "/v1/shortlists", None),
        ("/v1/positions", "get", "/v1/positions", None),
        ("/v1/positions/{position_id}", "get", PLACE, None),
        (candidate, "get", f"{PLACE}/candidates/{ids[BEST]}", None),
        ("/v1/positions/{position_id}/compare", "post", f"{PLACE}/compare", people),
        ("/v1/people/search", "post", "/v1/people/search", {"q": "contoh"}),
        ("/v1/scores", "post", "/v1/scores", {"pairs": [pair]}),
        ("/v1/outcomes", "post", "/v1/outcomes", OUTCOME),
        ("/v1/scenarios/{name}", "put", "/v1/scenarios/Uji", SCENARIO),
        ("/v1/scenarios/{name}", "get", "/v1/scenarios/Uji", None),
        ("/v1/scenarios", "get", "/v1/scenarios", None),
        ("/v1/scenario-comparison", "get", "/v1/scenario-comparison?scenario=Uji", None),
        ("/v1/model", "get", "/v1/model", None),
        ("/v1/monitor", "get", "/v1/monitor", None),
        ("/v1/snapshots", "get", "/v1/snapshots", None),
        ("/health/live", "get", "/health/live", None),
        ("/health/ready", "get", "/health/ready", None),
    ]


def test_answers_are_what_the_document_promises(shared, document, ids):
    for path, method, address, body in examples(ids):
        answer = shared.request(method, address, json=body)
        promised = document["paths"][path][method]["responses"][str(answer.status_code)]
        schema = promised["content"][JSON]["schema"] | {"components": document["components"]}
        jsonschema.Draft202012Validator(schema).validate(answer.json())


def test_refusals_are_what_the_document_promises(shared, document):
    schema = {"$ref": "#/components/schemas/Problem", "components": document["components"]}
    jsonschema.Draft202012Validator(schema).validate(shared.get("/v1/shortlists/0").json())
