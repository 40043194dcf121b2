"""The cookie that carries a session: out of reach of scripts, and sent over TLS alone where it is.

SameSite=Lax, not Strict: who follows a link from a mail to a plan is signed in and sees it. What
changes something is held to come from these pages by the guard and the form's token.
"""

from starlette.responses import RedirectResponse, Response

from serving.access.sessions import COOKIE
from serving.rendering import FORM_COOKIE
from serving.settings import Settings


def let_in(token: str, address: str, settings: Settings) -> Response:
    """Return the answer that hands out a session and leads on; forms get a new token with it."""
    response = RedirectResponse(address, 303)
    name, secure = settings.name_cookie(COOKIE), settings.url is not None
    response.set_cookie(name, token, httponly=True, samesite="lax", secure=secure)
    _take_back(response, FORM_COOKIE, settings)
    return response


def let_out(address: str, settings: Settings) -> Response:
    """Return the answer that takes the session's cookie back and leads on."""
    response = RedirectResponse(address, 303)
    _take_back(response, COOKIE, settings)
    _take_back(response, FORM_COOKIE, settings)
    return response


def _take_back(response: Response, name: str, settings: Settings) -> None:
    response.delete_cookie(settings.name_cookie(name), secure=settings.url is not None)
