"""What people are searched by."""

from pydantic import BaseModel, ConfigDict, Field


class PeopleSearch(BaseModel):
    """Every condition given must hold; none given finds everybody."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    nip: str | None = Field(default=None, max_length=64, description="the whole NIP")
    q: str | None = Field(default=None, max_length=200, description="words of the name")
    competency_id: str | None = Field(default=None, max_length=255)
    min_level: int | None = Field(default=None, ge=0, le=5)
    agency_id: str | None = Field(default=None, max_length=255)
