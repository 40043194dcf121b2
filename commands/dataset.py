"""The command that writes what training sees, for whoever wants to try something else."""

import json
from pathlib import Path
from typing import Annotated

import typer

from commands.console import put, stages
from commands.opening import check_target, note_made_up, open_store
from commands.options import AsJson, AsOf, to_date
from commands.witness import tell_audit
from wording import Fact, say


def dataset(
    out: Annotated[Path, typer.Option(metavar="FILE", help="option_dataset")],
    recipe: Annotated[Path | None, typer.Option(metavar="FILE", help="option_recipe")] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Write the training table with surrogate keys, and beside it what it was made of."""
    from rules.policy import load_policy
    from serving.audit.service import Event
    from serving.settings import Settings
    from snapshots.days import to_day
    from snapshots.history import History
    from snapshots.surrogate import load_secret
    from training.export import about_path, check_kind, export_training_set
    from training.recipe import load_recipe

    settings = Settings()
    language, asked = settings.language, to_date(as_of)
    check_kind(out)
    for target in (out, about_path(out)):
        check_target(target)
    chosen, policy = load_recipe(recipe), load_policy(settings.policy)
    history = History(open_store(settings).load())
    secret, day = load_secret(settings.home), None if asked is None else to_day(asked)
    with stages("training", language) as progress:
        found = export_training_set(
            history, policy, chosen, secret, day, lambda share: progress("openings", share)
        )
        tell_audit(settings, Event.EXPORTED, "dataset", rows=int(found.about["rows"]))
        beside = found.write(out)
    note_made_up(history.snapshot.made_up, language)
    if as_json:
        put(json.dumps(found.about, ensure_ascii=False, indent=1))
        return
    counts: dict[str, Fact] = {name: found.about[name] for name in ("rows", "openings", "outcomes")}
    put(say("terminal.dataset_written", language, **counts, file=str(out), beside=str(beside)))
