"""Databases whose tables are those of another release."""

from serving.errors import ServingError


class NewerDatabaseError(ServingError):
    """The database has the form of a newer release, which this software does not know."""

    def __init__(self, form: str) -> None:
        super().__init__(f"form {form} is not known")
        self.form = form


class OlderDatabaseError(ServingError):
    """The database has the form of an earlier release, and was not to be changed."""

    def __init__(self, form: str) -> None:
        super().__init__(f"form {form} is of an earlier release")
        self.form = form
