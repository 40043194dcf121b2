"""What can be wrong with a paper that is asked for."""

from planning.errors import PlanningError


class UnknownPaperError(PlanningError):
    """The plan has no paper of this kind for the move or agency `subject`."""

    def __init__(self, paper: str, subject: str) -> None:
        super().__init__(f"no {paper} for {subject!r}")
        self.paper = paper
        self.subject = subject
