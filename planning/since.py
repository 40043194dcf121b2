"""What changed in the records and the rules since a plan was fixed; it changes nothing itself."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RecordChange:
    """Something that changed since a plan was fixed, of one move (`move_id` None: of the plan).

    `rule` and `source` name the rule that is not met any more and its legal source. `stops` tells
    whether the move can't lawfully be decided as things stand now.
    """

    code: str
    move_id: str | None
    person_id: str | None
    position_id: str | None
    rule: str | None
    source: str | None
    stops: bool
    text: str
