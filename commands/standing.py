"""The command that tells one person's own view: standing."""

from typing import Annotated

import typer

from commands.console import put, stdout
from commands.opening import open_matcher
from commands.options import AsJson, AsOf, EffectiveOn, to_date
from commands.witness import tell_audit


def standing(
    position: Annotated[str, typer.Argument(metavar="POSITION", help="option_position")],
    nip: Annotated[str, typer.Argument(metavar="NIP", help="option_nip")],
    as_of: AsOf = None,
    effective_on: EffectiveOn = None,
    as_json: AsJson = False,
) -> None:
    """Tell one person's own view for a position, with nothing about others."""
    from commands.standing_tables import show_standing
    from matching.explaining.standing import tell_standing
    from matching.plain import to_json
    from serving.audit.service import Event
    from serving.settings import Settings

    settings = Settings()
    matcher = open_matcher(settings, model_needed=False)
    dates = matcher.date(to_date(as_of), to_date(effective_on))
    matcher.position(position)  # of two unknown ids the position is told first
    person = matcher.person(nip)
    answer = tell_standing(matcher, position, person, dates, settings.language)
    seen = matcher.person_id(person)
    tell_audit(settings, Event.PERSON_SEEN, "standing", seen, position_id=position)
    if as_json:
        put(to_json(answer, indent=1))
    else:
        show_standing(stdout(), answer, settings.language)
