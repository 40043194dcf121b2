"""Makes, keeps, finds and decides shortlists; the API, the pages and the terminal all come here."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from matching.answers import Shortlist, ShortlistRequest
from matching.contest import open_contest
from matching.matcher import Dates, Matcher
from matching.plain import to_json, to_plain
from matching.shortlist import build_shortlist
from rules.gates import GATES
from rules.results import FAIL
from serving.access.recusal import check_choice
from serving.audit.refusals import telling_refusals
from serving.audit.service import Actor, Event, Facts, record_event
from serving.database.connection import Database
from serving.database.tables import DecisionRow, ShortlistRow
from serving.errors import (
    AlreadyDecidedError,
    IneligibleChoiceError,
    UnknownShortlistError,
)
from serving.overrides.checking import check_reason
from serving.overrides.reasons import find_departure
from serving.repeats import Repeat, find_made, keep_made
from serving.shortlists.queries import find_shortlist, read_decision
from serving.shortlists.schemas import Decision, DecisionBody, StoredShortlist
from snapshots.entered import Mark
from wording import Language


def make_shortlist(
    matcher: Matcher,
    database: Database,
    request: ShortlistRequest,
    language: Language,
    actor: Actor,
    repeat: Repeat | None = None,
) -> StoredShortlist:
    """Build a list and keep it with its audit event; a known key gives its list again, a look.

    Raises what `build_shortlist` raises, and ReusedKeyError.
    """
    with database.read() as session:
        known = find_made(session, repeat)
    if known:
        with database.write() as session:
            return _give_again(session, known, actor)
    made = build_shortlist(matcher, request, language)
    with database.write() as session:
        if known := find_made(session, repeat):  # came at the same time: the first one holds
            return _give_again(session, known, actor)
        read = matcher.history.entered.mark
        stored = record_shortlist(session, request, made, language, actor, read)
        keep_made(session, repeat, stored.id)
    return stored


def _give_again(session: Session, shortlist_id: str, actor: Actor) -> StoredShortlist:
    record_event(session, Event.LIST_SEEN, shortlist_id, actor, {"repeated": True})
    return load_shortlist(session, shortlist_id)


def _tell_again(session: Session, shortlist_id: str, actor: Actor) -> Decision:
    record_event(session, Event.LIST_SEEN, shortlist_id, actor, {"repeated": True})
    return read_decision(session.get_one(DecisionRow, shortlist_id))


def record_shortlist(
    session: Session,
    request: ShortlistRequest,
    made: Shortlist,
    language: Language,
    actor: Actor,
    read: Mark,
) -> StoredShortlist:
    """Keep a list as it was made, with its audit event, in the session's transaction.

    `read` is how far the entries beside the records had been read when it was made.
    """
    stored = StoredShortlist(
        made.id, datetime.now(UTC), language, to_plain(request), to_json(made).encode(), read=read
    )
    session.add(
        ShortlistRow(
            id=stored.id,
            created_at=stored.created_at,
            language=language,
            request=stored.asked,
            answer=stored.answer,
            position_id=made.position.position_id,
            title=made.position.title,
            agency=made.position.agency,
            candidates=len(made.candidates),
            as_of=made.as_of,
            effective_on=made.effective_on,
            snapshot_id=made.snapshot_id,
            model_version=made.model_version,
            policy_version=made.policy_version,
            software_version=made.software_version,
            state_id=made.state_id,
            wishes_through=read.wishes,
            letters_through=read.letters,
        )
    )
    session.flush()
    facts: Facts = {"position_id": made.position.position_id, "candidates": len(made.candidates)}
    record_event(session, Event.SHORTLIST_MADE, made.id, actor, facts)
    return stored


def load_shortlist(session: Session, shortlist_id: str) -> StoredShortlist:
    """Return a stored list; UnknownShortlistError where there is none."""
    found = find_shortlist(session, shortlist_id)
    if found is None:
        raise UnknownShortlistError(shortlist_id)
    return found


def decide(
    matcher: Matcher,
    database: Database,
    shortlist_id: str,
    choice: DecisionBody,
    actor: Actor,
    repeat: Repeat | None = None,
) -> Decision:
    """Keep the planner's choice from a list; who is not on it is judged, and never ineligible.

    A known key gives its decision again, a look. Raises OwnChoiceError for the choice of oneself or
    declared kin, UnknownShortlistError, AlreadyDecidedError, UnknownPersonError,
    IneligibleChoiceError, ReusedKeyError, and where the choice departs from the list
    UnlistedReasonError and ShortReasonError.
    """
    with database.read() as session:
        known = find_made(session, repeat)
        if not known:
            stored = _load_open(session, shortlist_id)
    if known:
        with database.write() as session:
            return _tell_again(session, shortlist_id, actor)
    if choice.person_id is not None:
        check_choice(matcher, actor.person_id, matcher.person_by_id(choice.person_id))
        with telling_refusals(database, actor):
            _check_eligible(matcher, stored, choice.person_id)
    if departure := find_departure(stored.ranked, choice.person_id):
        check_reason(departure, choice.reason_code, choice.reason)
    with database.write() as session:
        if find_made(session, repeat):
            return _tell_again(session, shortlist_id, actor)
        session.get(ShortlistRow, shortlist_id, with_for_update=True)
        stored = _load_open(session, shortlist_id)  # others could decide while this was judged
        row = _decision_row(stored, choice)
        session.add(row)
        facts: Facts = {
            "person_id": choice.person_id,
            "on_list": row.on_list,
            "reason_code": choice.reason_code,
            "departure": row.departure,
        }
        record_event(session, Event.SHORTLIST_DECIDED, shortlist_id, actor, facts)
        keep_made(session, repeat, shortlist_id)
    return read_decision(row)


def _load_open(session: Session, shortlist_id: str) -> StoredShortlist:
    stored = load_shortlist(session, shortlist_id)
    if stored.decision is not None:
        raise AlreadyDecidedError(shortlist_id)
    return stored


def _check_eligible(matcher: Matcher, stored: StoredShortlist, person_id: str) -> None:
    """Judge the chosen one by the records of today; by the list's own date where they are its."""
    made, person = stored.shortlist, matcher.person_by_id(person_id)
    now = matcher.history.snapshot
    as_of = made.as_of if now.snapshot_id == made.snapshot_id else now.as_of
    dates = Dates(as_of, max(made.effective_on, as_of))
    contest = open_contest(matcher, made.position.position_id, dates)
    if contest.verdict(person) == "ineligible":
        results = zip(GATES, contest.verdicts.results[person], strict=True)
        raise IneligibleChoiceError(
            person_id, tuple(rule for rule, result in results if result == FAIL)
        )


def _decision_row(stored: StoredShortlist, choice: DecisionBody) -> DecisionRow:
    return DecisionRow(
        shortlist_id=stored.id,
        person_id=choice.person_id,
        on_list=choice.person_id in stored.ranked,
        departure=find_departure(stored.ranked, choice.person_id),
        reason_code=choice.reason_code,
        reason=choice.reason,
        decided_at=datetime.now(UTC),
    )
