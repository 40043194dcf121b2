"""Every problem that the API answers with, as a table: read off the code that answers."""

from collections.abc import Iterator
from dataclasses import dataclass

from serving.access.errors import AccessError
from serving.problems import name_code
from serving.statuses import ADDRESSED, PLAIN, STATUSES
from wording import LANGUAGES, Language, texts

OTHERS = {**PLAIN, 422: "invalid_request", 500: "internal_server_error", 503: "not_ready"}
"""Problems that are no error of a room of their own, by status."""
HEAD = """\
# Problems

What `application/problem+json` (RFC 9457) of the API can say. `type` is `urn:padan:problem:` and
the code; a program reads `code`, people read `title` and `detail`, in the language asked for.
Written by `padan docs` from the code. `{…}` stands for what the problem fills in.
"""


@dataclass(frozen=True)
class ProblemLine:
    """A kind of problem: its statuses (two where an id may stand in the address), its words.

    `detail` is what the API says; what it means, where the API's words are made of what it met.
    """

    code: str
    statuses: tuple[int, ...]
    title: str
    detail: str


def list_problems(language: Language) -> tuple[ProblemLine, ...]:
    """Return every kind of problem in a language, by code.

    What is refused on pages of accounts and keys alone is left out: no program meets it.
    """
    met = [kind for kind in STATUSES if not issubclass(kind, AccessError)]
    found = {name_code(kind): _statuses(kind) for kind in met}
    found |= {code: (status,) for status, code in OTHERS.items()}
    words = texts(language)
    return tuple(
        ProblemLine(
            code,
            statuses,
            words[f"api.{code}_title"],
            words.get(f"api.{code}") or words[f"meanings.{code}"],
        )
        for code, statuses in sorted(found.items())
    )


def write_problems() -> str:
    """Return the page of all problems, Indonesian beside English."""
    return "\n".join([HEAD, *_write_rows()]) + "\n"


def _write_rows() -> Iterator[str]:
    yield "| status | code | Indonesian | English |"
    yield "| --- | --- | --- | --- |"
    for lines in zip(*(list_problems(language) for language in LANGUAGES), strict=True):
        statuses = ", ".join(map(str, lines[0].statuses))
        told = (f"**{line.title}.** {line.detail}".replace("|", "\\|") for line in lines)
        yield f"| {statuses} | `{lines[0].code}` | {' | '.join(told)} |"


def _statuses(kind: type[Exception]) -> tuple[int, ...]:
    return (404, STATUSES[kind]) if kind in ADDRESSED else (STATUSES[kind],)
