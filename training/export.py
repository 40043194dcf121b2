"""The training table for whoever wants to try something else: the very rows that training sees.

People stand in it by their surrogate key; no NIP, no name and no protected attribute is in it. A
small file beside it says what it was made of, so that a result can name its source.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from features.catalog import CATALOG, fingerprint
from features.source import FeatureSource
from matching.errors import UnknownFileKindError
from matching.files.formulas import disarm
from rules.policy import Policy
from snapshots.days import to_date
from snapshots.history import History
from snapshots.moves import FAILURE, SUCCESS, derive_moves
from snapshots.surrogate import person_id
from training.dataset import Codes, Openings, Progress, TrainingSet, build_training_set
from training.errors import LaterThanRecordsError
from training.folds import Fold
from training.learning import cut
from training.recipe import Recipe

KINDS = (".csv", ".parquet")
TRAIN, UNUSED = "train", "unused"
"""Parts beside those that folds test on: openings only trained on, and those without an outcome
that stand before the last one with an outcome."""
OUTCOMES = {SUCCESS: "success", FAILURE: "failure"}


@dataclass(frozen=True)
class Export:
    """The training table, one row a candidate of an opening, and what it was made of.

    Columns: opening (number), day (of the move), position_id, person_id (surrogate), is_mover,
    outcome (of the move; empty where it was not known by `as_of`), known_on (the day it was known),
    fold (the part of the recipe's folds that tests on the opening), then the catalog's columns that
    a model may use, NaN as empty. `about` is plain JSON.
    """

    table: pa.Table
    about: Mapping[str, Any]

    def write(self, path: Path) -> Path:
        """Write both files whole or not at all; return the path of the one that tells about it.

        CSV or Parquet by the ending, else UnknownFileKindError; OSError where it can't be written.
        """
        check_kind(path)
        beside = about_path(path)
        told = json.dumps(self.about, ensure_ascii=False, indent=1) + "\n"
        drafts = {target: target.with_name(f".{target.name}.part") for target in (path, beside)}
        try:
            _write_table(self.table, drafts[path], path.suffix.lower())
            drafts[beside].write_text(told, encoding="utf-8")
            for target, draft in drafts.items():
                draft.replace(target)
        finally:
            for draft in drafts.values():
                draft.unlink(missing_ok=True)
        return beside


def check_kind(path: Path) -> None:
    """Raise UnknownFileKindError for another ending than those of a table."""
    if path.suffix.lower() not in KINDS:
        raise UnknownFileKindError(path.name, KINDS)


def about_path(path: Path) -> Path:
    """Return where the facts about a table stand: `table.csv` has `table.csv.json` beside it."""
    return path.with_name(f"{path.name}.json")


def export_training_set(
    history: History,
    policy: Policy,
    recipe: Recipe,
    secret: bytes,
    as_of: int | None = None,
    progress: Progress = lambda share: None,
) -> Export:
    """Return the table that a training strictly before day `as_of` (the records' own) would see.

    Raises LaterThanRecordsError for a day after the records' date.
    """
    day = history.day if as_of is None else as_of
    if day > history.day:
        raise LaterThanRecordsError
    source = FeatureSource(history, derive_moves(history, policy.outcome))
    data = build_training_set(source, policy, recipe.openings, day, recipe.seed, progress)
    folds = cut(data, recipe)
    made_of = {
        "snapshot_id": history.snapshot.snapshot_id,
        "made_up": history.snapshot.made_up,
        "as_of": str(to_date(day)),
        "policy_version": policy.version,
        "recipe": recipe.model_dump(mode="json", exclude={"text"}),
        "catalog": fingerprint(),
    }
    return Export(_tabulate(history, data, folds, secret), made_of | _count(data, folds))


def _tabulate(
    history: History, data: TrainingSet, folds: tuple[Fold, ...], secret: bytes
) -> pa.Table:
    openings, opening = data.openings, data.opening
    people, places = history.people_ids, history.positions.position_id
    columns: dict[str, Any] = {
        "opening": pa.array(opening.astype(np.int32)),
        "day": pa.array(openings.day[opening], pa.date32()),
        "position_id": pa.array(places, pa.string()).take(pa.array(openings.position[opening])),
        "person_id": _spell(
            data.person, {p: person_id(secret, people[p]) for p in set(data.person.tolist())}
        ),
        "is_mover": pa.array(data.is_mover),
        "outcome": _spell(openings.outcome[opening], OUTCOMES),
        "known_on": pa.array(openings.known_on[opening], pa.date32(), mask=~openings.ripe[opening]),
        "fold": pa.array(_name_parts(openings, folds)).take(pa.array(opening)),
    }
    for place, feature in enumerate(CATALOG):
        if feature.in_model:
            columns[feature.name] = pa.array(data.matrix[:, place], from_pandas=True)
    return pa.table(columns)


def _spell(codes: Codes, texts: Mapping[int, str]) -> pa.Array:
    """Return the text of each code, null where it has none; each distinct one is looked up once."""
    distinct, place = np.unique(codes, return_inverse=True)
    spelt = pa.array([texts.get(code) for code in distinct.tolist()], pa.string())
    return spelt.take(pa.array(place))


def _name_parts(openings: Openings, folds: tuple[Fold, ...]) -> list[str]:
    names = np.where(openings.ripe, TRAIN, UNUSED).astype(object)
    for fold in folds:
        names[fold.test] = fold.purpose
    return list(names)


def _count(data: TrainingSet, folds: tuple[Fold, ...]) -> dict[str, Any]:
    """Return counts, the folds with their first test day, and what the feature columns are."""
    return {
        "rows": len(data.opening),
        "openings": len(data.openings),
        "outcomes": int(data.openings.ripe.sum()),
        "folds": [
            {
                "fold": fold.purpose,
                "starts_on": str(to_date(fold.starts)),
                "trained_on": len(fold.train),
                "tested_on": len(fold.test),
            }
            for fold in folds
        ],
        "columns": [
            {"name": one.name, "group": one.group, "direction": one.direction}
            for one in CATALOG
            if one.in_model
        ],
    }


def _write_table(table: pa.Table, path: Path, kind: str) -> None:
    if kind == ".parquet":
        pq.write_table(table, path)
        return
    ids = pa.array([disarm(text) for text in table["position_id"].to_pylist()], pa.string())
    place = table.column_names.index("position_id")
    pa_csv.write_csv(table.set_column(place, "position_id", ids), path)
