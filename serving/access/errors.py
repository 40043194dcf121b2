"""What cannot be done with accounts, passwords and keys; each error says so in the reader's words.

The texts are those of `wording/*/access.toml`, named after the error.
"""

import math
import re
from typing import Any

from serving.errors import ServingError
from wording import Language, say


class AccessError(ServingError):
    """Something about who may enter that is refused; `facts` stand in its text."""

    def __init__(self, **facts: Any) -> None:
        super().__init__(type(self).__name__)
        self.facts = facts

    def text(self, language: Language) -> str:
        """Return why it is refused, and what can be done."""
        name = type(self).__name__.removesuffix("Error")
        return say(
            f"access.{re.sub(r'(?<!^)(?=[A-Z])', '_', name).lower()}", language, **self.facts
        )


class UnknownAccountError(AccessError):
    """No account has this `name`, or none this number."""


class TakenNameError(AccessError):
    """Another account has this `name`; case and blanks around it tell no names apart."""


class UnfitAccountNameError(AccessError):
    """A name is empty, longer than `most`, not printable, or holds a NIP."""


class NoRoleError(AccessError):
    """An account, or a key, that could do nothing."""


class MissingAgenciesError(AccessError):
    """An agency's officer without an agency."""


class NeedlessAgenciesError(AccessError):
    """Agencies for a role that sees the whole city."""


class OfficerAloneError(AccessError):
    """An agency's officer with a second role: one sees an agency, the other the whole city."""


class LastAdministratorError(AccessError):
    """Nobody would be left to manage accounts."""


class OwnGrantError(AccessError):
    """Somebody would change what the own account may do."""


class ClosedAccountError(AccessError):
    """A password for an account that is closed would open nothing."""


class ShortPasswordError(AccessError):
    """A password of fewer than `least` characters."""


class LongPasswordError(AccessError):
    """A password of more than `most` characters."""


class ObviousPasswordError(AccessError):
    """A password that is the account's name, or among the first that anybody would try."""


class DifferentPasswordsError(AccessError):
    """The new password was typed in two ways."""


class SamePasswordError(AccessError):
    """The new password is the old one."""


class WrongPasswordError(AccessError):
    """The present password was not given right, or too often wrong."""


class SignInRefusedError(AccessError):
    """Name and password open nothing; why is told to nobody."""


class LaterError(AccessError):
    """Something that may be tried again in so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(minutes=math.ceil(seconds / 60))
        self.seconds = seconds

    @property
    def headers(self) -> dict[str, str]:
        """The answer's headers: when to try again."""
        return {"Retry-After": str(self.seconds)}


class TooManyAttemptsError(LaterError):
    """From one place so many wrong passwords came that none is tried for a while."""


class CrowdedError(LaterError):
    """So many passwords are tried at once that this one's turn did not come."""


class UnknownKeyError(AccessError):
    """No portal's key has this public part."""


class UngrantableScopeError(AccessError):
    """A key was to be granted `scope`, which no program may do."""


class TooManyKeysError(AccessError):
    """The `client` has as many live keys as it may have, `most`."""


class KeyTermError(AccessError):
    """A key that would last less than a day, or longer than `most` days."""


class CityWideScopeError(AccessError):
    """A key of some agencies was to be granted `scope`, which shows the whole city."""


class MadeUpHandsError(ServingError):
    """Who entered the made-up city by a click makes what would outlast it."""


class NoMadeUpCityError(AccessError):
    """Somebody asks into the made-up city where there are real records, or a public address."""
