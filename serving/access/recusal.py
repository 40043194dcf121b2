"""Keeps people out of their own matters and those of declared kin (PermenPANRB 17/2024).

Who acts is known by the account's own person, and by a NIP that is given beside it: a secretary
enters what somebody else did.
"""

from collections.abc import Collection
from contextlib import suppress

from matching.errors import UnknownPersonError
from matching.matcher import Matcher
from serving.access.scope import Scope
from serving.errors import RecusalError, UnknownPersonInFieldError
from wording import Language, say


class OwnChoiceError(RecusalError):
    """Whoever decides on a list chose themselves, or declared kin."""

    def text(self, language: Language) -> str:
        """Return who must decide instead."""
        return say("agency_desk.refused_own_choice", language, source=self.source)


class OwnMatterError(RecusalError):
    """Whoever asks for something names themselves, or declared kin."""

    def text(self, language: Language) -> str:
        """Return who must ask instead."""
        return say("agency_desk.refused_own_matter", language, source=self.source)


def find_actors(
    matcher: Matcher,
    person_id: str | None,
    nip: str | None = None,
    agencies: frozenset[str] | None = None,
) -> tuple[int, ...]:
    """Return the indexes of who acts, the one named by NIP first; none where nobody is known.

    An account's person whom these records lack counts as not known. `agencies` are those that who
    asks sees, None for the city: whoever is elsewhere is as unknown as nobody. Raises
    UnknownPersonInFieldError for such a NIP.
    """
    found: list[int] = []
    if nip is not None:
        try:
            named = matcher.person_id(matcher.person(nip.strip()))
            found.append(Scope(matcher, agencies).person(named))
        except UnknownPersonError:
            raise UnknownPersonInFieldError(nip, "nip") from None
    if person_id is not None:
        with suppress(UnknownPersonError):
            found.append(matcher.person_by_id(person_id))
    return tuple(dict.fromkeys(found))


def find_close(matcher: Matcher, actors: Collection[int]) -> frozenset[int]:
    """Return who acts, and all their declared kin."""
    kin = matcher.circumstances.kin
    return frozenset(actors).union(*(kin.get(one, ()) for one in actors))


def check_choice(matcher: Matcher, person_id: str | None, chosen: int) -> None:
    """Raise OwnChoiceError where the account's own person, or kin of it, is chosen from a list."""
    if chosen in find_close(matcher, find_actors(matcher, person_id)):
        raise OwnChoiceError(1, matcher.policy.warnings.kin_in_unit.source)


def check_named(matcher: Matcher, person_id: str | None, named: Collection[str | None]) -> None:
    """Raise OwnMatterError where a request names the account's own person, or kin of it.

    `named` are person_ids; None names nobody.
    """
    close = find_close(matcher, find_actors(matcher, person_id))
    if own := {matcher.person_id(one) for one in close}.intersection(named):
        raise OwnMatterError(len(own), matcher.policy.warnings.kin_in_unit.source)
