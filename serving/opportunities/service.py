"""Asks the matcher for a piece of the open posts for somebody whom a request names by person_id."""

from dataclasses import replace

from matching.opportunities import Opportunities, find_openings, tell_openings
from serving.access.scope import Scope
from serving.candidates.schemas import Span
from serving.listing import cut
from wording import Language


def find_opportunities(
    scope: Scope, person_id: str, span: Span, limit: int, cursor: str | None, language: Language
) -> Opportunities:
    """Return the open posts that follow the cursor, the best for the person first.

    Posts of every agency are told: a free seat is no secret within the city. A post that is wished
    for is told where it is free or seen. Raises UnknownPersonError, LaterThanSnapshotError,
    BadCursorError.
    """
    person = scope.person(person_id)
    dates = scope.matcher.date(span.as_of, span.effective_on)
    openings = find_openings(scope.matcher, person, dates)
    places = {position_id: place for place, position_id in enumerate(openings.ids())}
    piece = cut(tuple(places), str, limit, cursor)
    start = places[piece.items[0]] if piece.items else 0
    stop = start + len(piece.items)
    told = tell_openings(openings, start, stop, piece.next_cursor, language)
    return replace(told, wish=scope.tell_wish(told.wish))
