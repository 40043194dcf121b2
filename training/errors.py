"""What can go wrong while learning; each error carries its facts, texts stand in wording."""

from wording import Language, say


class TrainingError(Exception):
    """Anything that keeps a training run from ending well."""


class RecipeError(TrainingError):
    """A recipe file that cannot be used; `place` names the file or the entry.

    `code` names the text `training.recipe_CODE`, which `facts` fill.
    """

    def __init__(self, place: str, code: str, **facts: str) -> None:
        self.place, self.code, self.facts = place, code, facts
        super().__init__(self.text("en"))

    def text(self, language: Language) -> str:
        """Return what is wrong and how to mend it, in one line."""
        return say(f"training.recipe_{self.code}", language, place=self.place, **self.facts)


class LeakError(TrainingError):
    """A fold whose training part knows what was not known when its test part begins."""

    def __init__(self, fold: str, problem: str) -> None:
        super().__init__(f"fold {fold}: {problem}")
        self.fold = fold
        self.problem = problem


class LaterThanRecordsError(TrainingError):
    """Training was asked as of a day of which the records do not speak yet."""

    def __init__(self) -> None:
        super().__init__("the records do not reach that date")


class NotJudgedError(TrainingError):
    """A model whose run kept no openings on which it was judged; `version` names it."""

    def __init__(self, version: str) -> None:
        super().__init__(f"version {version} kept no judged openings")
        self.version = version


class NothingUnseenError(TrainingError):
    """Two versions that cannot be compared: `older` had learned all that judges `newer`."""

    def __init__(self, newer: str, older: str) -> None:
        super().__init__(f"version {older} had learned all on which {newer} was judged")
        self.newer = newer
        self.older = older


class NoValueError(TrainingError):
    """Nothing can be told of what taking the top of a list is worth; `why` is the reason's code."""

    def __init__(self, why: str) -> None:
        super().__init__(f"no value: {why}")
        self.why = why
