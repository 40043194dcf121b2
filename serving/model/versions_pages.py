"""The data scientist's page of versions: what each is, which serves, and a form to change that."""

from typing import Annotated

from fastapi import APIRouter, Form, Response
from fastapi.responses import RedirectResponse
from pydantic import BeforeValidator, Field

from models.errors import ModelError
from serving.access.admission import needs
from serving.access.rights import Right
from serving.fields import clean_text
from serving.forms import PageForm
from serving.model.choosing import promote_version, return_to_earlier
from serving.problems import name_code
from serving.wiring import DatabaseNow, Pages, WarmNow
from wording import Language, has_text, say

router = APIRouter(prefix="/model/versions")
SHOWN = 12
"""Versions on the page: reading the checks of each takes a while."""
LONGEST = 500


class ReasonForm(PageForm):
    """Why another version is to serve; it goes to the model store, which refuses NIPs."""

    reason: Annotated[str, Field(max_length=LONGEST), BeforeValidator(clean_text)]


class VersionForm(ReasonForm):
    """Which version is to serve, and why."""

    version: str = Field(pattern=r"^[0-9]{1,9}$")


@router.get("")
@needs(Right.PROMOTE)
def show_versions(pages: Pages, warm: WarmNow) -> Response:
    """Show the newest versions with the checks that each failed, and which one serves."""
    return _show(pages, warm)


@router.post("")
@needs(Right.PROMOTE)
def promote(
    form: Annotated[VersionForm, Form()], pages: Pages, warm: WarmNow, database: DatabaseNow
) -> Response:
    """Let a version serve."""
    pages.check(form.form_token)
    actor = pages.caller.actor
    try:
        promote_version(database, warm.registry, form.version, form.reason, actor)
    except ModelError as error:
        return _show(pages, warm, _tell(error, pages.language))
    return RedirectResponse("/model/versions", 303)


@router.post("/earlier")
@needs(Right.PROMOTE)
def go_back(
    form: Annotated[ReasonForm, Form()], pages: Pages, warm: WarmNow, database: DatabaseNow
) -> Response:
    """Let the version serve that served before."""
    pages.check(form.form_token)
    try:
        return_to_earlier(database, warm.registry, form.reason, pages.caller.actor)
    except ModelError as error:
        return _show(pages, warm, _tell(error, pages.language))
    return RedirectResponse("/model/versions", 303)


def _show(pages: Pages, warm: WarmNow, error: str | None = None) -> Response:
    return pages.show(
        "model_versions.html",
        status=200 if error is None else 422,
        error=error,
        versions=warm.registry.list_versions(SHOWN),
        earlier=warm.registry.earlier_version(),
        longest=LONGEST,
    )


def _tell(error: ModelError, language: Language) -> str:
    """Return why nothing was changed; what does not load is told in one way."""
    key = f"versions.refused_{name_code(type(error))}"
    return say(key if has_text(key) else "versions.refused", language)
