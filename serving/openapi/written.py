"""Writes the document as the repository holds it: no installation, no setting stands in it."""

import json

from serving.app import create_app
from serving.settings import Settings


def write_document() -> str:
    """Return the OpenAPI document as text; opens no database and reads no records."""
    document = create_app(Settings()).openapi()
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
