"""Pages of scenarios: all of them, one to be edited, and some side by side."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form, Path, Query, Response
from fastapi.responses import RedirectResponse

from matching.directory import PersonRow, find_people, read_person
from matching.matcher import Matcher
from planning.scenarios.applying import check_scenario
from planning.scenarios.scenario import (
    Arrival,
    Factor,
    Scenario,
    set_arrival,
    set_factor,
    set_leaving,
)
from planning.scenarios.words import tell_scenario
from serving.audit.service import Actor
from serving.database.connection import Database
from serving.listing import cut
from serving.rendering import Renderer
from serving.scenarios.beside import lay_beside
from serving.scenarios.finding import find_subjects
from serving.scenarios.forms import (
    ArrivalForm,
    FactorForm,
    LeavingForm,
    NewForm,
    PeopleForm,
    SurgeForm,
)
from serving.scenarios.schemas import MOST_BESIDE, MOST_NAME, Name
from serving.scenarios.service import (
    edit_scenario,
    find_scenario,
    list_scenarios,
    remove_scenario,
    to_scenario,
)
from serving.wiring import DatabaseNow, MatcherNow, Pages

router = APIRouter(prefix="/scenarios")
Named = Annotated[Name, Path()]
Words = Annotated[str, Query(max_length=200)]
MOST_FOUND = 12
LINES = 4
"""Sentences of a scenario in the list of all."""


@dataclass(frozen=True)
class People:
    """Who was found for a name or NIP, and how many there are."""

    q: str
    items: tuple[PersonRow, ...]
    count: int


NOBODY = People("", (), 0)


@router.get("")
def show_scenarios(
    pages: Pages, matcher: MatcherNow, database: DatabaseNow, q: Words = ""
) -> Response:
    """Show every scenario, and the search that begins a new one."""
    with database.read() as session:
        kept = list_scenarios(session)
    told = [(one, tell_scenario(matcher, to_scenario(one), pages.language)) for one in kept]
    subjects, count = find_subjects(matcher, q, MOST_FOUND)
    return pages.show(
        "scenarios.html",
        kept=told,
        q=q,
        subjects=subjects,
        count=count,
        lines=LINES,
        most_name=MOST_NAME,
    )


@router.post("")
def begin(form: Annotated[NewForm, Form()], pages: Pages, database: DatabaseNow) -> Response:
    """Begin a scenario by its name; one that is there is opened."""
    pages.check(form.form_token)
    return _edit(database, form.name, lambda scenario: scenario)


@router.post("/surges")
def begin_with_factor(
    form: Annotated[SurgeForm, Form()], pages: Pages, matcher: MatcherNow, database: DatabaseNow
) -> Response:
    """Begin a scenario by a factor."""
    pages.check(form.form_token)
    return _put_factor(matcher, database, form.name, form)


@router.get("/compare")
def show_comparison(
    pages: Pages,
    matcher: MatcherNow,
    database: DatabaseNow,
    name: Annotated[list[Name] | None, Query()] = None,
) -> Response:
    """Show up to three scenarios beside the records."""
    asked = list(dict.fromkeys(name or ()))
    with database.read() as session:
        scenarios = [find_scenario(session, one) for one in asked[:MOST_BESIDE]]
        found = lay_beside(matcher, session, matcher.date(None, None), scenarios)
    return pages.show(
        "scenario_compare.html",
        found=found,
        too_many=len(asked) > MOST_BESIDE,
        most=MOST_BESIDE,
    )


@router.get("/named/{name:path}")
def show_scenario(
    name: Named, pages: Pages, matcher: MatcherNow, database: DatabaseNow, q: Words = ""
) -> Response:
    """Show one scenario: what it supposes, what follows, and what can be added."""
    return _show(name, pages, matcher, database, q)


@router.post("/named/{name:path}/people")
def search_people(
    name: Named,
    form: Annotated[PeopleForm, Form()],
    pages: Pages,
    matcher: MatcherNow,
    database: DatabaseNow,
) -> Response:
    """Find who might leave, by name or NIP."""
    pages.check(form.form_token)
    asked = form.q.strip()
    digits = asked.replace(" ", "")
    by_nip = digits if digits.isdigit() else None
    people = find_people(matcher, nip=by_nip, q=None if by_nip else asked) if asked else ()
    found = cut(people, matcher.person_id, MOST_FOUND, None).read(partial(read_person, matcher))
    return _show(name, pages, matcher, database, "", People(asked, found.items, len(people)))


@router.post("/named/{name:path}/factors")
def put_factor(
    name: Named,
    form: Annotated[FactorForm, Form()],
    pages: Pages,
    matcher: MatcherNow,
    database: DatabaseNow,
) -> Response:
    """Put a factor into a scenario, change it, or take it out."""
    pages.check(form.form_token)
    return _put_factor(matcher, database, name, form)


@router.post("/named/{name:path}/arrivals")
def put_arrival(
    name: Named,
    form: Annotated[ArrivalForm, Form()],
    pages: Pages,
    matcher: MatcherNow,
    database: DatabaseNow,
) -> Response:
    """Let people arrive at a position, more or fewer, or none after all."""
    pages.check(form.form_token)
    arrival = Arrival(form.position_id, form.people)
    if arrival.people:
        check_scenario(matcher, Scenario(name, arriving=(arrival,)))
    return _edit(database, name, lambda scenario: set_arrival(scenario, arrival))


@router.post("/named/{name:path}/leaving")
def put_leaving(
    name: Named,
    form: Annotated[LeavingForm, Form()],
    pages: Pages,
    matcher: MatcherNow,
    database: DatabaseNow,
) -> Response:
    """Suppose that somebody is gone, or there after all."""
    pages.check(form.form_token)
    if form.leaves:
        check_scenario(matcher, Scenario(name, leaving=(form.person_id,)))
    return _edit(
        database, name, lambda scenario: set_leaving(scenario, form.person_id, form.leaves)
    )


@router.post("/named/{name:path}/remove")
def remove(
    name: Named, form: Annotated[PeopleForm, Form()], pages: Pages, database: DatabaseNow
) -> Response:
    """Forget a scenario."""
    pages.check(form.form_token)
    with database.write() as session:
        remove_scenario(session, name, Actor("page"))
    return RedirectResponse("/scenarios", 303)


def _show(
    name: str,
    pages: Renderer,
    matcher: Matcher,
    database: Database,
    q: str,
    people: People = NOBODY,
) -> Response:
    """Show a scenario; what follows from it only where the records know all that it names."""
    found = None
    with database.read() as session:
        scenario = find_scenario(session, name)
        lines = tell_scenario(matcher, scenario, pages.language)
        if lines and all(line.known for line in lines):
            found = lay_beside(matcher, session, matcher.date(None, None), [scenario])
    subjects, count = find_subjects(matcher, q, MOST_FOUND)
    return pages.show(
        "scenario.html",
        scenario=scenario,
        lines=lines,
        found=found,
        changed=[row for row in found.agencies if len(set(row.figures)) > 1] if found else [],
        q=q,
        subjects=subjects,
        count=count,
        people=people,
        here=_address(scenario.name),
    )


def _put_factor(matcher: Matcher, database: Database, name: str, form: FactorForm) -> Response:
    factor = Factor(form.level, form.key, form.factor)
    if factor.factor != 1:
        check_scenario(matcher, Scenario(name, factors=(factor,)))
    return _edit(database, name, lambda scenario: set_factor(scenario, factor))


def _edit(database: Database, name: str, change: Callable[[Scenario], Scenario]) -> Response:
    with database.write() as session:
        kept = edit_scenario(session, name, change, Actor("page"))
    return RedirectResponse(_address(kept.name), 303)


def _address(name: str) -> str:
    return f"/scenarios/named/{quote(name, safe='')}"
