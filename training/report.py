"""What a training run tells whoever started it: the model, how good it is, whether it serves."""

from dataclasses import asdict, dataclass
from typing import Any

from training.evaluation import EvaluationTable
from training.fitting import Settings
from training.measures import Estimate
from training.promotion import Check, Promotion


@dataclass(frozen=True)
class TrainingReport:
    """The outcome of `run_training`.

    `basis` is `learned`, or `rule` where the best rule became the candidate: `why_rule` is then the
    code of the reason. `openings` counts past moves, `outcomes` those that ended by the day of
    training; `success_rate` is their rate. `promoted` tells whether `version` serves now.
    """

    version: str
    basis: str
    name: str
    why_rule: str | None
    openings: int
    outcomes: int
    success_rate: float | None
    outcomes_given: bool
    judged_by_performance: bool
    settings: Settings | None
    tuned_auc: Estimate | None
    table: EvaluationTable
    checks: tuple[Check, ...]
    promotion: Promotion
    promoted: bool
    seconds: float

    def to_json(self) -> dict[str, Any]:
        """Return plain values, as `padan train --json` prints them."""
        return asdict(self)

    @property
    def failed(self) -> tuple[Check, ...]:
        """The checks that were not passed."""
        return tuple(check for check in self.checks if not check.passed)
