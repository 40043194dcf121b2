"""What can be wrong with a letter."""

from collections.abc import Sequence
from datetime import date

from serving.errors import ServingError
from wording import Language, say


class NotWaivableError(ServingError):
    """No letter lifts this rule; `waivable` are those that one may lift."""

    def __init__(self, rule: str, waivable: Sequence[str]) -> None:
        super().__init__(f"no letter lifts {rule!r}")
        self.rule = rule
        self.waivable = tuple(waivable)

    def text(self, language: Language) -> str:
        """Return what is wrong, and which rules a letter may lift."""
        names = (f"{one} ({say(f'rules.name_{one}', language)})" for one in self.waivable)
        return say("consents.not_waivable", language, rule=self.rule, waivable=", ".join(names))


class LetterToComeError(ServingError):
    """A letter bears a day that has not come yet."""

    def __init__(self, issued_on: date) -> None:
        super().__init__(f"{issued_on} is still to come")
        self.issued_on = issued_on

    def text(self, language: Language) -> str:
        """Return what is wrong."""
        return say("consents.letter_to_come", language, issued_on=self.issued_on)


class UnknownLetterError(ServingError):
    """No letter was entered under this number."""

    def __init__(self, number: int) -> None:
        super().__init__(f"no letter {number}")
        self.number = number

    def text(self, language: Language) -> str:
        """Return what is wrong."""
        return say("consents.unknown_letter", language)


class LetterEnteredError(ServingError):
    """A letter of this number stands for the same rule, person and position, with other days."""

    def __init__(self, letter_no: str) -> None:
        super().__init__(f"{letter_no!r} was entered already")
        self.letter_no = letter_no

    def text(self, language: Language) -> str:
        """Return what is wrong, and what to do."""
        return say("consents.letter_entered", language, letter_no=self.letter_no)


class LetterWithdrawnError(ServingError):
    """A letter was withdrawn already."""

    def __init__(self, letter_no: str) -> None:
        super().__init__(f"{letter_no!r} was withdrawn already")
        self.letter_no = letter_no

    def text(self, language: Language) -> str:
        """Return what is wrong."""
        return say("consents.letter_withdrawn", language, letter_no=self.letter_no)
