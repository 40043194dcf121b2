"""Into which groups people fall, for the audit of fairness alone.

The one place that reads sex, ages and audited attributes beside the gates of the law. Nothing here
reaches a feature, a model or a score. Unknown is -1: a group of its own, shown and never compared.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from features.places import Headcount
from matching.zones import ZONES, zone_units
from rules.policy_file import FairnessLimits
from snapshots.coding import Codes, Vocabulary, fold, read_codes, read_texts
from snapshots.days import UNKNOWN_DAY, birthdays
from snapshots.history import History
from snapshots.view import View

UNKNOWN = -1
SEXES = ("f", "m")
SIZES = ("small", "middle", "large")
ATTRIBUTES = ("sex", "age", "agency_size", "place")
"""What every agency's records are looked at by, where they hold it."""
AUDITED = "audit_attributes"


@dataclass(frozen=True)
class Grouping:
    """People by one attribute: `code` has an entry a row of the view, an index of `groups` or -1.

    `groups` is empty where the records hold nothing of the attribute. `audited` tells that it is
    one of the agency's own audit attributes.
    """

    attribute: str
    groups: tuple[str, ...]
    code: Codes
    audited: bool = False

    @property
    def gates_as(self) -> str:
        """The name by which the policy's `gating` speaks of the attribute."""
        return AUDITED if self.audited else self.attribute


def list_groupings(view: View, policy: FairnessLimits) -> tuple[Grouping, ...]:
    """Return every grouping of the rows of a view, the audit attributes last: for audits alone."""
    return (*list_plain(view, policy), *_list_audited(view))


def list_plain(view: View, policy: FairnessLimits) -> tuple[Grouping, ...]:
    """Return the groupings by what a planner sees in the records anyway, each as of its own day.

    Age is in whole years on the row's day: born 1990-06-01 one is 34 on 2025-05-31 and 35 on
    2025-06-01. The size of an agency counts its definitive holders before the day. A place is a
    third of the units by their distance from the most central agency.
    """
    ages = (*(f"<{age}" for age in policy.ages[:1]), *_span(policy.ages))
    return (
        Grouping("sex", *_keep(SEXES, read_sexes(view.history)[view.person])),
        Grouping("age", *_keep(ages, _find_ages(view, policy.ages))),
        Grouping("agency_size", *_keep(SIZES, view.derive(_Sizes(policy.agency_sizes)))),
        Grouping("place", *_keep(ZONES, view.derive(_find_places))),
    )


def read_sexes(history: History) -> Codes:
    """Return each person's sex as an index of SEXES."""
    codes = {sex: code for code, sex in enumerate(SEXES)}
    return read_codes(history.snapshot, "employees", "sex", codes)


def _keep(groups: tuple[str, ...], code: Codes) -> tuple[tuple[str, ...], Codes]:
    """Return the groups, none of them where nobody's is known."""
    return (groups if (code >= 0).any() else ()), code.astype(np.int32)


def _span(bounds: tuple[int, ...]) -> tuple[str, ...]:
    between = (f"{low}-{high - 1}" for low, high in pairwise(bounds))
    return (*between, f"{bounds[-1]}+")


def _find_ages(view: View, bounds: tuple[int, ...]) -> Codes:
    born = view.history.people.born[view.person]
    reached = sum(
        (birthdays(born, np.full(len(born), age, np.int32)) <= view.day).astype(np.int32)
        for age in bounds
    )
    return np.where(born == UNKNOWN_DAY, UNKNOWN, reached).astype(np.int32)


@dataclass(frozen=True)
class _Sizes:
    """Class of each row's agency by its definitive holders, all units together."""

    bounds: tuple[int, ...]

    def __call__(self, view: View) -> Codes:
        units = view.history.units
        days, place = np.unique(view.day, return_inverse=True)
        count = len(units.unit_id)
        rows = np.arange(count * len(days))
        held = Headcount(view.history).holders(rows % count, days[rows // count])
        at = units.agency[rows % count] + count * (rows // count)
        total = np.bincount(at, np.nan_to_num(held), minlength=len(rows))
        own = total[np.where(view.agency < 0, 0, view.agency) + count * place]
        size = np.digitize(own, self.bounds)
        return np.where(view.agency < 0, UNKNOWN, size).astype(np.int32)


def _find_places(view: View) -> Codes:
    zone = zone_units(view.history)
    return np.where(view.unit < 0, UNKNOWN, zone[view.unit]).astype(np.int32)


def _list_audited(view: View) -> tuple[Grouping, ...]:
    """Return a grouping for each audit attribute, with names and values as they were written.

    One that is called as ours carries a mark.
    """
    snapshot = view.history.snapshot
    person = view.history.rows_of_people(AUDITED)
    named, texts = (read_texts(snapshot, AUDITED, column) for column in ("name", "value"))
    names = Vocabulary(named)
    which, spelt = names.encode(named), _spell(names.words, named)
    found = []
    for number, name in enumerate(names.words):
        rows = np.flatnonzero((which == number) & (person >= 0))
        own = [texts[row] for row in rows.tolist()]
        values = Vocabulary(own)
        code = np.full(len(view.history.people_ids), UNKNOWN, np.int32)
        code[person[rows]] = values.encode(own)
        called = f"{AUDITED}.{spelt[number]}" if name in ATTRIBUTES else spelt[number]
        groups, known = _keep(_spell(values.words, own), code[view.person])
        found.append(Grouping(called, groups, known, audited=True))
    return tuple(found)


def _spell(words: tuple[str, ...], texts: Sequence[str | None]) -> tuple[str, ...]:
    """Return words as they were written; of several ways the one that sorts first."""
    there = sorted({text.strip() for text in texts if text}, reverse=True)
    written = {fold(text): text for text in there}
    return tuple(written[word] for word in words)
