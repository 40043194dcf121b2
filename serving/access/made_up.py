"""Whether anybody may enter without an account: only a made-up city, on this machine alone."""

from fastapi import FastAPI

from serving.settings import Settings


def is_open_to_all(app: FastAPI) -> bool:
    """Tell whether all records, of any import, are made up and no public address is set.

    It is asked of every request of a session that was opened so: with the first real import it
    ends.
    """
    settings: Settings = app.state.settings
    return settings.url is None and bool(app.state.made_up_only())
