"""Which decisions count as advice that was taken: choices from a list, never off it."""

from datetime import UTC, date, datetime

from serving.database.connection import open_database
from serving.database.tables import DecisionRow, ShortlistRow
from serving.shortlists.queries import list_advised

DECIDED = datetime(2025, 3, 10, 23, 30, tzinfo=UTC)


def stored(session, number, person_id, on_list=True):
    """Store a list for post P1 and the decision about it."""
    texts = dict.fromkeys(
        ("title", "agency", "snapshot_id", "model_version", "policy_version"), "made up"
    )
    session.add(
        ShortlistRow(
            id=f"list-{number}",
            created_at=DECIDED,
            language="en",
            request={},
            answer=b"{}",
            position_id="P1",
            candidates=1,
            as_of=DECIDED.date(),
            effective_on=DECIDED.date(),
            software_version="0",
            state_id="0",
            **texts,
        )
    )
    session.flush()
    session.add(
        DecisionRow(
            shortlist_id=f"list-{number}",
            person_id=person_id,
            on_list=on_list,
            reason_code="best",
            reason="made up",
            decided_at=DECIDED,
        )
    )


def test_a_choice_from_a_list_is_advice_and_no_other_decision_is(tmp_path):
    database = open_database(f"sqlite:///{tmp_path}/padan.db")
    with database.write() as session:
        stored(session, 1, "chosen")
        stored(session, 2, "elsewhere", on_list=False)
        stored(session, 3, None)
    with database.read() as session:
        told = list_advised(session)
    assert told == [("chosen", "P1", date(2025, 3, 11))], "the day of western Indonesia"
    database.close()
