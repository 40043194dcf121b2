"""A plan beside other ways of planning: doing nothing, two plain ways, and the three stances.

All keep the same limits and are valued under the weights of the plan itself. They choose among the
same candidates, but for the way by seniority, which takes the most senior, listed or not. By these
weights no other way is better than a plan made afresh, that by seniority apart; than a revision one
may be, for a revision first keeps what people have seen.
"""

from collections.abc import Mapping
from typing import get_args

import numpy as np

from matching.contenders import tell_chances
from planning.answers import Summary
from planning.desk.desk import Desk, lay_wide, price_anew
from planning.desk.resolving import weigh_stance
from planning.fill import measure_agencies, spread
from planning.optimum.breaches import value
from planning.optimum.instance import POINT
from planning.optimum.solve import Solution, solve
from planning.plain_ways import choose_by_fit, choose_by_seniority
from planning.requests import Stance
from snapshots.ledger import Floats, Ints
from wording import Language, say, write, write_percent

STANCES = get_args(Stance)


def compare_ways(desk: Desk, solution: Solution, language: Language) -> tuple[Summary, ...]:
    """Return the plan, then `nothing`, `greedy`, `seniority` and each stance."""
    wide = lay_wide(desk)
    ways = {
        "plan": _find_in(wide, desk, solution.chosen),
        "nothing": np.empty(0, np.int64),
        "greedy": choose_by_fit(wide),
        "seniority": choose_by_seniority(wide),
        **{stance: _find_in(wide, desk, _solve_stance(desk, stance)) for stance in STANCES},
    }
    told = _tell_all(wide, ways)
    return tuple(_summarise(wide, way, chosen, told, language) for way, chosen in ways.items())


def _solve_stance(desk: Desk, stance: str) -> Ints:
    return solve(price_anew(desk, weigh_stance(desk.matcher, stance)).instance).chosen


def _find_in(wide: Desk, desk: Desk, chosen: Ints) -> Ints:
    """Return the edges of the wider desk that are the same pairs."""
    place = np.full(len(wide.candidates.post), -1, np.int64)
    place[wide.made.pair] = np.arange(len(wide.made.pair))
    return np.sort(place[desk.made.pair[chosen]])


def _tell_all(wide: Desk, ways: Mapping[str, Ints]) -> Floats:
    """Return the chance of success, as told, of each edge that some way takes; NaN: none."""
    edges = np.unique(np.concatenate(list(ways.values())))
    told = np.full(len(wide.instance.edges), np.nan)
    if len(edges) and wide.candidates.calibrated:
        chances = tell_chances(wide.matcher, wide.dates, wide.person[edges], wide.position[edges])
        told[edges] = chances.fit
    return told


def _summarise(wide: Desk, way: str, chosen: Ints, told: Floats, language: Language) -> Summary:
    need, ratio = measure_agencies(wide, chosen)
    known = told[chosen][~np.isnan(told[chosen])]
    success = float(known.sum()) if len(known) else None
    lowest, highest = (float(ratio.min()), float(ratio.max())) if len(ratio) else (None, None)
    objective = -value(wide.instance, chosen) / POINT
    return Summary(
        way=way,
        moves=len(chosen),
        success=success,
        success_of=len(known),
        spread=spread(need, ratio),
        lowest=lowest,
        highest=highest,
        wishes_met=int(wide.prices.met[chosen].sum()),
        unwilling=int(wide.prices.unwilling[chosen].sum()),
        objective=objective + 0.0,
        text=say(
            "plans.way" if success is not None else "plans.way_without_chance",
            language,
            way=say(f"plans.way_{way}", language),
            moves=len(chosen),
            success=write(round(success or 0.0), language),
            success_of=len(known),
            lowest=write_percent(lowest, language),
            highest=write_percent(highest, language),
        ),
    )
