"""Commands that work with a stored plan: plans, revise, send, step, decide."""

from typing import TYPE_CHECKING, Annotated

import typer

from commands.console import busy, note, put, stdout
from commands.opening import open_database, open_matcher
from commands.options import AsJson, Bans, Pins, Reason, ReasonCode, Several, read_ban, read_pin
from commands.witness import tell_audit
from rules.policy_steps import Role
from wording import Language, say

if TYPE_CHECKING:
    from matching.matcher import Matcher
    from serving.database.connection import Database
    from serving.plans.schemas import PlanInWork
    from serving.settings import Settings

PlanId = Annotated[str, typer.Argument(metavar="PLAN", help="option_plan")]
Nip = Annotated[str | None, typer.Option(metavar="NIP", help="option_actor")]


def plans(
    limit: Annotated[int, typer.Option(min=1, max=500, metavar="N", help="option_limit")] = 20,
    as_json: AsJson = False,
) -> None:
    """List the stored plans, the newest first."""
    from commands.plan_work_tables import show_plans
    from matching.plain import to_json
    from serving.audit.service import Event
    from serving.plans.queries import list_plans
    from serving.settings import Settings

    settings = Settings()
    with open_database(settings) as database, database.read() as session:
        found = list_plans(session, limit).items
    tell_audit(settings, Event.PLAN_SEEN, "plans")
    if as_json:
        put(to_json(found, indent=1))
    else:
        show_plans(stdout(), found, settings.language)


def revise(
    plan: PlanId,
    refuse: Annotated[Several, typer.Option(metavar="MOVE", help="option_refuse")] = None,
    lock: Annotated[Several, typer.Option(metavar="MOVE", help="option_lock")] = None,
    pin: Pins = None,
    forbid: Bans = None,
    refresh: Annotated[bool, typer.Option("--refresh", help="option_refresh")] = False,
    reason_code: ReasonCode = None,
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Plan again with the fewest changes, and tell them and every paper to print again."""
    from commands.plan_work_tables import show_diff
    from serving.access.terminal import find_terminal_actor
    from serving.plans.schemas import BanBody, PinBody, ReviseBody
    from serving.plans.service import Plans
    from serving.settings import Settings

    settings = Settings()
    language = settings.language
    matcher = open_matcher(settings)
    people = matcher.history.person_of
    pins = [read_pin(one, language) for one in pin or ()]
    bans = [read_ban(one, people, language) for one in forbid or ()]
    body = ReviseBody(
        pin=tuple(PinBody(position_id=post, nip=nip) for post, nip in pins),
        forbid=tuple(BanBody(position_id=post, nip=nip) for post, nip in bans),
        lock=tuple(lock or ()),
        refuse=tuple(refuse or ()),
        refresh=refresh,
        reason_code=reason_code,
        reason=reason,
    )
    with busy("planning", language), open_database(settings) as database:
        made = Plans(settings).revise(matcher, database, plan, body, find_terminal_actor())
        shown = _look(settings, matcher, database, plan)
    if as_json:
        put((made.answer or b"").decode())
        return
    put(say("plan_work.revised", language, revision=made.revision))
    if shown.diff is not None:
        show_diff(stdout(), shown.diff, language)


def send(plan: PlanId, as_json: AsJson = False) -> None:
    """Put a plan before the agencies that it touches."""
    from matching.plain import to_json
    from serving.access.terminal import find_terminal_actor
    from serving.plans.sending import send_plan
    from serving.plans.storing import read_plan
    from serving.settings import Settings

    settings = Settings()
    with open_database(settings) as database:
        send_plan(database, plan, None, find_terminal_actor())
        stored = read_plan(database, plan)
    if as_json:
        put(to_json(stored.sent, indent=1))
    else:
        put(say("plan_sending.done", settings.language))


def step(
    plan: PlanId,
    move: Annotated[str, typer.Argument(metavar="MOVE|all", help="option_move")],
    step: Annotated[str, typer.Argument(metavar="STEP", help="option_step")],
    role: Annotated[Role, typer.Option(help="option_role")],
    reason: Reason = "",
    reason_code: ReasonCode = None,
    nip: Nip = None,
    as_json: AsJson = False,
) -> None:
    """Take a step of one move, or of all whose next step it may be."""
    from commands.plan_work_tables import show_progress
    from matching.plain import to_json
    from serving.access.terminal import find_terminal_actor
    from serving.plans.acting import act_on_terminal
    from serving.plans.schemas import StepAsked, StepBody
    from serving.plans.service import Plans
    from serving.plans.work import take_step
    from serving.settings import Settings

    settings = Settings()
    language = settings.language
    body = StepBody(role=role, reason=reason, reason_code=reason_code, nip=nip)
    matcher = open_matcher(settings, model_needed=False)
    with open_database(settings) as database:
        makers, acting = Plans(settings), act_on_terminal(find_terminal_actor())
        asked = StepAsked(plan, (move,), step, body)
        taken = take_step(makers, matcher, database, asked, acting)
        shown = _look(settings, matcher, database, plan)
    _tell_unchecked(nip, language)
    if as_json:
        put(to_json(shown.progress, indent=1))
        return
    name = say(f"plan_work.step_{step}", language)
    put(say("plan_work.stepped", language, moves=len(taken), step=name))
    show_progress(stdout(), shown, language)


def decide(
    plan: PlanId,
    reason: Reason,
    role: Annotated[Role, typer.Option(help="option_role")] = "appointing_official",
    nip: Nip = None,
    as_json: AsJson = False,
) -> None:
    """Decide a whole plan, once."""
    from matching.plain import to_json
    from serving.access.terminal import find_terminal_actor
    from serving.plans.acting import act_on_terminal
    from serving.plans.schemas import DecideBody
    from serving.plans.work import decide_plan
    from serving.settings import Settings

    settings = Settings()
    language = settings.language
    body = DecideBody(role=role, reason=reason, nip=nip)
    matcher = open_matcher(settings, model_needed=False)
    with open_database(settings) as database:
        for warning in _look(settings, matcher, database, plan).warnings:
            note(warning.text)
        acting = act_on_terminal(find_terminal_actor())
        decide_plan(matcher, database, plan, body, language, acting)
        shown = _look(settings, matcher, database, plan)
    _tell_unchecked(nip, language)
    if as_json:
        put(to_json(shown.decision, indent=1))
        return
    decided = sum(one.state == "decided" for one in shown.progress)
    put(say("plan_work.decided", language, moves=decided))


def _tell_unchecked(nip: str | None, language: Language) -> None:
    if nip is None:
        note(say("plan_work.recusal_unchecked", language))


def _look(
    settings: "Settings", matcher: "Matcher", database: "Database", plan_id: str
) -> "PlanInWork":
    """Return a plan that is known to be there with all that happened to it."""
    from serving.plans.schemas import PlanInWork
    from serving.plans.work import look_at

    shown = look_at(matcher, database, plan_id, settings.language)
    if not isinstance(shown, PlanInWork):
        raise TypeError(shown.text)
    return shown
