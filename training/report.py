"""What a training run tells whoever started it: the model, how good it is, whether it serves."""

import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from models.bundle import Basis, Bundle
from models.card.about import WhyNamed, find_why_named
from training.fitting import Settings
from training.judging.assessment import FOUND
from training.judging.evaluation import EvaluationTable
from training.judging.measures import Estimate
from training.learning import Lesson
from training.promotion import Check, Promotion


@dataclass(frozen=True)
class TrainingReport:
    """The outcome of `run_training`.

    `basis` is `learned`; `blend` where it leads the rule `name` within noise alone and leans on it;
    or `rule` where that rule is the candidate, `why_rule` being the code of the reason. `why_named`
    is the code of why the order follows whom committees chose, None where it does not. `openings`
    counts past moves, `outcomes` those that ended by the day of training; `success_rate` is their
    rate; `found` is what else was found of the model (`assessment`), `fairness` the audit of it.
    `champion` is the version that served when the checks were made, None where none did;
    `promotion` is when `version` was to serve, `promoted` tells whether it does now.
    """

    version: str
    basis: Basis
    name: str
    why_rule: str | None
    why_named: WhyNamed | None
    openings: int
    outcomes: int
    success_rate: float | None
    outcomes_given: bool
    judged_by_performance: bool
    settings: Settings | None
    tuned_auc: Estimate | None
    table: EvaluationTable
    found: Mapping[str, Any]
    fairness: Mapping[str, Any]
    checks: tuple[Check, ...]
    champion: str | None
    seconds: float
    promotion: Promotion = "never"
    promoted: bool = False

    @property
    def refusals(self) -> tuple[Check, ...]:
        """The checks that keep the model from serving, each with how far it was missed."""
        return tuple(check for check in self.checks if check.gates and not check.passed)

    def to_json(self) -> dict[str, Any]:
        """Return plain values, as `padan train --json` prints them."""
        plain = asdict(self)
        checks = [asdict(check) | {"short": check.short} for check in self.checks]
        refused_by = [check.name for check in self.refusals]
        return plain | {"checks": checks, "refused_by": refused_by}


def make_report(
    candidate: Bundle,
    version: str,
    lesson: Lesson,
    checks: tuple[Check, ...],
    champion: str | None,
    started: float,
) -> TrainingReport:
    """Return the report of a run that `started` at that reading of `time.monotonic`."""
    card, tuning = candidate.card, lesson.tuning
    return TrainingReport(
        version=version,
        basis=candidate.basis,
        name=candidate.name,
        why_rule=lesson.why_rule,
        why_named=find_why_named(candidate.basis, card),
        openings=card["openings"],
        outcomes=card["outcomes"],
        success_rate=card["success_rate"],
        outcomes_given=card["outcomes_given"],
        judged_by_performance=card["judged_by_performance"],
        settings=tuning.settings if tuning else None,
        tuned_auc=tuning.success_auc if tuning else None,
        table=lesson.table,
        found={name: card.get(name) for name in FOUND},
        fairness=card["fairness"],
        checks=checks,
        champion=champion,
        seconds=time.monotonic() - started,
    )
