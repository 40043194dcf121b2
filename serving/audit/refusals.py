"""Tells the audit of refusals that show something of somebody: failed rules, an outcome."""

from collections.abc import Iterator
from contextlib import contextmanager

from planning.errors import UnlawfulPinError
from serving.audit.service import Actor, Event, Facts, record_event
from serving.database.connection import Database
from serving.errors import AlreadyReportedError, IneligibleChoiceError


@contextmanager
def telling_refusals(database: Database, actor: Actor) -> Iterator[None]:
    """Tell of whom a refusal inside shows why a post is closed, or an outcome, and pass it on."""
    try:
        yield
    except IneligibleChoiceError as refusal:
        _tell(database, actor, refusal.person, {})
        raise
    except UnlawfulPinError as refusal:
        _tell(database, actor, refusal.person_id, {"position_id": refusal.position_id})
        raise
    except AlreadyReportedError as refusal:
        _tell(database, actor, refusal.person_id, {"to_position_id": refusal.to_position_id})
        raise


def _tell(database: Database, actor: Actor, person_id: str, facts: Facts) -> None:
    with database.write() as session:
        record_event(session, Event.PERSON_SEEN, person_id, actor, {**facts, "refused": True})
