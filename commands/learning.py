"""Commands about models: train, evaluate, promote, roll back."""

import json
from dataclasses import asdict, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.console import note, put, stages, stdout
from commands.opening import CHAMPION, note_made_up, open_database, open_registry, open_store
from commands.options import AsJson, AsOf, Reason, to_date
from commands.witness import tell_audit
from wording import Language, say

if TYPE_CHECKING:
    from models.registry import ModelRegistry
    from rules.policy import Policy
    from serving.settings import Settings
    from snapshots.history import History
    from training.judging.advised import Advice
    from training.recipe import Recipe
    from training.report import TrainingReport
    from training.run import Evaluation


class Promotion(StrEnum):
    """When a trained model begins to serve."""

    auto = "auto"
    never = "never"
    force = "force"


def train(
    recipe: Annotated[Path | None, typer.Option(metavar="FILE", help="option_recipe")] = None,
    as_of: AsOf = None,
    promote: Annotated[Promotion, typer.Option(help="option_promote")] = Promotion.auto,
    as_json: AsJson = False,
) -> None:
    """Learn from past transfers; the result serves if it is better."""
    from commands.learning_tables import show_training, tell_refusal
    from serving.audit.service import Event
    from serving.settings import Settings
    from training.run import run_training

    settings = Settings()
    language = settings.language
    records, registry = _open_records(settings, recipe), open_registry(settings)
    with stages("training", language) as progress:
        report = run_training(
            *records, registry, to_date(as_of), progress, _read_advice(settings, records[0])
        )
    note_made_up(records[0].snapshot.made_up, language)
    tell_audit(settings, Event.MODEL_TRAINED, "train", report.version)
    report = _let_serve(settings, registry, report, promote)
    if as_json:
        told = {"refusals": [tell_refusal(check, language) for check in report.refusals]}
        put(json.dumps(report.to_json() | told, ensure_ascii=False, indent=1))
    else:
        show_training(stdout(), report, language)


def _let_serve(
    settings: "Settings", registry: "ModelRegistry", report: "TrainingReport", when: Promotion
) -> "TrainingReport":
    """Let what was trained serve where that was asked for; by its checks only if all pass.

    A model that somebody chose since the comparison is not replaced by checks that never saw it.
    """
    from serving.access.terminal import find_terminal_actor
    from serving.model.choosing import promote_version
    from training.promotion import check_unchanged

    unchanged = check_unchanged(report.champion, registry.champion_version())
    if when is Promotion.auto and not unchanged.passed:
        report = replace(report, checks=(*report.checks, unchanged))
    report = replace(report, promotion=when.value)
    if when is Promotion.never or (when is Promotion.auto and report.refusals):
        return report
    reason = f"padan train --promote {when.value}"
    with open_database(settings) as database:
        promote_version(database, registry, report.version, reason, find_terminal_actor())
    return replace(report, promoted=True)


def evaluate(
    model: Annotated[str, typer.Option(metavar="MODEL", help="option_model")] = CHAMPION,
    against: Annotated[str | None, typer.Option(metavar="VERSION", help="option_against")] = None,
    by: Annotated[str | None, typer.Option(metavar="GROUPS", help="option_by")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="option_fresh")] = False,
    as_json: AsJson = False,
) -> None:
    """Show how good a model is, beside the rules that users know."""
    from commands.learning_tables import show_evaluation
    from serving.settings import Settings
    from training.run import evaluate as look_up

    settings = Settings()
    groups = _read_groups(by, settings.language)
    registry = open_registry(settings)
    if groups:
        _break_down(settings, registry, model, against, groups, as_json)
        return
    records = _open_records(settings) if fresh else None
    found = [look_up(registry, one, records) for one in (model, against) if one is not None]
    if as_json:
        plain = [_to_plain(one, fresh) for one in found]
        put(json.dumps(plain[0] if against is None else plain, ensure_ascii=False, indent=1))
        return
    note_made_up(any(one.made_up for one in found), settings.language)
    for one in found:
        show_evaluation(stdout(), one, settings.language)
        if fresh and one.fresh is None:
            put(say("terminal.nothing_unseen", settings.language))


def _read_groups(by: str | None, language: Language) -> tuple[str, ...]:
    """Return the groupings asked for; a usage error (exit 2) names one that is not known."""
    from training.judging.judged import GROUPS

    groups = tuple(dict.fromkeys(name.strip() for name in by.split(","))) if by is not None else ()
    for name in groups:
        if name not in GROUPS:
            known = ", ".join(GROUPS)
            told = say("evaluation.unknown_group", language, group=name, known=known)
            raise typer.BadParameter(told, param_hint="--by")
    return groups


def _break_down(
    settings: "Settings",
    registry: "ModelRegistry",
    model: str,
    against: str | None,
    groups: tuple[str, ...],
    as_json: bool,
) -> None:
    """Show one model by group, or why its figures differ from those of another one."""
    from commands.change_tables import show_change, show_groups
    from rules.policy import load_policy
    from snapshots.history import History
    from training.judging.comparing import break_down, compare_versions
    from training.run import evaluate as look_up

    found = look_up(registry, model)
    note_made_up(found.made_up, settings.language)
    plain: dict[str, Any] = {"version": found.version}
    if against is None:
        parts = break_down(registry, found.version, groups)
        plain["groups"] = [asdict(part) for part in parts]
    else:
        older = look_up(registry, against).version
        store, policy = open_store(settings), load_policy(settings.policy)
        changes = compare_versions(
            registry, found.version, older, groups, policy, lambda one: History(store.load(one))
        )
        plain |= {"against": older, "changes": [asdict(change) for change in changes]}
    if as_json:
        put(json.dumps(plain, ensure_ascii=False, indent=1))
    elif against is None:
        for part in parts:
            show_groups(stdout(), found.version, part, settings.language)
    else:
        for change in changes:
            show_change(stdout(), found.version, older, change, settings.language)


def _read_advice(settings: "Settings", history: "History") -> "list[Advice]":
    """Return the decisions for people on a list, and for moves of a plan.

    Who was chosen from a list and is no longer in the records is left out.
    """
    from serving.plans.promises import list_followed
    from serving.shortlists.queries import list_advised
    from snapshots.surrogate import find_nips, load_secret
    from training.judging.advised import Advice

    with open_database(settings) as database, database.read() as session:
        chosen, followed = list_advised(session), list_followed(session)
    nips = find_nips(load_secret(settings.home), history.people_ids) if chosen else {}
    known = ((nips[one], position, day) for one, position, day in chosen if one in nips)
    return [Advice(*one) for one in (*known, *followed)]


def _to_plain(found: "Evaluation", fresh: bool) -> dict[str, Any]:
    plain: dict[str, Any] = {"version": found.version, "basis": found.basis, "name": found.name}
    plain["why_named"] = found.why_named
    plain["evaluation"] = found.stored.to_json()
    plain |= found.card
    if fresh:
        plain["fresh"] = found.fresh.to_json() if found.fresh else None
    return plain


def _open_records(
    settings: "Settings", recipe: Path | None = None
) -> "tuple[History, Policy, Recipe]":
    from rules.policy import load_policy
    from snapshots.history import History
    from training.recipe import load_recipe

    history = History(open_store(settings).load())
    return history, load_policy(settings.policy), load_recipe(recipe)


def promote(
    version: Annotated[str, typer.Argument(metavar="VERSION", help="option_version")],
    reason: Reason = "",
) -> None:
    """Let a version of the model serve."""
    from serving.access.terminal import find_terminal_actor
    from serving.model.choosing import promote_version
    from serving.settings import Settings

    settings = Settings()
    registry, language = open_registry(settings), settings.language
    version = registry.load(version).model_version  # what does not load must not serve
    if version == registry.champion_version():
        put(say("terminal.serves_already", language, version=version))
        return
    with open_database(settings) as database:
        promote_version(database, registry, version, reason, find_terminal_actor())
    put(say("terminal.promoted", language, version=version))
    _note_refusals(registry, version, language)


def _note_refusals(registry: "ModelRegistry", version: str, language: Language) -> None:
    """Name the checks that a version failed when it was trained, so that nobody misses them."""
    from commands.learning_tables import name_check
    from training.record import read_refusals

    failed = "; ".join(name_check(check, language) for check in read_refusals(registry, version))
    if failed:
        note(say("terminal.refused_before", language, version=version, checks=failed))


def rollback(reason: Reason = "") -> None:
    """Go back to the model that served before."""
    from serving.access.terminal import find_terminal_actor
    from serving.model.choosing import return_to_earlier
    from serving.settings import Settings

    settings = Settings()
    registry = open_registry(settings)
    with open_database(settings) as database:
        version = return_to_earlier(database, registry, reason, find_terminal_actor())
    put(say("terminal.rolled_back", settings.language, version=version))
