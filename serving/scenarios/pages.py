"""Pages of scenarios: all of them, one to be edited, and some side by side."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Path, Query, Response
from fastapi.responses import RedirectResponse

from matching.directory import PersonRow, read_person, search_people
from planning.scenarios.applying import check_scenario
from planning.scenarios.scenario import (
    Arrival,
    Factor,
    Level,
    Scenario,
    set_arrival,
    set_factor,
    set_leaving,
)
from planning.scenarios.words import tell_scenario
from serving.access.admission import needs
from serving.access.rights import Right
from serving.audit.looks import NotedNow
from serving.audit.service import Event
from serving.forms import PageForm
from serving.listing import cut
from serving.scenarios.beside import lay_beside
from serving.scenarios.finding import LEVELS, find_subjects
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
AtLevel = Annotated[Level | Literal[""], Query(description="empty: any")]
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


@dataclass(frozen=True)
class Desk:
    """What the pages of scenarios work with."""

    pages: Pages
    matcher: MatcherNow
    database: DatabaseNow

    def search(self, q: str, level: Level | Literal[""]) -> dict[str, Any]:
        """Return what a page shows of a search for something that a factor can be put on."""
        subjects, count = find_subjects(self.matcher, q, MOST_FOUND, level or None)
        return {"q": q, "level": level, "levels": LEVELS, "subjects": subjects, "count": count}

    def show(
        self, name: str, q: str = "", level: Level | Literal[""] = "", people: People = NOBODY
    ) -> Response:
        """Show a scenario; what follows from it only where the records know all that it names."""
        found = None
        with self.database.read() as session:
            scenario = find_scenario(session, name)
            lines = tell_scenario(self.matcher, scenario, self.pages.language)
            if lines and all(line.known for line in lines):
                dates = self.matcher.date(None, None)
                found = lay_beside(self.matcher, session, dates, [scenario])
        return self.pages.show(
            "scenario.html",
            scenario=scenario,
            lines=lines,
            found=found,
            changed=[row for row in found.agencies if len(set(row.figures)) > 1] if found else [],
            people=people,
            here=_address(scenario.name),
            **self.search(q, level),
        )

    def keep(self, form: PageForm, name: str, change: Callable[[Scenario], Scenario]) -> Response:
        """Make a form's change to the scenario of a name, a new one where none has it; show it.

        Raises what `check_scenario` raises for what the change adds.
        """
        self.pages.check(form.form_token)
        check_scenario(self.matcher, change(Scenario(name)))
        kept = edit_scenario(self.database, name, change, self.pages.caller.actor)
        return RedirectResponse(_address(kept.name), 303)


OnDesk = Annotated[Desk, Depends()]


@router.get("")
@needs(Right.PLANS, tells=Event.PLAN_SEEN)
def show_scenarios(desk: OnDesk, q: Words = "", level: AtLevel = "") -> Response:
    """Show every scenario, and the search that begins a new one."""
    with desk.database.read() as session:
        kept = list_scenarios(session)
    language = desk.pages.language
    return desk.pages.show(
        "scenarios.html",
        kept=[(one, tell_scenario(desk.matcher, to_scenario(one), language)) for one in kept],
        lines=LINES,
        most_name=MOST_NAME,
        **desk.search(q, level),
    )


@router.post("")
@needs(Right.PLAN)
def begin(form: Annotated[NewForm, Form()], desk: OnDesk) -> Response:
    """Begin a scenario by its name; one that is there is opened."""
    return desk.keep(form, form.name, lambda scenario: scenario)


@router.post("/surges")
@needs(Right.PLAN)
def begin_with_factor(form: Annotated[SurgeForm, Form()], desk: OnDesk) -> Response:
    """Begin a scenario by a factor."""
    return _put_factor(desk, form.name, form)


@router.get("/compare")
@needs(Right.PLANS, tells=Event.PLAN_SEEN)
def show_comparison(desk: OnDesk, name: Annotated[list[Name] | None, Query()] = None) -> Response:
    """Show up to three scenarios beside the records."""
    asked = list(dict.fromkeys(name or ()))
    with desk.database.read() as session:
        scenarios = [find_scenario(session, one) for one in asked[:MOST_BESIDE]]
        found = lay_beside(desk.matcher, session, desk.matcher.date(None, None), scenarios)
    return desk.pages.show(
        "scenario_compare.html",
        found=found,
        too_many=len(asked) > MOST_BESIDE,
        most=MOST_BESIDE,
    )


@router.get("/named/{name:path}")
@needs(Right.PLANS, tells=Event.PLAN_SEEN)
def show_scenario(name: Named, desk: OnDesk, q: Words = "", level: AtLevel = "") -> Response:
    """Show one scenario: what it supposes, what follows, and what can be added."""
    return desk.show(name, q, level)


@router.post("/named/{name:path}/people")
@needs(Right.PLAN, tells=Event.PEOPLE_SEARCHED)
def find_leaving(
    name: Named, form: Annotated[PeopleForm, Form()], desk: OnDesk, noted: NotedNow
) -> Response:
    """Find who might leave, by name or NIP."""
    desk.pages.check(form.form_token)
    matcher, asked = desk.matcher, form.q.strip()
    people = search_people(matcher, asked)
    noted.note_found(people, matcher.person_id)
    found = cut(people, matcher.person_id, MOST_FOUND, None).read(partial(read_person, matcher))
    return desk.show(name, people=People(asked, found.items, len(people)))


@router.post("/named/{name:path}/factors")
@needs(Right.PLAN)
def put_factor(name: Named, form: Annotated[FactorForm, Form()], desk: OnDesk) -> Response:
    """Put a factor into a scenario, change it, or take it out."""
    return _put_factor(desk, name, form)


@router.post("/named/{name:path}/arrivals")
@needs(Right.PLAN)
def put_arrival(name: Named, form: Annotated[ArrivalForm, Form()], desk: OnDesk) -> Response:
    """Let people arrive at a position, more or fewer, or none after all."""
    arrival = Arrival(form.position_id, form.people)
    return desk.keep(form, name, lambda scenario: set_arrival(scenario, arrival))


@router.post("/named/{name:path}/leaving")
@needs(Right.PLAN)
def put_leaving(name: Named, form: Annotated[LeavingForm, Form()], desk: OnDesk) -> Response:
    """Suppose that somebody is gone, or there after all."""
    return desk.keep(form, name, lambda one: set_leaving(one, form.person_id, form.leaves))


@router.post("/named/{name:path}/remove")
@needs(Right.PLAN)
def remove(
    name: Named, form: Annotated[PeopleForm, Form()], pages: Pages, database: DatabaseNow
) -> Response:
    """Forget a scenario."""
    pages.check(form.form_token)
    with database.write() as session:
        remove_scenario(session, name, pages.caller.actor)
    return RedirectResponse("/scenarios", 303)


def _put_factor(desk: Desk, name: str, form: FactorForm) -> Response:
    factor = Factor(form.level, form.key, form.factor)
    return desk.keep(form, name, lambda scenario: set_factor(scenario, factor))


def _address(name: str) -> str:
    return f"/scenarios/named/{quote(name, safe='')}"
