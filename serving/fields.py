"""Types of what requests hold, read without guessing: a text is no number, an instant is no day."""

import re
import unicodedata
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _refuse_other_than_day(sent: Any) -> Any:
    """Let a day written YYYY-MM-DD pass; numbers and instants would be taken for days too."""
    if not isinstance(sent, str) or not _ISO_DAY.fullmatch(sent):
        raise PydanticCustomError("date_form", "not a day written YYYY-MM-DD")
    return sent


Day = Annotated[date, BeforeValidator(_refuse_other_than_day)]
"""A calendar day, written YYYY-MM-DD."""
Whole = Annotated[int, Field(strict=True)]
"""A whole number of a JSON body: neither "3" nor 2.0 nor true."""
Flag = Annotated[bool, Field(strict=True)]
"""True or false of a JSON body: neither "yes" nor 1."""


def clean_text(sent: Any) -> Any:
    """Trim a text; a blank one is none. What no paper could show is refused, and kept nowhere."""
    if not isinstance(sent, str):
        return sent
    text = sent.strip()
    if any(unicodedata.category(sign) == "Cc" and sign not in "\n\r\t" for sign in text):
        raise PydanticCustomError("string_pattern", "a text with control characters")
    return text or None
