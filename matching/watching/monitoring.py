"""Watching the model that serves: drift, outcomes since, coverage, ages, fairness, and their calls.

One answer for the command, the page and the API. Limits stand in the policy's `[monitor]`. What
only newer records can mend calls for records, never for retraining.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from matching.fairness.answers import Fairness
from matching.fairness.audit import audit_lists
from matching.fairness.gates import GateAudit, audit_gates
from matching.matcher import Matcher
from matching.watching.arrived import Arrived, read_arrived
from matching.watching.drift import Drift, measure_drift
from matching.watching.freshness import Freshness, is_older, read_freshness
from matching.watching.pools import judge_pools
from matching.watching.watched import Watched, watch_people
from models.bundle import Basis
from rules.policy_file import Monitor
from snapshots.days import to_day
from wording import Fact

CallsFor = Literal["retraining", "records", "nothing"]


@dataclass(frozen=True)
class RuleCount:
    """How many people in service a rule could not be answered of."""

    rule: str
    count: int


@dataclass(frozen=True)
class Coverage:
    """Who cannot be judged: people in service, and posts; `watched` of them were looked at.

    `undetermined` people lack a fact for some watched post; `unanswered` names the rules.
    `fit_why_not` is the code of why nobody is told a chance, None where everybody is.
    """

    people: int
    undetermined: int
    unanswered: tuple[RuleCount, ...]
    not_checked: tuple[str, ...]
    posts: int
    vacant: int
    watched: int
    without_candidates: int
    fit_why_not: str | None


@dataclass(frozen=True)
class Finding:
    """Something that was found, the text `monitor.finding_CODE` and its facts."""

    code: str
    calls_for: CallsFor
    facts: Mapping[str, Fact]


@dataclass(frozen=True)
class Monitoring:
    """A model beside present records, as of a day; `findings` hold what calls for something."""

    as_of: date
    snapshot_id: str
    model_version: str
    policy_version: str
    software_version: str
    basis: Basis
    findings: tuple[Finding, ...]
    drift: Drift | None
    outcomes: Arrived
    coverage: Coverage
    freshness: Freshness
    gates: GateAudit
    fairness: Fairness

    @property
    def retraining_due(self) -> bool:
        """Whether anything calls for retraining."""
        return self.reason is not None

    @property
    def reason(self) -> Finding | None:
        """The first finding that calls for retraining."""
        return next((each for each in self.findings if each.calls_for == "retraining"), None)


def monitor(matcher: Matcher, as_of: date | None, today: date) -> Monitoring:
    """Hold the model that serves against the records as of a day (default: their own).

    Raises NoModelError, LaterThanSnapshotError.
    """
    on, bundle, limits = matcher.date(as_of, None).as_of, matcher.bundle, matcher.policy.monitor
    day, pools = to_day(on), judge_pools(matcher, on)
    watched = watch_people(matcher, pools)
    drift = measure_drift(bundle, watched, limits)
    outcomes = read_arrived(matcher, day)
    coverage = _read_coverage(matcher, watched, day)
    freshness = read_freshness(matcher, day, today)
    fairness = audit_lists(matcher, pools)
    findings = (
        *_judge_drift(bundle.basis, drift, coverage, limits),
        *_judge_outcomes(bundle.basis, outcomes, limits),
        *_judge_ages(bundle.basis, freshness, day, limits),
        *_judge_coverage(coverage, limits),
        *_judge_fairness(fairness),
    )
    return Monitoring(
        as_of=on,
        snapshot_id=matcher.history.snapshot.snapshot_id,
        model_version=bundle.model_version,
        policy_version=matcher.policy.version,
        software_version=matcher.software_version,
        basis=bundle.basis,
        findings=findings,
        drift=drift,
        outcomes=outcomes,
        coverage=coverage,
        freshness=freshness,
        gates=audit_gates(matcher, pools),
        fairness=fairness,
    )


def _read_coverage(matcher: Matcher, watched: Watched, day: int) -> Coverage:
    vacant, bundle = matcher.staffing(day).vacant, matcher.bundle
    unanswered = sorted(watched.unanswered.items(), key=lambda each: (-each[1], each[0]))
    return Coverage(
        people=watched.people,
        undetermined=watched.undetermined,
        unanswered=tuple(RuleCount(rule, count) for rule, count in unanswered),
        not_checked=watched.not_checked,
        posts=len(vacant),
        vacant=int((vacant > 0).sum()),
        watched=len(watched.posts),
        without_candidates=len(watched.posts) - watched.filled,
        fit_why_not=None if bundle.calibration is not None else bundle.why_not or "not_calibrated",
    )


def _judge_drift(
    basis: Basis, drift: Drift | None, coverage: Coverage, limits: Monitor
) -> Iterator[Finding]:
    if basis == "rule":
        return
    if drift is None:
        nobody = coverage.watched == coverage.without_candidates
        yield Finding("no_candidates" if nobody else "no_profile", "nothing", {})
        return
    if drift.score.moved:
        facts: dict[str, Fact] = {"index": drift.score.index, "limit": limits.score_index}
        yield Finding("score_drifted", "retraining", facts)
    count, used = len(drift.moved), len(drift.features)
    if count and count >= limits.features_share * used:
        facts = {"count": count, "used": used, "limit": _percent(limits.features_share)}
        yield Finding("features_drifted", "retraining", facts)


def _judge_outcomes(basis: Basis, outcomes: Arrived, limits: Monitor) -> Iterator[Finding]:
    learned_from = outcomes.learned_from or 0
    facts: dict[str, Fact] = {"known": outcomes.known, "limit": limits.enough_outcomes}
    too_few = learned_from < limits.enough_outcomes
    if basis == "rule" and too_few:
        enough = outcomes.known >= limits.enough_outcomes
        code = "learning_possible" if enough else "too_few_to_learn"
        yield Finding(code, "retraining" if enough else "nothing", facts)
    elif outcomes.new > 0 and outcomes.new >= limits.new_outcomes_share * learned_from:
        facts = {"new": outcomes.new, "learned_from": learned_from}
        yield Finding("new_outcomes", "retraining", facts)
    yield from _judge_calibration(outcomes, limits)


def _judge_calibration(outcomes: Arrived, limits: Monitor) -> Iterator[Finding]:
    """A told chance misses where the gap is wide and the interval of what was found excludes it."""
    told, found = outcomes.told, outcomes.found
    if told is None or found is None:
        return
    if outcomes.count < limits.least_outcomes or found.low <= told <= found.high:
        return
    if abs(told - found.value) >= limits.calibration_gap:
        shares = {"told": told, "found": found.value, "low": found.low, "high": found.high}
        facts: dict[str, Fact] = {name: _percent(share) for name, share in shares.items()}
        yield Finding("miscalibrated", "retraining", facts | {"count": outcomes.count})


def _judge_ages(basis: Basis, freshness: Freshness, day: int, limits: Monitor) -> Iterator[Finding]:
    trained_on = freshness.trained_on
    if basis != "rule" and trained_on and is_older(trained_on, day, limits.model_months):
        facts: dict[str, Fact] = {"trained_on": trained_on, "limit": limits.model_months}
        yield Finding("model_old", "retraining", facts)
    if freshness.records_days > limits.records_days:
        facts = {"days": freshness.records_days, "limit": limits.records_days}
        yield Finding("records_old", "records", facts)
    months = None if freshness.assessment_days is None else freshness.assessment_days / 30.4375
    if months is not None and months > limits.assessment_months:
        facts = {"months": round(months), "limit": limits.assessment_months}
        yield Finding("assessments_old", "records", facts)
    missing = freshness.predicates_missing
    if missing is not None and missing > limits.predicates_missing:
        facts = {"percent": _percent(missing), "year": str(freshness.predicates_year)}
        yield Finding("predicates_missing", "records", facts)


def _judge_coverage(coverage: Coverage, limits: Monitor) -> Iterator[Finding]:
    share = coverage.undetermined / coverage.people if coverage.people else 0.0
    if share > limits.undetermined_share:
        yield Finding("undetermined_many", "records", {"percent": _percent(share)})


def _judge_fairness(fairness: Fairness) -> Iterator[Finding]:
    """A group too seldom on lists is a note: learning anew from the same past does not mend it."""
    for alarm in fairness.alarms:
        facts: dict[str, Fact] = {
            "attribute": alarm.attribute,
            "group": alarm.group,
            "ratio": alarm.ratio.value,
        }
        yield Finding("unfair_lists", "nothing", facts)


def _percent(share: float) -> int:
    return round(100 * share)
