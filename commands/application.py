"""Puts the commands together, in the user's language, and turns every error into one line."""

import os
import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer
from typer.exceptions import TyperException

from commands import (
    accounts,
    asking,
    auditing,
    batches,
    dataset,
    keeping,
    keys,
    learning,
    monitor,
    need,
    opportunities,
    papers,
    plan,
    plan_steps,
    publishing,
    quality,
    records,
    replaying,
    running,
    scenario,
    standing,
)
from commands.console import Refusal, describe_failure, note, put
from commands.malformed import tell_malformed
from wording import LANGUAGES, Language, has_text, say

COMMANDS: dict[str, Callable[..., None]] = {
    "demo": records.demo,
    "template": records.template,
    "import": records.import_,
    "records": quality.records,
    "quality": quality.quality,
    "check": batches.check,
    "dataset": dataset.dataset,
    "train": learning.train,
    "evaluate": learning.evaluate,
    "promote": learning.promote,
    "rollback": learning.rollback,
    "monitor": monitor.monitor,
    "positions": asking.positions,
    "workload": need.workload,
    "scenario": scenario.scenario,
    "scenarios": scenario.scenarios,
    "shortlist": asking.shortlist,
    "why": asking.why,
    "compare": asking.compare,
    "standing": standing.standing,
    "opportunities": opportunities.opportunities,
    "score": batches.score,
    "replay": replaying.replay,
    "plan": plan.plan,
    "plans": plan_steps.plans,
    "revise": plan_steps.revise,
    "send": plan_steps.send,
    "step": plan_steps.step,
    "decide": plan_steps.decide,
    "papers": papers.papers,
    "publish": publishing.publish,
    "aftermath": publishing.aftermath,
    "verify-audit": auditing.verify_audit,
    "overrides": auditing.overrides,
    "backup": keeping.backup,
    "restore": keeping.restore,
    "retention": keeping.retention,
    "serve": running.serve,
    "bench": running.bench,
    "docs": running.docs,
}
GROUPS: dict[str, tuple[str, tuple[Callable[..., None], ...]]] = {
    "user": (
        "accounts_cli",
        (
            accounts.user_list,
            accounts.user_add,
            accounts.user_roles,
            accounts.user_password,
            accounts.user_close,
            accounts.user_reopen,
        ),
    ),
    "key": ("accounts_cli", (keys.key_list, keys.key_add, keys.key_revoke)),
}
"""Commands with commands below them, each a function GROUP_NAME, and the file of their texts."""
MALFORMED = 2
"""The exit code of a command line that cannot be read."""
HIDDEN = ("docs",)
"""Commands for who builds Padan."""


def run(arguments: list[str] | None = None) -> int:
    """Run a command line and return its exit code.

    0 done, 1 refused or failed, 2 malformed, 3 `monitor` says that retraining is due.
    """
    language = read_language()
    try:
        code = build(language)(args=arguments, prog_name="padan", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except TyperException as error:
        note(tell_malformed(error, language))
        return MALFORMED
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 1
    except Refusal as refusal:
        note(refusal.text)
        return 1
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        note(describe_failure(error, language))
        return 1


def read_language() -> Language:
    """Return the language of the settings; the first one where the settings are not usable."""
    from pydantic import ValidationError

    from serving.settings import Settings

    try:
        return Settings().language
    except ValidationError:
        return LANGUAGES[0]


def build(language: Language) -> Any:
    """Return the whole command line with its help in `language`."""
    app = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback(help=say("terminal.help", language))(_start)
    for name, command in COMMANDS.items():
        _add(app, name, command, ("terminal", name.replace("-", "_")), language)
    for group, (room, commands) in GROUPS.items():
        told = say(f"{room}.help_{group}", language)
        below = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help=told)
        for command in commands:
            name = command.__name__.removeprefix(f"{group}_")
            _add(below, name, command, (room, command.__name__), language)
        app.add_typer(below, name=group)
    whole: Any = typer.main.get_command(app)
    _translate_all(whole, language)
    return whole


def _add(
    app: typer.Typer,
    name: str,
    command: Callable[..., None],
    texts: tuple[str, str],
    language: Language,
) -> None:
    """Add a command; its help and example stand in a wording file, under a name."""
    room, told = texts
    line = say(f"{room}.example_{told}", language)
    app.command(
        name,
        help=say(f"{room}.help_{told}", language),
        epilog=say("terminal.example", language, line=line),
        hidden=name in HIDDEN,
    )(command)


def _translate_all(command: Any, language: Language) -> None:
    """Translate the options of a command and of all below it."""
    for option in command.params:
        _translate(option, language)
    for below in getattr(command, "commands", {}).values():
        _translate_all(below, language)


def _tell_version(asked: bool) -> None:
    if asked:
        from serving.settings import Settings

        put(Settings().software_version)
        raise typer.Exit


def _start(
    version: Annotated[
        bool,
        typer.Option(
            "--version", is_eager=True, callback=_tell_version, help="option_software_version"
        ),
    ] = False,
) -> None:
    """Take what is asked of the whole command line, not of one command."""


def _translate(option: Any, language: Language) -> None:
    """Put the text of an option's help where its key stands: of `terminal`, or a whole key."""
    told = getattr(option, "help", None)
    for key in (f"terminal.{told}", str(told)):
        if has_text(key):
            option.help = say(key, language)
