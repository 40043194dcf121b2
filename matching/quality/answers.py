"""What is told of the quality of the records, for terminal, API and page alike."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from matching.answers import Notice
from matching.quality.doubts import Kind, Subject

Touch = Literal["eligibility", "unchecked", "ranking", "nothing"]
TOUCHES: tuple[Touch, ...] = ("eligibility", "unchecked", "ranking", "nothing")
EXAMPLES = 5
"""Examples of each finding where nobody asks for more."""


@dataclass(frozen=True)
class QualityRequest:
    """What is asked: an agency's own hits alone, one table, one kind of effect, one finding.

    `examples` is how many hits of each finding are shown, after the first `skip` of them.
    """

    agency_id: str | None = None
    table: str | None = None
    touches: Touch | None = None
    finding: str | None = None
    examples: int = EXAMPLES
    skip: int = 0


@dataclass(frozen=True)
class Touched:
    """What a finding touches, the strongest first in `touches`.

    `people` cannot be told to be eligible or not, for at least one of `posts`, for want of this
    fact alone; `nowhere` of them are certainly eligible for no post. `lists` are posts on whose
    lists the finding bears. `rules` read the cells, `not_checked` are switched off for want of
    them, `features` enter the score. `text` says all of it.
    """

    touches: Touch
    people: int
    nowhere: int
    posts: int
    lists: int
    rules: tuple[str, ...]
    not_checked: tuple[str, ...]
    features: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class AgencyHits:
    """Hits in one agency, and its people whose eligibility hangs on them; None: no agency known."""

    agency_id: str | None
    agency: str | None
    count: int
    people: int


@dataclass(frozen=True)
class Hit:
    """One place: whom it is about, and the row of the stored table (from 1), None if it lacks."""

    person_id: str | None
    position_id: str | None
    name: str | None
    agency: str | None
    row: int | None
    hanging: bool


@dataclass(frozen=True)
class QualityFinding:
    """One finding: `count` hits of `of` looked at (None: a share says nothing)."""

    id: str
    code: str
    kind: Kind
    table: str
    column: str | None
    subject: Subject
    count: int
    of: int | None
    share: float | None
    text: str
    remedy: str
    effect: Touched
    agencies: tuple[AgencyHits, ...]
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class QualityReport:
    """All findings, those on which most people's eligibility hangs first.

    `people` are in service; `undetermined` of them for at least one of `posts`, `nowhere` of these
    certainly eligible for none. `vacant` tells whether the posts are vacant ones.
    """

    snapshot_id: str
    as_of: date
    policy_version: str
    software_version: str
    model_version: str | None
    agency_id: str | None
    people: int
    posts: int
    vacant: bool
    undetermined: int
    nowhere: int
    headline: str
    findings: tuple[QualityFinding, ...]
    notices: tuple[Notice, ...]
