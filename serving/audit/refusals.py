"""Tells the audit of refusals that show something: who it is that does not meet which rules."""

from collections.abc import Iterator
from contextlib import contextmanager

from planning.errors import UnlawfulPinError
from serving.audit.service import Actor, Event, Facts, record_event
from serving.database.connection import Database
from serving.errors import IneligibleChoiceError


@contextmanager
def telling_refusals(database: Database, actor: Actor) -> Iterator[None]:
    """Tell of whom a refusal inside shows why a post is closed to them, and pass it on."""
    try:
        yield
    except IneligibleChoiceError as refusal:
        _tell(database, actor, refusal.person, {})
        raise
    except UnlawfulPinError as refusal:
        _tell(database, actor, refusal.person_id, {"position_id": refusal.position_id})
        raise


def _tell(database: Database, actor: Actor, person_id: str, facts: Facts) -> None:
    with database.write() as session:
        record_event(session, Event.PERSON_SEEN, person_id, actor, {**facts, "refused": True})
