"""Ways that lead onto a list: steps, the predicates to come, and the month in which both are there.

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
    """Steps and yearly predicates, reached `month` calendar months after as_of."""

    steps: Steps
    outlook: Outlook
    month: int

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
    """What has to be passed: the last one on today's list, nobody where the list is not full."""

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

    def is_passed_by(self, person: int, score: float) -> bool:
        """Tell whether a person with that score would stand on the list; ties as on the list."""
        if self.needed is None or score > self.needed:
            return True
        last = int(self.field.rows[self.on_list[-1]])
        contest = self.field.contest
        return score == self.needed and contest.tie_break(person) < contest.tie_break(last)


def list_plans(prospect: Prospect) -> list[Plan]:
    """Return every plan within the bounds, each in the first month that meets all rules.

    To wait alone is a plan in every such month.
    """
    plans = [*_wait(prospect), *_change(prospect)]
    # The sort is stable: what ties stands in the order of the position's standard.
    return sorted(plans, key=lambda plan: (plan.month, plan.changes, plan.gain))


def _wait(prospect: Prospect) -> Iterator[Plan]:
    latest = prospect.outlooks[0]
    for month in prospect.judge(latest).eligible.nonzero()[0].tolist():
        yield Plan((), latest, month)


def _change(prospect: Prospect) -> Iterator[Plan]:
    bounds = prospect.bounds
    groups = list_steps(prospect.question, bounds)
    for outlook in prospect.outlooks:
        known = prospect.first_due(outlook) if outlook.raised else 0
        starts = [prospect.first_month(outlook, month) for month in range(bounds.most_months + 1)]
        changes = bounds.most_changes - outlook.raised
        if changes < 0 or known > bounds.most_months:
            continue
        for steps in combine_steps(groups, changes, bounds.most_months):
            month = starts[max(sum(step.months for step in steps), known)]
            if month is not None and (steps or outlook.raised):
                yield Plan(steps, outlook, month)
