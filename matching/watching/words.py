"""What watching the model found, in sentences: for the terminal, the page and the API alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from matching.fairness.answers import Fairness
from matching.fairness.gate_words import GateAuditAnswer, tell_gates
from matching.watching.arrived import Arrived
from matching.watching.drift import Drift
from matching.watching.freshness import Freshness
from matching.watching.monitoring import CallsFor, Coverage, Finding, Monitoring
from models.bundle import Basis
from models.card.document import Section
from models.card.fairness import describe_fairness
from models.card.words import Words
from models.group_names import name_attribute, name_group
from wording import Fact, Language, has_text, say, write_number

LINES = 10
"""Columns shown first, those that moved most; the page unfolds the rest, the API holds all."""


@dataclass(frozen=True)
class ToldFinding:
    """A finding as a sentence."""

    code: str
    calls_for: CallsFor
    text: str


@dataclass(frozen=True)
class MonitorAnswer:
    """What the API and `padan monitor --json` tell: findings in words, the rest in numbers.

    `reason` is the sentence that calls for retraining, None where nothing does.
    """

    retraining_due: bool
    reason: str | None
    as_of: date
    snapshot_id: str
    model_version: str
    policy_version: str
    software_version: str
    basis: Basis
    findings: tuple[ToldFinding, ...]
    drift: Drift | None
    outcomes: Arrived
    coverage: Coverage
    freshness: Freshness
    gates: GateAuditAnswer
    fairness: Fairness


def tell_monitoring(found: Monitoring, language: Language) -> MonitorAnswer:
    """Return the whole answer in a language."""
    return MonitorAnswer(
        retraining_due=found.retraining_due,
        reason=None if found.reason is None else tell_finding(found.reason, language),
        as_of=found.as_of,
        snapshot_id=found.snapshot_id,
        model_version=found.model_version,
        policy_version=found.policy_version,
        software_version=found.software_version,
        basis=found.basis,
        findings=tuple(
            ToldFinding(each.code, each.calls_for, tell_finding(each, language))
            for each in found.findings
        ),
        drift=found.drift,
        outcomes=found.outcomes,
        coverage=found.coverage,
        freshness=found.freshness,
        gates=tell_gates(found.gates, language),
        fairness=found.fairness,
    )


def tell_finding(finding: Finding, language: Language) -> str:
    """Return a finding as a sentence."""
    facts = dict(finding.facts)
    if finding.code == "unfair_lists":
        attribute, group = str(facts["attribute"]), facts["group"]
        facts |= {
            "attribute": name_attribute(attribute, language),
            "group": name_group(attribute, None if group is None else str(group), language),
        }
    return say(f"monitor.finding_{finding.code}", language, **facts)


def tell_fairness_of(found: Monitoring, language: Language) -> Section:
    """Return what the audit of present lists found, as a card tells it."""
    return describe_fairness(found.fairness.to_json(), Words(language))


def tell_verdict(found: Monitoring, language: Language) -> str:
    """Say whether retraining is due, and why."""
    if found.reason is None:
        return say("monitor.not_due", language)
    return say("monitor.due", language, reason=tell_finding(found.reason, language))


def tell_drift(drift: Drift, language: Language) -> str:
    """Return what the table of drift rests on."""
    facts: dict[str, Fact] = {
        "since": drift.since,
        "then": drift.posts_then,
        "now": drift.posts_now,
    }
    return say("monitor.drift_basis", language, **facts)


def tell_outcomes(outcomes: Arrived, language: Language) -> Iterator[str]:
    """Say which outcomes arrived, and how what was told of them held."""
    yield say("monitor.outcomes_known", language, known=outcomes.known)
    if outcomes.learned_from is not None:
        yield say("monitor.outcomes_learned", language, count=outcomes.learned_from)
    if outcomes.since is None:
        return
    yield say("monitor.outcomes_arrived", language, count=outcomes.count, since=outcomes.since)
    if outcomes.late:
        yield say("monitor.outcomes_late", language, count=outcomes.late, since=outcomes.since)
    if outcomes.found is None:
        return
    shares = {"found": outcomes.found.value, "low": outcomes.found.low, "high": outcomes.found.high}
    facts: dict[str, Fact] = {name: round(100 * share) for name, share in shares.items()}
    yield say("monitor.outcomes_found", language, **facts)
    if outcomes.told is None:
        yield say("monitor.outcomes_untold", language)
        return
    yield say("monitor.outcomes_told", language, told=round(100 * outcomes.told))
    if outcomes.brier is not None and outcomes.brier_of_rate is not None:
        brier, rate = (
            write_number(b, 3, language) for b in (outcomes.brier, outcomes.brier_of_rate)
        )
        yield say("monitor.outcomes_brier", language, brier=brier, rate=rate)


def tell_coverage(coverage: Coverage, language: Language) -> Iterator[str]:
    """Say who cannot be judged, and why."""
    yield say("monitor.posts", language, **_read_posts(coverage))
    facts = {"people": coverage.people, "count": coverage.undetermined}
    yield say("monitor.undetermined", language, **facts)
    if coverage.unanswered:
        counted = (f"{_name(each.rule, language)} {each.count}" for each in coverage.unanswered)
        yield say("monitor.unanswered", language, rules=", ".join(counted))
    if coverage.not_checked:
        names = (_name(rule, language) for rule in coverage.not_checked)
        yield say("monitor.not_checked", language, rules=", ".join(names))
    if coverage.fit_why_not is not None:
        code = f"matching.notice_no_fit_{coverage.fit_why_not}"
        yield say(code if has_text(code) else "matching.notice_no_fit", language)


def _name(rule: str, language: Language) -> str:
    return say(f"matching.rule_{rule}", language)


def _read_posts(coverage: Coverage) -> dict[str, int]:
    return {
        "posts": coverage.posts,
        "vacant": coverage.vacant,
        "watched": coverage.watched,
        "empty": coverage.without_candidates,
    }


def tell_freshness(freshness: Freshness, language: Language) -> Iterator[str]:
    """Say how old records and model are, and what is missing of the latest facts."""
    facts: dict[str, Fact] = {"on": freshness.records_on, "days": freshness.records_days}
    yield say("monitor.records_age", language, **facts)
    if freshness.trained_on is not None:
        facts = {"on": freshness.trained_on, "days": freshness.model_days or 0}
        yield say("monitor.model_age", language, **facts)
    if freshness.assessment_days is not None:
        yield say("monitor.assessment_age", language, days=freshness.assessment_days)
    if freshness.unassessed is not None:
        yield say("monitor.unassessed", language, percent=round(100 * freshness.unassessed))
    if freshness.predicates_missing is not None:
        percent = round(100 * freshness.predicates_missing)
        year = str(freshness.predicates_year)
        yield say("monitor.predicates", language, percent=percent, year=year)
