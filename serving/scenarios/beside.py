"""Scenarios side by side: need and staff, and the newest plan made under each and under none."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from matching.matcher import Dates, Matcher
from planning.answers import Summary
from planning.scenarios.comparison import Comparison, compare_scenarios
from planning.scenarios.scenario import Scenario
from serving.database.plan_tables import PlanRevisionRow
from serving.scenarios.service import fold_name

LATEST = 200
"""Revisions that are looked through, the newest first."""
_SUMMARY = TypeAdapter(Summary)
_SCENARIO = TypeAdapter(Scenario)


@dataclass(frozen=True)
class PlanUnder:
    """A plan in figures; `scenario` None: by the records. `outdated`: the scenario is another now.

    `open` counts the seats left open.
    """

    plan_id: str
    scenario: str | None
    created_at: datetime
    outdated: bool
    open: int
    summary: Summary


@dataclass(frozen=True)
class Beside(Comparison):
    """Scenarios beside the records, with the newest plan of each that has one."""

    plans: tuple[PlanUnder, ...]


def lay_beside(
    matcher: Matcher, session: Session, dates: Dates, scenarios: Sequence[Scenario]
) -> Beside:
    """Return need, staff and plans under each scenario; raises what `apply_scenario` raises."""
    compared = compare_scenarios(matcher, dates, scenarios)
    return Beside(**vars(compared), plans=find_plans(session, scenarios))


def find_plans(session: Session, scenarios: Sequence[Scenario]) -> tuple[PlanUnder, ...]:
    """Return the newest plan by the records and under each scenario, in that order."""
    wanted: dict[str | None, Scenario | None] = {None: None}
    wanted |= {fold_name(one.name): one for one in scenarios}
    newest: dict[str | None, PlanUnder] = {}
    for row in _read_revisions(session):
        kept = row.request.get("scenario")
        key = kept and fold_name(kept["name"])
        if key in wanted and key not in newest:
            newest[key] = _tell(row, kept, wanted[key])
    return tuple(newest[key] for key in wanted if key in newest)


def _read_revisions(session: Session) -> Iterator[PlanRevisionRow]:
    by_time = PlanRevisionRow.created_at.desc(), PlanRevisionRow.revision.desc()
    # Answers are great: only those that are told are read.
    later = defer(PlanRevisionRow.answer), defer(PlanRevisionRow.candidates)
    asked = select(PlanRevisionRow).order_by(*by_time).limit(LATEST).options(*later)
    yield from session.scalars(asked)


def _tell(
    row: PlanRevisionRow, kept: dict[str, Any] | None, scenario: Scenario | None
) -> PlanUnder:
    made_under = None if kept is None else _SCENARIO.validate_python(kept)
    ways = {one["way"]: one for one in json.loads(row.answer)["beside"]}
    return PlanUnder(
        plan_id=row.plan_id,
        scenario=None if scenario is None else scenario.name,
        created_at=row.created_at,
        outdated=made_under != scenario,
        open=row.open,
        summary=_SUMMARY.validate_python(ways["plan"]),
    )
