"""Into which rows posts fall: by post, unit, agency, job family, job family of a unit, or place."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from matching.matcher import Matcher
from matching.zones import ZONES, zone_units
from planning.need.answers import Level
from planning.pools import find_pools
from snapshots.coding import Codes, fold
from snapshots.history import History
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Flags
from wording import Language, say


@dataclass(frozen=True)
class Groups:
    """The rows of a level: `code` has an entry a post, an index of all others, -1 for none.

    `unit` and `agency` are unit indexes, UNKNOWN where a row belongs to no single one; `licensed`
    has None where a row holds posts of both kinds.
    """

    level: Level | Literal["all"]
    code: Codes
    ids: tuple[str, ...]
    names: tuple[str, ...]
    unit: Codes
    agency: Codes
    licensed: tuple[bool | None, ...]


@dataclass(frozen=True)
class _Naming:
    """The row of each post, with the id and name of every row."""

    key: Codes
    ids: Sequence[str]
    names: Sequence[str]


def group_posts(matcher: Matcher, level: Level, among: Flags, language: Language) -> Groups:
    """Return the rows of a level over the posts in `among` (bool[posts]), in the order of ids."""
    naming = _name_rows(matcher, level, language)
    chosen = np.flatnonzero(among)
    there, first, inverse = np.unique(naming.key[chosen], return_index=True, return_inverse=True)
    code = np.full(len(among), UNKNOWN, np.int32)
    code[chosen] = inverse
    post = chosen[first]
    positions = matcher.history.positions
    own_unit = level in ("position", "unit", "unit_family")
    own_agency = own_unit or level == "agency"
    none = np.full(len(there), UNKNOWN, np.int32)
    return Groups(
        level=level,
        code=code,
        ids=tuple(naming.ids[key] for key in there),
        names=tuple(naming.names[key] for key in there),
        unit=positions.unit[post] if own_unit else none,
        agency=positions.agency[post] if own_agency else none,
        licensed=_find_licensed(code, positions.licensed, len(there)),
    )


def split_groups(history: History, group: Codes) -> tuple[Codes, Codes]:
    """Return the part of each post (-1 for none), and the group of each part.

    A part is what may make up for one another within a group: its posts of one pool.
    """
    pools = find_pools(history)
    chosen, count = np.flatnonzero(group >= 0), len(pools.unit)
    key = group[chosen] * np.int64(count) + pools.of_posts[chosen]
    there, inverse = np.unique(key, return_inverse=True)
    part = np.full(len(group), UNKNOWN, np.int32)
    part[chosen] = inverse
    return part, (there // count).astype(np.int32)


def _name_rows(matcher: Matcher, level: Level, language: Language) -> _Naming:
    history = matcher.history
    positions, units = history.positions, history.units
    match level:
        case "position":
            key = np.arange(len(positions.seats), dtype=np.int32)
            return _Naming(key, positions.position_id, positions.title)
        case "unit":
            return _Naming(positions.unit, units.unit_id, units.name)
        case "agency":
            return _Naming(positions.agency, units.unit_id, units.name)
        case "family":
            return _Naming(positions.family + 1, *_name_families(matcher, language))
        case "unit_family":
            return _name_families_of_units(matcher, language)
    names = tuple(say(f"need.place_{zone}", language) for zone in ("unknown", *ZONES))
    return _Naming(zone_units(history)[positions.unit] + 1, ("unknown", *ZONES), names)


def _name_families(matcher: Matcher, language: Language) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return ids and names of job families as first written; none comes first."""
    words = matcher.history.families.words
    written = sorted((text or "" for text in matcher.circumstances.job_families), reverse=True)
    names = {fold(text): text.strip() for text in written}
    return ("", *words), (say("need.no_family", language), *(names[word] for word in words))


def _name_families_of_units(matcher: Matcher, language: Language) -> _Naming:
    positions, units = matcher.history.positions, matcher.history.units
    ids, names = _name_families(matcher, language)
    pairs = positions.unit.astype(np.int64) * len(ids) + positions.family + 1
    there, key = np.unique(pairs, return_inverse=True)
    unit, family = there // len(ids), there % len(ids)
    own = tuple(f"{units.unit_id[u]}:{ids[f]}" for u, f in zip(unit, family, strict=True))
    return _Naming(key.astype(np.int32), own, tuple(names[f] for f in family))


def _find_licensed(code: Codes, licensed: Flags, rows: int) -> tuple[bool | None, ...]:
    """Tell of each row whether its posts are licensed; None where some are and some are not."""
    chosen = code >= 0
    share = np.bincount(code[chosen], licensed[chosen], rows) / np.bincount(code[chosen])
    return tuple(None if 0 < one < 1 else bool(one) for one in share)
