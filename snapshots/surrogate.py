"""Surrogate keys: a person's id that tells nothing, and ties broken by nobody's will.

Both are keyed hashes with a secret of the installation. The NIP carries birth date and sex; models,
logs, metrics and addresses see `person_id` in its place.
"""

import hashlib
import hmac
import os
import secrets
import uuid
from collections.abc import Iterable
from pathlib import Path

FILE_NAME = "secret"
SECRET_BYTES = 32
ID_DIGITS = 20


class DamagedSecretError(Exception):
    """The installation's secret is not what Padan wrote; `path` names the file."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} does not hold a secret")
        self.path = path


def load_secret(home: Path) -> bytes:
    """Return the installation's secret from `home`, made at first use, readable by its owner alone.

    Of two processes that make it at once, both get the one that was first. Raises
    DamagedSecretError: a new secret would give everybody a new id.
    """
    path = home / FILE_NAME
    if not path.exists():
        _make_secret(path)
    try:
        secret = bytes.fromhex(path.read_text(encoding="ascii"))
    except ValueError as error:
        raise DamagedSecretError(path) from error
    if len(secret) != SECRET_BYTES:
        raise DamagedSecretError(path)
    return secret


def _make_secret(path: Path) -> None:
    """Write a secret beside its place and link it there, which fails where one is by now."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}-{uuid.uuid4().hex}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(SECRET_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(fresh)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


def person_id(secret: bytes, nip: str) -> str:
    """Return the id of a person: 20 hexadecimal digits that only this installation can tell."""
    return hmac.new(secret, b"person\0" + nip.encode(), hashlib.sha256).hexdigest()[:ID_DIGITS]


def find_nips(secret: bytes, nips: Iterable[str]) -> dict[str, str]:
    """Return the NIP behind the id of each of these people."""
    return {person_id(secret, nip): nip for nip in nips}


def tie_break(secret: bytes, position_id: str, nip: str) -> int:
    """Return a number that orders people of equal score for a position and favours nobody."""
    text = f"tie\0{position_id}\0{nip}".encode()
    return int.from_bytes(hmac.digest(secret, text, "sha256")[:8], "big") >> 1


def move_id(secret: bytes, plan_id: str, position_id: str, nip: str) -> str:
    """Return the id of a planned move: 16 hexadecimal digits, the same over a plan's revisions."""
    text = f"move\0{plan_id}\0{position_id}\0{nip}".encode()
    return hmac.new(secret, text, hashlib.sha256).hexdigest()[:16]
