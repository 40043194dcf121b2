"""Keeps scenarios under their names: checked against the records, without a NIP, and audited."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matching.errors import UnknownPersonError
from matching.matcher import Matcher
from planning.scenarios.applying import check_scenario
from planning.scenarios.scenario import Arrival, Factor, Scenario
from serving.audit.service import Actor, Event, record_event
from serving.database.connection import Database
from serving.database.tables import ScenarioRow
from serving.errors import UnknownPersonInFieldError, UnknownScenarioError
from serving.scenarios.schemas import ScenarioContent, StoredScenario

_STORED = TypeAdapter(Scenario)


def make_scenario(matcher: Matcher, name: str, content: ScenarioContent) -> Scenario:
    """Return what was sent as a scenario, people by person_id, checked against the records.

    Raises UnknownScenarioKeyError, UnknownPersonInFieldError.
    """
    scenario = Scenario(
        name=name,
        factors=tuple(Factor(one.level, one.key.strip(), one.factor) for one in content.factors),
        leaving=tuple(dict.fromkeys(find_person_id(matcher, one) for one in content.leaving)),
        arriving=tuple(Arrival(one.position_id, one.people) for one in content.arriving),
    )
    check_scenario(matcher, scenario)
    return scenario


def find_person_id(matcher: Matcher, named: str) -> str:
    """Return the person_id of who is named by NIP or person_id; UnknownPersonInFieldError."""
    try:
        by_nip = matcher.history.person_of.get(named.strip())
        person = matcher.person_by_id(named) if by_nip is None else by_nip
    except UnknownPersonError:
        raise UnknownPersonInFieldError(named, "leaving") from None
    return matcher.person_id(person)


def keep_scenario(
    database: Database, scenario: Scenario, actor: Actor
) -> tuple[StoredScenario, bool]:
    """Keep a scenario in the place of the one of its name; tell whether it is a new one."""

    def keep() -> tuple[StoredScenario, bool]:
        with database.write() as session:
            return _keep(session, scenario, actor)

    try:
        return keep()
    except IntegrityError:  # another began one of this name in this very moment: look again
        return keep()


def edit_scenario(
    database: Database, name: str, change: Callable[[Scenario], Scenario], actor: Actor
) -> StoredScenario:
    """Keep a scenario with a change, a new one where none has the name."""

    def edit() -> StoredScenario:
        with database.write() as session:
            row = session.get(ScenarioRow, fold_name(name), with_for_update=True)
            before = Scenario(name.strip()) if row is None else to_scenario(_tell(row))
            return _keep(session, change(before), actor)[0]

    try:
        return edit()
    except IntegrityError:
        return edit()


def remove_scenario(session: Session, name: str, actor: Actor) -> None:
    """Forget a scenario; plans made under it keep their own copy. Raises UnknownScenarioError."""
    row = _find(session, name)
    session.delete(row)
    record_event(session, Event.SCENARIO_REMOVED, row.name, actor, {})


def read_scenario(session: Session, name: str) -> StoredScenario:
    """Return the scenario of a name; UnknownScenarioError where none has it."""
    return _tell(_find(session, name))


def find_scenario(session: Session, name: str) -> Scenario:
    """Return the scenario of a name as plans and measures take it; UnknownScenarioError."""
    return to_scenario(read_scenario(session, name))


def list_scenarios(session: Session) -> Sequence[StoredScenario]:
    """Return every scenario, by name."""
    return [_tell(row) for row in session.scalars(select(ScenarioRow).order_by(ScenarioRow.key))]


def to_scenario(stored: StoredScenario) -> Scenario:
    """Return what is kept as plans and measures take it."""
    return Scenario(stored.name, stored.factors, stored.leaving, stored.arriving)


def fold_name(name: str) -> str:
    """Return a name as names are told apart."""
    return name.strip().casefold()


def _keep(session: Session, scenario: Scenario, actor: Actor) -> tuple[StoredScenario, bool]:
    now = datetime.now(UTC)
    row = session.get(ScenarioRow, fold_name(scenario.name), with_for_update=True)
    new = row is None
    if row is None:
        row = ScenarioRow(key=fold_name(scenario.name), created_at=now)
        session.add(row)
    content = asdict(scenario)
    row.name, row.content, row.changed_at = content.pop("name"), content, now
    counts = {part: len(values) for part, values in content.items()}
    record_event(session, Event.SCENARIO_KEPT, scenario.name, actor, counts)
    return _tell(row), new


def _find(session: Session, name: str) -> ScenarioRow:
    row = session.get(ScenarioRow, fold_name(name))
    if row is None:
        raise UnknownScenarioError(name)
    return row


def _tell(row: ScenarioRow) -> StoredScenario:
    kept = _STORED.validate_python({"name": row.name, **row.content})
    return StoredScenario(
        kept.name, kept.factors, kept.leaving, kept.arriving, row.created_at, row.changed_at
    )
