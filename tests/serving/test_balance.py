"""A list balanced by groups over HTTP and on pages, and the audit of rules beside watching."""

import io
import re
import zipfile

import pytest

from tests.serving.office import POSITION

PAGE = {"Accept": "text/html"}
ASKED = {"position_id": POSITION, "balance": "age"}


def test_a_list_is_by_score_alone_unless_asked_otherwise(shared):
    made = shared.post("/v1/shortlists", json={"position_id": POSITION}).json()
    assert made["reranking"] is None


def test_a_balanced_list_tells_what_balancing_did_and_stays_as_made(shared):
    sent = shared.post("/v1/shortlists", json=ASKED)
    assert sent.status_code == 201
    told = sent.json()["reranking"]
    assert (told["attribute"], told["method"]) == ("age", "constrained_sorting")
    assert told["price"]["text"]
    assert shared.get(sent.headers["Location"]).content == sent.content


def test_an_unknown_attribute_is_refused_at_its_field_with_those_that_there_are(shared):
    refused = shared.post("/v1/shortlists?lang=en", json=ASKED | {"balance": "religion"})
    assert refused.status_code == 422
    (error,) = refused.json()["errors"]
    assert (error["field"], error["code"]) == ("body.balance", "unknown_attribute")
    assert "age, agency_size" in error["detail"]


@pytest.mark.parametrize("balance", ["", 3, ["age"]])
def test_what_is_no_attribute_at_all_is_refused(shared, balance):
    assert shared.post("/v1/shortlists", json=ASKED | {"balance": balance}).status_code == 422


@pytest.mark.parametrize(
    ("language", "label", "hint"),
    [("id", "Seimbangkan menurut", "bukan kecocokan"), ("en", "Balance by", "never a score")],
)
def test_the_form_offers_what_the_records_hold_and_says_what_it_does(shared, language, label, hint):
    page = shared.get(f"/positions/{POSITION}?lang={language}", headers=PAGE).text
    assert label in page
    assert hint in page
    (choices,) = re.findall(r'<select id="balance".*?</select>', page, re.DOTALL)
    assert re.findall(r'value="(\w*)"', choices) == ["", "age", "agency_size"]


def test_the_page_of_a_balanced_list_shows_shares_moves_and_price(client):
    form = client.get(f"/positions/{POSITION}?lang=en", headers=PAGE).text
    token = re.findall(r'name="form_token" value="([^"]+)"', form)[0]
    sent = client.post(
        f"/positions/{POSITION}/shortlists?lang=en", data={"form_token": token, "balance": "age"}
    )
    page = client.get(f"{sent.headers['Location']}?lang=en", headers=PAGE).text
    assert "Balanced by age" in page
    assert "does not follow the score alone" in page
    assert "Nothing is given up" in page


def test_the_workbook_tells_of_balancing_too(client):
    made = client.post("/v1/shortlists", json=ASKED).json()
    content = client.get(f"/v1/shortlists/{made['id']}.xlsx").content
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        texts = book.read("xl/sharedStrings.xml").decode()
    assert made["reranking"]["text"] in texts


@pytest.mark.parametrize(
    ("language", "title"),
    [("id", "Syarat mana mengecualikan siapa"), ("en", "Which rule excludes whom")],
)
def test_watching_tells_which_rule_excludes_whom(shared, language, title):
    page = shared.get(f"/monitor?lang={language}", headers=PAGE).text
    assert f">{title}</h2>" in page
    answer = shared.get(f"/v1/monitor?lang={language}").json()["gates"]
    assert answer["audit"]["people"] == 4
    rules = {one["rule"]: one for one in answer["audit"]["rules"]}
    assert rules["discipline"]["alone"] is None  # of so few nothing is told
    assert rules["discipline"]["source"] in page
