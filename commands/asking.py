"""Commands that ask for an answer: shortlist, why, compare, positions."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.console import busy, put, stdout
from commands.opening import check_target, note_made_up, open_database, open_matcher
from commands.options import AsJson, AsOf, EffectiveOn, to_date
from commands.witness import tell_audit
from wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matching.answers import ShortlistRequest
    from serving.settings import Settings
    from serving.shortlists.schemas import StoredShortlist

Position = Annotated[str, typer.Argument(metavar="POSITION", help="option_position")]
Nip = Annotated[str, typer.Argument(metavar="NIP", help="option_nip")]
Agencies = list[str] | None


def shortlist(
    position: Annotated[list[str], typer.Argument(metavar="POSITION", help="option_positions")],
    size: Annotated[int, typer.Option(min=1, max=200, metavar="N", help="option_size")] = 10,
    as_of: AsOf = None,
    effective_on: EffectiveOn = None,
    include_undetermined: Annotated[
        bool, typer.Option("--include-undetermined", help="option_include_undetermined")
    ] = False,
    willing_only: Annotated[
        bool, typer.Option("--willing-only", help="option_willing_only")
    ] = False,
    only_agency: Annotated[
        Agencies, typer.Option(metavar="AGENCY", help="option_only_agency")
    ] = None,
    exclude_agency: Annotated[
        Agencies, typer.Option(metavar="AGENCY", help="option_exclude_agency")
    ] = None,
    balance: Annotated[str | None, typer.Option(metavar="ATTRIBUTE", help="option_balance")] = None,
    xlsx: Annotated[Path | None, typer.Option(metavar="FILE", help="option_xlsx")] = None,
    as_json: AsJson = False,
) -> None:
    """Make and store the explained shortlist of positions."""
    from matching.answers import ShortlistRequest
    from serving.settings import Settings

    settings = Settings()
    check_target(xlsx)
    requests = [
        ShortlistRequest(
            position_id=one,
            size=size,
            as_of=to_date(as_of),
            effective_on=to_date(effective_on),
            include_undetermined=include_undetermined,
            willing_only=willing_only,
            only_agencies=tuple(only_agency or ()),
            exclude_agencies=tuple(exclude_agency or ()),
            balance=balance or None,
        )
        for one in position
    ]
    _give(settings, _make(settings, requests), xlsx, as_json)


def _give(
    settings: "Settings", made: "list[StoredShortlist]", xlsx: Path | None, as_json: bool
) -> None:
    """Write the workbook that was asked for, and print the lists."""
    from commands.balance_tables import show_reranking
    from commands.shortlist_tables import show_shortlist
    from matching.files.spreadsheet import write_shortlists
    from serving.audit.service import Event

    language = settings.language
    if xlsx is not None:
        for one in made:
            tell_audit(settings, Event.EXPORTED, "shortlist", one.id)
        xlsx.write_bytes(write_shortlists([one.shortlist for one in made], language))
    if as_json:
        put("[" + ",\n".join(one.answer.decode() for one in made) + "]")
        return
    for one in made:
        show_shortlist(stdout(), one.shortlist, language)
        show_reranking(stdout(), one.shortlist.reranking, language)
    if xlsx is not None:
        put(say("terminal.written", language, file=str(xlsx)))


def _make(settings: "Settings", requests: "Sequence[ShortlistRequest]") -> "list[StoredShortlist]":
    """Build every list before the first is kept: an unknown position keeps none."""
    from matching.shortlist import build_shortlist
    from serving.access.terminal import find_terminal_actor
    from serving.shortlists.service import record_shortlist

    matcher = open_matcher(settings)
    language = settings.language
    with busy("ranking", language):
        built = [build_shortlist(matcher, request, language) for request in requests]
        with open_database(settings) as database, database.write() as session:
            actor, read = find_terminal_actor(), matcher.history.entered.mark
            return [
                record_shortlist(session, request, made, language, actor, read)
                for request, made in zip(requests, built, strict=True)
            ]


def why(
    position: Position,
    nip: Nip,
    size: Annotated[int, typer.Option(min=1, max=200, metavar="N", help="option_list_size")] = 10,
    as_of: AsOf = None,
    effective_on: EffectiveOn = None,
    as_json: AsJson = False,
) -> None:
    """Tell why or why not, gate by gate, and what separates from a list of `size`."""
    from commands.answer_tables import show_candidate
    from matching.explaining.why import judge_candidate
    from matching.plain import to_json
    from serving.audit.service import Event
    from serving.settings import Settings

    settings = Settings()
    matcher = open_matcher(settings, model_needed=False)
    dates = matcher.date(to_date(as_of), to_date(effective_on))
    person = matcher.person(nip)
    answer = judge_candidate(matcher, position, person, dates, settings.language, size)
    seen = matcher.person_id(person)
    tell_audit(settings, Event.PERSON_SEEN, "why", seen, position_id=position)
    if as_json:
        put(to_json(answer, indent=1))
    else:
        show_candidate(stdout(), answer, settings.language)


def compare(
    position: Position,
    first: Nip,
    second: Nip,
    others: Annotated[
        list[str] | None, typer.Argument(metavar="[NIP [NIP]]", help="option_other_nips")
    ] = None,
    as_of: AsOf = None,
    effective_on: EffectiveOn = None,
    as_json: AsJson = False,
) -> None:
    """Tell what puts one person above one to three others."""
    from commands.contrast_tables import show_comparison
    from matching.explaining.compare import compare_candidates
    from matching.plain import to_json
    from serving.audit.service import Event
    from serving.settings import Settings

    settings = Settings()
    matcher = open_matcher(settings)
    dates = matcher.date(to_date(as_of), to_date(effective_on))
    people = [matcher.person(nip) for nip in (first, second, *(others or ()))]
    answer = compare_candidates(matcher, position, people, dates, settings.language)
    seen = " ".join(map(matcher.person_id, people))
    tell_audit(settings, Event.PEOPLE_COMPARED, "compare", position_id=position, people=seen)
    note_made_up(matcher.history.snapshot.made_up, settings.language)
    if as_json:
        put(to_json(answer, indent=1))
    else:
        show_comparison(stdout(), answer, settings.language)


def positions(
    q: Annotated[str | None, typer.Argument(metavar="TEXT", help="option_search")] = None,
    vacant: Annotated[bool, typer.Option("--vacant", help="option_vacant")] = False,
    agency: Annotated[str | None, typer.Option(metavar="AGENCY", help="option_agency")] = None,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="option_limit")] = 50,
    ids: Annotated[bool, typer.Option("--ids", help="option_ids")] = False,
    as_json: AsJson = False,
) -> None:
    """List positions with seats, need, staff and vacancies."""
    from commands.answer_tables import show_positions
    from matching.directory import find_positions, read_position
    from matching.plain import to_json
    from serving.settings import Settings

    settings = Settings()
    matcher = open_matcher(settings, model_needed=False)
    found = find_positions(matcher, True if vacant else None, agency, q)
    rows = [read_position(matcher, place) for place in found[:limit]]
    if as_json:
        put(to_json(rows, indent=1))
    elif ids:
        for row in rows:
            put(row.position_id)
    else:
        note_made_up(matcher.history.snapshot.made_up, settings.language)
        show_positions(stdout(), rows, len(found), settings.language)
