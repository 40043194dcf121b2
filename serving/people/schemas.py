"""What people are searched by."""

from pydantic import ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from serving.fields import Sent, Whole


class PeopleSearch(Sent):
    """Every condition given must hold; none given finds everybody."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    nip: str | None = Field(default=None, max_length=64, description="the whole NIP")
    q: str | None = Field(default=None, max_length=200, description="words of the name")
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
