"""The quality of the records over HTTP and on pages, and two imports beside each other."""

import re

import pytest

from matching.matcher import Matcher
from serving.access.rights import Role
from serving.access.sessions import COOKIE
from snapshots.store import SnapshotStore
from tests.records import make_snapshot
from tests.serving.accounts import sign_in
from tests.serving.conftest import open_client
from tests.serving.office import BEST, ELIGIBLE, UNJUDGED, office, settings_of

JUDGED = "predicate_missing.performance.predicate"


@pytest.fixture
def two_imports(home):
    """Return the home with a later import in which one left and one has another rank."""
    later = office()
    later["employees"] = [
        row | ({"rank": "III/d"} if row["nip"] == ELIGIBLE else {})
        for row in later["employees"]
        if row["nip"] != BEST
    ]
    later["assessments"] = [row for row in later["assessments"] if row["nip"] != BEST]
    later["performance"] = [row for row in later["performance"] if row["nip"] != BEST]
    made = make_snapshot(later, "2025-07-01")
    SnapshotStore(home / "snapshots").save(made.tables, made.as_of, made_up=True)
    return home


def test_the_api_tells_findings_with_whom_they_hang_on(shared, ids):
    answer = shared.get("/v1/quality", headers={"Accept-Language": "en"}).json()
    found = {one["id"]: one for one in answer["findings"]}
    assert found[JUDGED]["effect"]["people"] == 1
    assert [hit["person_id"] for hit in found[JUDGED]["hits"]] == [ids[UNJUDGED]]
    assert answer["findings"][0]["id"] == JUDGED
    assert answer["undetermined"] == 1


def test_filters_narrow_the_findings(shared):
    def ids_of(**asked):
        return {one["id"] for one in shared.get("/v1/quality", params=asked).json()["findings"]}

    assert ids_of(finding=JUDGED) == {JUDGED}
    assert JUDGED in ids_of(touches="eligibility", table="performance")
    assert JUDGED not in ids_of(agency_id="D2")
    assert ids_of(table="nowhere") == set()


def test_an_agency_that_is_none_is_refused_by_its_field(shared):
    answer = shared.get("/v1/quality", params={"agency_id": "D9"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "query.agency_id"


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_page_tells_each_finding_with_people_linked_to_their_page(shared, ids, language):
    page = shared.get("/data/quality", params={"lang": language, "table": "", "touches": ""})
    assert page.status_code == 200
    assert f'href="/people/{ids[UNJUDGED]}"' in page.text
    assert UNJUDGED not in page.text
    for word in ("snapshot", "champion", "gate", "margin"):
        assert word not in page.text.lower()


def test_one_finding_has_a_page_of_its_own(shared):
    assert "Contoh Dian" in shared.get(f"/data/quality/{JUDGED}").text
    assert shared.get("/data/quality/none").status_code == 404


def test_the_page_of_a_finding_reads_the_hits_that_it_shows_and_no_others(shared, monkeypatch):
    finding = "assessment_missing.assessments.assessed_on"
    (told,) = shared.get("/v1/quality", params={"finding": finding}).json()["findings"]
    assert told["count"] > 1
    named: list[int] = []

    def name(_, person):
        named.append(person)
        return str(person)

    monkeypatch.setattr("serving.quality.pages.PAGE", 1)
    monkeypatch.setattr(Matcher, "person_id", name)
    address: str | None = f"/data/quality/{finding}"
    seen: list[int] = []
    for _ in range(told["count"]):
        page = shared.get(address)
        assert len(named) == len(seen) + 1
        seen = [*named]
        follow = re.search(r'rel="next" href="([^"]*)"', page.text)
        address = follow[1] if follow else None
    assert address is None
    assert len(set(seen)) == told["count"]
    assert shared.get(f"/data/quality/{finding}?cursor=OTk5").status_code == 422


@pytest.mark.parametrize("path", ["/v1/quality.xlsx", "/data/quality.xlsx"])
def test_the_workbook_of_corrections_is_handed_out(shared, path):
    answer = shared.get(path)
    assert answer.status_code == 200
    assert answer.content.startswith(b"PK")
    assert "attachment" in answer.headers["Content-Disposition"]


def test_the_list_of_imports_leads_there(shared):
    page = shared.get("/data").text
    assert 'href="/data/quality"' in page
    assert 'href="/data/compare"' in page


def test_two_imports_are_compared_in_numbers_over_the_api(two_imports):
    with open_client(two_imports) as client:
        newest, oldest = (one["snapshot_id"] for one in client.get("/v1/snapshots").json()["items"])
        answer = client.get("/v1/snapshots/compare", params={"a": oldest, "b": newest}).json()
    assert (answer["came"], answer["left"], answer["gone"], answer["changed"]) == (0, 1, 1, 1)
    assert answer["columns"] == [{"column": "rank", "people": 1}]
    assert "people" not in answer


def test_codes_of_no_import_are_refused_by_their_field(shared):
    own = shared.get("/v1/snapshots").json()["items"][0]["snapshot_id"]
    answer = shared.get("/v1/snapshots/compare", params={"a": own, "b": "0" * 20})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "query.b")
    assert shared.get("/v1/snapshots/compare", params={"a": own, "b": "x"}).status_code == 422


def test_the_page_compares_with_the_import_before_and_names_people(two_imports):
    with open_client(two_imports) as client:
        page = client.get("/data/compare").text
    assert "Contoh Bunga" in page
    assert "III/c" in page


def test_who_may_not_see_people_sees_numbers_alone(two_imports):
    with open_client(two_imports, roles=()) as client:
        token = sign_in(settings_of(two_imports).database_url, [Role.DATA_SCIENTIST])
        client.cookies.set(COOKIE, token)
        page = client.get("/data/compare").text
        assert client.get("/data/quality").status_code == 403
    assert "Contoh Bunga" not in page
    assert "0 orang datang, 1 pergi" in page


def test_one_import_has_nothing_beside_it(shared):
    assert "impor yang sama" in shared.get("/data/compare").text
