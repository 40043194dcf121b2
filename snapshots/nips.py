"""What a NIP looks like, however it is written: it tells birth date and sex, and goes nowhere."""

import re

NIP = re.compile(r"\d(?:[\s._/\\|\-\u2010-\u2015]{0,3}\d){17}")
"""Eighteen digits with whatever people write between them."""
PLAIN_NIP = re.compile(r"(?<!\d)\d{18}(?!\d)")
"""A NIP as it names a file: eighteen digits and no more."""


def holds_nip(text: str) -> bool:
    """Tell whether a text holds what may be a NIP."""
    return NIP.search(text) is not None


def hide_nips(text: str) -> str:
    """Return a text with a mark in the place of every NIP."""
    return NIP.sub("…", text)
