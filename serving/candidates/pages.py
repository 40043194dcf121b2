"""Pages about people for a position: why, why not, and one beside another."""

from functools import partial
from string import ascii_lowercase
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from pydantic import Field

from matching.directory import read_person, read_position, search_people
from matching.explaining.why import LIST_SIZE
from serving.access.admission import needs
from serving.access.rights import Right
from serving.audit.looks import NotedNow
from serving.audit.service import Event
from serving.candidates.schemas import AsOf, EffectiveOn, Question, Size
from serving.candidates.service import compare, judge
from serving.forms import PageForm
from serving.listing import cut
from serving.wiring import MatcherNow, Pages

router = APIRouter(prefix="/positions")
PersonId = Annotated[str, Query(max_length=64)]
MOST_FOUND = 50
LEAST = 0.02
"""Parts of a difference below this are summed into one line."""


class PersonForm(PageForm):
    """Whom the planner asks about: a name or a NIP."""

    q: str = Field(default="", max_length=200)


@router.post("/{position_id:path}/candidates")
@needs(Right.JUDGE, tells=Event.PEOPLE_SEARCHED)
def find(
    position_id: str,
    form: Annotated[PersonForm, Form()],
    pages: Pages,
    matcher: MatcherNow,
    noted: NotedNow,
) -> Response:
    """Find people by name or NIP to ask why (not) about."""
    pages.check(form.form_token)
    asked = form.q.strip()
    people = search_people(matcher, asked)
    noted.note_found(people, matcher.person_id)
    found = cut(people, matcher.person_id, MOST_FOUND, None)
    return pages.show(
        "people.html",
        position=read_position(matcher, matcher.position(position_id)),
        found=found.read(partial(read_person, matcher)),
        total=len(people),
        q=asked,
    )


@router.get("/{position_id:path}/candidates/{person_id}")
@needs(Right.JUDGE, tells=Event.PERSON_SEEN, of="person_id")
def show_candidate(
    position_id: str,
    person_id: str,
    pages: Pages,
    matcher: MatcherNow,
    as_of: AsOf = None,
    effective_on: EffectiveOn = None,
    size: Size = LIST_SIZE,
) -> Response:
    """Show every requirement on one person, and where that person stands."""
    question = Question(position_id, as_of, effective_on)
    answer = judge(matcher, question, person_id, size, pages.language)
    return pages.show("candidate.html", answer=answer, position=answer.position)


@router.get("/{position_id:path}/compare")
@needs(Right.JUDGE, tells=Event.PEOPLE_COMPARED)
def show_comparison(
    position_id: str,
    pages: Pages,
    matcher: MatcherNow,
    request: Request,
    noted: NotedNow,
    person: Annotated[list[PersonId] | None, Query()] = None,
    as_of: AsOf = None,
    effective_on: EffectiveOn = None,
) -> Response:
    """Show what puts one person above the others: those in `a`, `b` and so on, or those ticked.

    Every letter is read, so that one person too many is refused and never left out.
    """
    question = Question(position_id, as_of, effective_on)
    ticked = {f"person.{place}": one for place, one in enumerate(person or ())}
    named = {letter: request.query_params.get(letter) for letter in ascii_lowercase} | ticked
    chosen = {field: person_id for field, person_id in named.items() if person_id}
    answer = compare(matcher, question, chosen, pages.language)
    noted.note(people=" ".join(chosen.values()))
    return pages.show("compare.html", answer=answer, position=answer.position, least=LEAST)
