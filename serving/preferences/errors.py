"""What can be wrong with a wish."""

from serving.errors import ServingError
from wording import Language, say


class UnknownJobFamilyError(ServingError):
    """No position of the records belongs to this job family; `field` is where it was named."""

    def __init__(self, job_family: str) -> None:
        super().__init__("no position has this job family")
        self.job_family = job_family
        self.field = "wanted_job_family"

    def text(self, language: Language) -> str:
        """Return what is wrong."""
        return say("preferences.unknown_job_family", language, job_family=self.job_family)
