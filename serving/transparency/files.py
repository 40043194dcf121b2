"""The public answer as a page and as files that need no server: two languages, relative links."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jinja2 import Environment

from matching.plain import to_json
from planning.publication.answers import Transparency
from planning.publication.publish import write_csv
from serving.rendering import STATIC, give_words
from serving.transparency.service import MADE_UP
from wording import LANGUAGES, Language

PAGES: dict[Language, str] = {"id": "index.html", "en": "index.en.html"}
SHARED = ("padan.css", "padan.svg")
NAMES = (
    *PAGES.values(),
    *SHARED,
    *(f"moves.{language}.csv" for language in LANGUAGES),
    *(f"transparency.{language}.json" for language in LANGUAGES),
)
"""Every file of a publication: by them an older one is known, and may be replaced."""


@dataclass(frozen=True)
class Links:
    """Where a public page's style, icon, other language, files and next piece are."""

    style: str
    icon: str
    other: str
    csv: str
    json: str
    next: str | None = None


def show_public(
    templates: Environment, answer: Transparency, links: Links, language: Language
) -> str:
    """Return the public page as HTML without script; a made-up city is marked on top."""
    return templates.get_template("transparency.html").render(
        **give_words(language),
        language=language,
        other_language="en" if language == "id" else "id",
        answer=answer,
        links=links,
        made_up=any(notice.code == MADE_UP for notice in answer.notices),
    )


def list_files(
    answers: Mapping[Language, Transparency], templates: Environment
) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each file of a publication; the same answers give the same bytes.

    `answers` holds the whole public answer in each language.
    """
    for name in SHARED:
        yield name, (STATIC / name).read_bytes()
    for language, answer in answers.items():
        other: Language = "en" if language == "id" else "id"
        csv, json = f"moves.{language}.csv", f"transparency.{language}.json"
        links = Links("padan.css", "padan.svg", PAGES[other], csv, json)
        yield PAGES[language], show_public(templates, answer, links, language).encode()
        yield csv, write_csv(answer, language).encode()
        yield json, f"{to_json(answer, indent=1)}\n".encode()
