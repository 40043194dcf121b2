"""A batch of pairs, and its scores."""

from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from matching.answers import PairScore
from models.bundle import Basis
from serving.fields import Day, Sent

MOST_PAIRS = 10_000


class Pair(BaseModel):
    """A position and a person by NIP, judged as of a day (default: the date of the records)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    position_id: str = Field(max_length=255)
    nip: str = Field(max_length=64)
    as_of: Day | None = None


class ScoresBody(Sent):
    """At most ten thousand pairs."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pairs: list[Pair] = Field(max_length=MOST_PAIRS)


@dataclass(frozen=True)
class Scores:
    """One item a pair, in the order asked; `unknown` counts pairs that the records do not hold.

    `as_of` and `effective_on` are the days of the pairs that name none of their own.
    """

    snapshot_id: str
    as_of: date
    effective_on: date
    model_version: str
    policy_version: str
    software_version: str
    state_id: str
    basis: Basis
    unknown: int
    items: tuple[PairScore, ...]
    next_cursor: str | None = None
