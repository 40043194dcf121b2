"""Requests that may come twice: what one made is kept by its key, and given again.

A client that got no answer sends the request again with the same `Idempotency-Key`. The key counts
for that client and that route alone; its body must be the same. What is kept is a keyed hash of the
body, from which no NIP can be guessed, and the id of what was made, for some time.
"""

import hashlib
import hmac
import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from starlette.datastructures import FormData, UploadFile

from serving.database.locks import hold
from serving.database.tables import MadeRow
from serving.errors import ReusedKeyError

KEPT = timedelta(days=14)
"""How long a key counts: nobody sends a request again after that."""
NAMELESS = ""
"""The client of keys that came before clients had names (0.3.0); of these the body is not known.
None counts any more two weeks after the upgrade."""


@dataclass(frozen=True)
class Repeat:
    """A request with its key: `client` and `route` say whose and of what, `body` is a hash."""

    client: str
    route: str
    key: str
    body: str


def hash_request(secret: bytes, address: str, body: bytes) -> str:
    """Return the keyed hash of what is asked; the order of fields and blanks do not count."""
    with suppress(ValueError):  # what is no JSON is taken as it is
        body = json.dumps(json.loads(body), sort_keys=True).encode()
    return hmac.new(secret, address.encode() + b"\n" + body, hashlib.sha256).hexdigest()


def digest_form(form: FormData) -> bytes:
    """Return a form's fields, and the digests of its files, as the body that a hash is made of.

    As it was sent it would not do: what parts its fields is drawn anew each time.
    """
    fields = [(name, _digest(sent)) for name, sent in form.multi_items()]
    return json.dumps(sorted(fields)).encode()


def _digest(sent: str | UploadFile) -> tuple[str, str]:
    if isinstance(sent, str):
        return "", sent
    digest = hashlib.file_digest(sent.file, hashlib.sha256)  # type: ignore[arg-type]
    sent.file.seek(0)
    return sent.filename or "", digest.hexdigest()


def find_made(session: Session, repeat: Repeat | None) -> str | None:
    """Return the id of what a request made when it came before; None where it is new.

    Until the transaction ends nobody else is told that the same request is new. Raises
    ReusedKeyError where the key came with another body.
    """
    if repeat is None:
        return None
    hold(session, _number(repeat))
    asked = select(MadeRow).where(
        MadeRow.client.in_((repeat.client, NAMELESS)),
        MadeRow.route == repeat.route,
        MadeRow.key == repeat.key,
        MadeRow.created_at > datetime.now(UTC) - KEPT,
    )
    row = session.scalars(asked.order_by(MadeRow.client.desc())).first()
    if row is None:
        return None
    if row.client != NAMELESS and row.body != repeat.body:
        raise ReusedKeyError(repeat.key)
    return row.made


def keep_made(session: Session, repeat: Repeat | None, made: str) -> None:
    """Keep what a request made, in the transaction that makes it and has looked for it.

    It takes the place of the same key of long ago, and touches no other: whoever would wait here
    for a key that somebody else forgets could be waited for in turn.
    """
    if repeat is None:
        return
    own = {"client": repeat.client, "route": repeat.route, "key": repeat.key}
    session.execute(delete(MadeRow).filter_by(**own))
    session.add(MadeRow(**own, body=repeat.body, made=made, created_at=datetime.now(UTC)))
    session.flush()


def forget_old(session: Session, now: datetime) -> None:
    """Forget the keys that count no more."""
    session.execute(delete(MadeRow).where(MadeRow.created_at <= now - KEPT))


def _number(repeat: Repeat) -> int:
    """Return the number by which PostgreSQL locks a key: 64 bits with a sign."""
    whole = f"{repeat.client}\n{repeat.route}\n{repeat.key}"
    return int.from_bytes(hashlib.sha256(whole.encode()).digest()[:8], "big", signed=True)
