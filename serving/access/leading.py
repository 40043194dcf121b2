"""Where a reader is led who may not see a page yet, and where to afterwards."""

from urllib.parse import quote, urlsplit

from starlette.requests import Request

from serving.errors import NotSignedInError, PasswordToChangeError

SIGN_IN = "/sign-in"
ACCOUNT = "/account"
HOME = "/"
READS = ("GET", "HEAD")
MOST = 2000


def find_detour(request: Request, error: Exception) -> str | None:
    """Return the address of the page that comes first, None where there is none.

    Only who reads a page is led on: a form that was sent is not sent again by itself.
    """
    if request.method not in READS:
        return None
    if isinstance(error, PasswordToChangeError):
        return ACCOUNT
    if isinstance(error, NotSignedInError):
        asked = read_own(_read_address(request))
        return SIGN_IN if asked == HOME else f"{SIGN_IN}?next={quote(asked, safe='/')}"
    return None


def read_own(address: str) -> str:
    """Return an address where it is a page of ours, else the first page.

    Two slashes, a slash and a backslash, or whatever names a scheme or a host would lead elsewhere
    in one browser or another; who has signed in is led nowhere but here.
    """
    plain = address.isascii() and address.isprintable() and "\\" not in address
    if not plain or len(address) > MOST or not address.startswith("/"):
        return HOME
    try:
        parts = urlsplit(address)
    except ValueError:
        return HOME
    elsewhere = parts.scheme or parts.netloc or address.startswith("//")
    return HOME if elsewhere or parts.path.startswith(SIGN_IN) else address


def _read_address(request: Request) -> str:
    """Return the path and query as they were sent."""
    raw = request.scope.get("raw_path") or quote(request.scope["path"]).encode()
    path = raw.decode("latin-1").partition("?")[0]
    query = request.url.query
    return f"{path}?{query}" if query else path
