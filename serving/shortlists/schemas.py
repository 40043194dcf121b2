"""What a request for a shortlist or a decision holds, and what is told of stored ones."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Annotated

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)

from matching.answers import Shortlist, ShortlistRequest
from serving.fields import Day, Flag, Sent, Whole, refuse_nip
from serving.overrides.reasons import Departure
from serving.shortlists.errors import UnreadableShortlistError
from snapshots.entered import NOTHING_READ, Mark
from wording import Language

MOST_CANDIDATES = 200
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,64}$"), AfterValidator(refuse_nip)]
"""A reason of a list of one's own or of the overrides; the audit keeps it for ever."""
Reason = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=2000),
    AfterValidator(refuse_nip),
]
"""Why somebody was chosen, in words: the audit is worth nothing where it is blank."""
_SHORTLIST = TypeAdapter(Shortlist)
_REQUEST = TypeAdapter(ShortlistRequest)


class ShortlistBody(Sent):
    """A request for a shortlist; dates default to the date of the records."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    position_id: str = Field(min_length=1, max_length=255)
    size: Whole = Field(default=10, ge=1, le=MOST_CANDIDATES)
    as_of: Day | None = Field(default=None, description="facts as known on this day")
    effective_on: Day | None = Field(default=None, description="TMT; default: as_of")
    include_undetermined: Flag = False
    willing_only: Flag = False
    only_agencies: tuple[str, ...] = ()
    exclude_agencies: tuple[str, ...] = ()
    balance: str | None = Field(
        default=None,
        min_length=1,
        max_length=255,
        description="attribute whose groups keep their share of the eligible; default: none",
    )

    def to_request(self) -> ShortlistRequest:
        """Return the request as the rooms below know it."""
        return ShortlistRequest(**self.model_dump())


class DecisionBody(Sent):
    """The planner's choice: a person on the list or not, never an ineligible one; null = open.

    Whoever chooses anybody but the first, or nobody although somebody stood on the list, names a
    reason of the list of overrides (`serving.overrides.reasons`) and explains it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    person_id: str | None = Field(max_length=64)
    reason_code: Code
    reason: Reason


@dataclass(frozen=True)
class Decision:
    """A decision as it was made; `on_list` tells whether the person stood on the list.

    `departure` tells how it departs from the list, None where it follows it.
    """

    shortlist_id: str
    person_id: str | None
    on_list: bool
    reason_code: str
    reason: str
    decided_at: datetime
    departure: Departure | None = None


@dataclass(frozen=True)
class ShortlistBrief:
    """One line of the list of stored shortlists."""

    id: str
    created_at: datetime
    position_id: str
    title: str
    agency: str
    as_of: date
    effective_on: date
    candidates: int
    decision: Decision | None


@dataclass(frozen=True)
class StoredShortlist:
    """A list as it was made: `answer` holds the bytes that were sent, in `language`.

    `read` is how far wishes and letters entered beside the records had been read.
    """

    id: str
    created_at: datetime
    language: Language
    asked: dict[str, object]
    answer: bytes
    decision: Decision | None = None
    read: Mark = NOTHING_READ

    @cached_property
    def shortlist(self) -> Shortlist:
        """The answer read back. Raises UnreadableShortlistError."""
        try:
            return _SHORTLIST.validate_json(self.answer)
        except ValidationError:
            raise UnreadableShortlistError(self.id) from None

    @cached_property
    def ranked(self) -> tuple[str, ...]:
        """The person_ids of the list, best first. Raises UnreadableShortlistError."""
        return tuple(candidate.person_id for candidate in self.shortlist.candidates)

    @cached_property
    def request(self) -> ShortlistRequest:
        """What was asked. Raises UnreadableShortlistError."""
        try:
            return _REQUEST.validate_python(self.asked)
        except ValidationError:
            raise UnreadableShortlistError(self.id) from None
