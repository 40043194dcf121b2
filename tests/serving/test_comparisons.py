"""Two to four people beside each other, over HTTP and on a page, and refusals of anything else."""

import pytest

from tests.serving.office import BEST, ELIGIBLE, NAMES, SANCTIONED, UNJUDGED
from tests.serving.test_pages import read
from tests.serving.test_refusals import check

PLACE = "/positions/KASI%2F1"
COMPARE = f"/v1{PLACE}/compare"


def named(ids, *nips):
    return dict(zip("abcd", (ids[nip] for nip in nips), strict=False))


def test_a_third_and_a_fourth_are_held_against_the_first(shared, ids):
    body = named(ids, BEST, ELIGIBLE, UNJUDGED, SANCTIONED)
    answer = shared.post(COMPARE, json=body).json()
    people = [one["person"]["nip"] for one in answer["further"]]
    assert people == [UNJUDGED, SANCTIONED]
    weighed, barred = (one["contrast"] for one in answer["further"])
    score = answer["a"]["score"] - answer["further"][0]["person"]["score"]
    assert weighed["difference"] == pytest.approx(score, abs=1e-9)
    assert (barred["difference"], barred["groups"]) == (None, [])


def test_groups_and_columns_sum_as_the_parts_do(shared, ids):
    answer = shared.post(COMPARE, json=named(ids, BEST, ELIGIBLE)).json()
    for parts in ("groups", "parts", "features"):
        total = sum(part["difference"] for part in answer[parts])
        assert total == pytest.approx(answer["difference"], abs=1e-9)
    assert "Contoh Bunga" in answer["decisive"][0]


@pytest.mark.parametrize(("language", "word"), [("id", "dua kali"), ("en", "twice")])
def test_the_same_person_twice_is_refused_by_the_field(shared, ids, language, word):
    body = named(ids, BEST, ELIGIBLE, BEST)
    refused = shared.post(COMPARE, json=body, headers={"Accept-Language": language})
    problem = check(refused, 422, "same_person")
    assert [error["field"] for error in problem["errors"]] == ["body.c"]
    assert NAMES[BEST] not in refused.text  # the audit is not told of a refusal
    assert word in problem["detail"]


def test_a_fifth_person_and_an_unknown_third_are_refused_by_the_field(shared, ids):
    pair = named(ids, BEST, ELIGIBLE)
    fifth = check(shared.post(COMPARE, json=pair | {"e": "x"}), 422, "invalid_request")
    third = check(shared.post(COMPARE, json=pair | {"c": "0"}), 422, "unknown_person")
    fields = [problem["errors"][0]["field"] for problem in (fifth, third)]
    assert fields == ["body.e", "body.c"]


def test_the_length_of_the_list_is_the_readers_choice(shared, ids):
    address = f"/v1{PLACE}/candidates/{ids[ELIGIBLE]}"
    assert shared.get(address).json()["against_list"] is None
    found = shared.get(address, params={"size": 1}).json()["against_list"]
    assert (found["person_id"], found["name"], found["size"]) == (ids[BEST], NAMES[BEST], 1)
    for size in (0, 201):
        check(shared.get(address, params={"size": size}), 422, "invalid_request")


def test_a_page_shows_up_to_four_side_by_side_in_the_order_ticked(shared, ids):
    ticked = [ids[nip] for nip in (BEST, ELIGIBLE, UNJUDGED, SANCTIONED)]
    query = "&".join(f"person={one}" for one in ticked)
    page = read(shared, f"{PLACE}/compare?{query}")
    assert all(name in page.text for name in NAMES.values())
    assert page.text.index(NAMES[BEST]) < page.text.index(NAMES[SANCTIONED])
    assert "Yang menentukan" in page.text
    assert "Seandainya semua syarat terpenuhi" in page.text


def test_a_comparison_names_the_seven_ids_and_a_state_of_all_who_are_compared(shared, ids):
    answer = shared.post(COMPARE, json=named(ids, BEST, ELIGIBLE, UNJUDGED)).json()
    pair = shared.post(COMPARE, json=named(ids, BEST, ELIGIBLE)).json()
    for name in ("as_of", "effective_on", "snapshot_id", "model_version", "policy_version"):
        assert answer[name] == answer["a"][name]
    assert answer["software_version"] == answer["b"]["software_version"]
    assert answer["state_id"] not in (pair["state_id"], answer["a"]["state_id"])


@pytest.mark.parametrize("by", ["ticked", "by letter"])
def test_a_fifth_person_on_the_page_is_refused_in_plain_words(by, shared, ids):
    five = [*(ids[nip] for nip in (BEST, ELIGIBLE, UNJUDGED, SANCTIONED)), "somebody"]
    fields = ["person"] * 5 if by == "ticked" else "abcde"
    query = "&".join(f"{field}={one}" for field, one in zip(fields, five, strict=True))
    answer = shared.get(f"{PLACE}/compare?{query}", headers={"Accept": "text/html"})
    assert answer.status_code == 422
    assert "2 sampai 4 orang" in answer.text


@pytest.mark.parametrize("ticked", [(), (BEST,), (BEST, BEST)])
def test_too_few_ticks_are_told_in_words(shared, ids, ticked):
    query = "&".join(f"person={ids[nip]}" for nip in ticked)
    answer = shared.get(f"{PLACE}/compare?{query}", headers={"Accept": "text/html"})
    assert answer.status_code == 422
    assert "andingkan" in answer.text


def test_a_candidates_page_leads_to_a_comparison_with_the_ends_of_the_list(shared, ids):
    page = read(shared, f"{PLACE}/candidates/{ids[ELIGIBLE]}?size=1")
    links = [attrs.get("href") or "" for attrs in page.find("a")]
    assert any(f"a={ids[ELIGIBLE]}&b={ids[BEST]}" in link for link in links)
    assert "yang terakhir pada daftar 1 orang adalah Contoh Bunga" in page.text


def test_a_list_offers_its_candidates_to_be_ticked(shared, ids):
    shared.get("/")
    data = {"form_token": shared.cookies["padan_form"], "size": "5"}
    made = shared.post(f"{PLACE}/shortlists", data=data).headers["location"]
    page = read(shared, made)
    ticks = [attrs for attrs in page.find("input") if attrs.get("type") == "checkbox"]
    offered = [attrs["value"] for attrs in ticks if attrs.get("form") == "compare"]
    assert offered == [ids[BEST], ids[ELIGIBLE]]
    (form,) = (attrs for attrs in page.find("form") if attrs.get("id") == "compare")
    assert (form["method"], form["action"]) == ("get", "/positions/KASI/1/compare")
