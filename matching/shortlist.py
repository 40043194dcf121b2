"""The straight way: gates, features and scores of one position to a lawful, explained list."""

from uuid import uuid4

from matching.answers import Candidate, Shortlist, ShortlistRequest
from matching.contest import (
    Contest,
    brief_position,
    count_pool,
    open_contest,
    rank_chosen,
)
from matching.explaining.asks import list_asks
from matching.explaining.shown import show_rows
from matching.explaining.stability import add_stability, measure_stability, rehearse
from matching.explaining.unknown_facts import notice_unknown
from matching.fairness.balance import balance_field
from matching.fairness.reranking_words import notices_of_balance, tell_balance
from matching.matcher import Matcher
from matching.notices import list_notices
from matching.wishes import find_consents, hash_state
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
    shown = show_rows(contest, field.rows[top], field.matrix[top], range(1, len(top) + 1), language)
    rehearsal = rehearse(contest, field, request.size)
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
        state_id=state_of(contest, shown),
        basis=matcher.bundle.basis,
        notices=(
            *list_notices(contest, pool, language, request, field),
            *notice_unknown(field, language),
            *notices_of_balance(balance, language),
        ),
        pool=pool,
        candidates=add_stability(shown, field.rows[top], measure_stability(rehearsal, language)),
        asks=list_asks(rehearsal, request, language),
        reranking=None if balance is None else tell_balance(balance, language),
    )


def state_of(contest: Contest, shown: tuple[Candidate, ...]) -> str:
    """Return the hash of the consents and preferences that an answer shows."""
    consents = find_consents(
        contest.matcher.history,
        contest.position,
        [one.nip for one in shown],
        contest.dates.day,
        contest.dates.effective_day,
    )
    return hash_state(consents, [[one.person_id, one.preference] for one in shown])
