"""Passwords: what is asked of them, how they are kept, and those that are used once.

They are kept as Argon2id hashes with RFC 9106's parameters for ordinary memory (64 MiB, 3 rounds).
Length is what makes a password hard to guess; beside it only the first guesses of anybody are
refused (NIST SP 800-63B, 5.1.1.2), and no mix of signs is asked.
"""

import math
import re
import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from serving.access.errors import (
    CrowdedError,
    LongPasswordError,
    ObviousPasswordError,
    ShortPasswordError,
)
from serving.access.names import to_key
from snapshots.nips import NIP

LEAST = 12
MOST = 200
LEAST_DIFFERENT = 5
"""Characters of a password that differ, at least: "aaaaaaaaaaaa" is guessed at once."""
OBVIOUS = re.compile(
    "(?:password|passwort|katasandi|sandi|rahasia|administrator|admin|padan|qwerty|qwertyuiop|asdf"
    "|asdfghjkl|zxcvbnm|bismillah|indonesia|merdeka|selamat|datang|sayang|welcome|letmein|iloveyou"
    "|abc|abcdefghijkl|kota|pemkot|bkpsdm|bkn|asn|pns|secret|default|changeme)+"
)
"""Words that anybody would try first, alone or one after another, whatever digits stand between."""
ROWS = (
    "0123456789" * 3,
    "9876543210" * 3,
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
)
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""Of a one-time password: none that is taken for another when read out or typed."""
GROUPS, GROUP = 4, 5
"""Twenty of thirty-two letters: 100 bits."""
ONE_TIME_DAYS = 7
"""How long a one-time password opens anything: it was read out, or lies on paper or in a file."""
MOST_AT_ONCE = 2
"""Passwords hashed at once: each takes 64 MiB, and more would only wait for the processors."""
TURN_SECONDS = 1.0
"""How long a password waits for its turn: the threads that wait are those that answer all else."""

hasher = PasswordHasher()
_turns = BoundedSemaphore(MOST_AT_ONCE)


@dataclass(frozen=True)
class OneTimePassword:
    """A password that must be replaced when it is used first; told once, kept as its hash."""

    password: str = field(repr=False)
    hash: str = field(repr=False)


def check_password(password: str, name: str) -> None:
    """Raise ShortPasswordError, LongPasswordError or ObviousPasswordError; `name` whose it is."""
    written = _normalise(password)
    if len(written) < LEAST:
        raise ShortPasswordError(least=LEAST)
    if len(written) > MOST:
        raise LongPasswordError(most=MOST)
    letters = _letters(written)
    plain = "".join(sign for sign in written.casefold() if sign.isalnum())
    guessed = (
        len(set(written)) < LEAST_DIFFERENT
        or (letters != "" and letters == _letters(name))
        or bool(NIP.fullmatch(plain))  # it stands on every letter that its owner receives
        or bool(OBVIOUS.fullmatch(letters))
        or (plain != "" and any(plain in row for row in ROWS))
    )
    if guessed:
        raise ObviousPasswordError


def hash_password(password: str) -> str:
    """Return what is kept of a password; CrowdedError where no turn comes to hash it."""
    with _turn():
        return hasher.hash(_normalise(password))


def is_password(password: str, kept: str | None) -> bool:
    """Tell whether a password is the one kept; without one it takes as long, and is not.

    CrowdedError where no turn comes to hash it.
    """
    decoy = _decoy()
    with _turn():
        try:
            hasher.verify(kept or decoy, _normalise(password))
        except (VerificationError, InvalidHashError):
            return False
    return kept is not None


def needs_new_hash(kept: str) -> bool:
    """Tell whether a password was hashed with other parameters than those of today."""
    return hasher.check_needs_rehash(kept)


def make_one_time_password() -> OneTimePassword:
    """Return a new one-time password: "k7fqh-…", in groups that can be read out."""
    drawn = ["".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS)]
    password = "-".join(drawn)
    return OneTimePassword(password, hash_password(password))


@contextmanager
def _turn() -> Iterator[None]:
    if not _turns.acquire(timeout=TURN_SECONDS):
        raise CrowdedError(math.ceil(TURN_SECONDS))
    try:
        yield
    finally:
        _turns.release()


@cache
def _decoy() -> str:
    """Return the hash of a password that nobody knows."""
    return hasher.hash(secrets.token_urlsafe())


def _normalise(password: str) -> str:
    """Write a password in one way, whichever keyboard put its accents together (NFKC)."""
    return unicodedata.normalize("NFKC", password)


def _letters(text: str) -> str:
    return "".join(sign for sign in to_key(text) if sign.isalpha())
