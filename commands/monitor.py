"""The command that watches the model: `padan monitor`."""

from datetime import date

import typer

from commands.console import busy, note, put, stdout
from commands.opening import note_made_up, open_matcher
from commands.options import AsJson, AsOf, to_date
from wording import say

RETRAINING_DUE = 3
"""Exit code where retraining is due."""


def monitor(as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Hold the model that serves against present records; exit 3 where retraining is due."""
    from commands.monitor_tables import show_monitoring
    from matching.plain import to_json
    from matching.watching.monitoring import monitor as look
    from matching.watching.words import tell_monitoring, tell_verdict
    from serving.settings import Settings

    settings = Settings()
    language = settings.language
    matcher = open_matcher(settings)
    with busy("watching", language):
        found = look(matcher, to_date(as_of), date.today())  # noqa: DTZ011  this machine's own day
    answer = tell_monitoring(found, language)
    if as_json:
        put(to_json(answer, indent=1))
    else:
        note_made_up(matcher.history.snapshot.made_up, language)
        show_monitoring(stdout(), found, language)
    if answer.reason is not None:
        note(f"{tell_verdict(found, language)} {say('monitor.retrain_by', language)}")
        raise typer.Exit(RETRAINING_DUE)
