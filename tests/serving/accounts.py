"""Accounts for tests: signed in without a form, with the roles and agencies that a test names."""

from collections.abc import Collection
from datetime import UTC, datetime
from secrets import token_hex

from serving.access.rights import Role
from serving.access.sessions import open_session
from serving.database.access_tables import AccountRow
from serving.database.connection import open_database

CITY_ROLES = tuple(role for role in Role if role is not Role.AGENCY_OFFICER)
"""Every role that sees the whole city."""


def sign_in(
    database_url: str,
    roles: Collection[Role],
    agencies: Collection[str] | None = None,
    person_id: str | None = None,
) -> str:
    """Make an account of a name of its own and return the token of a session of it."""
    database, now = open_database(database_url), datetime.now(UTC)
    name = f"uji-{token_hex(4)}"
    with database.write() as session:
        account = AccountRow(
            key=name,
            name=name,
            roles=sorted(role.value for role in roles),
            agencies=None if agencies is None else sorted(agencies),
            person_id=person_id,
            password_hash="no password opens it",
            must_change_password=False,
            created_at=now,
            password_set_at=now,
            failures=0,
        )
        session.add(account)
        session.flush()
        token = open_session(session, account.id)
    database.close()
    return token
