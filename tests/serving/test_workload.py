"""Workload over HTTP and as pages: rows, their sum, one post, the workbook, and the trend."""

import re

import pytest

from matching.fairness.groups import SEXES
from serving.workload.drawing import draw_ratio, find_scale
from tests.serving.office import BEST, POSITION

PAGE = {"Accept": "text/html"}


def test_rows_come_with_their_sum_and_what_rests_on_them(shared):
    answer = shared.get("/v1/workload?by=agency", headers={"Accept-Language": "en"}).json()
    assert [row["id"] for row in answer["items"]] == ["D1", "D2"]
    assert (answer["total"]["need"], answer["total"]["staff"]) == (5, 4.0)
    assert answer["total"]["fill_ratio"] == 0.8
    assert "Emptiest: Dinas Contoh Satu, 75%" in answer["headline"]
    assert "no_workloads" in {notice["code"] for notice in answer["notices"]}
    for name in ("as_of", "snapshot_id", "policy_version", "software_version"):
        assert answer[name]


def test_rows_come_in_pieces_that_leave_none_out(shared):
    found, asked = [], "/v1/workload?by=position&limit=1"
    answer = shared.get(asked).json()
    while answer["next_cursor"]:
        found += answer["items"]
        answer = shared.get(f"{asked}&cursor={answer['next_cursor']}").json()
        assert answer["total"]["positions"] == 3
    found = [row["id"] for row in (*found, *answer["items"])]
    assert sorted(found) == [POSITION, "STAF-1", "STAF-2"]


def test_one_post_tells_who_holds_it_and_names_nobody_elsewhere(shared, ids):
    answer = shared.get("/v1/workload/positions/STAF-2").json()
    assert [one["person_id"] for one in answer["holders"]] == [ids[BEST]]
    assert BEST not in shared.get("/v1/workload?by=position").text


def test_a_position_whose_id_holds_a_slash_has_its_place(shared):
    answer = shared.get(f"/v1/workload/positions/{POSITION}").json()
    assert (answer["row"]["id"], answer["holders"]) == (POSITION, [])


def test_the_trend_holds_each_import(shared):
    answer = shared.get("/v1/workload/trend").json()
    assert [line["agency_id"] for line in answer["lines"]] == [None, "D2", "D1"]
    (point,) = answer["lines"][0]["points"]
    assert (point["need"], point["need_from"], point["staff"]) == (5, "seats", 4.0)


@pytest.mark.parametrize(
    ("query", "status", "field"),
    [
        ("by=village", 422, "query.by"),
        ("agency_id=D9", 422, "query.agency_id"),
        ("unit_id=D9", 422, "query.unit_id"),
        ("as_of=2099-01-01", 422, "query.as_of"),
        ("as_of=1-1-2025", 422, "query.as_of"),
    ],
)
def test_what_cannot_be_answered_is_refused_by_its_field(shared, query, status, field):
    refused = shared.get(f"/v1/workload?{query}")
    assert refused.status_code == status
    assert refused.json()["errors"][0]["field"] == field


def test_an_unknown_scenario_or_post_is_not_found(shared):
    assert shared.get("/v1/workload?scenario=none").status_code in (404, 422)
    assert shared.get("/v1/workload/positions/NONE").status_code == 404


def test_a_stored_scenario_stands_beside_the_records(client):
    body = {"factors": [{"level": "agency", "key": "D2", "factor": 3}]}
    assert client.put("/v1/scenarios/Lonjakan", json=body).is_success
    row = client.get("/v1/workload?scenario=Lonjakan&agency_id=D2").json()["items"][0]
    assert (row["need"], row["recorded"]["need"]) == (3, 1)
    page = client.get("/workload?scenario=Lonjakan&lang=en", headers=PAGE).text
    assert "as recorded: 1 of 1, 100%" in page


def test_the_workbook_is_handed_out(shared):
    for address in ("/v1/workload.xlsx", "/workload.xlsx?agency_id=D1"):
        answer = shared.get(address)
        assert answer.content.startswith(b"PK")
        assert 'filename="workload.xlsx"' in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(("language", "said"), [("id", "Beban kerja"), ("en", "Workload")])
def test_the_page_says_first_who_is_fullest_and_which_ratio_it_shows(shared, language, said):
    page = shared.get(f"/workload?lang={language}", headers=PAGE).text
    assert f"<h1>{said}</h1>" in page
    assert '<a href="/workload" aria-current="true">' in page
    main = page.split("<main")[1]
    assert main.index("Dinas Contoh Dua, 100%") < main.index("75%</strong>")
    assert {"id": "bezetting : kebutuhan", "en": "staff : need"}[language] in main
    assert not re.search(r"snapshot|champion|\bgate|margin|NDKL|percentile", main)


def test_an_agency_leads_to_its_units_a_unit_to_its_posts_a_post_to_itself(shared):
    page = shared.get("/workload?as_of=2025-05-01", headers=PAGE).text
    assert "/workload?by=unit&amp;sort=emptiest&amp;as_of=2025-05-01&amp;agency_id=D1" in page
    units = shared.get("/workload?by=unit&agency_id=D1", headers=PAGE).text
    assert "by=position" in units
    posts = shared.get("/workload?by=position&unit_id=D1", headers=PAGE).text
    assert "/workload/positions/KASI/1" in posts
    post = shared.get("/workload/positions/STAF-1?lang=en", headers=PAGE).text
    assert post.count("Contoh Arif") == 1
    assert "even" in post


@pytest.mark.parametrize("by", ["position", "unit", "agency", "family", "unit_family", "place"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_level_has_its_page(shared, by, language):
    answer = shared.get(f"/workload?by={by}&sort=name&as_of=&lang={language}", headers=PAGE)
    assert answer.status_code == 200
    assert answer.text.count('class="ratio"') >= 1


def test_no_bar_is_green_and_the_words_say_which_it_is():
    assert 'class="short"' in draw_ratio(0.9, 1.1)
    assert 'class="over"' in draw_ratio(1.2, 1.3)
    assert 'class="even"' in draw_ratio(1.0, 1.1)
    assert draw_ratio(None, 1.1) == ""


def test_a_bar_beyond_the_scale_ends_with_it():
    assert 'width="240.0"' in draw_ratio(7.0, 2.0)
    assert find_scale(()) == 1.1


def test_workload_names_no_sex(shared):
    row = shared.get("/v1/workload").json()["items"][0]
    assert not {"sex", *SEXES} & set(row)
