"""What the pages of scenarios send."""

from pydantic import Field

from planning.scenarios.applying import MOST_ARRIVING, MOST_TIMES
from planning.scenarios.scenario import Level
from serving.forms import PageForm
from serving.scenarios.schemas import Name


class NewForm(PageForm):
    """A name to begin with."""

    name: Name


class FactorForm(PageForm):
    """How many times as much work something has; 1 takes the factor out."""

    level: Level
    key: str = Field(max_length=500)
    factor: float = Field(ge=0, le=MOST_TIMES, allow_inf_nan=False)


class SurgeForm(FactorForm):
    """A factor together with the name of the scenario that it begins."""

    name: Name


class ArrivalForm(PageForm):
    """How many people come into a position; 0 takes them out."""

    position_id: str = Field(max_length=255)
    people: int = Field(ge=0, le=MOST_ARRIVING)


class LeavingForm(PageForm):
    """Somebody who is gone, or is there after all."""

    person_id: str = Field(max_length=64)
    leaves: bool = False


class PeopleForm(PageForm):
    """Whom the planner looks for: a name or a NIP."""

    q: str = Field(default="", max_length=200)
