"""Need and staff as recorded and under scenarios, side by side: the city, agencies, units changed.

The ratio is staff / need. Figures are as of one day, in people; staff by fte.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from matching.matcher import Dates, Matcher
from matching.staffing import Staffing
from planning.scenarios.applying import apply_scenario
from planning.scenarios.scenario import Scenario
from snapshots.coding import Codes


@dataclass(frozen=True)
class Figures:
    """What a part of the city needs and has; `fill_ratio` is staff / need, None where need is 0."""

    need: int
    staff: float
    gap: float
    fill_ratio: float | None
    vacant: int


@dataclass(frozen=True)
class Compared:
    """An agency, a unit or (id None) the whole city: as recorded, then under each scenario."""

    id: str | None
    name: str
    figures: tuple[Figures, ...]


@dataclass(frozen=True)
class Comparison:
    """Scenarios beside the records; `figures` of each row are those of the records, then `names`.

    `agencies` are by name, those without posts left out. `units` are the ones whose own posts need
    or have something else under one of the scenarios, the greatest change of a gap first.
    """

    as_of: date
    snapshot_id: str
    names: tuple[str, ...]
    total: Compared
    agencies: tuple[Compared, ...]
    units: tuple[Compared, ...]


def compare_scenarios(matcher: Matcher, dates: Dates, scenarios: Sequence[Scenario]) -> Comparison:
    """Return need and staff as recorded and under each scenario.

    Raises what `apply_scenario` raises.
    """
    under = [apply_scenario(matcher, dates, one) for one in (None, *scenarios)]
    positions, units = matcher.history.positions, matcher.history.units
    whole = _sum_up(under, np.zeros(len(positions.unit), np.int32), 1)
    agencies = _sum_up(under, positions.agency, len(units.unit_id))
    own = _sum_up(under, positions.unit, len(units.unit_id))
    named = sorted(range(len(units.unit_id)), key=lambda unit: (units.name[unit].casefold(), unit))

    changed = [unit for unit in named if len(set(own[unit])) > 1]
    changed.sort(key=lambda unit: -_find_change(own[unit]))

    def tell(unit: int, figures: Sequence[tuple[Figures, ...]]) -> Compared:
        return Compared(units.unit_id[unit], units.name[unit], figures[unit])

    return Comparison(
        as_of=dates.as_of,
        snapshot_id=matcher.history.snapshot.snapshot_id,
        names=tuple(one.name for one in scenarios),
        total=Compared(None, "", whole[0]),
        agencies=tuple(tell(unit, agencies) for unit in named if _is_any(agencies[unit])),
        units=tuple(tell(unit, own) for unit in changed),
    )


def _find_change(figures: Sequence[Figures]) -> float:
    """Return by how many people the gap differs from the recorded one, where it does most."""
    return max(abs(one.gap - figures[0].gap) for one in figures)


def _is_any(figures: Sequence[Figures]) -> bool:
    return any(one.need or one.staff or one.vacant for one in figures)


def _sum_up(under: Sequence[Staffing], place: Codes, count: int) -> list[tuple[Figures, ...]]:
    """Return the figures of each place (`place` has one entry a position) under each staffing."""
    sums = [
        [np.bincount(place, column, count).tolist() for column in (one.need, one.staff, one.vacant)]
        for one in under
    ]
    return [
        tuple(_figure(need[at], staff[at], vacant[at]) for need, staff, vacant in sums)
        for at in range(count)
    ]


def _figure(need: float, staff: float, vacant: float) -> Figures:
    fill_ratio = staff / need if need else None
    return Figures(int(need), staff, staff - need, fill_ratio, int(vacant))
