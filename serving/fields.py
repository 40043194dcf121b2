"""Types of what requests hold, read without guessing: a text is no number, an instant is no day."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field, WithJsonSchema, field_validator
from pydantic_core import PydanticCustomError

from snapshots.nips import holds_nip

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""Signs that no paper could show, and no database keeps; what ends a line is none of them."""
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
BlankText = Annotated[Annotated[str, Field(max_length=255)] | None, BLANK]
"""A text of an address that a form may leave empty."""
BlankFlag = Annotated[
    bool | None,
    BLANK,
    WithJsonSchema({"anyOf": [{"type": "boolean"}, {"const": ""}]}),
]
"""True or false of an address that a form may leave empty."""
Revision = Annotated[int, Field(ge=1, le=2**31 - 1)]
"""The number of a revision, as far as any database counts."""
Whole = Annotated[int, Field(strict=True)]
"""A whole number of a JSON body: neither "3" nor 2.0 nor true."""
Flag = Annotated[bool, Field(strict=True)]
"""True or false of a JSON body: neither "yes" nor 1."""


def refuse_nip(sent: str | None) -> str | None:
    """Let a text pass that holds no NIP: it goes where none may stand."""
    if sent is not None and holds_nip(sent):
        raise PydanticCustomError("holds_a_nip", "a text with a NIP in it")
    return sent


def clean_text(sent: Any) -> Any:
    """Trim a text; a blank one is none."""
    return (sent.strip() or None) if isinstance(sent, str) else sent


class Sent(BaseModel):
    """A form or the body of a request: no text in it, however deep, holds a control character."""

    @field_validator("*", mode="before")
    @classmethod
    def refuse_control_characters(cls, sent: Any) -> Any:
        """Let a field pass whose texts can be shown and kept."""
        if _holds_control(sent):
            raise PydanticCustomError("string_pattern", "a text with control characters")
        return sent


def _holds_control(sent: Any) -> bool:
    waiting = [sent]
    while waiting:
        match waiting.pop():
            case str(text):
                if _CONTROL.search(text):
                    return True
            case dict(fields):
                waiting += [*fields, *fields.values()]
            case list(items):
                waiting += items
    return False
