"""Reads what an administrator grants: codes and a NIP as they are typed, held to the records."""

from collections.abc import Callable, Collection

from matching.matcher import Matcher
from serving.access.accounts import Grant
from serving.access.rights import Role
from serving.access.scope import Scope

Records = Callable[[], Matcher]
"""Gives the records, asked only where something must be looked up in them."""


def read_grant(
    roles: Collection[Role],
    agencies: Collection[str],
    nip: str | None,
    records: Records,
    person_id: str | None = None,
) -> Grant:
    """Return a grant; `person_id` holds where no NIP is given.

    Raises UnknownAgencyError, UnknownPersonError, and whatever keeps the records from loading.
    """
    if nip:
        matcher = records()
        person_id = matcher.person_id(matcher.person(nip.strip()))
    return Grant(frozenset(roles), read_agencies(agencies, records), person_id)


def read_agencies(agencies: Collection[str], records: Records) -> frozenset[str] | None:
    """Return the ids of agencies that the records know, None for none: the whole city.

    Raises UnknownAgencyError.
    """
    if not agencies:
        return None
    city = Scope(records())
    for agency_id in agencies:
        city.agency(agency_id)
    return frozenset(agencies)
