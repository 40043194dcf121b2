"""Answers as plain values: what their JSON holds, in the order of their fields."""

import json
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any


def to_plain(answer: Any) -> Any:
    """Return an answer as lists, dicts, dates as ISO texts: what its JSON holds."""
    if is_dataclass(answer) and not isinstance(answer, type):
        return {field.name: to_plain(getattr(answer, field.name)) for field in fields(answer)}
    if isinstance(answer, tuple | list):
        return [to_plain(item) for item in answer]
    if isinstance(answer, dict):
        return {key: to_plain(value) for key, value in answer.items()}
    return answer.isoformat() if isinstance(answer, date) else answer


def to_json(answer: Any, indent: int | None = None) -> str:
    """Return the JSON text of an answer; the same answer gives the same text."""
    return json.dumps(to_plain(answer), ensure_ascii=False, allow_nan=False, indent=indent)
