"""The command that makes a whole transfer plan: plan."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.console import busy, put, stdout
from commands.opening import check_target, open_database, open_matcher
from commands.options import (
    AsJson,
    AsOf,
    Bans,
    EffectiveOn,
    Pins,
    Reason,
    ReasonCode,
    Several,
    read_ban,
    read_pin,
    to_date,
)
from planning.requests import MOST_RATIO, Stance
from wording import Language, say

if TYPE_CHECKING:
    from matching.matcher import Dates, Matcher
    from planning.requests import Ban, Pin, PlanRequest
    from planning.scenarios.scenario import Scenario
    from serving.plans.departing import Because
    from serving.plans.schemas import StoredPlan
    from serving.settings import Settings

Positions = Annotated[Several, typer.Argument(metavar="[POSITION…]", help="option_plan_positions")]
MostMoves = Annotated[int | None, typer.Option(min=0, metavar="N", help="option_max_moves")]
MostLeaving = Annotated[
    float | None, typer.Option(min=0, max=1, metavar="SHARE", help="option_max_share_leaving")
]
LeastRatio = Annotated[
    float | None, typer.Option(min=0, max=MOST_RATIO, metavar="RATIO", help="option_min_fill_ratio")
]
ScenarioName = Annotated[str | None, typer.Option(metavar="NAME", help="option_plan_scenario")]
Draft = Annotated[Path | None, typer.Option(metavar="FILE", help="option_from_draft")]
Workbook = Annotated[Path | None, typer.Option(metavar="FILE", help="option_plan_xlsx")]


def plan(
    position: Positions = None,
    stance: Annotated[Stance, typer.Option(help="option_stance")] = "balanced",
    effective_on: EffectiveOn = None,
    as_of: AsOf = None,
    max_moves: MostMoves = None,
    max_share_leaving: MostLeaving = None,
    min_fill_ratio: LeastRatio = None,
    chains: Annotated[bool, typer.Option("--chains", help="option_chains")] = False,
    scenario: ScenarioName = None,
    pin: Pins = None,
    forbid: Bans = None,
    from_draft: Draft = None,
    reason_code: ReasonCode = None,
    reason: Reason = "",
    xlsx: Workbook = None,
    as_json: AsJson = False,
) -> None:
    """Make and keep a transfer plan for all vacancies, or for those of some positions."""
    from planning.requests import PlanRequest
    from serving.plans.departing import Because
    from serving.settings import Settings

    settings = Settings()
    check_target(xlsx)
    matcher = open_matcher(settings)
    dates = matcher.date(to_date(as_of), to_date(effective_on))
    drafted = _read_draft(matcher, from_draft, dates, settings.language)
    request = PlanRequest(
        as_of=to_date(as_of),
        effective_on=to_date(effective_on),
        positions=tuple(position or ()),
        max_moves=max_moves,
        max_share_leaving=max_share_leaving,
        min_fill_ratio=min_fill_ratio,
        stance=stance,
        pin=(*_read_pins(matcher, pin or [], settings.language), *drafted),
        forbid=tuple(_read_ban(matcher, one, settings.language) for one in forbid or ()),
        chains=chains,
        scenario=_find_scenario(settings, scenario),
    )
    made = _make(settings, matcher, request, Because(reason_code, reason))
    _give(settings, made, xlsx, as_json)


def _make(
    settings: "Settings", matcher: "Matcher", request: "PlanRequest", because: "Because"
) -> "StoredPlan":
    from serving.access.terminal import find_terminal_actor
    from serving.plans.service import Plans

    language = settings.language
    with busy("planning", language), open_database(settings) as database:
        maker, actor = Plans(settings), find_terminal_actor()
        return maker.make(matcher, database, request, language, actor, because)


def _give(settings: "Settings", made: "StoredPlan", xlsx: Path | None, as_json: bool) -> None:
    """Write the workbook that was asked for, and print the plan."""
    from commands.plan_tables import show_plan
    from planning.workbook import write_plan

    language = settings.language
    if xlsx is not None:
        xlsx.write_bytes(write_plan(made.plan, language))
    if as_json:
        put((made.answer or b"").decode())
        return
    show_plan(stdout(), made.plan, language)
    put(say("plans.stored", language, id=made.id))
    if xlsx is not None:
        put(say("terminal.written", language, file=str(xlsx)))


def _find_scenario(settings: "Settings", name: str | None) -> "Scenario | None":
    """Return the stored scenario of a name. Raises UnknownScenarioError."""
    from serving.scenarios.service import find_scenario

    if name is None:
        return None
    with open_database(settings) as database, database.read() as session:
        return find_scenario(session, name)


def _read_draft(
    matcher: "Matcher", file: Path | None, dates: "Dates", language: Language
) -> "tuple[Pin, ...]":
    """Return the lines of a draft as pins. Raises UnlawfulDraftError with those not eligible."""
    from matching.drafts.check import read_draft
    from planning.desk.drafted import pin_draft

    return () if file is None else pin_draft(matcher, read_draft(file), dates, language)


def _read_pins(matcher: "Matcher", given: list[str], language: Language) -> "tuple[Pin, ...]":
    from planning.requests import Pin

    pairs = [read_pin(one, language) for one in given]
    return tuple(Pin(matcher.person_id(matcher.person(nip)), post) for post, nip in pairs)


def _read_ban(matcher: "Matcher", given: str, language: Language) -> "Ban":
    from planning.requests import Ban

    post, nip = read_ban(given, matcher.history.person_of, language)
    return Ban(None if nip is None else matcher.person_id(matcher.person(nip)), post)
