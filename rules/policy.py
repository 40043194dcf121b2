"""The policy in force: the shipped rules, overridden key by key by an agency's own file."""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from rules.plan_limits import PlanLimits
from rules.policy_file import (
    Development,
    FairnessLimits,
    Monitor,
    PolicyFile,
    PrecedentLimits,
    RuleSection,
    Warnings,
)
from rules.policy_steps import Steps
from rules.retention import Retention
from snapshots.moves import OutcomeDefinition
from wording import Language, say

Parameters = Mapping[str, Any]


class PolicyError(Exception):
    """A policy file that cannot be used: `key` (dotted; "" for the whole file) is wrong.

    `code` names the text `rules.policy_CODE`, which `facts` fill.
    """

    def __init__(self, file: Path | None, key: str, code: str, **facts: str) -> None:
        self.file, self.key, self.code, self.facts = file, key, code, facts
        super().__init__(self.text("en"))

    def text(self, language: Language) -> str:
        """Return what is wrong and how to mend it, in one line."""
        facts = {"file": str(self.file or "policy.toml"), "setting": self.key}
        facts |= self.facts
        if "expected" in facts:
            facts["expected"] = say(f"rules.expected_{facts['expected']}", language, **facts)
        return say(f"rules.policy_{self.code}", language, **facts)


@dataclass(frozen=True)
class Rule:
    """One rule in force: whether it is checked, its legal source, its parameters by name."""

    name: str
    enabled: bool
    source: str
    waivable: bool
    parameters: Parameters


@dataclass(frozen=True, eq=False)
class Policy:
    """Everything that regulations or an agency may change.

    `version` is a hash of all that can change an answer: of everything but `monitor`, `steps`
    and `retention`.
    `settings` is the whole file as it was put together, from which `restore_policy` makes it anew.
    """

    rules: Mapping[str, Rule]
    warnings: Warnings
    outcome: OutcomeDefinition
    precedents: PrecedentLimits
    effective_minutes: int
    monitor: Monitor
    fairness: FairnessLimits
    development: Development
    plan: PlanLimits
    steps: Steps
    retention: Retention
    settings: Mapping[str, Any]
    version: str


def load_policy(override: Path | None = None) -> Policy:
    """Return the shipped policy with the keys of the file `override` put over it.

    Raises PolicyError where the file is not readable TOML, names a key that no policy has, or holds
    a value of the wrong kind.
    """
    merged = read_shipped_policy()
    if override is not None:
        merged = _merge(merged, _read(override))
    return _make(merged, override)


def restore_policy(settings: Mapping[str, Any]) -> Policy:
    """Return the policy whose `settings` were kept; keys that it did not know yet are as shipped.

    Raises PolicyError where the settings are those of no policy that this software knows.
    """
    return _make(_merge(read_shipped_policy(), settings), None)


def _make(merged: dict[str, Any], override: Path | None) -> Policy:
    try:
        checked = PolicyFile.model_validate(merged)
    except ValidationError as error:
        raise _explain(override, error.errors()[0]) from None
    month, day = checked.outcome.own_year_if_before.split("-")
    rules = {
        name: _rule(name, getattr(checked.rules, name)) for name in type(checked.rules).model_fields
    }
    return Policy(
        rules=MappingProxyType(rules),
        warnings=checked.warnings,
        outcome=OutcomeDefinition(checked.outcome.months, (int(month), int(day))),
        precedents=checked.precedents,
        effective_minutes=checked.workload.effective_minutes,
        monitor=checked.monitor,
        fairness=checked.fairness,
        development=checked.development,
        plan=checked.plan,
        steps=checked.steps,
        retention=checked.retention,
        settings=MappingProxyType(checked.model_dump(mode="json", by_alias=True)),
        version=_hash(checked),
    )


def read_shipped_policy() -> dict[str, Any]:
    """Return the shipped file as it stands."""
    return tomllib.loads(files(__package__).joinpath("policy.toml").read_text(encoding="utf-8"))


def _rule(name: str, section: RuleSection) -> Rule:
    named = set(RuleSection.model_fields)
    parameters = {
        key: getattr(section, key) for key in type(section).model_fields if key not in named
    }
    return Rule(
        name, section.enabled, section.source, section.waivable, MappingProxyType(parameters)
    )


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError:
        raise PolicyError(file, "", "not_there") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PolicyError(file, "", "unreadable", why=str(error)) from None


def _merge(shipped: dict[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Put `given` over `shipped` key by key; lists and values are replaced whole."""
    merged = dict(shipped)
    for key, value in given.items():
        below = merged.get(key)
        if isinstance(below, dict) and isinstance(value, dict):
            merged[key] = _merge(below, value)
        else:
            merged[key] = value
    return merged


def _hash(checked: PolicyFile) -> str:
    content = checked.model_dump(
        mode="json", by_alias=True, exclude={"monitor", "steps", "retention"}
    )
    text = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


_EXPECTED = {
    "ascending": "ascending",
    "bool": "flag",
    "choice": "choice",
    "date": "date",
    "float": "share",
    "index": "index",
    "month": "month_and_day",
    "number": "number",
    "points": "points",
    "share": "share",
    "string": "text",
    "tuple": "list",
    "window": "window_order",
}
"""What a value should have been, by the first word of the validator's error type."""


def _explain(file: Path | None, error: ErrorDetails) -> PolicyError:
    """Turn the validator's first complaint into our own, naming the key by its path."""
    path = error["loc"]
    key = ".".join(str(part) for part in path)
    if error["type"] == "extra_forbidden":
        known = _keys_beside(path)
        near = get_close_matches(str(path[-1]), known, 1) or [", ".join(known)]
        return PolicyError(file, key, "unknown_key", near=near[0])
    if error["type"] == "missing":
        return PolicyError(file, key, "missing_key")
    expected = _EXPECTED.get(error["type"].split("_")[0], "section")
    allowed = str(error.get("ctx", {}).get("expected", ""))
    value = str(error["input"])
    return PolicyError(file, key, "wrong_value", value=value, expected=expected, allowed=allowed)


def _keys_beside(path: tuple[int | str, ...]) -> list[str]:
    """Return the keys that may stand where the last one of `path` stood."""
    section: Any = read_shipped_policy()
    for part in path[:-1]:
        if isinstance(part, int):
            return ["from", "to", "kinds", "consent"]
        section = section[part]
    return sorted(section)
