"""What can be wrong with who asks for a plan, or takes a step of a planned move."""

from collections.abc import Collection

from planning.errors import MissingReasonError, NotTheirStepError, name_step
from serving.errors import ServingError
from wording import Language, say


class TooManyPlansError(ServingError):
    """As many plans are computed, or wait for it, as may at once."""

    def __init__(self, most: int) -> None:
        super().__init__(f"{most} plans are computed")
        self.most = most


class NotTheirRoleError(NotTheirStepError):
    """Who acts has none of the roles of the step, or not `role`, for this move."""

    def __init__(self, step: str, role: str | None, roles: Collection[str]) -> None:
        super().__init__(step, role or "", tuple(sorted(roles)))

    def text(self, language: Language) -> str:
        """Return as what they may act on this move, and as what not."""
        names = ", ".join(say(f"plan_work.role_{one}", language) for one in self.roles)
        if not self.role:
            return say("agency_desk.refused_step", language, step=name_step(self.step, language))
        role = say(f"plan_work.role_{self.role}", language)
        code = "refused_role" if names else "refused_role_any"
        return say(f"agency_desk.{code}", language, role=role, roles=names)


class MissingLetterError(MissingReasonError):
    """A step in the place of an agency that has no account came without its letter."""

    def text(self, language: Language) -> str:
        """Return that the letter is to be named."""
        return say("agency_desk.refused_letter", language, step=name_step(self.step, language))
