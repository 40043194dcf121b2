"""What to ask for first, on the page of a list."""

import re

import pytest

from tests.serving.office import POSITION

PAGE = {"Accept": "text/html"}


@pytest.mark.parametrize(
    ("language", "lead"),
    [("id", "meski belum dapat dipastikan memenuhi syarat"), ("en", "it is not certain that")],
)
def test_undetermined_people_on_a_list_are_asked_about_under_a_lead_of_their_own(
    shared, language, lead
):
    asked = {"position_id": POSITION, "include_undetermined": True}
    made = shared.post(f"/v1/shortlists?lang={language}", json=asked).json()
    listed = [one for one in made["asks"] if one["share"] is None]
    assert listed
    page = shared.get(f"/shortlists/{made['id']}?lang={language}", headers=PAGE).text
    (told,) = re.findall(rf"<p>[^<]*{lead}.*?</ol>", page, re.DOTALL)
    assert [one["text"] in told for one in made["asks"]] == [
        one["share"] is None for one in made["asks"]
    ]


def test_without_anything_to_ask_the_page_says_nothing_of_it(shared):
    made = shared.post("/v1/shortlists", json={"position_id": POSITION, "balance": "age"}).json()
    assert made["asks"] == []
    page = shared.get(f"/shortlists/{made['id']}", headers=PAGE).text
    assert "Yang perlu ditanyakan dahulu" not in page
    assert "tanpa penyeimbangan untuk melihatnya" in page
