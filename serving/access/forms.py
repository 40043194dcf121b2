"""What the pages about accounts, passwords and keys send."""

from pydantic import Field

from serving.access.keys import DAYS
from serving.access.rights import Right, Role
from serving.forms import PageForm

LONGEST = 400
"""Characters of any field; what is too long for a name or a password is told by those."""


class SignInForm(PageForm):
    """Name and password, and where to go."""

    name: str = Field(default="", max_length=LONGEST)
    password: str = Field(default="", max_length=LONGEST, repr=False)
    next: str = Field(default="/", max_length=4000)


class MadeUpForm(PageForm):
    """A role in the made-up city; the agency counts for its officer alone."""

    role: Role
    agency_id: str | None = Field(default=None, max_length=255)
    next: str = Field(default="/", max_length=4000)


class PasswordForm(PageForm):
    """The present password and the new one, twice: nobody sees what is typed."""

    present: str = Field(default="", max_length=LONGEST, repr=False)
    fresh: str = Field(default="", max_length=LONGEST, repr=False)
    again: str = Field(default="", max_length=LONGEST, repr=False)


class GrantForm(PageForm):
    """What an account is for; `nip` empty: its person stays, or nobody's with `without_person`."""

    roles: tuple[Role, ...] = ()
    agencies: tuple[str, ...] = ()
    nip: str | None = Field(default=None, max_length=64)
    without_person: bool = False


class AccountForm(GrantForm):
    """A new account."""

    name: str = Field(default="", max_length=LONGEST)


class KeyForm(PageForm):
    """A new key of a portal."""

    client: str = Field(default="", max_length=LONGEST)
    scopes: tuple[Right, ...] = ()
    days: int = DAYS
    agencies: tuple[str, ...] = ()
