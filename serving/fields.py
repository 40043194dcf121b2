"""Types of what requests hold, read without guessing: a text is no number, an instant is no day."""

import re
import unicodedata
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

NIP = re.compile(r"(?:\d[ .-]?){17}\d")
"""What looks like a NIP, however it is written."""
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _refuse_other_than_day(sent: Any) -> Any:
    """Let a day written YYYY-MM-DD pass; numbers and instants would be taken for days too."""
    if not isinstance(sent, str) or not _ISO_DAY.fullmatch(sent):
        raise PydanticCustomError("date_form", "not a day written YYYY-MM-DD")
    return sent


Day = Annotated[date, BeforeValidator(_refuse_other_than_day)]
"""A calendar day, written YYYY-MM-DD."""
BLANK = BeforeValidator(lambda sent: sent or None)
"""What a form leaves empty asks nothing."""
BlankDay = Annotated[
    Day | None,
    BLANK,
    WithJsonSchema({"anyOf": [{"type": "string", "format": "date"}, {"const": ""}]}),
]
"""A day of an address that a form may leave empty."""
Revision = Annotated[int, Field(ge=1, le=2**31 - 1)]
"""The number of a revision, as far as any database counts."""
Whole = Annotated[int, Field(strict=True)]
"""A whole number of a JSON body: neither "3" nor 2.0 nor true."""
Flag = Annotated[bool, Field(strict=True)]
"""True or false of a JSON body: neither "yes" nor 1."""


def hide_nips(text: str) -> str:
    """Return a text with a mark in the place of every NIP."""
    return NIP.sub("…", text)


def refuse_nip(sent: str | None) -> str | None:
    """Let a text pass that holds no NIP: it goes where none may stand."""
    if sent is not None and NIP.search(sent):
        raise PydanticCustomError("holds_a_nip", "a text with a NIP in it")
    return sent


def clean_text(sent: Any) -> Any:
    """Trim a text; a blank one is none. What no paper could show is refused, and kept nowhere."""
    if not isinstance(sent, str):
        return sent
    text = sent.strip()
    if any(unicodedata.category(sign) == "Cc" and sign not in "\n\r\t" for sign in text):
        raise PydanticCustomError("string_pattern", "a text with control characters")
    return text or None
