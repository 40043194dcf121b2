"""What can go wrong with a stored model; each error carries its facts, texts stand in wording."""


class ModelError(Exception):
    """Anything wrong with a model or its registry."""


class NoChampionError(ModelError):
    """No model has been promoted yet: there is nothing to serve."""

    def __init__(self) -> None:
        super().__init__("no model carries the alias champion")


class UnknownModelError(ModelError):
    """The registry holds no such version or alias; `asked` names it."""

    def __init__(self, asked: str) -> None:
        super().__init__(f"no model version or alias {asked!r}")
        self.asked = asked


class NoEarlierChampionError(ModelError):
    """There is no champion before the present one to roll back to."""

    def __init__(self) -> None:
        super().__init__("no earlier champion to roll back to")


class UnreadableEarlierError(ModelError):
    """The champion before, `earlier`, cannot be loaded; `serving` stays."""

    def __init__(self, earlier: str, serving: str) -> None:
        super().__init__(f"version {earlier} cannot be loaded, {serving} goes on serving")
        self.earlier = earlier
        self.serving = serving


class UnfitReasonError(ModelError):
    """A reason for which a model is to serve holds a NIP; the store of models may hold none."""

    def __init__(self) -> None:
        super().__init__("the reason holds a NIP")


class TamperedModelError(ModelError):
    """A file of the model is missing or not what was stored; `file` names it."""

    def __init__(self, file: str) -> None:
        super().__init__(f"{file} differs from what was stored")
        self.file = file


class MissingModelError(ModelError):
    """A model's files cannot be fetched from `place`, where they were stored."""

    def __init__(self, place: str) -> None:
        super().__init__(f"no files of the model at {place}")
        self.place = place


class IncompatibleModelError(ModelError):
    """The model was trained on other features, or is written in another form, than ours.

    `changed` lists the features; it is empty where only their meaning or the form differs.
    """

    def __init__(self, changed: tuple[str, ...]) -> None:
        super().__init__(f"the features have changed since training: {', '.join(changed)}")
        self.changed = changed
