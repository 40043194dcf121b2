"""How the API writes its answers: the rooms' own JSON, in the language that was negotiated."""

from typing import Any

from starlette.responses import Response

from matching.plain import to_json
from wording import Language

JSON = "application/json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def answer_json(answer: Any, language: Language, status: int = 200) -> Response:
    """Return an answer (a frozen dataclass) as JSON."""
    return send_json(to_json(answer).encode(), language, status)


def send_json(body: bytes, language: Language, status: int = 200, **headers: str) -> Response:
    """Return JSON that is already written; header names take `_` for `-`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named |= {"Content-Language": language, "Vary": "Accept-Language"}
    return Response(body, status, named, JSON)


def send_workbook(content: bytes, name: str) -> Response:
    """Return a workbook to be saved under `name`."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    return Response(content, 200, headers, XLSX)
