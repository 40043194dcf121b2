"""Ways that lead onto a list: steps, the predicates to come, and the day on which both are there.

They are ordered as a person would weigh them: what is reached first, then by the fewest changes,
then by the fewest levels.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from matching.contest import Field
from matching.explaining.remedies.changes import Steps, combine_steps, list_steps
from matching.explaining.remedies.prospects import Outlook, Prospect
from snapshots.ledger import Rows


@dataclass(frozen=True)
class Plan:
    """Steps and yearly predicates, and the day number on which they are reached."""

    steps: Steps
    outlook: Outlook
    day: int

    @property
    def changes(self) -> int:
        """Changes asked; waiting is none."""
        return len(self.steps) + self.outlook.raised

    @property
    def gain(self) -> int:
        """Levels gained, those of predicates with them."""
        raised = self.outlook.code - max(self.outlook.has, 0) if self.outlook.raised else 0
        return sum(step.gain for step in self.steps) + raised


@dataclass(frozen=True)
class Bar:
    """Today's list: the last one has to be passed, nobody where it is not full."""

    field: Field
    on_list: Rows
    size: int

    @property
    def needed(self) -> float | None:
        """The score of the last one; None where places are free."""
        full = len(self.on_list) == self.size
        return float(self.field.score[self.on_list[-1]]) if full else None

    def holds(self, person: int) -> bool:
        """Tell whether a person (an index) is on today's list."""
        return bool((self.field.rows[self.on_list] == person).any())


def list_plans(prospect: Prospect) -> list[Plan]:
    """Return every plan within the bounds, each on the first day that meets all rules.

    To wait alone is a plan for the day of every cure, and for every quarter after as_of.
    """
    plans = [*_wait(prospect), *_change(prospect)]
    # The sort is stable: what ties stands in the order of the position's standard.
    return sorted(plans, key=lambda plan: (plan.day, plan.changes, plan.gain))


def _wait(prospect: Prospect) -> Iterator[Plan]:
    latest = prospect.outlooks[0]
    for day in prospect.list_days_to_wait_for(latest):
        yield Plan((), latest, day)


def _change(prospect: Prospect) -> Iterator[Plan]:
    bounds, last = prospect.bounds, int(prospect.days[-1])
    groups = list_steps(prospect.question, bounds)
    for outlook in prospect.outlooks:
        known = prospect.first_due(outlook) if outlook.raised else prospect.question.day
        changes = bounds.most_changes - outlook.raised
        if changes < 0 or known > last:
            continue
        starts = [max(month, known) for month in prospect.months.tolist()]
        days = [prospect.first_day(outlook, start) for start in starts]
        for steps in combine_steps(groups, changes, bounds.most_months):
            day = days[sum(step.months for step in steps)]
            if day is not None and (steps or outlook.raised):
                yield Plan(steps, outlook, day)
