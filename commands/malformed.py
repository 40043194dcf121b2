"""What is wrong with a command line, in the reader's language: the one place that words it.

Typer words its refusals in English; what it tells of the kind of mistake is kept, the words are
not. "Usage" and "Try" stay as they are on every command line.
"""

import re
from typing import Any

from pydantic import ValidationError
from typer.exceptions import TyperException

from wording import Fact, Language, say

USAGE = (
    (r"No such command '(?P<name>[^']*)'", "no_command"),
    (r"No such option: (?P<name>\S+)", "no_option"),
    (r"Option '(?P<name>[^']*)' requires an argument", "no_value"),
    (r"unexpected extra argument\(s\) \((?P<name>.*)\)", "too_many"),
)
"""Mistakes in the line as a whole, by what Typer says of them."""
VALUES = (
    ("greater_than_equal", r"", "too_small"),
    ("less_than_equal", r"", "too_great"),
    ("int_", r"", "not_whole"),
    ("float_", r"", "not_a_number"),
    ("value_error", r"does not match the formats", "not_a_date"),
    ("value_error", r"is not one of (?P<choices>.*?)\.?$", "not_a_choice"),
)
"""Mistakes in a value: the beginning of the validator's kind, what it says, and our text."""
BOUNDS = ("ge", "le")
NO_NUMBERS = ("nan", "+nan", "-nan")


def tell_malformed(error: TyperException, language: Language) -> str:
    """Return the lines that refuse a command line: how it is used, and what is wrong with it."""
    context: Any = getattr(error, "ctx", None)
    words = _word(error, language) or error.format_message()
    if context is None or words.startswith("Usage:"):  # the help itself, where nothing was asked
        return words
    usage, command = context.get_usage(), context.command_path
    return f"{usage}\nTry '{command} --help' for help.\n\n{words}"


def _word(error: TyperException, language: Language) -> str | None:
    """Return what is wrong as one line; None where no text of ours fits."""
    parameter: Any = getattr(error, "param", None)
    hint = getattr(error, "param_hint", None)
    if hint:  # a command's own refusal, worded by it
        return say("terminal.malformed_value", language, name=hint, why=error.message)
    if parameter is None:
        return _word_usage(error.message, language)
    name = parameter.opts[0] if parameter.opts[0].startswith("-") else parameter.metavar
    if isinstance(error.__cause__, ValidationError):
        why = _word_value(error.__cause__, language)
        return (
            None if why is None else say("terminal.malformed_value", language, name=name, why=why)
        )
    return None if error.message else say("terminal.malformed_missing", language, name=name)


def _word_usage(message: str, language: Language) -> str | None:
    for pattern, key in USAGE:
        found = re.search(pattern, message)
        if found:
            return say(f"terminal.malformed_{key}", language, name=found["name"])
    return None


def _word_value(cause: ValidationError, language: Language) -> str | None:
    first = cause.errors()[0]
    given, context = str(first["input"]), first.get("ctx", {})
    if given.strip().lower() in NO_NUMBERS:  # a float to Python, beyond every bound
        return say("terminal.malformed_not_a_number", language, given=given)
    for kind, pattern, key in VALUES:
        found = re.search(pattern, first["msg"])
        if first["type"].startswith(kind) and found:
            bound: Fact = next((context[name] for name in BOUNDS if name in context), None)
            facts: dict[str, Fact] = {"given": given, "bound": bound}
            return say(f"terminal.malformed_{key}", language, **facts, **found.groupdict())
    return None
