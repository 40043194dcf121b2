"""Papers as pages to be printed: with a link to the stylesheet, or as files that hold it."""

from typing import Any, Literal

from jinja2 import Environment

from planning.papers.answers import AgencySheet, Annex, Letter
from planning.papers.words import (
    write_age,
    write_class,
    write_predicates,
    write_since,
    write_title,
    write_trainings,
)
from serving.rendering import STATIC, give_words
from wording import Language

Printed = Annex | Letter | AgencySheet
Template = Literal["paper_annex.html", "paper_letter.html", "paper_agency.html"]
WRITERS = {
    "post_class": write_class,
    "post_title": write_title,
    "post_since": write_since,
    "row_age": write_age,
    "row_predicates": write_predicates,
    "row_trainings": write_trainings,
}


def print_paper(
    templates: Environment, paper: Printed, language: Language, back: str | None = None
) -> str:
    """Return a paper as HTML; `back` is where the list of papers is.

    Without it the paper is a file of its own: it holds its style and links nowhere.
    """
    style = None if back else (STATIC / "papers.css").read_text(encoding="utf-8")
    return templates.get_template(choose_template(paper)).render(
        **give_words(language),
        **_write_in(language),
        language=language,
        paper=paper,
        back=back,
        style=style,
    )


def choose_template(paper: Printed) -> Template:
    """Return the template of a paper."""
    match paper:
        case Annex():
            return "paper_annex.html"
        case Letter():
            return "paper_letter.html"
        case AgencySheet():
            return "paper_agency.html"


def _write_in(language: Language) -> dict[str, Any]:
    """Return the writers of papers for one language."""
    return {name: lambda one, write=write: write(one, language) for name, write in WRITERS.items()}
