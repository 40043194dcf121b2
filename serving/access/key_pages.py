"""The administrator's page of portals' keys: what each may do and until when; a new one, once."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Form, Response
from fastapi.responses import RedirectResponse

from serving.access.admission import needs
from serving.access.errors import AccessError
from serving.access.forms import KeyForm
from serving.access.granting import read_agencies
from serving.access.keys import (
    MOST_DAYS,
    MOST_LIVE,
    grant_key,
    is_live,
    list_keys,
    revoke_key,
)
from serving.access.names import MOST
from serving.access.rights import GRANTABLE, Right
from serving.access.user_pages import REFUSALS, OnDesk
from serving.forms import PageForm
from serving.wiring import Pages

router = APIRouter(prefix="/keys")
SCOPES = tuple(right.value for right in Right if right in GRANTABLE)


@router.get("")
@needs(Right.ACCOUNTS)
def show_keys(desk: OnDesk) -> Response:
    """Show all keys."""
    return _show(desk)


@router.post("")
@needs(Right.ACCOUNTS)
def make_key(form: Annotated[KeyForm, Form()], desk: OnDesk, pages: Pages) -> Response:
    """Make a key and show it, this once."""
    desk.check(form)
    try:
        agencies = read_agencies(form.agencies, desk.matcher)
        actor = pages.caller.actor
        with desk.database.write() as session:
            key = grant_key(session, form.client, form.scopes, actor, form.days, agencies)
    except REFUSALS as error:
        return _show(desk, form, error)
    return pages.show("key_made.html", client=form.client, key=key)


@router.post("/{key_id}/revoke")
@needs(Right.ACCOUNTS)
def revoke(key_id: str, form: Annotated[PageForm, Form()], desk: OnDesk, pages: Pages) -> Response:
    """Let a key open nothing any more."""
    desk.check(form)
    try:
        with desk.database.write() as session:
            revoke_key(session, key_id, pages.caller.actor)
    except AccessError as error:
        return _show(desk, error=error)
    return RedirectResponse("/keys", 303)


def _show(desk: OnDesk, form: KeyForm | None = None, error: Exception | None = None) -> Response:
    now = datetime.now(UTC)
    with desk.database.read() as session:
        keys = [(row, is_live(row, now)) for row in list_keys(session)]
    return desk.show(
        "keys.html",
        error,
        keys=keys,
        sent=form or KeyForm.model_construct(),
        scopes=SCOPES,
        most=MOST,
        most_days=MOST_DAYS,
        most_live=MOST_LIVE,
    )
