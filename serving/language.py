"""Which language a reader gets: what was asked for, else Indonesian (or what the setting says)."""

from starlette.requests import Request

from wording import LANGUAGES, Language

COOKIE = "padan_language"
ALIASES = {"in": "id"}
"""Old browsers send Indonesian as "in"."""


def negotiate(accepted: str, default: Language) -> Language:
    """Return the language that an Accept-Language header likes best of those written here.

    `en-GB;q=0.8, id;q=0.9` gives "id"; an unknown or empty header gives the default.
    """
    weighed = sorted((_weigh(part) for part in accepted.split(",")), key=lambda each: -each[0])
    for weight, name in weighed:
        if weight > 0 and name in LANGUAGES:
            return name
    return default


def find_language(request: Request) -> Language:
    """Return the language of a request.

    Pages follow `?lang=`, then the reader's cookie; the API and first visits Accept-Language.
    """
    default: Language = request.app.state.settings.language
    if not request.url.path.startswith("/v1/"):
        for asked in (request.query_params.get("lang"), request.cookies.get(COOKIE)):
            if asked in LANGUAGES:
                return asked
    return negotiate(request.headers.get("accept-language", ""), default)


def _weigh(part: str) -> tuple[float, str]:
    name, _, quality = part.partition(";")
    code = name.strip().lower().split("-")[0]
    try:
        weight = float(quality.partition("=")[2] or 1)
    except ValueError:
        weight = 0.0
    return weight, ALIASES.get(code, code)
