"""Looking up positions and people."""

from matching.directory import find_people, find_positions, read_position
from tests.matching.office import make_matcher


def ids(**asked):
    return [row.position_id for row in positions(**asked)]


def positions(**asked):
    matcher = make_matcher()
    return [read_position(matcher, place) for place in find_positions(matcher, **asked)]


def nips(**asked):
    matcher = make_matcher()
    return [matcher.history.people_ids[person] for person in find_people(matcher, **asked)]


def test_positions_are_found_by_text_agency_and_vacancy():
    assert ids() == ["FAR", "HELD", "OPEN"]
    assert ids(q="  SEKSI ") == ["OPEN"]
    assert ids(q="dinas dua") == ["FAR"]
    assert ids(agency_id="U2") == ["FAR"]
    assert ids(vacant=True, agency_id="U1") == ["HELD", "OPEN"]


def test_the_vacant_come_with_most_seats_first():
    found = positions(vacant=True)
    assert [row.vacant for row in found] == sorted((row.vacant for row in found), reverse=True)
    assert not [row for row in positions(vacant=False) if row.vacant]


def test_a_position_tells_its_numbers():
    (held,) = positions(q="HELD")
    assert (held.seats, held.need, held.staff, held.gap) == (5, 5, 4.0, -1.0)
    assert held.fill_ratio == 0.8


def test_people_in_service_are_found_by_name_nip_agency_and_competency():
    assert nips() == ["1", "2", "3", "4", "5"]
    assert nips(q="orang 3") == ["3"]
    assert nips(nip="2") == ["2"]
    assert nips(agency_id="U2") == ["2"]
    assert nips(competency_id="C2", min_level=2) == ["1", "5"]
    assert nips(competency_id="C9") == []
    assert nips(agency_id="U9") == []
