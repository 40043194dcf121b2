"""The units that moves touched, since: fill ratios at each checkpoint, and service results."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, partial
from typing import NamedTuple

import numpy as np

from matching.matcher import Matcher
from matching.staffing import fill_ratio
from planning.aftermath.answers import MONTHS, Checkpoint, ServiceResult, Side, UnitAfter
from planning.answers import Filling, Place, PlannedMove
from planning.papers.need import find_unit
from snapshots.coding import Codes, read_codes, read_days, read_numbers, read_rows, read_texts
from snapshots.days import Days, add_months, to_date, to_day
from snapshots.ledger import Flags, Floats

TABLE = "service_results"
DIRECTIONS = {"higher": 1, "lower": -1}
NOWHERE = -2
"""An index that no row has, not even one whose unit is unknown."""
BEFORE_MONTHS = 12
"""How far back a service result counts as one before the move."""


class _Results(NamedTuple):
    """Service results, one entry a row; `direction` is 1, -1, or 0 where nobody said."""

    unit: Codes
    measure: list[str | None]
    day: Days
    value: Floats
    direction: Codes


def list_sides(move: PlannedMove) -> tuple[tuple[Side, Place], ...]:
    """Return the post left (where there is one) and the post entered."""
    entered: tuple[Side, Place] = ("entered", move.target)
    return (entered,) if move.origin is None else (("left", move.origin), entered)


@dataclass(frozen=True)
class Units:
    """Fill ratios and service results of units by the records of `matcher`."""

    matcher: Matcher

    def follow(self, side: Side, post: Place, move: PlannedMove, effective_on: date) -> UnitAfter:
        """Return the unit of a post before the move, as expected, at each checkpoint, and now."""
        fill = find_unit(move, post.unit_id)
        known = self.matcher.history.day
        days = add_months(to_day(effective_on), MONTHS).tolist()
        return UnitAfter(
            side=side,
            unit_id=post.unit_id,
            unit=post.unit,
            before=None if fill is None else fill.ratio_before,
            expected=None if fill is None else fill.ratio_after,
            checkpoints=tuple(
                Checkpoint(
                    months=months,
                    on=to_date(day) or date.max,
                    reached=day <= known,
                    ratio=self.ratio(post.unit_id, fill, day) if day <= known else None,
                )
                for months, day in zip(MONTHS, days, strict=True)
            ),
            now=self.ratio(post.unit_id, fill, known),
        )

    def ratio(self, unit_id: str, fill: Filling | None, day: int) -> float | None:
        """Return the fill ratio of a unit as of a day; of the agency where the plan told of it."""
        unit = self.matcher.history.unit_of.get(unit_id)
        if unit is None:
            return None
        whole = fill is not None and fill.level == "agency"
        found = float(self._ratios(day)[int(whole)][unit])
        return None if np.isnan(found) else found

    @cached_property
    def _ratios(self) -> Callable[[int], tuple[Floats, Floats]]:
        """Fill ratios of all units and agencies, measured once a day that is asked."""
        return cache(partial(_measure, self.matcher))

    def results(self, side: Side, post: Place, effective_on: date) -> tuple[ServiceResult, ...]:
        """Return the service results of a post's unit, or of its agency, by measure."""
        here = self._rows_of(post)
        named = np.array(self._table.measure, object)
        measures = sorted(set(named[here].tolist()))
        return tuple(
            self._compare(side, post, measure, here & (named == measure), effective_on)
            for measure in measures
        )

    def _rows_of(self, post: Place) -> Flags:
        unit_of = self.matcher.history.unit_of
        ids = (post.unit_id, post.agency_id)
        own, agency = (self._table.unit == unit_of.get(one, NOWHERE) for one in ids)
        return np.asarray(own if own.any() else agency, np.bool_)

    def _compare(
        self, side: Side, post: Place, measure: str, rows: Flags, effective_on: date
    ) -> ServiceResult:
        table, day = self._table, to_day(effective_on)
        begin = int(add_months(day, -BEFORE_MONTHS))
        before = table.value[rows & (table.day >= begin) & (table.day < day)]
        after = table.value[rows & (table.day >= day) & (table.day < self.matcher.history.day)]
        means = [float(values.mean()) if len(values) else None for values in (before, after)]
        direction = int(table.direction[rows][-1])
        was, became = means
        better = None
        if was is not None and became is not None and direction and was != became:
            better = bool((became - was) * direction > 0)
        return ServiceResult(side, post.unit, measure, was, len(before), became, len(after), better)

    @cached_property
    def _table(self) -> _Results:
        history = self.matcher.history
        snapshot = history.snapshot
        return _Results(
            unit=read_rows(snapshot, TABLE, "unit_id", history.units.unit_id),
            measure=read_texts(snapshot, TABLE, "measure"),
            day=read_days(snapshot, TABLE, "measured_on"),
            value=read_numbers(snapshot, TABLE, "value"),
            direction=read_codes(snapshot, TABLE, "direction", DIRECTIONS, 0),
        )


def _measure(matcher: Matcher, day: int) -> tuple[Floats, Floats]:
    """Return staff / need of every unit by its own posts, and of every agency by all of its."""
    staffing, positions = matcher.staffing(day), matcher.history.positions
    count = len(matcher.history.units.unit_id)
    staff = np.bincount(positions.unit, staffing.staff, count)
    need = np.bincount(positions.unit, staffing.need, count)
    return fill_ratio(staff, need), fill_ratio(staffing.agency_staff, staffing.agency_need)
