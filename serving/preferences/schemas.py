"""What a wish holds when it comes in, and what is told of somebody's wishes."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field

from matching.answers import Preference
from serving.fields import Flag, Sent, clean_text, refuse_nip

MOST_NOTED = 500
Id = Annotated[str | None, Field(max_length=255), BeforeValidator(clean_text)]
Note = Annotated[
    str | None,
    Field(max_length=MOST_NOTED),
    BeforeValidator(clean_text),
    AfterValidator(refuse_nip),
]


class PreferenceBody(Sent):
    """What somebody says of moving, as a whole: what is null or left out is said no more."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    willing: Flag | None = Field(default=None, description="whether they would move at all")
    wanted_agency_id: Id = Field(default=None, description="an agency they would like to work in")
    wanted_position_id: Id = Field(default=None, description="a position they would like to have")
    wanted_job_family: Id = Field(default=None, description="a job family of the records")
    note: Note = Field(default=None, description="in their own words; planners read it")


@dataclass(frozen=True)
class Statement:
    """What was said once: in the records, or entered, then with the instant and by whom.

    `agency` and `position` are names, None where the records do not know the id.
    """

    said_on: date
    source: Literal["records", "entered"]
    entered_at: datetime | None
    entered_by: str | None
    willing: bool | None
    wanted_agency_id: str | None
    agency: str | None
    wanted_position_id: str | None
    position: str | None
    wanted_job_family: str | None
    note: str | None


@dataclass(frozen=True)
class PreferenceAnswer:
    """What holds of somebody's wishes on the records' own date (None: nothing was said).

    `history` are all that were said and known on it, the one that holds first.
    """

    person_id: str
    as_of: date
    snapshot_id: str
    preference: Preference
    in_force: Statement | None
    history: tuple[Statement, ...]
