"""Makes the first administrator, so that somebody can let the others in.

The one-time password stands in a file that the installation's owner alone can read, until it is
replaced; no log and no terminal ever shows it.
"""

import os
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from serving.access.accounts import Grant, add_account
from serving.access.names import to_key
from serving.access.passwords import ONE_TIME_DAYS, OneTimePassword, make_one_time_password
from serving.access.rights import Role
from serving.audit.service import Actor
from serving.database.access_tables import AccountRow
from serving.database.connection import Database
from wording import Language, say

NAME = "administrator"
FILE = "first-administrator.txt"
OWNER_ONLY = 0o600


def make_first_administrator(
    database: Database, home: Path, language: Language, actor: Actor
) -> Path | None:
    """Make the administrator where there is no account at all; return the file that tells of it.

    None where there are accounts. Of two processes that start at once, one makes it: the name is
    taken for the other, and the file is written only by who has it.
    """
    with database.read() as session:
        if session.scalar(select(func.count()).select_from(AccountRow)):
            return None
    first, path = make_one_time_password(), home / FILE
    try:
        with database.write() as session:
            if session.scalar(select(func.count()).select_from(AccountRow)):
                return None
            grant = Grant(frozenset({Role.ADMINISTRATOR}))
            add_account(session, NAME, grant, first, actor)
            _write(path, first, language)
    except IntegrityError:
        return None
    return path


def forget_first_password(home: Path, name: str) -> None:
    """Remove the file when the administrator of that name has another password or is closed."""
    if to_key(name) == NAME:
        (home / FILE).unlink(missing_ok=True)


def _write(path: Path, first: OneTimePassword, language: Language) -> None:
    """Write the file anew: one that lies there may belong to somebody else, or be readable."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        days, password = ONE_TIME_DAYS, first.password
        text = say("access.first_file", language, name=NAME, password=password, days=days)
        file.write(f"{text}\n")
