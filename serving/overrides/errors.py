"""What is refused of the reason of an override, and what would be taken."""

from serving.errors import ServingError
from serving.overrides.reasons import LEAST_SPOKEN, LEAST_WORDS, Kind, list_codes, name_reasons
from wording import Language, say


class UnlistedReasonError(ServingError):
    """An override whose reason is none of the list; `kind` says how it departs."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(f"{kind} needs one of the reasons {', '.join(list_codes())}")
        self.override = kind
        self.field = "reason_code"

    def text(self, language: Language) -> str:
        """Return how it departs and which codes there are, each with its meaning."""
        told = say(f"overrides.kind_{self.override}", language)
        return say("overrides.unlisted", language, kind=told, reasons=name_reasons(language))


class ShortReasonError(ServingError):
    """An override whose reason in words says too little."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(
            f"{kind} needs a reason of {LEAST_WORDS} characters in {LEAST_SPOKEN} words"
        )
        self.override = kind
        self.field = "reason"

    def text(self, language: Language) -> str:
        """Return how it departs and how much must be said."""
        told = say(f"overrides.kind_{self.override}", language)
        least = {"least": LEAST_WORDS, "words": LEAST_SPOKEN}
        return say("overrides.too_short", language, kind=told, **least)
