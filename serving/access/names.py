"""What people and portals may be called: names that tell nobody's NIP and are told apart."""

import unicodedata

from serving.access.errors import UnfitAccountNameError
from snapshots.nips import holds_nip

MOST = 64


def check_name(name: str) -> str:
    """Return a name with single blanks; UnfitAccountNameError where it cannot be one.

    It stands in the audit and on pages, where a NIP would tell birth date and sex, and letters of
    other alphabets would make two names look like one.
    """
    tidy = " ".join(unicodedata.normalize("NFKC", name).split())
    fits = 0 < len(tidy) <= MOST and len(to_key(tidy)) <= MOST
    if not fits or not tidy.isascii() or not tidy.isprintable() or holds_nip(tidy):
        raise UnfitAccountNameError(most=MOST)
    return tidy


def to_key(name: str) -> str:
    """Return what tells names apart: "Ani  Contoh " and "ani contoh" are one."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
