"""The thirteen gates: who may lawfully be moved into a position, before anybody is ranked.

Each gate is one mask over the rows of a view. A person is eligible who fails none and has none
unknown, ineligible with a fail, undetermined with an unknown and no fail. A gate that the policy
switches off, or for which the source lacks a table or column, is `not_checked`: it counts as a
pass and is named in every answer. Who left or is not yet appointed is never a candidate: no policy
and no letter lifts that part of `in_service`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from rules import ages, conduct, ladder, requirements, service, windows
from rules.case import Case
from rules.consents import find_letters
from rules.policy import Parameters, Policy
from rules.results import (
    FAIL,
    NOT_CHECKED,
    PASS,
    RESULT_NAMES,
    UNKNOWN,
    WAIVED,
    Answer,
    Finding,
    Results,
    Teller,
)
from snapshots.ledger import Flags
from snapshots.presence import in_service
from snapshots.snapshot import Snapshot
from snapshots.view import View

__all__ = [
    "FAIL",
    "GATES",
    "NOT_CHECKED",
    "PASS",
    "REGISTRY",
    "RESULT_NAMES",
    "UNKNOWN",
    "WAIVED",
    "Gate",
    "Verdicts",
    "check_gates",
    "find_missing",
    "find_unchecked",
]


def _of(table: str, *columns: str) -> tuple[str, ...]:
    """Return columns of one table as `table.column`."""
    return tuple(f"{table}.{column}" for column in columns)


_STAYS = _of("assignments", "position_id", "started_on", "ended_on", "appointment")
_HELD = (*_STAYS, *_of("employees", "position_id"))
_LEVEL = _of("positions", "kind", "tier")
_EDUCATION = (*_of("employees", "education_level"), *_of("educations", "level", "graduated_on"))
_LETTERS = _of("consents", "rule", "issued_on", "nip", "position_id", "valid_until")
"""What every rule reads that a letter may lift."""


@dataclass(frozen=True)
class Gate:
    """One rule's predicate and explanation, and the records that it reads.

    `reads` are columns as `table.column`: all that can change its answer as of some day. It is not
    checked without `table`, `person_column` of employees, and one of `position_columns`.
    """

    judge: Callable[[Case, Parameters], Answer]
    explain: Callable[[Case, Parameters, Teller], Finding]
    reads: tuple[str, ...]
    table: str | None = None
    person_column: str | None = None
    position_columns: tuple[str, ...] = ()


REGISTRY: dict[str, Gate] = {
    "civil_servant": Gate(
        service.judge_civil_servant, service.explain_civil_servant, _of("employees", "status")
    ),
    "in_service": Gate(
        service.judge_in_service,
        service.explain_in_service,
        _of("employees", "legal_status", "appointed_on", "left_on"),
    ),
    "not_same_position": Gate(
        service.judge_not_same_position, service.explain_not_same_position, _HELD
    ),
    "time_in_position": Gate(
        service.judge_time_in_position,
        service.explain_time_in_position,
        (*_HELD, *_of("employees", "position_since"), *_of("positions", "replaces")),
    ),
    "performance_floor": Gate(
        conduct.judge_performance_floor,
        conduct.explain_performance_floor,
        _of("performance", "predicate", "year", "known_on"),
        table="performance",
    ),
    "discipline": Gate(
        conduct.judge_discipline,
        conduct.explain_discipline,
        _of("discipline", "severity", "started_on", "ended_on", "under_investigation", "cancelled"),
        table="discipline",
    ),
    "rank_range": Gate(
        requirements.judge_rank_range,
        requirements.explain_rank_range,
        (
            *_of("employees", "rank", "rank_since"),
            *_of("ranks", "rank", "since"),
            *_of("positions", "min_rank", "max_rank"),
        ),
        person_column="rank",
        position_columns=("min_rank", "max_rank"),
    ),
    "education_level": Gate(
        requirements.judge_education_level,
        requirements.explain_education_level,
        (*_EDUCATION, *_of("positions", "min_education")),
        person_column="education_level",
        position_columns=("min_education",),
    ),
    "education_field": Gate(
        requirements.judge_education_field,
        requirements.explain_education_field,
        (
            *_of("employees", "education_field"),
            *_of("educations", "level", "graduated_on", "field"),
            *_of("positions", "licensed", "education_fields"),
        ),
        person_column="education_field",
        position_columns=("education_fields",),
    ),
    "career_ladder": Gate(
        ladder.judge_career_ladder, ladder.explain_career_ladder, (*_HELD, *_LEVEL)
    ),
    "age_cap": Gate(
        ages.judge_age_cap,
        ages.explain_age_cap,
        (*_of("employees", "birth_date"), *_HELD, *_LEVEL),
        person_column="birth_date",
    ),
    "retirement_horizon": Gate(
        ages.judge_retirement_horizon,
        ages.explain_retirement_horizon,
        (*_of("employees", "birth_date"), *_LEVEL, *_of("positions", "retirement_age")),
        person_column="birth_date",
    ),
    "lock_window": Gate(
        windows.judge_lock_window, windows.explain_lock_window, _of("positions", "kind")
    ),
}
GATES = tuple(REGISTRY)
"""Names of the gates, in the order of every answer."""


@dataclass(frozen=True)
class Verdicts:
    """`results[row, gate]`: codes of `rules.results`, gates as in GATES; `not_checked` by name."""

    results: Results
    not_checked: tuple[str, ...]

    @cached_property
    def ineligible(self) -> Flags:
        """Who fails a gate."""
        return np.asarray((self.results == FAIL).any(axis=1))

    @cached_property
    def undetermined(self) -> Flags:
        """Who fails none, while a gate could not be answered."""
        return np.asarray((self.results == UNKNOWN).any(axis=1) & ~self.ineligible)

    @cached_property
    def eligible(self) -> Flags:
        """Who fails none and has none unknown."""
        return ~(self.ineligible | self.undetermined)


def check_gates(
    view: View, position: npt.ArrayLike, policy: Policy, effective_on: npt.ArrayLike
) -> Verdicts:
    """Check every gate for every row of `view`, as of the row's day.

    `position` is a position index and `effective_on` a day number, each one for all rows or int32,
    one a row. Gates that count time are judged on `effective_on`, facts as known as of the day.
    """
    case = Case(view, np.asarray(position, np.int32)[()], np.asarray(effective_on, np.int32)[()])
    not_checked = find_unchecked(view.history.snapshot, policy)
    results = np.empty((len(GATES), len(view)), np.int8).T
    for column, (name, gate) in enumerate(REGISTRY.items()):
        if name in not_checked:
            results[:, column] = NOT_CHECKED
        else:
            results[:, column] = gate.judge(case, policy.rules[name].parameters)
            if policy.rules[name].waivable:
                _waive(results[:, column], case, name)
    results[~view.derive(in_service), GATES.index("in_service")] = FAIL
    return Verdicts(results, not_checked)


def _waive(results: Results, case: Case, rule: str) -> None:
    """Turn what a consent covers from fail or unknown into waived."""
    if not case.history.snapshot.has("consents"):
        return
    rows = np.flatnonzero((results == FAIL) | (results == UNKNOWN))
    covered, _ = find_letters(case, rule, rows)
    results[rows[covered]] = WAIVED


def find_unchecked(snapshot: Snapshot, policy: Policy) -> tuple[str, ...]:
    """Return the gates that the policy switches off or the source gives no records for."""
    return tuple(
        name
        for name, gate in REGISTRY.items()
        if not policy.rules[name].enabled or find_missing(snapshot, gate)
    )


def list_reads(rule: str, policy: Policy) -> frozenset[str]:
    """Return the columns (`table.column`) that can change a rule's answer under a policy."""
    letters = _LETTERS if policy.rules[rule].waivable else ()
    return frozenset((*REGISTRY[rule].reads, *letters))


def find_missing(snapshot: Snapshot, gate: Gate) -> str | None:
    """Return the table or column (table.column) for want of which a gate cannot be checked."""
    if gate.table and not snapshot.has(gate.table):
        return gate.table
    if gate.person_column and not snapshot.has("employees", gate.person_column):
        return f"employees.{gate.person_column}"
    columns = gate.position_columns
    if columns and not any(snapshot.has("positions", column) for column in columns):
        return ", ".join(f"positions.{column}" for column in columns)
    return None
