"""What a made-up city's tables look like."""

import pandas as pd
import pytest

from training.demo import make_city


def in_service(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    people = tables["employees"]
    return people[people["left_on"] == ""]


@pytest.mark.parametrize("employees", [100, 300])
def test_as_many_people_serve_at_the_end_as_were_asked_for(tmp_path, employees):
    city = make_city(tmp_path, employees=employees)
    people = pd.read_csv(city.directory / "employees.csv", dtype=str)
    assert people["left_on"].isna().sum() == employees


def test_every_nip_tells_birth_entry_and_sex_and_ends_in_000(tables):
    people = tables["employees"]
    birth = people["birth_date"].str.replace("-", "")
    entry = people["appointed_on"].str.replace("-", "").str[:6]
    sex = people["sex"].map({"m": "1", "f": "2"})
    assert (people["nip"] == birth + entry + sex + "000").all()
    assert people["nip"].is_unique


def test_every_name_and_title_says_that_it_is_made_up(tables):
    assert tables["employees"]["name"].str.endswith(" (rekaan)").all()
    assert tables["positions"]["title"].str.endswith(" (rekaan)").all()
    agencies = tables["units"][tables["units"]["parent_id"] == ""]
    assert agencies["name"].str.contains("data buatan").all()


def test_people_are_of_the_national_proportions(tables):
    people = in_service(tables).merge(tables["positions"], on="position_id")
    kinds = people["kind"].value_counts(normalize=True)
    assert 0.50 < (people["sex"] == "f").mean() < 0.64
    assert 0.50 < kinds["fungsional"] < 0.70
    assert 0.25 < kinds["pelaksana"] < 0.40
    assert {"pns", "cpns", "pppk", "pppk_part_time"} == set(people["status"])


def test_the_city_is_short_of_staff_and_unevenly_so(tables):
    seats = tables["positions"].set_index("position_id")["seats"].astype(int)
    agency = tables["units"].set_index("unit_id")["agency_id"]
    at = tables["positions"].set_index("position_id")["unit_id"].map(agency)
    held = in_service(tables)["position_id"].map(at).value_counts()
    need = seats.groupby(at).sum()
    fill = (held / need[need > 0]).dropna()
    assert 0.65 < held.sum() / need.sum() < 0.85
    assert fill.max() - fill.min() > 0.2


def test_nearly_every_review_is_baik(tables):
    shares = tables["performance"]["predicate"].value_counts(normalize=True)
    assert shares["baik"] > 0.7
    assert shares[["baik", "sangat_baik"]].sum() > 0.95


def test_stays_are_definitive_acting_or_beside_the_own_post(tables):
    counts = tables["assignments"]["appointment"].value_counts()
    assert set(counts.index) == {"definitive", "acting", "additional"}
    assert counts["definitive"] > 5 * counts.drop("definitive").sum()


def test_posts_of_merged_agencies_go_on_elsewhere(tables):
    posts = tables["positions"].set_index("position_id")
    transfers = tables["transfers"]
    merged = transfers[transfers["reason"] == "reorganisation"]
    continued = posts.loc[merged["to_position_id"], "replaces"]
    assert len(merged) > 0
    assert (continued.to_numpy() == merged["from_position_id"].to_numpy()).all()
    assert set(merged["effective_on"]) == {"2022-01-03"}
    assert (posts.loc[merged["from_position_id"], "seats"] == "0").all()


def test_every_transfer_is_a_change_of_stay(tables):
    stays = tables["assignments"]
    begun = set(zip(stays["nip"], stays["position_id"], stays["started_on"], strict=True))
    ended = set(zip(stays["nip"], stays["position_id"], stays["ended_on"], strict=True))
    for move in tables["transfers"].itertuples():
        assert (move.nip, move.to_position_id, move.effective_on) in begun
        assert (move.nip, move.from_position_id, move.effective_on) in ended


def test_some_people_were_never_assessed(tables):
    assessed = in_service(tables)["nip"].isin(tables["assessments"]["nip"])
    assert 0.1 < 1 - assessed.mean() < 0.5
