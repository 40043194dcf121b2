"""Spoils a clean city's tables the way real records are spoilt: importable, with warnings.

Nothing here breaks a key or a reference; an importer stores the city and says what it saw.
"""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from training.demo.vectors import Ints

Frames = dict[str, pd.DataFrame]

SEMICOLONS = "trainings"
"""The table written with `;` between cells and a comma in decimals."""

LOCAL_DATES = "educations"
"""The table whose dates are written as SIASN does, day first."""

AFTER_THE_END = "2027-01-15"
"""A date that the records can't know yet."""


def spoil(tables: Frames, rng: np.random.Generator) -> Frames:
    """Return the tables with typical dirt; a share of the rows of each kind is hit."""
    spoilt = {name: table.copy().reset_index(drop=True) for name, table in tables.items()}
    _spoil_people(spoilt["employees"], rng)
    _shift_stays(spoilt["assignments"], rng)
    spoilt["assessments"] = _drop(spoilt["assessments"], 0.15, rng)
    spoilt["performance"] = _drop(spoilt["performance"], 0.01, rng)
    _localise(spoilt[SEMICOLONS], spoilt[LOCAL_DATES])
    hits = _hits(len(spoilt["preferences"]), 0.01, rng)
    spoilt["preferences"].loc[hits, "submitted_on"] = AFTER_THE_END
    return spoilt


def _hits(count: int, share: float, rng: np.random.Generator) -> Ints:
    """Draw rows; at least one, so that small cities show every kind of dirt."""
    hits: Ints = np.sort(rng.permutation(count)[: max(1, round(count * share))])
    return hits


def _drop(table: pd.DataFrame, share: float, rng: np.random.Generator) -> pd.DataFrame:
    kept = np.delete(np.arange(len(table)), _hits(len(table), share, rng))
    return table.iloc[kept].reset_index(drop=True)


def _spoil_people(people: pd.DataFrame, rng: np.random.Generator) -> None:
    """Births, sexes and first days that do not agree, unknown ranks, a column nobody knows."""
    count = len(people)
    wrong = _hits(count, 0.01, rng)
    people.loc[wrong, "birth_date"] = [_shift(text, 31) for text in people.loc[wrong, "birth_date"]]
    swapped = _hits(count, 0.004, rng)
    people.loc[swapped, "sex"] = people.loc[swapped, "sex"].map({"m": "f", "f": "m"})
    early = _hits(count, 0.003, rng)
    entered = people.loc[early, "appointed_on"]
    people.loc[early, "appointed_on"] = [_shift(text, 40) for text in entered]
    no_rank = _hits(count, 0.02, rng)
    people.loc[no_rank, ["rank", "rank_since"]] = ""
    people.loc[_hits(count, 0.02, rng), "education_level"] = ""
    people["keterangan_lama"] = "kolom usang (rekaan)"


def _shift(text: str, days: int) -> str:
    return (date.fromisoformat(text) + timedelta(days=days)).isoformat()


def _shift_stays(stays: pd.DataFrame, rng: np.random.Generator) -> None:
    """Let some closed stays end too early (a gap) or too late (an overlap with the next one)."""
    closed = (stays["ended_on"] != "") & (stays["appointment"] == "definitive")
    followed = closed & (stays["nip"] == stays["nip"].shift(-1))
    long = pd.to_datetime(stays["ended_on"]) - pd.to_datetime(stays["started_on"]) > timedelta(200)
    rows = rng.permutation(np.flatnonzero(followed & long))
    each = max(1, round(len(rows) * 0.02))
    for part, days in ((rows[:each], -45), (rows[each : 2 * each], 20)):
        stays.loc[part, "ended_on"] = [_shift(text, days) for text in stays.loc[part, "ended_on"]]


def _localise(numbers: pd.DataFrame, dates: pd.DataFrame) -> None:
    numbers["hours"] = [f"{hours},5" for hours in numbers["hours"]]
    dates["graduated_on"] = ["-".join(reversed(text.split("-"))) for text in dates["graduated_on"]]
