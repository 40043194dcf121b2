"""Outcomes that a portal reported: they speak of their own move and leave the others alone."""

from datetime import date

import pytest

from snapshots.history import History
from snapshots.moves import FAILURE, SUCCESS, OutcomeDefinition, derive_moves
from snapshots.reported import ReportedOutcome, Reports
from snapshots.surrogate import person_id
from tests.snapshots.small_source import ANI, BUDI

SECRET = b"s" * 32
LATER = date(2022, 6, 1)


def report(nip=ANI, outcome="failure", effective_on=date(2020, 1, 1), known=date(2021, 1, 5)):
    return ReportedOutcome(person_id(SECRET, nip), "P2", effective_on, outcome, known)


def load(source, *outcomes, as_of=LATER):
    return source.load(as_of=as_of, reports=Reports(outcomes, SECRET))


def judge(result):
    """Return {NIP: (outcome, day it is known)} of the moves."""
    history = History(result.snapshot)
    moves = derive_moves(history, OutcomeDefinition())
    nips = [history.people_ids[person] for person in moves.person]
    turned_out = zip(moves.outcome.tolist(), moves.known_on.tolist(), strict=True)
    return dict(zip(nips, turned_out, strict=True))


def codes(result):
    return [p.code for p in result.warnings if p.code.startswith("reported")]


def day(on):
    return (on - date(1970, 1, 1)).days


@pytest.fixture
def two_moves(source):
    """Return a source in which Ani and Budi moved on one day; judged, both succeeded."""
    source.change("positions", 2, seats="2").change("assignments", 3, ended_on="2020-01-01")
    source.change("employees", 2, position_id="P2", position_since="2020-01-01")
    return source.add("assignments", nip=BUDI, position_id="P2", started_on="2020-01-01")


def test_a_report_goes_before_what_is_judged_and_leaves_the_others_as_they_were(two_moves):
    judged = judge(two_moves.load(as_of=LATER))
    assert [outcome for outcome, _ in judged.values()] == [SUCCESS, SUCCESS]
    told = judge(load(two_moves, report()))
    assert told == judged | {ANI: (FAILURE, day(date(2021, 1, 5)))}


def test_a_report_dated_before_its_move_is_known_from_the_move_on(two_moves):
    told = judge(load(two_moves, report(known=date(2019, 5, 1))))
    assert told[ANI] == (FAILURE, day(date(2020, 1, 1)))


def test_a_report_fills_the_empty_outcome_of_a_listed_transfer(two_moves):
    for nip in (ANI, BUDI):
        two_moves.add("transfers", nip=nip, to_position_id="P2", effective_on="2020-01-01")
    told = judge(load(two_moves, report()))
    assert (told[ANI][0], told[BUDI][0]) == (FAILURE, SUCCESS)


def test_an_outcome_that_transfers_states_stays(two_moves):
    two_moves.add("transfers", nip=ANI, to_position_id="P2", effective_on="2020-01-01")
    two_moves.change("transfers", 1, outcome="success", outcome_on="2020-12-01")
    result = load(two_moves, report())
    assert judge(result) == {ANI: (SUCCESS, day(date(2020, 12, 1)))}
    assert "reported_outcomes" not in result.snapshot.tables
    assert codes(result) == []


def test_the_id_of_the_records_covers_what_was_reported(source):
    without = source.load(as_of=LATER).snapshot.snapshot_id
    assert load(source).snapshot.snapshot_id == without
    first = load(source, report()).snapshot.snapshot_id
    other = load(source, report(outcome="success")).snapshot.snapshot_id
    assert len({without, first, other}) == 3
    assert load(source, report()).snapshot.snapshot_id == first
    assert source.load(as_of=LATER).snapshot.snapshot_id == without


def test_a_stored_report_is_read_back(source):
    kept = load(source, report()).snapshot.snapshot_id
    (row,) = source.store.load(kept).tables["reported_outcomes"].to_pylist()
    assert (row["nip"], row["outcome"], row["outcome_on"]) == (ANI, "failure", date(2021, 1, 5))


@pytest.mark.parametrize(
    "stray", [report(BUDI), report("199001012015011000"), report(effective_on=date(2020, 1, 2))]
)
def test_a_report_of_a_move_that_the_records_do_not_know_is_left_out_and_told(source, stray):
    result = load(source, stray)
    assert codes(result) == ["reported_outcome_unmatched"]
    assert "reported_outcomes" not in result.snapshot.tables


def test_without_transfers_the_first_appointment_is_no_move_and_a_second_stay_in_a_post_neither(
    source,
):
    first = ReportedOutcome(
        person_id(SECRET, ANI), "P1", date(2010, 1, 4), "success", date(2011, 1, 5)
    )
    again = report(effective_on=date(2021, 1, 1), known=date(2022, 1, 5))
    source.change("assignments", 2, ended_on="2021-01-01")
    source.change("employees", 1, position_since="2021-01-01")
    source.add("assignments", nip=ANI, position_id="P2", started_on="2021-01-01")
    result = load(source, first, again, report())
    assert codes(result) == ["reported_outcome_unmatched"] * 2
    assert judge(result) == {ANI: (FAILURE, day(date(2021, 1, 5)))}


def test_a_move_that_a_given_transfers_table_does_not_list_is_none(two_moves):
    two_moves.add("transfers", nip=BUDI, to_position_id="P2", effective_on="2020-01-01")
    assert codes(load(two_moves, report())) == ["reported_outcome_unmatched"]


def test_an_outcome_from_after_the_records_waits_for_newer_ones(source):
    result = load(source, report(known=LATER))
    assert codes(result) == ["reported_outcome_to_come"]
    history = History(result.snapshot)
    assert not derive_moves(history, OutcomeDefinition()).known_before(history.day).any()


def test_what_is_said_of_a_report_names_the_day_in_both_languages(source):
    (problem,) = (p for p in load(source, report(BUDI)).warnings if p.code.startswith("reported"))
    assert BUDI in problem.message("id")
    assert "1 January 2020" in problem.message("en")
    assert problem.remedy("id") != problem.remedy("en")
