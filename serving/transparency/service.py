"""Reads the public answer; the API, the page and the publication show this one object."""

from dataclasses import replace
from threading import Lock

from planning.publication.answers import PublicMove, Transparency
from planning.publication.publish import publish
from rules.policy import load_policy
from serving.database.connection import Database
from serving.listing import cut
from serving.settings import Settings
from serving.transparency.queries import find_inaugurated, find_standing
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


class PublicAnswers:
    """Keeps the last public answer of each language, since whoever asks for it is unknown.

    Only a step of a move, its removal, the policy or the marking as made up changes it: a hundred
    requests between two steps read the plans once.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._lock = Lock()
        self._kept: dict[Language, tuple[tuple[tuple[int, int], int, bool], Transparency]] = {}

    def read(self, database: Database, made_up: bool, language: Language) -> Transparency:
        """Return what `read_public` returns."""
        least = load_policy(self.settings.policy).fairness.least_group
        with database.read() as session:
            state = (find_standing(session), least, made_up)
        with self._lock:
            known = self._kept.get(language)
            if known is None or known[0] != state:
                known = state, read_public(self.settings, database, made_up, language)
                self._kept[language] = known
        return known[1]


def cut_moves(answer: Transparency, limit: int, cursor: str | None) -> Transparency:
    """Return the answer with one piece of its moves. Raises BadCursorError."""

    def name(move: PublicMove) -> str:
        return move.id

    piece = cut(answer.items, name, limit, cursor)
    return replace(answer, items=piece.items, next_cursor=piece.next_cursor)
