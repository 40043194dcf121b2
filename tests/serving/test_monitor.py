"""The page and the API that watch the model: one answer, computed once."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Event

import pytest

from matching.matcher import Matcher
from matching.watching.monitoring import monitor
from matching.watching.pools import judge_pools
from matching.watching.watched import write_profile
from models.baselines import make_baseline
from models.calibration import Calibration
from models.registry import ModelRegistry
from tests.serving.conftest import open_client
from tests.serving.office import EMPTY_RECORD, settings_of

PAGE = {"Accept": "text/html"}


@pytest.fixture
def learned(home):
    """Return a client whose model learned, knows its candidates, and is old."""
    with open_client(home) as client:
        matcher = vars(client.app)["state"].warm.get()
        told = Calibration(0.0, 0.5, 1e-6, 0.1, 0.0, 0.0, 100)
        bundle = replace(make_baseline("competency_match"), basis="learned", calibration=told)
        own = Matcher(matcher.history, matcher.policy, bundle, b"", "")
        profile = write_profile(own, judge_pools(own, matcher.history.snapshot.as_of))
    card = {"as_of": "2023-06-01", "outcomes": 100, "success_rate": 0.7}
    registry = ModelRegistry(settings_of(home).tracking_uri, home)
    stored = replace(bundle, card=card, profile=profile)
    registry.promote(registry.register(stored, EMPTY_RECORD), "a test")
    with open_client(home) as client:
        yield client


def test_the_page_says_first_what_is_due_and_why(learned):
    page = learned.get("/monitor?lang=en", headers=PAGE)
    assert page.status_code == 200
    due = page.text.index("Retraining is due")
    assert "1 June 2023" in page.text[due : due + 300]
    assert page.text.index("Outcomes since training") > due


def test_every_column_that_the_model_uses_stands_in_a_table_in_words(learned):
    page = learned.get("/monitor?lang=en", headers=PAGE).text
    answer = learned.get("/v1/monitor").json()
    assert len(answer["drift"]["features"]) >= 1
    assert page.count("Steady") == 1 + len(answer["drift"]["features"])


@pytest.mark.parametrize(("language", "said"), [("id", "Pemantauan"), ("en", "Watching")])
def test_it_is_told_in_both_languages_and_stands_in_the_menu(learned, language, said):
    page = learned.get(f"/monitor?lang={language}", headers=PAGE).text
    assert f"<h1>{said}</h1>" in page
    assert '<a href="/monitor" aria-current="true">' in page
    for word in ("snapshot", "champion", "gate", "margin", "NDKL"):
        assert f" {word} " not in page.split("<main")[1]


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_planner_reads_no_command_and_no_statistician(learned, language):
    page = learned.get(f"/monitor?lang={language}", headers=PAGE).text.split("<main")[1]
    assert not re.search(r"padan train|Brier|stabilit", page)


def test_the_api_tells_the_same(learned):
    answer = learned.get("/v1/monitor", headers={"Accept-Language": "en"}).json()
    assert answer["retraining_due"] is True
    assert "1 June 2023" in answer["reason"]
    assert {"code": "model_old", "calls_for": "retraining"}.items() <= answer["findings"][0].items()
    assert answer["model_version"] == "2"


def test_it_is_computed_once_for_each_day(learned, monkeypatch):
    computed = []

    def count(matcher, as_of, today):
        computed.append(as_of)
        return monitor(matcher, as_of, today)

    monkeypatch.setattr("serving.monitor.service.monitor", count)
    for _ in range(3):
        learned.get("/monitor", headers=PAGE)
        learned.get("/v1/monitor")
    assert len(computed) == 1
    learned.get("/v1/monitor?as_of=2025-05-01")
    learned.get("/v1/monitor?as_of=2025-05-02")
    assert len(computed) == 3
    learned.get("/monitor", headers=PAGE)
    assert len(computed) == 3, "asking for other days does not push out the records' own"


def test_the_page_does_not_wait_for_who_asks_for_other_days(learned, monkeypatch):
    begun, go_on = Event(), Event()

    def wait_on_other_days(matcher, as_of, today):
        if as_of == date(2025, 5, 1):
            begun.set()
            assert go_on.wait(30)
        return monitor(matcher, as_of, today)

    monkeypatch.setattr("serving.monitor.service.monitor", wait_on_other_days)
    with ThreadPoolExecutor(2) as pool:
        other = pool.submit(learned.get, "/v1/monitor?as_of=2025-05-01")
        try:
            assert begun.wait(30)
            assert pool.submit(learned.get, "/monitor", headers=PAGE).result(30).is_success
        finally:
            go_on.set()
        assert other.result().is_success


def test_a_day_beyond_the_records_is_refused_by_its_field(shared):
    refused = shared.get("/v1/monitor?as_of=2099-01-01")
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "query.as_of"


def test_a_rule_says_what_is_watched_where_nothing_was_learned(shared):
    answer = shared.get("/v1/monitor").json()
    assert (answer["basis"], answer["drift"]) == ("rule", None)
    assert "too_few_to_learn" in {each["code"] for each in answer["findings"]}
    assert shared.get("/monitor", headers=PAGE).status_code == 200


def test_without_records_or_a_model_there_is_nothing_to_watch(bare_home):
    with open_client(bare_home) as client:
        assert client.get("/v1/monitor").status_code == 503
        assert client.get("/monitor", headers=PAGE).status_code == 503
