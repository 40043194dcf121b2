"""What can be wrong with a request; the facts stand in fields, `serving.problems` has the words."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from matching.errors import (
    SamePersonError,
    UnknownAgencyError,
    UnknownPersonError,
    UnknownPositionError,
)
from wording import Language, say


class ServingError(Exception):
    """A request that cannot be done as it was made."""


class NotSignedInError(ServingError):
    """Nobody knows who asks: no session, no key, or one that no longer holds."""

    headers: ClassVar = {"WWW-Authenticate": "Bearer"}


class NotAllowedError(ServingError):
    """Whoever asks has not this right; None where nobody has it."""

    def __init__(self, right: str | None) -> None:
        super().__init__(f"without the right {right!r}")
        self.right = right


class PasswordToChangeError(ServingError):
    """The one-time password must be replaced before anything else."""


class UnknownPersonInFieldError(UnknownPersonError):
    """Nobody has the person_id that stands in `field` of a request."""

    def __init__(self, person: str, field: str) -> None:
        super().__init__(person)
        self.field = field


class SamePersonInFieldError(SamePersonError):
    """The person that `field` of a comparison names is named in an earlier field too."""

    def __init__(self, person: str, field: str) -> None:
        super().__init__(person)
        self.field = field


class UnknownPositionInFieldError(UnknownPositionError):
    """No position has the id that stands in `field` of a request."""

    def __init__(self, found: UnknownPositionError, field: str) -> None:
        super().__init__(found.position_id, found.nearest)
        self.field = field


class UnknownAgencyInFieldError(UnknownAgencyError):
    """No agency has the id that stands in `field` of a request."""

    def __init__(self, agency_id: str, field: str) -> None:
        super().__init__(agency_id)
        self.field = field


class UnknownRecordsError(ServingError):
    """No import has the id that stands in `field` of a request."""

    def __init__(self, snapshot_id: str, field: str) -> None:
        super().__init__(f"no records {snapshot_id!r}")
        self.snapshot_id = snapshot_id
        self.field = field


class UnknownCompetencyError(ServingError):
    """No competency has this id."""

    def __init__(self, competency_id: str) -> None:
        super().__init__(f"no competency {competency_id!r}")
        self.competency_id = competency_id


class UnknownShortlistError(ServingError):
    """No stored list has this id."""

    def __init__(self, shortlist_id: str) -> None:
        super().__init__(f"no shortlist {shortlist_id!r}")
        self.shortlist_id = shortlist_id


class UnknownScenarioError(ServingError):
    """No scenario of this name is kept."""

    def __init__(self, scenario: str) -> None:
        super().__init__(f"no scenario {scenario!r}")
        self.scenario = scenario


class UnfitNameError(ServingError):
    """A scenario's name is empty, longer than `most`, not printable, or holds a NIP."""

    def __init__(self, most: int) -> None:
        super().__init__("no name for a scenario")
        self.most = most


class AlreadyDecidedError(ServingError):
    """The list has its decision; a decision is made once."""

    def __init__(self, shortlist_id: str) -> None:
        super().__init__(f"shortlist {shortlist_id!r} is decided")
        self.shortlist_id = shortlist_id


class IneligibleChoiceError(ServingError):
    """Somebody was chosen who does not meet the requirements; `rules` names those that fail."""

    def __init__(self, person: str, rules: tuple[str, ...]) -> None:
        super().__init__(f"{person!r} fails {', '.join(rules)}")
        self.person = person
        self.rules = rules


class UnknownMoveIdError(ServingError):
    """No plan has a move of this id."""

    def __init__(self, move_id: str) -> None:
        super().__init__(f"no move {move_id!r}")
        self.move_id = move_id


class UnknownMoveOfPlanError(UnknownMoveIdError):
    """This plan has no move of this id in its newest revision."""

    def text(self, language: Language) -> str:
        """Return which move the plan lacks."""
        return say("plan_work.refused_move", language, move_id=self.move_id)


class UnknownPlanError(ServingError):
    """No stored plan has this id."""

    def __init__(self, plan_id: str) -> None:
        super().__init__(f"no plan {plan_id!r}")
        self.plan_id = plan_id


class UnknownRevisionError(ServingError):
    """The plan has no revision of this number; `newest` is the last it has."""

    def __init__(self, revision: int, newest: int) -> None:
        super().__init__(f"no revision {revision}, the newest is {newest}")
        self.revision = revision
        self.newest = newest


class PlanNotReadyError(ServingError):
    """The plan is still computed, or failed: nothing can be done with it."""

    def __init__(self, plan_id: str) -> None:
        super().__init__(f"plan {plan_id!r} is not ready")
        self.plan_id = plan_id


class PlanDecidedError(ServingError):
    """The plan has its decision: it is decided once, and revised no more."""

    def __init__(self, plan_id: str) -> None:
        super().__init__(f"plan {plan_id!r} is decided")
        self.plan_id = plan_id


class UnreadablePlanError(ServingError):
    """A plan that is kept, but not as this version writes plans: another version made it."""

    def __init__(self, plan_id: str) -> None:
        super().__init__(f"plan {plan_id!r} does not read")
        self.plan_id = plan_id


class RevisedMeanwhileError(ServingError):
    """Somebody else revised the plan, or took a step of it; `newest` is its newest revision."""

    def __init__(self, plan_id: str, newest: int) -> None:
        super().__init__(f"plan {plan_id!r} has revision {newest}")
        self.plan_id = plan_id
        self.newest = newest


class LostRecordsError(ServingError):
    """The records or the model that the plan was made with are gone; `lost` names them."""

    def __init__(self, plan_id: str, lost: tuple[str, ...]) -> None:
        super().__init__(f"plan {plan_id!r}: {', '.join(lost)} lost")
        self.plan_id = plan_id
        self.lost = lost


class HinderedPlanError(ServingError):
    """A plan that cannot be decided now; `why` tells every reason in the reader's language."""

    def __init__(self, plan_id: str, why: str) -> None:
        super().__init__(f"plan {plan_id!r} cannot be decided")
        self.plan_id = plan_id
        self.why = why


class RecusalError(ServingError):
    """Who acts is one of those moved, or declared kin of one; `source` says why that is barred."""

    def __init__(self, moves: int, source: str) -> None:
        super().__init__(f"the actor is concerned by {moves} moves")
        self.moves = moves
        self.source = source


class TakenElsewhereError(ServingError):
    """Another plan has decided on the people or seats of a move; `told` says so by language."""

    def __init__(self, told: Mapping[Language, str]) -> None:
        super().__init__("another plan has decided on these people or seats")
        self.told = dict(told)

    def text(self, language: Language) -> str:
        """Return which plans, and what can be done."""
        return self.told[language]


class UnknownMoveError(ServingError):
    """The records, which reach that day, tell of no such move; `field` is what names it."""

    def __init__(self, position_id: str, effective_on: date, field: str) -> None:
        super().__init__(f"no move into {position_id!r} on {effective_on}")
        self.field = field
        self.position_id = position_id
        self.effective_on = effective_on


class OutcomeBeforeMoveError(ServingError):
    """An outcome that was known before the move took effect."""

    def __init__(self, outcome_on: date, effective_on: date) -> None:
        super().__init__(f"known on {outcome_on}, effective on {effective_on}")
        self.outcome_on = outcome_on
        self.effective_on = effective_on


class OutcomeToComeError(ServingError):
    """An outcome of a day to come."""

    def __init__(self, outcome_on: date) -> None:
        super().__init__(f"{outcome_on} is to come")
        self.outcome_on = outcome_on


class AlreadyReportedError(ServingError):
    """The move was reported otherwise before, and this is no correction; of whom, and whereto."""

    def __init__(self, outcome: str, outcome_on: date, person_id: str, to_position_id: str) -> None:
        super().__init__(f"reported as {outcome}, known on {outcome_on}")
        self.person_id = person_id
        self.to_position_id = to_position_id
        self.outcome = outcome
        self.outcome_on = outcome_on


class ReusedKeyError(ServingError):
    """An idempotency key came again with another request."""

    def __init__(self, idempotency_key: str) -> None:
        super().__init__(f"the idempotency key {idempotency_key!r} belongs to another request")
        self.idempotency_key = idempotency_key


class BadCursorError(ServingError):
    """A cursor that this API did not hand out."""


class ForeignRequestError(ServingError):
    """A form or call that did not come from these pages."""


class ForeignHostError(ServingError):
    """A request that was addressed to another host name."""


class UnsupportedBodyError(ServingError):
    """A body in a form that is not read here; `expected` names the one that is."""

    def __init__(self, expected: str) -> None:
        super().__init__(f"the body must be {expected}")
        self.expected = expected


class TooManyLinesError(ServingError):
    """An uploaded draft with more lines than one request may check."""

    def __init__(self, lines: int, most: int) -> None:
        super().__init__(f"{lines} lines, at most {most}")
        self.lines = lines
        self.most = most


class NoRecordsError(ServingError):
    """No records have been imported, or they do not load."""


class NotLoopbackError(ServingError):
    """Asked to listen where others could reach it, without an address that hides passwords."""

    def __init__(self, host: str) -> None:
        super().__init__(f"{host!r} is not this machine alone")
        self.host = host


class CannotListenError(ServingError):
    """The system does not let anybody listen there: no such name or address, or no right to."""

    def __init__(self, host: str, port: int, why: str) -> None:
        super().__init__(f"{host}:{port}: {why}")
        self.host = host
        self.port = port
        self.why = why


class PortTakenError(ServingError):
    """Something else listens on the port."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(f"port {port} on {host} is taken")
        self.host = host
        self.port = port
