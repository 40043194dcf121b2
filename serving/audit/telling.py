"""Writes events of the audit for people: names where the records know them, words for codes."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from matching.errors import UnknownPersonError
from matching.files.formulas import disarm
from matching.matcher import Matcher
from serving.audit.queries import PERSON
from serving.audit.schemas import AuditEvent
from serving.audit.verifying import Verification
from serving.clock import local_time
from wording import Language, has_text, say, write

COLUMNS = (
    "number",
    "happened_at",
    "event",
    "text",
    "via",
    "actor",
    "on_behalf_of",
    "subject",
    "facts",
    "hash",
)
PLACES = {"shortlist": "/shortlists/", "list": "/shortlists/", "plan": "/plans/"}
"""Where the thing of an event is seen, by the beginning of the event's name."""
CODES = {
    "departure": ("overrides.kind_",),
    "outcome": ("audit.outcome_",),
    "reason_code": ("overrides.reason_",),
    "role": ("plan_work.role_", "access.role_"),
    "roles": ("access.role_",),
    "scopes": ("access.scope_",),
    "stance": ("plan_pages.stance_",),
    "step": ("plan_work.step_",),
    "why": ("audit.why_",),
}
"""Facts whose values are codes, several with commas between, and where the words for them begin."""
OF_LISTS_AND_PLANS = 32
"""Digits of their ids."""


@dataclass(frozen=True)
class ToldEvent:
    """An event as the page shows it: `name` and `link` of its subject, and facts as lines."""

    event: AuditEvent
    name: str
    link: str | None
    facts: tuple[str, ...]


def tell_events(
    events: Iterable[AuditEvent], matcher: Matcher | None, language: Language
) -> list[ToldEvent]:
    """Return events with names of people, where there are records that know them."""
    return [
        ToldEvent(
            one,
            name_person(matcher, one.subject),
            _find_link(one),
            tuple(_tell_facts(one, matcher, language)),
        )
        for one in events
    ]


def name_person(matcher: Matcher | None, text: str) -> str:
    """Return the name of a person_id; any other text, or one nobody knows now, as it is."""
    if matcher is None or not PERSON.fullmatch(text):
        return text
    try:
        return matcher.history.people.name[matcher.person_by_id(text)]
    except UnknownPersonError:
        return text


def tell_verification(found: Verification, language: Language) -> str:
    """Return in words what checking the chain found."""
    if found.broken is None:
        number = found.head.number
        return say("audit.chain_holds", language, events=found.head.events, number=number)
    key = f"audit.chain_broken_{found.broken.fault}"
    return say(key, language, events=found.head.events, number=found.broken.number)


def write_csv(events: Iterable[AuditEvent]) -> Iterator[str]:
    """Yield the lines of a CSV file, no cell of which a spreadsheet takes for a formula."""
    yield _write_line(COLUMNS)
    for one in events:
        facts = json.dumps(one.facts, ensure_ascii=False, sort_keys=True)
        told = {**vars(one), "happened_at": local_time(one.happened_at).isoformat(), "facts": facts}
        yield _write_line(disarm("" if told[name] is None else str(told[name])) for name in COLUMNS)


def _write_line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _find_link(one: AuditEvent) -> str | None:
    place = PLACES.get(one.event.split("_")[0])
    if place is None or len(one.subject) != OF_LISTS_AND_PLANS:
        return None
    return place + one.subject


def _tell_facts(one: AuditEvent, matcher: Matcher | None, language: Language) -> Iterator[str]:
    for name, value in one.facts.items():
        if value is not None and value != "":
            key = f"audit.fact_{name}"
            label = say(key, language) if has_text(key) else name
            yield f"{label}: {_write_value(name, value, matcher, language)}"


def _write_value(name: str, value: object, matcher: Matcher | None, language: Language) -> str:
    if isinstance(value, bool):
        return say("audit.yes" if value else "audit.no", language)
    if isinstance(value, int):
        return write(value, language)
    if name in CODES:
        return ", ".join(_write_code(name, code, language) for code in str(value).split(","))
    words = str(value).split()
    if not all(PERSON.fullmatch(word) for word in words):
        return str(value)
    return ", ".join(name_person(matcher, word) for word in words)


def _write_code(name: str, code: str, language: Language) -> str:
    keys = (prefix + code for prefix in CODES[name])
    return next((say(key, language) for key in keys if has_text(key)), code)
