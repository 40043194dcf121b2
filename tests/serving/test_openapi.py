"""The document of the API is sound, and answers are what it promises."""

import json
import re
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest

from serving.access.rights import GRANTABLE
from serving.openapi.written import write_document
from serving.portal.problem_table import write_problems
from tests.serving import shown_answers
from tests.serving.office import BEST, ELIGIBLE, POSITION

ROOT = Path(__file__).parents[2]
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
        assert set(operation["tags"]) <= {tag["name"] for tag in document["tags"]}


def test_every_answer_in_json_tells_its_shape(document):
    shapeless = [
        (method, path, status)
        for path, method, operation in operations(document)
        for status, answer in operation["responses"].items()
        if JSON in answer.get("content", {}) and not answer["content"][JSON]["schema"]
    ]
    assert not shapeless


def test_whoever_may_call_with_a_key_may_say_for_whom(document):
    """The audit keeps it, and a NIP in it is refused, whatever is asked."""
    for path, method, operation in operations(document):
        named = [one["name"] for one in operation.get("parameters", ())]
        by_key = {"portal_key": []} in operation["security"]
        assert named.count("X-On-Behalf-Of") == by_key, (method, path)
        assert not by_key or "422" in operation["responses"]


def test_every_refusal_is_declared_as_a_problem(document):
    for path, method, operation in operations(document):
        refused = {status for status in operation["responses"] if int(status) >= 400}
        for status in refused:
            assert list(operation["responses"][status]["content"]) == [PROBLEM], (path, status)
        assert refused >= {"400", "405"}
        if operation["security"]:
            assert refused >= {"401", "403", "429"}
        if "requestBody" in operation:
            assert refused >= {"413", "415", "422"}, (method, path)


def test_every_operation_says_who_may_call_it(document):
    known = set(document["components"]["securitySchemes"])
    for path, _, operation in operations(document):
        assert {name for way in operation["security"] for name in way} <= known
        assert (operation["security"] == []) == (operation["x-padan-right"] == "open"), path
        grantable = operation["x-padan-right"] in {right.value for right in GRANTABLE}
        assert ({"portal_key": []} in operation["security"]) == grantable


def test_every_parameter_and_every_field_is_described(document):
    silent = [
        f"{method} {path}: {one['name']}"
        for path, method, operation in operations(document)
        for one in operation.get("parameters", ())
        if not one.get("description")
    ]
    silent += [
        f"{name}.{field}"
        for name, schema in document["components"]["schemas"].items()
        for field, told in schema.get("properties", {}).items()
        if not told.get("description")
    ]
    assert not silent, "describe them where they stand, or in serving/openapi/fields"


def test_every_answer_that_ranks_names_what_it_was_made_of(document):
    seven = {
        *("snapshot_id", "model_version", "policy_version", "software_version"),
        *("as_of", "effective_on", "state_id"),
    }
    schemas = document["components"]["schemas"]
    ranking = {
        name: seven - set(schema["required"])
        for name, schema in schemas.items()
        if {"model_version", "policy_version"} <= set(schema.get("properties", ()))
    }
    assert {"Scores", "CandidateAnswer", "Opportunities"} <= set(ranking)
    watching = {"MonitorAnswer", "QualityReport"}  # of the model and the records; they rank nobody
    assert {name for name, missing in ranking.items() if missing} == watching


def validate(document, schema, example):
    judge = jsonschema.Draft202012Validator(
        schema | {"components": document["components"]},
        format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER,
    )
    assert [one.message for one in judge.iter_errors(example)] == []


def test_every_operation_has_examples_that_its_schemas_admit(document):
    for _, _, operation in operations(document):
        for one in operation.get("parameters", ()):
            validate(document, one["schema"], one["example"])
        answers = [one for status, one in operation["responses"].items() if int(status) < 400]
        for part in (operation.get("requestBody", {}), *answers):
            for kind, content in part.get("content", {}).items():
                if kind == JSON:
                    validate(document, content["schema"], content["example"])


def test_every_refusal_has_an_example_of_its_status(document):
    shown = document["components"]["examples"]
    for status, one in shown.items():
        assert one["value"]["status"] == int(status)
        assert "{" not in one["value"]["detail"]
        validate(document, {"$ref": "#/components/schemas/Problem"}, one["value"])
    for _, _, operation in operations(document):
        for status, one in operation["responses"].items():
            if PROBLEM in one.get("content", {}):
                (named,) = one["content"][PROBLEM]["examples"].values()
                assert named == {"$ref": f"#/components/examples/{status}"}
                assert status in shown


def test_every_body_shown_was_sent_to_a_made_up_office_or_town_and_every_answer_given(document):
    """A body that is refused is none that the answers could be asked for with."""
    written = shown_answers.read()
    assert written == shown_answers.write(), "run `python -m tests.serving.shown_answers`"
    assert set(json.loads(written["answers.json"])) == {
        f"{method.upper()} {path}"
        for path, method, operation in operations(document)
        if any(
            JSON in one.get("content", {})
            for status, one in operation["responses"].items()
            if int(status) < 400
        )
    }
    assert set(json.loads(written["requests.json"])) == {
        f"{method.upper()} {path}"
        for path, method, operation in operations(document)
        if JSON in operation.get("requestBody", {}).get("content", {})
    }


def test_whatever_is_written_down_may_find_the_disk_full(document):
    silent = {
        f"{method.upper()} {path}"
        for path, method, operation in operations(document)
        if "507" not in operation["responses"]
    }
    assert {name.split()[0] for name in silent} == {"GET"}
    assert "GET /v1/shortlists/{shortlist_id}" not in silent  # the audit is told of the look


def test_no_answer_shown_names_anybody_who_could_be():
    """No real NIP has the serial number 000."""
    written = "".join(shown_answers.read().values())
    nips = set(re.findall(r"(?<![\d.])\d{18}(?!\d)", written))
    assert nips
    assert {nip[15:] for nip in nips} == {"000"}


def test_the_document_in_the_repository_is_the_one_of_the_code():
    written = (ROOT / "docs" / "openapi.json").read_text(encoding="utf-8")
    assert written == write_document(), "run `make docs`"


def test_the_problems_in_the_repository_are_those_of_the_code():
    written = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")
    assert written == write_problems(), "run `make docs`"


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
