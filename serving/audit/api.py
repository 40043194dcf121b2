"""The audit over HTTP: its events, and the head that is kept elsewhere."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from serving.access.admission import needs
from serving.access.rights import Right
from serving.answering import answer_json
from serving.audit.queries import list_audit
from serving.audit.schemas import AuditEvent, AuditFilter
from serving.audit.service import Event
from serving.audit.verifying import Head, read_head
from serving.listing import Cursor, Limit, Listing
from serving.problems import refusals
from serving.wiring import DatabaseNow, Reader

router = APIRouter(prefix="/v1/audit", tags=["audit"])


@router.get("", response_model=Listing[AuditEvent], responses=refusals())
@needs(Right.AUDIT, tells=Event.AUDIT_SEEN)
def read(
    asked: Annotated[AuditFilter, Depends()],
    database: DatabaseNow,
    language: Reader,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """List what happened, the newest first: who saw, made, decided, signed in or took away what."""
    with database.read() as session:
        found = list_audit(session, asked, language, limit, cursor)
    return answer_json(found, language)


@router.get("/head", response_model=Head, responses=refusals())
@needs(Right.AUDIT, tells=Event.AUDIT_SEEN)
def head(database: DatabaseNow, language: Reader) -> Response:
    """Return the end of the chain: keep it elsewhere, so that a cut or rewritten audit shows.

    `padan verify-audit --head` checks the audit against it.
    """
    with database.read() as session:
        found = read_head(session)
    return answer_json(found, language)
