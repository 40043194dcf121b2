"""What can be wrong with a paper that is asked for."""

from planning.errors import PlanningError


class UnknownPaperError(PlanningError):
    """The plan has no paper of this kind for this move or agency (`key`)."""

    def __init__(self, kind: str, key: str) -> None:
        super().__init__(f"no {kind} for {key!r}")
        self.kind = kind
        self.key = key
