"""Says which version of the model serves, and tells the audit so."""

from models.registry import ModelRegistry
from serving.audit.service import Actor, Event, record_event
from serving.database.connection import Database


def promote_version(
    database: Database, registry: ModelRegistry, version: str, reason: str, actor: Actor
) -> None:
    """Let a version serve; that it serves already changes nothing and is not told.

    Raises UnknownModelError, MissingModelError, TamperedModelError, IncompatibleModelError: what
    does not load must not serve. UnfitReasonError where the reason holds a NIP.
    """
    registry.load(version)
    if version == registry.champion_version():
        return
    with database.write() as session:
        session.connection()  # where nothing can be told, nothing is changed
        registry.promote(version, reason)
        record_event(session, Event.MODEL_PROMOTED, version, actor, {"reason": reason})


def return_to_earlier(
    database: Database, registry: ModelRegistry, reason: str, actor: Actor
) -> str:
    """Let the version serve that served before, and return it.

    Raises NoEarlierChampionError, UnreadableEarlierError, UnfitReasonError.
    """
    with database.write() as session:
        session.connection()
        earlier = registry.rollback(reason)
        record_event(session, Event.MODEL_ROLLED_BACK, earlier, actor, {"reason": reason})
    return earlier
