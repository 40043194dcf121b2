"""Turns answers into pages: the templates, what they may say and draw, the cookies they need."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from matching.explaining.gaps import write_gaps
from matching.explaining.wish_words import write_wish
from serving import drawing
from serving.access.caller import Caller
from serving.access.sessions import derive_form_token, read_session
from serving.clock import local_time
from serving.errors import ForeignRequestError
from serving.language import COOKIE
from serving.menu import find_current, find_menu
from serving.overrides.reasons import LEAST_WORDS, list_codes
from serving.settings import Settings
from wording import Fact, Language, has_text, say, write, write_number, write_percent, write_signed

TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent / "static"
FORM_COOKIE = "padan_form"
YEAR_SECONDS = 365 * 24 * 3600


def open_templates() -> Environment:
    """Return the environment of all pages; a fact that a page misses is an error, not a blank."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        stylesheet=f"/static/padan.css?v={_fingerprint(STATIC / 'padan.css')}",
        paper_stylesheet=f"/static/papers.css?v={_fingerprint(STATIC / 'papers.css')}",
        fit_bar=drawing.draw_fit,
        part_bar=drawing.draw_part,
        share_bar=drawing.draw_share,
        greatest=drawing.find_greatest,
        override_reasons=list_codes(),
        least_words=LEAST_WORDS,
    )
    return environment


def give_words(language: Language) -> dict[str, Any]:
    """Return the functions by which a template writes in a language."""

    def words(key: str, **facts: Fact) -> str:
        return say(f"pages.{key}", language, **facts)

    def label(prefix: str, name: str | None) -> str:
        if name is None:
            return write(None, language)
        key = f"{prefix}{name}"
        return say(key, language) if has_text(key) else name

    def tell(key: str, **facts: Fact) -> str:
        return say(key, language, **facts)

    def who(actor: str | None) -> str:
        """Write an actor's label, which says whether its name is that of an account or a key."""
        kind, _, name = (actor or "").partition(" ")
        key = f"audit.actor_{kind}"
        return say(key, language, name=name) if has_text(key) else write(actor or None, language)

    return {
        "t": words,
        "gap_lines": partial(write_gaps, language=language),
        "wish_line": partial(write_wish, language=language),
        "say": tell,
        "who": who,
        "label": label,
        "write": partial(_write, language),
        "percent": partial(write_percent, language=language),
        "fixed": partial(write_number, digits=2, language=language),
        "signed": partial(write_signed, digits=2, language=language),
    }


class Renderer:
    """Shows pages to one reader in one language."""

    def __init__(
        self, templates: Environment, request: Request, language: Language, caller: Caller
    ) -> None:
        self.templates = templates
        self.request = request
        self.language = language
        self.caller = caller
        self.settings: Settings = request.app.state.settings
        self.form_token = self._find_form_token()

    def show(
        self,
        template: str,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        **context: Any,
    ) -> Response:
        """Return a page; `context` is what the template shows."""
        html = self.templates.get_template(template).render(
            **give_words(self.language), **self._place(), **context
        )
        response = HTMLResponse(html, status, dict(headers or {}))
        response.headers["Content-Language"] = self.language
        self._keep_cookies(response)
        return response

    def check(self, form_token: str) -> None:
        """Raise ForeignRequestError for a form that this reader was not given."""
        if not secrets.compare_digest(form_token.encode(), self.form_token.encode()):
            raise ForeignRequestError("no form of these pages")

    def _find_form_token(self) -> str:
        """Return the session's own; of who is not signed in that of the cookie, or a new one."""
        token = read_session(self.request)
        if token and self.caller.session is not None:
            return derive_form_token(token)
        kept = self.request.cookies.get(self.settings.name_cookie(FORM_COOKIE))
        return kept or secrets.token_urlsafe(24)

    def _place(self) -> dict[str, Any]:
        """Return where the reader is."""
        other = "en" if self.language == "id" else "id"
        menu = find_menu(self.caller)
        address = self.request.url.include_query_params(lang=other)
        return {
            "language": self.language,
            "other_language": other,
            "switch": f"?{address.query}" if self.request.method == "GET" else None,
            "path": self.request.url.path,
            "form_token": self.form_token,
            "caller": self.caller,
            "menu": menu,
            "current_room": find_current(menu, self.request.url.path),
            "state": self.request.app.state.warm.describe(),
        }

    def _keep_cookies(self, response: Response) -> None:
        kept, name = self.request.cookies, self.settings.name_cookie(FORM_COOKIE)
        if kept.get(name) != self.form_token:
            secure = self.settings.url is not None
            response.set_cookie(
                name, self.form_token, httponly=True, samesite="strict", secure=secure
            )
        if "lang" in self.request.query_params and kept.get(COOKIE) != self.language:
            response.set_cookie(COOKIE, self.language, YEAR_SECONDS, httponly=True, samesite="lax")


def _fingerprint(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()[:12]


def _write(language: Language, fact: Fact) -> str:
    """Write a fact; instants in western Indonesian time."""
    if isinstance(fact, datetime):
        return f"{write(local_time(fact), language)} WIB"
    return write(fact, language)
