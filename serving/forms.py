"""Forms of the pages: an empty field is nothing, and every form carries the reader's token."""

from typing import Any

from pydantic import ConfigDict, Field, model_validator

from serving.fields import Sent


class PageForm(Sent):
    """A form as a browser sends it."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    form_token: str = Field(max_length=200)

    @model_validator(mode="before")
    @classmethod
    def drop_empty_fields(cls, sent: Any) -> Any:
        """Leave out what was not filled in, so that defaults hold."""
        if not isinstance(sent, dict):
            return sent
        return {name: value for name, value in sent.items() if value not in ("", [], None)}
