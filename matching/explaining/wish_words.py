"""What somebody said of moving, as one sentence for who reads lists."""

from collections.abc import Iterator

from matching.answers import Wish
from wording import Language, say


def write_wish(wish: Wish, language: Language) -> str:
    """Return willingness, what was wished for, when it was said and where it stands, and the note.

    It says so where the post of the answer is what was wished for.
    """
    what = ", ".join(_tell_wanted(wish, language))
    source = say(f"preferences.source_{wish.source}", language)
    said = say("preferences.said", language, what=what, on=wish.said_on, source=source)
    met = say("preferences.met", language) if wish.met else ""
    note = say("preferences.note", language, note=wish.note) if wish.note else ""
    return " ".join(part for part in (said, met, note) if part)


def _tell_wanted(wish: Wish, language: Language) -> Iterator[str]:
    willing = {True: "willing", False: "unwilling", None: "silent"}[wish.willing]
    yield say(f"preferences.{willing}", language)
    if wish.position_id:
        yield say("preferences.wants_post", language, post=wish.position or wish.position_id)
    if wish.agency_id:
        yield say("preferences.wants_agency", language, agency=wish.agency or wish.agency_id)
    if wish.job_family:
        yield say("preferences.wants_family", language, job_family=wish.job_family)
