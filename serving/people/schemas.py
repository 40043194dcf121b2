"""What people are searched by."""

from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from serving.fields import Sent, Whole, clean_text


def _close_up(nip: Any) -> Any:
    """Return a NIP without the blanks with which lists of the state print it."""
    return "".join(nip.split()) if isinstance(nip, str) else nip


class PeopleSearch(Sent):
    """Every condition given must hold; none given finds everybody."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    nip: Annotated[str | None, BeforeValidator(_close_up)] = Field(
        default=None, max_length=64, description="the whole NIP; blanks in it do not count"
    )
    q: Annotated[str | None, BeforeValidator(clean_text)] = Field(
        default=None, max_length=200, description="words of the name"
    )
    competency_id: str | None = Field(default=None, max_length=255)
    min_level: Whole | None = Field(default=None, ge=0, le=5, description="of competency_id")
    agency_id: str | None = Field(default=None, max_length=255)

    @field_validator("min_level")
    @classmethod
    def check_competency(cls, level: int | None, others: ValidationInfo) -> int | None:
        """Refuse a level that says of nothing; `competency_id` is read before it."""
        if level is not None and others.data.get("competency_id", "") is None:
            raise PydanticCustomError(
                "needs", "a level of no competency", {"expected": "competency_id"}
            )
        return level
