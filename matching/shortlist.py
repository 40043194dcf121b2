"""The straight way: gates, features and scores of one position to a lawful, explained list."""

from uuid import uuid4

from matching.answers import Shortlist, ShortlistRequest
from matching.contest import (
    brief_position,
    count_pool,
    open_contest,
    rank_chosen,
)
from matching.explaining.asks import list_asks, notice_asks
from matching.explaining.lineup import line_up_ranked
from matching.explaining.shown import show_rows
from matching.explaining.stability import add_stability, measure_stability, rehearse
from matching.explaining.unknown_facts import notice_unknown
from matching.fairness.balance import balance_field
from matching.fairness.reranking_words import notices_of_balance, tell_balance
from matching.matcher import Matcher
from matching.notices import list_notices
from matching.wishes import hash_state
from wording import Language


def build_shortlist(matcher: Matcher, request: ShortlistRequest, language: Language) -> Shortlist:
    """Return the `size` best eligible people for a position, each with facts and reasons.

    Raises UnknownPositionError, UnknownAgencyError, UnknownAttributeError,
    LaterThanSnapshotError, NoModelError.
    """
    dates = matcher.date(request.as_of, request.effective_on)
    contest = open_contest(matcher, request.position_id, dates)
    field = rank_chosen(contest, request)
    balance = balance_field(field, request.size, request.balance) if request.balance else None
    top = field.top(request.size) if balance is None else balance.places
    lineup = line_up_ranked(field, top, language)
    shown = show_rows(lineup, range(1, len(top) + 1))
    rehearsal = rehearse(field, request.size, None if balance is None else top)
    pool = count_pool(contest)
    return Shortlist(
        id=uuid4().hex,
        position=brief_position(matcher, contest.position, dates.day),
        purpose=contest.purpose,
        as_of=dates.as_of,
        effective_on=dates.effective_on,
        snapshot_id=matcher.history.snapshot.snapshot_id,
        model_version=matcher.bundle.model_version,
        policy_version=matcher.policy.version,
        software_version=matcher.software_version,
        state_id=hash_state(matcher, contest.position, dates, shown, request.willing_only),
        basis=matcher.bundle.basis,
        notices=(
            *list_notices(contest, pool, language, request, field),
            *notice_unknown(field, language),
            *notices_of_balance(balance, language),
            *notice_asks(rehearsal, language),
        ),
        pool=pool,
        candidates=add_stability(shown, measure_stability(rehearsal, lineup.rows, language)),
        asks=list_asks(rehearsal, request, language),
        reranking=None if balance is None else tell_balance(balance, language),
    )
