"""What is served: a weighted sum of additive parts over the catalog's columns, and its calibration.

A bundle is plain files: `model.json`, one text a tree part, `card.json` with the story of its
training, `profile.json` with the people it was made for, and `manifest.json` with the sha256 of
each. Nothing executes on load. Because every part is a sum over columns, so is the score, and
contributions are exact whatever the parts are.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np

from features import catalog
from features.feature import Direction
from models.by_kind import ByKind
from models.calibration import Calibration, FitEstimate
from models.cells import Cells
from models.errors import IncompatibleModelError, TamperedModelError
from models.linear import Linear
from models.profile import Profile
from models.trees import Trees
from snapshots.ledger import Floats

Basis = Literal["learned", "rule", "blend"]

FORMAT = 3
MODEL, CARD, MANIFEST = "model.json", "card.json", "manifest.json"
PROFILE = "profile.json"
UNREGISTERED = "0"

_DIRECTIONS = {feature.name: feature.direction for feature in catalog.CATALOG}


@dataclass(frozen=True)
class Term:
    """One part of the sum with its name and weight."""

    name: str
    weight: float
    part: Trees | Linear | ByKind


@dataclass(frozen=True)
class Bundle:
    """score = offset + Σ weight × part, with the map from score to success probability.

    `feature_names` and `catalog_fingerprint` say which matrix it reads: `features.matrix`'s, in
    catalog order. Without a `calibration`, `why_not` is the code of the reason. `card` holds plain
    facts of the training for whoever shows the model: window, counts, evaluation. `profile` tells
    what its candidates were like; None for a rule and where nobody wrote it down. `freed` names the
    columns whose direction in the catalog it need not keep.
    """

    basis: Basis
    name: str
    feature_names: tuple[str, ...]
    catalog_fingerprint: str
    terms: tuple[Term, ...]
    offset: float = 0.0
    calibration: Calibration | None = None
    why_not: str | None = None
    card: Mapping[str, Any] = field(default_factory=dict)
    model_version: str = UNREGISTERED
    profile: Profile | None = None
    freed: tuple[str, ...] = ()

    def score(self, matrix: Floats) -> Floats:
        """Return the margin of each row of float64[n, F] as float64[n]; greater fits better."""
        total = np.full(len(matrix), self.offset)
        for term in self.terms:
            total += term.weight * term.part.score(matrix)
        return total

    def contributions(self, matrix: Floats) -> Floats:
        """Return float64[n, F + 1]: what each column adds, then the base; rows sum to scores."""
        total = np.zeros((len(matrix), len(self.feature_names) + 1))
        total[:, -1] = self.offset
        for term in self.terms:
            total += term.weight * term.part.contributions(matrix)
        return total

    def score_members(self, matrix: Floats) -> Floats:
        """Return the margin of each row by each member of the bags, float64[n, B].

        B is the size of the largest bag; of a smaller one the members come round again, so that
        member m of the whole is always the same member of each part.
        """
        parts = [term.weight * term.part.score_members(matrix) for term in self.terms]
        members = np.arange(max((part.shape[1] for part in parts), default=1))
        total = np.full((len(matrix), len(members)), self.offset)
        for part in parts:
            total += part[:, members % part.shape[1]]
        return total

    def spread(self, matrix: Floats) -> Floats:
        """Return the standard deviation of each row's score over the members of its bags."""
        variance = np.zeros(len(matrix))
        for term in self.terms:
            if not (isinstance(term.part, Trees) and len(term.part.lengths) == 1):
                variance += (term.weight * term.part.score_members(matrix).std(axis=1)) ** 2
        return np.asarray(np.sqrt(variance))

    def cells(self, matrix: Floats) -> Cells:
        """Return the cell of every piece of the sum into which each row of float64[n, F] falls."""
        return np.hstack([term.part.cells(matrix) for term in self.terms])

    @property
    def reaches(self) -> Floats:
        """What each piece, in the order of `cells`, can move the score by at most."""
        return np.concatenate([abs(term.weight) * term.part.reaches for term in self.terms])

    def fit(self, score: Floats, spread: Floats | None = None) -> FitEstimate:
        """Return the probability of success of each score float64[n], or why there is none.

        Each row's own `spread` gives it an interval of its own; without, all get the usual one.
        The probability is a strictly increasing map of the score.
        """
        if self.calibration is None:
            return FitEstimate.unknown(len(score), self.why_not or "not_calibrated")
        return self.calibration.estimate(score, spread)

    @cached_property
    def used_features(self) -> tuple[str, ...]:
        """Names of the columns that can move the score."""
        used = np.zeros(len(self.feature_names), np.bool_)
        for term in self.terms:
            used |= term.part.used_columns
        return tuple(np.array(self.feature_names)[used].tolist())

    def direction_of(self, name: str) -> Direction:
        """Return the sign by which more of a column may move the score; 0: either way."""
        return 0 if name in self.freed else _DIRECTIONS.get(name, 0)

    def save(self, folder: Path) -> str:
        """Write the bundle's files into `folder` and return the sha256 of its manifest."""
        folder.mkdir(parents=True, exist_ok=True)
        files = {MODEL: _to_text(self._describe()), CARD: _to_text(self.card)}
        if self.profile is not None:
            files[PROFILE] = _to_text(self.profile.to_json())
        for term in self.terms:
            if isinstance(term.part, Trees):
                files[f"{term.name}.txt"] = term.part.text
        files[MANIFEST] = _to_text({name: _hash(text.encode()) for name, text in files.items()})
        for name, text in files.items():
            (folder / name).write_bytes(text.encode())
        return _hash(files[MANIFEST].encode())

    def _describe(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "basis": self.basis,
            "name": self.name,
            "features": list(self.feature_names),
            "catalog": self.catalog_fingerprint,
            "freed": list(self.freed),
            "offset": self.offset,
            "terms": [_describe_term(term, self.feature_names) for term in self.terms],
            "calibration": self.calibration.to_json() if self.calibration else None,
            "why_not": self.why_not,
        }

    @classmethod
    def load(
        cls,
        folder: Path,
        model_version: str = UNREGISTERED,
        digest: str | None = None,
        names: tuple[str, ...] | None = None,
        fingerprint: str | None = None,
    ) -> "Bundle":
        """Read a bundle whose files are those that were stored and whose features are ours.

        `digest` is the sha256 of the manifest where one is known; `names` and `fingerprint` default
        to the catalog's. Raises TamperedModelError, IncompatibleModelError.
        """
        files = _read_checked(folder, digest)
        stored = json.loads(files[MODEL])
        _check_features(
            stored,
            catalog.NAMES if names is None else names,
            catalog.fingerprint() if fingerprint is None else fingerprint,
        )
        return _build(stored, files, model_version)


def _describe_term(term: Term, names: tuple[str, ...]) -> dict[str, Any]:
    described: dict[str, Any] = {"name": term.name, "weight": term.weight}
    if isinstance(term.part, Trees):
        return described | {"kind": "trees", "lengths": list(term.part.lengths)}
    if isinstance(term.part, ByKind):
        return described | {"kind": "curves_by_kind", "sums": term.part.to_json()}
    return described | {"kind": "sum", "sum": term.part.to_json(names)}


def _build(stored: Mapping[str, Any], files: Mapping[str, bytes], version: str) -> Bundle:
    names = tuple(stored["features"])
    calibration = stored["calibration"]
    return Bundle(
        basis=stored["basis"],
        name=stored["name"],
        feature_names=names,
        catalog_fingerprint=stored["catalog"],
        terms=tuple(_build_term(term, files, names) for term in stored["terms"]),
        offset=stored["offset"],
        freed=tuple(stored["freed"]),
        calibration=Calibration.from_json(calibration) if calibration else None,
        why_not=stored["why_not"],
        card=json.loads(files[CARD]),
        model_version=version,
        profile=Profile.from_json(json.loads(files[PROFILE])) if PROFILE in files else None,
    )


def _build_term(
    stored: Mapping[str, Any], files: Mapping[str, bytes], names: tuple[str, ...]
) -> Term:
    return Term(stored["name"], stored["weight"], _build_part(stored, files, names))


def _build_part(
    stored: Mapping[str, Any], files: Mapping[str, bytes], names: tuple[str, ...]
) -> Trees | Linear | ByKind:
    if stored["kind"] == "trees":
        return Trees(files[f"{stored['name']}.txt"].decode(), tuple(stored["lengths"]))
    if stored["kind"] == "curves_by_kind":
        return ByKind.from_json(stored["sums"], names)
    return Linear.from_json(stored["sum"], names)


def _read_checked(folder: Path, digest: str | None) -> dict[str, bytes]:
    """Read every file that the manifest names, each compared with its sha256."""
    manifest = _read(folder, MANIFEST)
    if digest is not None and _hash(manifest) != digest:
        raise TamperedModelError(MANIFEST)
    files = {}
    for name, expected in json.loads(manifest).items():
        files[name] = _read(folder, name)
        if _hash(files[name]) != expected:
            raise TamperedModelError(name)
    return files


def _read(folder: Path, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except FileNotFoundError:
        raise TamperedModelError(name) from None


def _check_features(stored: Mapping[str, Any], names: tuple[str, ...], fingerprint: str) -> None:
    if stored.get("format") != FORMAT:
        raise IncompatibleModelError(())
    trained = tuple(stored["features"])
    if trained != names or stored["catalog"] != fingerprint:
        raise IncompatibleModelError(tuple(sorted(set(trained) ^ set(names))))


def _to_text(content: Mapping[str, Any]) -> str:
    return json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
