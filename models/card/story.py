"""Puts a model's card together: the one account that the page, the API and MLflow show."""

from models.bundle import Bundle
from models.card.about import (
    tell_basis,
    tell_limits,
    tell_objections,
    tell_records,
    tell_use,
    tell_versions,
)
from models.card.columns import tell_columns
from models.card.document import Document, Drawing
from models.card.fairness import tell_fairness
from models.card.html import write_html
from models.card.markdown import write_markdown
from models.card.results import (
    tell_advised,
    tell_calibration,
    tell_learning,
    tell_metrics,
    tell_value,
)
from models.card.words import Words
from wording import LANGUAGES, Language


def tell_story(bundle: Bundle, language: Language) -> Document:
    """Return everything that the card of a model holds, in one language.

    Parts of which the card says nothing are left out; a part that could not be measured says why.
    """
    words, card = Words(language), bundle.card
    told = (
        tell_use(bundle, words),
        tell_records(card, words),
        tell_metrics(bundle, words),
        tell_value(card, words),
        tell_calibration(card, words),
        tell_learning(card, words),
        tell_advised(card, words),
        tell_fairness(card, words),
        tell_columns(bundle, words),
        tell_limits(bundle, words),
        tell_objections(words),
        tell_versions(bundle, words),
    )
    return Document(
        language=language,
        title=words("title"),
        lead=words("lead"),
        notice=words("limit_made_up") if card.get("made_up") else None,
        sections=tuple(section for section in told if section is not None),
    )


def write_files(bundle: Bundle) -> dict[str, str]:
    """Return the card as files by name: HTML and Markdown in each language, and its charts."""
    files = {}
    for language in LANGUAGES:
        document = tell_story(bundle, language)
        files[f"card.{language}.html"] = write_html(document)
        files[f"card.{language}.md"] = write_markdown(document)
    return files | list_charts(tell_story(bundle, LANGUAGES[0]))


def write_summary(bundle: Bundle) -> str:
    """Return the figures and limits alone, as Markdown: what a list of runs shows of each."""
    words = Words(LANGUAGES[0])
    sections = (tell_metrics(bundle, words), tell_limits(bundle, words))
    basis = tell_basis(bundle, words)
    return write_markdown(Document(words.language, words("title"), basis, None, sections))


def list_charts(document: Document) -> dict[str, str]:
    """Return the first chart of each section as an SVG file named after the section."""
    charts: dict[str, str] = {}
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Drawing):
                charts.setdefault(f"{section.code}.svg", block.svg)
    return charts
