"""Reads the public answer; the API, the page and the publication show this one object."""

from dataclasses import replace

from planning.publication.answers import PublicMove, Transparency
from planning.publication.publish import publish
from rules.policy import load_policy
from serving.database.connection import Database
from serving.listing import cut
from serving.settings import Settings
from serving.transparency.queries import find_inaugurated
from wording import Language

MADE_UP = "made_up"


def read_public(
    settings: Settings, database: Database, made_up: bool, language: Language
) -> Transparency:
    """Return everything public. It needs neither records nor a model; raises PolicyError.

    `made_up` tells whether the records that serve are; plans over made-up records say so too.
    """
    least = load_policy(settings.policy).fairness.least_group
    with database.read() as session:
        rounds = find_inaugurated(session)
    noticed = any(notice.code == MADE_UP for one in rounds for notice in one.plan.notices)
    return publish(rounds, least, made_up or noticed, language)


def cut_moves(answer: Transparency, limit: int, cursor: str | None) -> Transparency:
    """Return the answer with one piece of its moves. Raises BadCursorError."""

    def name(move: PublicMove) -> str:
        return move.id

    piece = cut(answer.items, name, limit, cursor)
    return replace(answer, items=piece.items, next_cursor=piece.next_cursor)
