"""Why, gate by gate, for one person and one position: found, needed, cure and legal source."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from rules.case import Case
from rules.consents import find_letters
from rules.gates import REGISTRY, Gate, check_gates, find_missing
from rules.policy import Policy, Rule
from rules.results import (
    FAIL,
    NOT_CHECKED,
    PASS,
    RESULT_NAMES,
    WAIVED,
    Teller,
)
from snapshots.presence import in_service
from snapshots.view import View
from wording import Language


@dataclass(frozen=True)
class GateAnswer:
    """One rule for one person: `result` is pass, fail, unknown, waived or not_checked.

    `cure` says what turns a fail or an unknown into a pass, `cures_on` the first day on which time
    alone does so: asked again as of that day, with no new record, the gate passes.
    """

    rule: str
    result: str
    found: str
    needed: str | None
    cure: str | None
    cures_on: date | None
    source: str


def explain_gates(
    view: View,
    position: npt.ArrayLike,
    policy: Policy,
    effective_on: npt.ArrayLike,
    language: Language,
) -> tuple[GateAnswer, ...]:
    """Explain every gate for the only row of `view` and one position, in the order of GATES."""
    results = check_gates(view, position, policy, effective_on).results[0]
    case = Case(view, np.asarray(position, np.int32)[()], np.asarray(effective_on, np.int32)[()])
    tell = Teller(language)
    return tuple(
        _explain(case, gate, policy.rules[name], result, tell)
        for (name, gate), result in zip(REGISTRY.items(), results, strict=True)
    )


def _explain(case: Case, gate: Gate, rule: Rule, result: np.int8, tell: Teller) -> GateAnswer:
    name = RESULT_NAMES[result]
    if result == NOT_CHECKED:
        why = _tell_why_unchecked(case, gate, rule, tell)
        return GateAnswer(rule.name, name, why, None, None, None, rule.source)
    finding = gate.explain(case, rule.parameters, tell)
    found = finding.found
    if result == WAIVED:
        found = f"{found} {tell('waived', letters=_name_letters(case, rule.name))}"
    if result in (PASS, WAIVED):
        return GateAnswer(rule.name, name, found, finding.needed, None, None, rule.source)
    cure = " ".join((finding.cure, *_tell_of_letter(case, rule, tell)))
    cures_on = finding.cures_on if result == FAIL else None
    return GateAnswer(rule.name, name, found, finding.needed, cure, cures_on, rule.source)


def _tell_of_letter(case: Case, rule: Rule, tell: Teller) -> tuple[str, ...]:
    """Say that a letter may lift the rule: for who left none does.

    It holds from its issue on, so that a move of an earlier day asks for one issued by then.
    """
    if not rule.waivable or not case.one(case.view.derive(in_service)):
        return ()
    effective = case.one(case.effective)
    if effective >= case.one(case.day):
        return (tell("cure_consent"),)
    return (tell("cure_consent_by", on=tell.day(effective)),)


def _tell_why_unchecked(case: Case, gate: Gate, rule: Rule, tell: Teller) -> str:
    if not rule.enabled:
        return tell("not_checked_policy")
    return tell("not_checked_records", missing=find_missing(case.history.snapshot, gate))


def _name_letters(case: Case, rule: str) -> str:
    _, letters = find_letters(case, rule, np.zeros(1, np.intp))
    named = (case.history.consents.letter_no[letter] for letter in sorted(letters.tolist()))
    return ", ".join(dict.fromkeys(named))
