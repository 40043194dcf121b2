"""How moves turn out in a made-up city, and how its committees chose."""

from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from snapshots.ladders import level_of
from tests.training.demo.reading import read_tables
from training.demo import MECHANISMS, City, make_city


@pytest.mark.parametrize("mechanism", sorted(MECHANISMS))
def test_truth_predicts_outcomes_and_most_moves_succeed(tmp_path, mechanism):
    moves = make_city(tmp_path, employees=1200, mechanism=mechanism).moves
    assert 0.6 < moves["success"].mean() < 0.78
    assert roc_auc_score(moves["success"], moves["probability"]) > 0.68
    assert abs(moves["success"].mean() - moves["probability"].mean()) < 0.05


def test_truth_is_calibrated(city):
    fifth = pd.qcut(city.moves["probability"], 5, labels=False)
    means = city.moves.groupby(fifth)[["success", "probability"]].mean()
    assert (means["success"] - means["probability"]).abs().max() < 0.12


def test_mechanisms_disagree_about_the_same_people(tmp_path, city):
    other = make_city(tmp_path, employees=1200, mechanism="experience_led")
    first = city.moves[city.moves["effective_on"] == city.moves["effective_on"].min()]
    assert not np.allclose(
        first["probability"].head(10), other.moves["probability"].head(10), atol=0.01
    )


def test_given_outcomes_are_those_drawn(city, tables):
    keys = ["nip", "effective_on"]
    told = tables["transfers"].merge(city.moves, on=keys)
    told = told[told["outcome"] != ""]
    assert len(told) > 0.7 * len(city.moves)
    assert ((told["outcome"] == "success") == told["success"]).all()
    assert (told["outcome_on"] > told["effective_on"]).all()


def test_derived_outcomes_leave_no_column_and_never_contradict_the_draw(tmp_path):
    city = make_city(tmp_path, employees=1200, outcomes="derived")
    records = Records.of(city)
    assert not {"outcome", "outcome_on"} & set(records.transfers.columns)
    judged = [
        (judge(records, move["nip"], move["position_id"], move["effective_on"]), move["success"])
        for move in city.moves.to_dict("records")
    ]
    known = [(told, drawn) for told, drawn in judged if told is not None]
    assert all(told == drawn for told, drawn in known)
    assert len(known) > 0.7 * len(judged)
    assert {told for told, _ in known} == {True, False}


def men_ahead(city: City) -> float:
    """How much more often men are picked than they stand among those considered."""
    chosen = city.moves[city.moves["considered"] > 0]
    return float((chosen["is_man"] - chosen["men_considered"]).mean())


def test_planted_bias_shows_among_those_considered(tmp_path, city):
    fair = make_city(tmp_path / "fair", employees=1200, bias=0.0)
    harsh = make_city(tmp_path / "harsh", employees=1200, bias=1.5)
    assert abs(men_ahead(fair)) < 0.05
    assert men_ahead(fair) + 0.05 < men_ahead(city) < men_ahead(harsh)
    assert (harsh.bias_for_men, harsh.bias_for_own_agency) == (1.5, 2.25)


class Records(NamedTuple):
    """A city's tables, as somebody reads them who derives outcomes by hand."""

    transfers: pd.DataFrame
    stays: dict[str, pd.DataFrame]
    reasons: dict[tuple[str, str], str]
    reviews: dict[tuple[str, int], str]
    left: dict[str, str]
    grave: dict[str, list[str]]
    level: dict[str, int]

    @classmethod
    def of(cls, city: City) -> "Records":
        tables = read_tables(city.directory)
        rows = {name: table.to_dict("records") for name, table in tables.items()}
        stays = tables["assignments"].query("appointment == 'definitive'")
        cases = tables["discipline"].query("severity != 'ringan' and cancelled == 'false'")
        return cls(
            transfers=tables["transfers"],
            stays={str(nip): of_one for nip, of_one in stays.groupby("nip")},
            reasons={(m["nip"], m["effective_on"]): m["reason"] for m in rows["transfers"]},
            reviews={(r["nip"], int(r["year"])): r["predicate"] for r in rows["performance"]},
            left={e["nip"]: e["left_reason"] for e in rows["employees"]},
            grave={str(nip): list(of_one["started_on"]) for nip, of_one in cases.groupby("nip")},
            level={p["position_id"]: level_of(p["kind"], p["tier"]) for p in rows["positions"]},
        )


def judge(records: Records, nip: str, post: str, on: str) -> bool | None:
    """Derive the outcome of a move on `on` over twelve months; None where it stays unknown."""
    until = f"{int(on[:4]) + 1}{on[4:]}"
    if until > "2026-11-01":
        return None
    years = [int(on[:4]) + 1] + ([int(on[:4])] if on[5:] < "07-01" else [])
    reviews = [records.reviews.get((nip, year)) for year in years]
    poor = any(review not in (None, "baik", "sangat_baik") for review in reviews)
    grave = any(on <= start < until for start in records.grave.get(nip, ()))
    ended, failed = leave_early(records, nip, post, on, until)
    if poor or grave or failed:
        return False
    return None if ended or None in reviews else True


def leave_early(records: Records, nip: str, post: str, on: str, until: str) -> tuple[bool, bool]:
    """Tell whether the stay ended before `until`, and whether in a way that counts as failure."""
    stays = records.stays[nip].sort_values("started_on")
    ended_on = stays[stays["started_on"] == on]["ended_on"].iloc[0]
    if not ended_on or ended_on >= until:
        return False, False
    following = stays[stays["started_on"] >= ended_on]
    if following.empty:
        return True, records.left[nip] in ("resigned", "dismissed")
    reason = records.reasons[nip, following["started_on"].iloc[0]]
    higher = records.level[following["position_id"].iloc[0]] > records.level[post]
    return True, not higher and reason not in ("need", "reorganisation")
