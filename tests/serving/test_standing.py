"""A person's own view over HTTP and as a page: one answer, two forms, nothing about others."""

import html

import pytest

from tests.serving.office import BEST, ELIGIBLE, NAMES, POSITION, SANCTIONED
from tests.serving.test_pages import INSIDE_WORDS, Page

LANGUAGES = {"id": "Lembar ini bukan keputusan", "en": "It is not a decision"}


def ask(shared, person_id, place="/v1", **query):
    query = {"position_id": POSITION, **query}
    return shared.get(f"{place}/people/{person_id}/standing", params=query)


def test_the_answer_is_about_one_person_and_one_position(shared, ids):
    answer = ask(shared, ids[BEST]).json()
    assert (answer["nip"], answer["name"]) == (BEST, NAMES[BEST])
    assert answer["position"]["position_id"] == POSITION
    assert {"snapshot_id", "model_version", "policy_version", "software_version"} <= answer.keys()
    assert {"state_id", "as_of", "effective_on"} <= answer.keys()
    assert not {"rank", "eligible", "pool"} & answer.keys()


@pytest.mark.parametrize("place", ["", "/v1"])
@pytest.mark.parametrize("nip", [BEST, SANCTIONED])
def test_nobody_else_is_named(shared, ids, place, nip):
    body = html.unescape(ask(shared, ids[nip], place).text)
    for other, name in NAMES.items():
        if other != nip:
            assert name not in body
            assert other not in body
            assert ids[other] not in body


@pytest.mark.parametrize(("language", "sentence"), LANGUAGES.items())
def test_the_page_says_what_the_answer_says(shared, ids, language, sentence):
    page = Page(ask(shared, ids[SANCTIONED], "", lang=language).text)
    headers = {"Accept-Language": language}
    address = f"/v1/people/{ids[SANCTIONED]}/standing"
    answer = shared.get(address, params={"position_id": POSITION}, headers=headers).json()
    assert sentence in page.text
    assert answer["conclusion"] in page.text
    assert answer["chance"] in page.text
    for gate in answer["gates"]:
        assert gate["found"] in page.text
        assert gate["source"] in page.text
    for fact in answer["facts"]:
        assert fact["value"] in page.text
        assert fact["source"] in page.text
    for told in (*answer["missing"], *answer["rights"]):
        assert told["text"] in page.text
    assert not INSIDE_WORDS.search(page.text)


def test_the_candidates_page_leads_to_it(shared, ids):
    page = Page(shared.get(f"/positions/KASI%2F1/candidates/{ids[BEST]}").text)
    (link,) = [one["href"] for one in page.find("a") if "/standing?" in one["href"]]
    assert shared.get(link).status_code == 200


def test_dates_are_taken(shared, ids):
    answer = ask(shared, ids[BEST], as_of="2025-01-15", effective_on="2025-03-01").json()
    assert (answer["as_of"], answer["effective_on"]) == ("2025-01-15", "2025-03-01")


def test_an_unknown_person_is_not_found_and_an_unknown_position_is_a_wrong_field(shared, ids):
    assert ask(shared, "nobody").status_code == 404
    refused = ask(shared, ids[ELIGIBLE], position_id="NOWHERE")
    assert refused.status_code == 422
    assert [one["field"] for one in refused.json()["errors"]] == ["query.position_id"]
    assert shared.get(f"/v1/people/{ids[ELIGIBLE]}/standing").status_code == 422
