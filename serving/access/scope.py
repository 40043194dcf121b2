"""What a caller sees of the records: all of them, or what belongs to the caller's agencies.

It stands inside the queries. What lies outside is unknown there, in the very words of an id that
nobody has, so that no answer tells whether something exists elsewhere.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Annotated

import numpy as np
from fastapi import Depends

from matching.answers import Wish
from matching.errors import UnknownAgencyError, UnknownPersonError, UnknownPositionError
from matching.matcher import Matcher
from serving.access.admission import CallerNow
from serving.errors import UnknownAgencyInFieldError
from serving.wiring import MatcherNow
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Flags
from snapshots.presence import in_service


@dataclass(frozen=True)
class Scope:
    """The part of the records that is seen; `agencies` None: the whole city, at no cost.

    People belong to the agency of their present post, as of the records' own date; who has left
    belongs to none.
    """

    matcher: Matcher
    agencies: frozenset[str] | None = None

    @cached_property
    def posts(self) -> Flags | None:
        """Which positions are seen (bool[positions]), None for all."""
        if self.agencies is None:
            return None
        return np.isin(self.matcher.history.positions.agency, self._tops)

    @cached_property
    def people(self) -> Flags | None:
        """Which people are seen (bool[people]), None for all."""
        if self.agencies is None:
            return None
        view = self.matcher.view(self.matcher.history.day)
        there = (view.position != UNKNOWN) & np.isin(view.agency, self._tops)
        return np.asarray(there & view.derive(in_service))

    def sees_agency(self, agency_id: str) -> bool:
        """Tell whether an agency is among those that are seen."""
        return self.agencies is None or agency_id in self.agencies

    def agency(self, agency_id: str, field: str | None = None) -> int:
        """Return the index of an agency that is seen.

        Raises UnknownAgencyError for any other unit, and the like of it that names the `field` of a
        request.
        """
        found = self.matcher.history.agency_of(agency_id)
        if found is not None and self.sees_agency(agency_id):
            return found
        if field is None:
            raise UnknownAgencyError(agency_id)
        raise UnknownAgencyInFieldError(agency_id, field)

    def position(self, position_id: str) -> int:
        """Return the index of a position that is seen; UnknownPositionError for any other."""
        if self.posts is None:
            return self.matcher.position(position_id)
        found = self.matcher.history.position_of.get(position_id)
        if found is None or not self.posts[found]:
            raise UnknownPositionError(position_id)
        return found

    def open_position(self, position_id: str) -> int:
        """Return the index of a position that is seen or has a free seat: those are told to all.

        A person may ask about every open post of the city. Raises UnknownPositionError.
        """
        found = self.matcher.history.position_of.get(position_id)
        if self.posts is None or found is None or not self._vacant[found]:
            return self.position(position_id)
        return found

    def tell_post(self, position_id: str | None) -> tuple[str | None, str | None]:
        """Return id and title of a post that is named somewhere, both None where it is not seen.

        To who sees the whole city an id that the records do not know is told as it was written.
        """
        try:
            found = self.open_position(position_id or "")
        except UnknownPositionError:
            return (position_id if self.agencies is None else None), None
        return position_id, self.matcher.history.positions.title[found]

    def tell_wish(self, wish: Wish | None) -> Wish | None:
        """Return what somebody wishes, without a post that is not seen."""
        if wish is None:
            return None
        position_id, title = self.tell_post(wish.position_id)
        return replace(wish, position_id=position_id, position=title)

    def person(self, person_id: str) -> int:
        """Return the index of a person who is seen; UnknownPersonError for anybody else."""
        found = self.matcher.person_by_id(person_id)
        if self.people is not None and not self.people[found]:
            raise UnknownPersonError(person_id)
        return found

    def list_agencies(self) -> list[tuple[str, str]]:
        """Return (id, name) of every agency that is seen, by name."""
        units = self.matcher.history.units
        places = {int(agency) for agency in units.agency if agency != UNKNOWN}
        named = [(units.unit_id[place], units.name[place]) for place in places]
        seen = (agency for agency in named if self.sees_agency(agency[0]))
        return sorted(seen, key=lambda agency: agency[1].casefold())

    @property
    def _tops(self) -> list[int]:
        """Return the units that are the agencies seen; ids that the records lack are none."""
        unit_of = self.matcher.history.unit_of
        return [unit_of[one] for one in sorted(self.agencies or ()) if one in unit_of]

    @cached_property
    def _vacant(self) -> Flags:
        return np.asarray(self.matcher.staffing(self.matcher.history.day).vacant > 0)


def _scope(caller: CallerNow, matcher: MatcherNow) -> Scope:
    return Scope(matcher, caller.agencies)


ScopeNow = Annotated[Scope, Depends(_scope)]
"""What the caller of this request sees of the records that serve."""
