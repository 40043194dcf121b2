"""The page on how people are ranked: figures with their intervals, beside the rules users know."""

from dataclasses import replace

from models.baselines import make_baseline
from models.calibration import COVERAGE
from models.registry import ModelRegistry
from tests.serving.conftest import open_client
from tests.serving.office import EMPTY_RECORD, settings_of

FIGURE = {"value": 0.42, "low": 0.31, "high": 0.55, "count": 40}
TABLE = {
    "lines": [
        {"ranker": "competency_match", "measures": {"ndcg_at_10": FIGURE, "outcome_auc": None}}
    ],
    "named": 40,
    "judged": 21,
    "from_day": 20_000,
    "to_day": 20_100,
}


def test_every_figure_stands_with_an_interval_whose_coverage_is_told(home):
    judged = replace(make_baseline("competency_match"), card={"evaluation": TABLE})
    registry = ModelRegistry(settings_of(home).tracking_uri, home)
    registry.promote(registry.register(judged, EMPTY_RECORD), "a test")
    with open_client(home) as client:
        page = client.get("/model?lang=en", headers={"Accept": "text/html"}).text
        answer = client.get("/v1/model").json()
    assert f"with {COVERAGE} per cent ranges" in page
    assert "<strong>0.42</strong>" in page
    assert "40 openings, the outcome of 21 is known" in page
    assert answer["coverage"] == COVERAGE
    assert answer["metrics"][0]["measures"]["ndcg_at_10"] == FIGURE
