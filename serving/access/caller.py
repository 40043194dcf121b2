"""Who speaks: an account, a portal's key, the terminal, or somebody not signed in."""

from dataclasses import dataclass, replace

from serving.access.rights import WITHIN_AGENCIES, Right, Role
from serving.audit.service import Actor, Kind, Via

EVERYBODY = frozenset({Right.OPEN})
ON_BEHALF_OF = "X-On-Behalf-Of"
"""The header in which a portal names for whom it asks."""
MOST_NAMED = 255
"""Characters of such a name, as many as the audit keeps."""


@dataclass(frozen=True)
class Caller:
    """Whoever a request comes from, for as long as that request lasts.

    `name` is the account's or the key's name, never a person's NIP. `agencies` are the ids of the
    agencies that are seen, None for the whole city. `person_id` is the account's own person, where
    known: nobody decides about oneself or kin. `session` is the hash of the session's token.
    """

    name: str
    via: Via
    rights: frozenset[Right] = EVERYBODY
    roles: frozenset[Role] = frozenset()
    agencies: frozenset[str] | None = None
    person_id: str | None = None
    session: str | None = None
    on_behalf_of: str | None = None
    must_change_password: bool = False
    made_up: bool = False

    @property
    def signed_in(self) -> bool:
        """Whether it is known who speaks."""
        return self.rights != EVERYBODY

    @property
    def actor(self) -> Actor:
        """Who the audit says it was."""
        return Actor(self.via, self.on_behalf_of, self.name, self.kind, self.person_id)

    @property
    def kind(self) -> Kind:
        """What the name is that of; nothing where nobody is signed in, and in the made-up city."""
        if not self.signed_in or self.made_up:
            return ""
        return "key" if self.session is None else "account"

    @property
    def label(self) -> str:
        """What tells the caller from all others: a key and an account may bear one name."""
        return self.actor.label

    def may(self, right: Right) -> bool:
        """Tell whether the right is held; one that needs the whole city is none of an agency's."""
        return right in self.rights and (self.agencies is None or right in WITHIN_AGENCIES)

    def speaking_for(self, on_behalf_of: str | None) -> "Caller":
        """Return the caller as a portal names whom it speaks for."""
        return replace(self, on_behalf_of=on_behalf_of)


STRANGER = Caller("", "page")
"""Somebody who is not signed in."""
