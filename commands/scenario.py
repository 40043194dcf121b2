"""Commands of what-ifs: `padan scenario` makes and changes one, `padan scenarios` lays some beside.

A factor of 1 and an arrival of 0 take out what stood there; so does `--stay` for who leaves.
"""

from typing import TYPE_CHECKING, Annotated, get_args

import typer

from commands.console import put, stdout
from commands.opening import note_made_up, open_database, open_matcher
from commands.options import AsJson, AsOf, to_date
from planning.scenarios.scenario import (
    Arrival,
    Factor,
    Level,
    Scenario,
    refuse_repeats,
    set_arrival,
    set_factor,
    set_leaving,
)
from wording import Language, say

if TYPE_CHECKING:
    from matching.matcher import Dates, Matcher
    from serving.settings import Settings

MOST_BESIDE = 3
Several = list[str] | None


def scenario(
    name: Annotated[str, typer.Argument(metavar="NAME", help="option_scenario_name")],
    factor: Annotated[
        Several, typer.Option(metavar="LEVEL:KEY=TIMES", help="option_factor")
    ] = None,
    leave: Annotated[Several, typer.Option(metavar="NIP", help="option_leave")] = None,
    stay: Annotated[Several, typer.Option(metavar="NIP", help="option_stay")] = None,
    arrive: Annotated[
        Several, typer.Option(metavar="POSITION=PEOPLE", help="option_arrive")
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="option_remove_scenario")] = False,
    compare: Annotated[bool, typer.Option("--compare", help="option_compare")] = False,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Make or change a scenario and show what follows from it, or remove it."""
    from serving.settings import Settings

    settings = Settings()
    language = settings.language
    changes = Scenario(
        name,
        tuple(_read_factor(one, language) for one in factor or ()),
        arriving=tuple(_read_arrival(one, language) for one in arrive or ()),
    )
    if remove:
        _remove(settings, name)
        return
    refuse_repeats(changes)
    matcher = open_matcher(settings, model_needed=False)
    if factor or arrive or leave or stay:
        _keep(settings, matcher, changes, tuple(leave or ()), tuple(stay or ()))
    _show(settings, matcher, [name], matcher.date(to_date(as_of), None), compare, as_json)


def scenarios(
    names: Annotated[Several, typer.Argument(metavar="[NAME…]", help="option_scenarios")] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """List the scenarios, or lay up to three beside the records."""
    from commands.scenario_tables import show_scenarios
    from matching.plain import to_json
    from serving.scenarios.service import list_scenarios
    from serving.settings import Settings

    settings = Settings()
    if len(names or ()) > MOST_BESIDE:
        told = say("scenarios.cli_too_many", settings.language, most=MOST_BESIDE)
        raise typer.BadParameter(told, param_hint="NAME")
    matcher = open_matcher(settings, model_needed=False)
    if names:
        _show(settings, matcher, names, matcher.date(to_date(as_of), None), True, as_json)
        return
    with open_database(settings) as database, database.read() as session:
        kept = list_scenarios(session)
    if as_json:
        put(to_json(kept, indent=1))
    else:
        show_scenarios(stdout(), matcher, kept, settings.language)


def _keep(
    settings: "Settings",
    matcher: "Matcher",
    changes: Scenario,
    leave: tuple[str, ...],
    stay: tuple[str, ...],
) -> None:
    """Keep a scenario with these changes; a new one where none has the name."""
    from planning.scenarios.applying import check_scenario
    from serving.access.terminal import find_terminal_actor
    from serving.scenarios.schemas import check_name
    from serving.scenarios.service import edit_scenario

    name = check_name(changes.name)
    people = {nip: matcher.person_id(matcher.person(nip)) for nip in (*leave, *stay)}

    def change(before: Scenario) -> Scenario:
        for factor in changes.factors:
            before = set_factor(before, factor)
        for arrival in changes.arriving:
            before = set_arrival(before, arrival)
        for nip, person_id in people.items():
            before = set_leaving(before, person_id, nip in leave)
        check_scenario(matcher, before)
        return before

    with open_database(settings) as database:
        edit_scenario(database, name, change, find_terminal_actor())


def _remove(settings: "Settings", name: str) -> None:
    from serving.access.terminal import find_terminal_actor
    from serving.scenarios.service import remove_scenario

    with open_database(settings) as database, database.write() as session:
        remove_scenario(session, name, find_terminal_actor())
    put(say("scenarios.cli_removed", settings.language, name=name))


def _show(
    settings: "Settings",
    matcher: "Matcher",
    names: list[str],
    dates: "Dates",
    whole: bool,
    as_json: bool,
) -> None:
    """Print what scenarios suppose and what follows; `whole`: all agencies and plans."""
    from commands.scenario_tables import show_beside, show_supposed
    from matching.plain import to_json
    from serving.scenarios.beside import lay_beside
    from serving.scenarios.service import find_scenario

    language = settings.language
    with open_database(settings) as database, database.read() as session:
        found = [find_scenario(session, name) for name in names]
        beside = lay_beside(matcher, session, dates, found)
    if as_json:
        put(to_json({"scenarios": found, **vars(beside)}, indent=1))
        return
    note_made_up(matcher.history.snapshot.made_up, language)
    for one in found:
        show_supposed(stdout(), matcher, one, language)
    show_beside(stdout(), beside, whole, language)


def _read_factor(given: str, language: Language) -> Factor:
    """Return `unit:U0123=1.5` as a factor; an activity's name may hold both marks."""
    subject, _, times = given.rpartition("=")
    level, _, key = (part.strip() for part in subject.partition(":"))
    known = {str(one): one for one in get_args(Level)}
    try:
        if not key:
            raise ValueError(given)
        return Factor(known[level], key, float(times.replace(",", ".")))
    except (KeyError, ValueError):
        told = say("scenarios.cli_factor", language, given=given, levels=", ".join(known))
        raise typer.BadParameter(told, param_hint="--factor") from None


def _read_arrival(given: str, language: Language) -> Arrival:
    """Return `J0123=2` as people who arrive at a position."""
    position_id, _, people = given.rpartition("=")
    try:
        return Arrival(position_id.strip(), int(people))
    except ValueError:
        told = say("scenarios.cli_arrival", language, given=given)
        raise typer.BadParameter(told, param_hint="--arrive") from None
