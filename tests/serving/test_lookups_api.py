"""Looking things up over HTTP: positions, people, scores, candidates, the model, the records."""

import pytest

from tests.serving.office import BEST, ELIGIBLE, NAMES, POSITION, SANCTIONED, UNJUDGED

PLACE = "/v1/positions/KASI%2F1"


def test_positions_are_listed_with_seats_staff_and_gap(shared):
    items = shared.get("/v1/positions").json()["items"]
    by_id = {row["position_id"]: row for row in items}
    staff = by_id["STAF-1"]
    assert (staff["seats"], staff["staff"], staff["gap"]) == (3, 3.0, 0.0)
    assert (by_id[POSITION]["vacant"], by_id[POSITION]["gap"]) == (1, -1.0)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"vacant": "true"}, [POSITION]),
        ({"vacant": "false"}, ["STAF-1", "STAF-2"]),
        ({"agency_id": "D2"}, ["STAF-2"]),
        ({"q": "analis"}, ["STAF-2"]),
        ({"q": "nothing like it"}, []),
        ({"vacant": "", "agency_id": "", "q": ""}, [POSITION, "STAF-1", "STAF-2"]),
    ],
)
def test_positions_are_filtered(shared, asked, found):
    items = shared.get("/v1/positions", params=asked).json()["items"]
    assert [row["position_id"] for row in items] == found


def test_positions_come_in_pieces_that_make_the_whole(shared):
    seen, cursor = [], None
    while True:
        answer = shared.get("/v1/positions", params={"limit": 1, "cursor": cursor or ""}).json()
        seen += [row["position_id"] for row in answer["items"]]
        cursor = answer["next_cursor"]
        if cursor is None:
            break
    assert seen == [POSITION, "STAF-1", "STAF-2"]


def test_one_position_is_found_by_an_id_with_a_slash(shared):
    assert shared.get(PLACE).json()["title"] == "Kepala Seksi Contoh"


def test_people_are_found_by_nip_name_agency_and_competency(shared):
    def find(**asked):
        items = shared.post("/v1/people/search", json=asked).json()["items"]
        return {row["nip"] for row in items}

    assert find(nip=BEST) == {BEST}
    assert find(q="candra") == {SANCTIONED}
    assert find(agency_id="D2") == {BEST}
    assert find(competency_id="K1", min_level=3) == {BEST}
    assert find(q="nobody") == set()
    assert find() == set(NAMES)


def test_a_person_is_addressed_by_a_surrogate_that_holds_no_part_of_the_nip(ids):
    assert len(set(ids.values())) == len(NAMES)
    assert not [nip for nip, surrogate in ids.items() if nip[:8] in surrogate]


@pytest.mark.parametrize("agency_id", ["NOWHERE", "x" * 300])
def test_positions_of_an_agency_that_nobody_knows_are_refused(shared, agency_id):
    answer = shared.get("/v1/positions", params={"agency_id": agency_id})
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"]] == ["query.agency_id"]


@pytest.mark.parametrize(
    "asked",
    [
        {"nip": f" {BEST[:8]} {BEST[8:14]} {BEST[14]} {BEST[15:]} "},
        {"nip": f"{BEST}\u00a0"},
        {"q": " Bunga "},
    ],
)
def test_blanks_around_and_in_what_people_are_searched_by_do_not_count(shared, asked):
    found = shared.post("/v1/people/search", json=asked).json()["items"]
    assert [row["nip"] for row in found] == [BEST]


def test_a_blank_nip_is_nobodys(shared):
    assert shared.post("/v1/people/search", json={"nip": " "}).json()["items"] == []


def test_pairs_are_scored_in_the_order_asked_whatever_the_verdict(shared):
    pairs = [{"position_id": POSITION, "nip": nip} for nip in NAMES]
    answer = shared.post("/v1/scores", json={"pairs": pairs}).json()
    assert [item["nip"] for item in answer["items"]] == list(NAMES)
    verdicts = {item["nip"]: item["verdict"] for item in answer["items"]}
    assert verdicts == {
        ELIGIBLE: "eligible",
        BEST: "eligible",
        SANCTIONED: "ineligible",
        UNJUDGED: "undetermined",
    }
    assert {item["nip"]: item["failed"] for item in answer["items"]}[SANCTIONED] == ["discipline"]


def test_a_pair_that_the_records_do_not_hold_is_counted_and_has_no_verdict(shared):
    pairs = [{"position_id": "NOWHERE", "nip": BEST}, {"position_id": POSITION, "nip": "1"}]
    answer = shared.post("/v1/scores", json={"pairs": pairs}).json()
    assert answer["unknown"] == 2
    assert [item["verdict"] for item in answer["items"]] == ["", ""]


def test_each_pair_is_judged_as_of_its_own_day(shared):
    # the sanction began on 1 January 2025
    pair = {"position_id": POSITION, "nip": SANCTIONED}
    pairs = [pair | {"as_of": "2025-01-01"}, pair | {"as_of": "2025-01-02"}, pair]
    items = shared.post("/v1/scores", json={"pairs": pairs}).json()["items"]
    assert ["discipline" in item["failed"] for item in items] == [False, True, True]


def test_more_than_ten_thousand_pairs_are_refused(shared):
    pairs = [{"position_id": POSITION, "nip": BEST}] * 10_001
    refused = shared.post("/v1/scores", json={"pairs": pairs})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["code"] == "too_long"


def test_why_answers_every_rule_and_the_place(shared, ids):
    answer = shared.get(f"{PLACE}/candidates/{ids[BEST]}").json()
    assert (answer["verdict"], answer["rank"], answer["eligible"]) == ("eligible", 1, 2)
    assert len(answer["gates"]) == 13


def test_why_not_names_the_rule_its_source_and_the_cure(shared, ids):
    answer = shared.get(f"{PLACE}/candidates/{ids[SANCTIONED]}").json()
    (failed,) = (gate for gate in answer["gates"] if gate["result"] == "fail")
    assert answer["verdict"] == "ineligible"
    assert answer["rank"] is None
    assert failed["rule"] == "discipline"
    assert failed["source"]
    assert failed["cure"]


def test_two_eligible_people_are_contrasted_by_parts_that_sum(shared, ids):
    body = {"a": ids[BEST], "b": ids[ELIGIBLE]}
    answer = shared.post(f"{PLACE}/compare", json=body).json()
    difference = answer["a"]["score"] - answer["b"]["score"]
    assert answer["difference"] == pytest.approx(difference, abs=1e-6)
    assert sum(part["difference"] for part in answer["parts"]) == pytest.approx(difference)


def test_an_ineligible_one_is_not_weighed_but_answered(shared, ids):
    body = {"a": ids[BEST], "b": ids[SANCTIONED]}
    answer = shared.post(f"{PLACE}/compare", json=body).json()
    assert (answer["difference"], answer["parts"]) == (None, [])
    assert "discipline" in [
        gate["rule"] for gate in answer["b"]["gates"] if gate["result"] == "fail"
    ]


def test_the_model_tells_its_basis_and_its_features_in_words(shared):
    model = shared.get("/v1/model", headers={"Accept-Language": "en"}).json()
    assert (model["basis"], model["name"]) == ("rule", "competency_match")
    used = [feature["name"] for feature in model["features"] if feature["used"]]
    assert used == ["competency_match"]
    assert all(feature["label"] for feature in model["features"])


def test_the_records_are_listed_with_their_date(shared):
    (row,) = shared.get("/v1/snapshots").json()["items"]
    assert (row["as_of"], row["current"], row["made_up"]) == ("2025-06-01", True, True)
    assert row["rows"]["employees"] == len(NAMES)


def test_an_earlier_day_is_answered_by_what_was_known_then(shared, ids):
    # the sanction began on 1 January 2025
    place = f"{PLACE}/candidates/{ids[SANCTIONED]}"
    answer = shared.get(place, params={"as_of": "2025-01-01"}).json()
    assert "discipline" not in [g["rule"] for g in answer["gates"] if g["result"] == "fail"]
