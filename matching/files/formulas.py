"""Keeps a spreadsheet from taking a text of a CSV file for a formula."""

import re

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
SIGNED = re.compile(r"[-+][\d.,]*")


def disarm(text: str) -> str:
    """Quote a text that a spreadsheet would take for a formula; a signed number is none."""
    armed = text.startswith(FORMULA_STARTS) and not SIGNED.fullmatch(text)
    return f"'{text}" if armed else text
