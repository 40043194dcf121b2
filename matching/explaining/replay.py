"""Compares a stored answer with the same question asked again: same bytes, or what differs and why.

Seven things decide a list: records, model, policy, software, the two dates and the state of letters
and wishes. Where none of them differs the bytes must be the same; where they are not, something is
wrong with the installation, and that is a fault.
"""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from matching.answers import Shortlist
from matching.plain import to_json
from wording import Fact, Language, has_text, say, write

IDENTITY = ("id",)
"""Fields that are new with every answer."""
ORIGINS = (
    *("snapshot_id", "model_version", "policy_version", "software_version"),
    *("as_of", "effective_on", "state_id"),
)
"""What decides a list: the same seven and the same request give the same bytes."""


@dataclass(frozen=True)
class Origin:
    """One of the seven, as stored and as it is now; `gone` where the stored one is not kept.

    `follows`: it differs only because other people are shown, and so is no cause.
    """

    code: str
    stored: str
    again: str
    same: bool
    gone: bool
    follows: bool
    text: str


@dataclass(frozen=True)
class Difference:
    """Something that a list says otherwise; `path` reads like `candidates[2].score`."""

    path: str
    text: str


@dataclass(frozen=True)
class Replay:
    """A stored list beside the same list computed again.

    `same` means the same bytes, the list's own id apart. `fault`: they differ although none of the
    seven does by itself.
    """

    shortlist_id: str
    same: bool
    fault: bool
    origins: tuple[Origin, ...]
    differences: tuple[Difference, ...]
    text: str


def compare_replay(
    stored: bytes,
    again: Shortlist,
    language: Language,
    gone: Collection[str] = (),
    state_of_stored: str | None = None,
) -> Replay:
    """Return how a stored list (its bytes) and the same list computed again differ, in words.

    `gone` names the ORIGINS that are no longer kept, for which those of today were taken.
    `state_of_stored` is the state of the people on the stored list by the records taken; where it
    is the one stored, another state only follows from who is shown.
    """
    before = json.loads(stored)
    written = to_json(replace(again, id=before["id"])).encode()
    after, same = json.loads(written), written == stored
    follows = before.get("state_id") == state_of_stored
    origins = tuple(
        _compare_origin(
            *(code, before.get(code), after[code], code in gone),
            follows=follows and code == "state_id" and before[code] != after[code],
            language=language,
        )
        for code in ORIGINS
    )
    changed = [one.code for one in origins if not (one.same or one.follows)]
    fault = not same and not changed
    key = "same" if same else "fault" if fault else "differs"
    names = ", ".join(say(f"replay.origin_{code}", language) for code in changed)
    return Replay(
        shortlist_id=before["id"],
        same=same,
        fault=fault,
        origins=origins,
        differences=tuple(_describe(before, after, language)),
        text=say(f"replay.{key}", language, origins=names),
    )


def _compare_origin(
    code: str, stored: Any, again: Any, gone: bool, follows: bool, language: Language
) -> Origin:
    """Return one of the seven in words; "" where the stored list does not tell it."""
    key = "gone" if gone else "origin_same" if stored == again else "origin_differs"
    key = "origin_follows" if follows else key
    facts: dict[str, Fact] = {
        "name": say(f"replay.origin_{code}", language),
        "stored": _write(code, stored, language),
        "again": _write(code, again, language),
    }
    text = say(f"replay.{key}", language, **facts)
    return Origin(code, str(stored or ""), str(again), stored == again, gone, follows, text)


def _describe(before: Any, after: Any, language: Language) -> Iterator[Difference]:
    """Give what differs in words: one line a field of the list, one a field of a candidate."""
    told = set(ORIGINS)
    for path, stored, again in list_differences(before, after):
        field = path.split(".")[0].split("[")[0]
        if field != "candidates":
            if field not in told:
                told.add(field)
                stored, again = before.get(field), after.get(field)
                yield Difference(field, _tell_change(field, stored, again, "", language))
            continue
        parts = path.split(".")
        place = int(parts[0].removeprefix("candidates[").removesuffix("]"))
        one, other = _at(before, place), _at(after, place)
        key = parts[0]
        if _is_same_person(one, other):
            key += "." + parts[1].partition("[")[0]
        if key not in told:
            told.add(key)
            yield Difference(key, _tell_candidate(key, place, one, other, language))


def _tell_candidate(key: str, place: int, one: Any, other: Any, language: Language) -> str:
    """Say what differs at a place: who stands there, or what is told of the one who does."""
    names = [side["name"] if side else None for side in (one, other)]
    if not _is_same_person(one, other):
        facts: dict[str, Fact] = {"place": place + 1, "stored": names[0], "again": names[1]}
        return say("replay.other_person", language, **facts)
    field = key.partition(".")[2]
    who = say("replay.who", language, place=place + 1, name=names[0])
    return _tell_change(field, one.get(field), other.get(field), who, language)


def _tell_change(field: str, stored: Any, again: Any, who: str, language: Language) -> str:
    """Say that a field changed, with both values where they are plain ones."""
    label = f"replay.field_{field}"
    name = who + (say(label, language) if has_text(label) else field)
    if isinstance(stored, list | dict) or isinstance(again, list | dict):
        return say("replay.changed", language, name=name)
    sides = {"stored": _write(field, stored, language), "again": _write(field, again, language)}
    return say("replay.changed_value", language, name=name, **sides)


def _write(field: str, value: Any, language: Language) -> str:
    """Write a plain value of JSON; a date is one again, a number keeps every digit.

    Only a field that holds dates is read as one: an id of eight digits is none.
    """
    if isinstance(value, str):
        is_day = field == "as_of" or field.endswith("_on")
        return write(date.fromisoformat(value), language) if is_day else value
    return write(None, language) if value is None else str(value)


def _at(answer: Any, place: int) -> Any:
    candidates = answer["candidates"]
    return candidates[place] if place < len(candidates) else None


def _is_same_person(one: Any, other: Any) -> bool:
    return bool(one and other and one["nip"] == other["nip"])


def list_differences(stored: Any, again: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Give (path, stored value, new value) of everything that differs, `id` apart.

    Both are plain JSON values; a value that one side lacks is None there. A path reads like
    `candidates[2].score`.
    """
    if isinstance(stored, dict) and isinstance(again, dict):
        for name in {**stored, **again}:
            if path or name not in IDENTITY:
                below = f"{path}.{name}" if path else name
                yield from list_differences(stored.get(name), again.get(name), below)
    elif isinstance(stored, list) and isinstance(again, list):
        for place in range(max(len(stored), len(again))):
            one, other = (side[place] if place < len(side) else None for side in (stored, again))
            yield from list_differences(one, other, f"{path}[{place}]")
    elif stored != again:
        yield path, stored, again
