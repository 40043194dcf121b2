"""The page on how people are ranked, its card to print or keep, and the same over the API."""

import re
import shutil
from dataclasses import replace

import pytest

from models.calibration import COVERAGE
from models.card.markdown import write_markdown
from models.card.story import tell_story
from models.registry import ModelRegistry
from tests.models.made_cards import make_card, make_told_bundle
from tests.serving.conftest import open_client
from tests.serving.office import EMPTY_RECORD, NAMES, settings_of

PAGE = {"Accept": "text/html"}


def make_judged():
    """Return a bundle with a whole card that need not keep one column in its direction."""
    return replace(make_told_bundle(), freed=("own_success",))


@pytest.fixture(scope="module")
def judged(furnished, tmp_path_factory):
    """Return a client of an office whose model has a whole card."""
    home = shutil.copytree(furnished, tmp_path_factory.mktemp("judged") / "home")
    registry = ModelRegistry(settings_of(home).tracking_uri, home)
    registry.promote(registry.register(make_judged(), EMPTY_RECORD), "a test")
    with open_client(home) as client:
        yield client


def test_every_figure_stands_with_an_interval_whose_coverage_is_told(judged):
    page = judged.get("/model?lang=en", headers=PAGE).text
    assert f"with {COVERAGE} per cent ranges" in page
    assert '<strong>0.77</strong> <span class="range">0.72 to 0.82</span>' in page
    assert "249 openings, the outcome of 230 is known" in page


def test_the_model_in_use_is_marked_among_the_rules(judged):
    page = judged.get("/model?lang=en", headers=PAGE).text
    (row,) = re.findall(r'<tr class="serves">.*?</tr>', page)
    assert "learned" in row


def test_page_card_and_api_tell_one_account(judged):
    model = replace(make_judged(), model_version="2")
    document = tell_story(model, "en")
    page = judged.get("/model?lang=en", headers=PAGE).text
    card = judged.get("/model/card?lang=en", headers=PAGE).text
    answer = judged.get("/v1/model", headers={"Accept-Language": "en"}).json()
    told = [(part["code"], part["title"], part["sentences"]) for part in answer["chapters"]]
    assert told == [(part.code, part.title, list(part.sentences)) for part in document.sections]
    for section in document.sections:
        assert f'id="card-{section.code}"' in page
        assert f'id="card-{section.code}"' in card
    assert judged.get("/model/card.md?lang=en").text == write_markdown(document)


def test_the_api_gives_what_was_found_in_training(judged):
    answer, card = judged.get("/v1/model").json(), make_card()
    assert answer["card"] == card
    assert answer.keys() & card.keys() == {"effects"}
    assert answer["metrics"][0]["measures"]["outcome_auc"]["value"] == pytest.approx(0.77)
    assert answer["coverage"] == COVERAGE
    shares = {line["name"]: line["share"] for line in answer["features"]}
    assert (shares["family_recent"], shares["expected_gap"], shares["rank_above_minimum"]) == (
        0.61,
        0.39,
        0,
    )
    assert answer["effects"][0]["values"] == [0.0, 1.5, 3.0]
    assert answer["effects"][0]["label"]


def test_the_api_promises_no_direction_that_the_model_need_not_keep(judged, client):
    for asked, direction in ((judged, 0), (client, 1)):
        features = asked.get("/v1/model").json()["features"]
        told = {line["name"]: line["direction"] for line in features}
        assert (told["own_success"], told["family_recent"]) == (direction, 1)


def test_a_model_of_which_little_was_written_down_is_told_too(client):
    answer = client.get("/v1/model").json()
    assert answer["effects"] == []
    assert {line["share"] for line in answer["features"]} == {None}
    assert client.get("/model", headers=PAGE).status_code == 200


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_page_runs_nothing_and_styles_nothing_itself(judged, language):
    for address in ("/model", "/model/card"):
        page = judged.get(f"{address}?lang={language}", headers=PAGE)
        assert page.headers["content-language"] == language
        assert "script" not in page.text
        assert "style=" not in page.text
        assert "<style" not in page.text


def test_the_card_to_print_finds_its_style_here(judged):
    card = judged.get("/model/card", headers=PAGE).text
    (address,) = re.findall(r'rel="stylesheet" href="([^"]+)"', card)
    style = judged.get(address)
    assert style.headers["content-type"].startswith("text/css")
    assert "@media print" in style.text


def test_nobody_of_the_records_is_told_of(judged):
    for address in ("/model", "/model/card", "/model/card.md", "/v1/model"):
        text = judged.get(address, headers=PAGE).text
        assert not [known for person in NAMES.items() for known in person if known in text]
