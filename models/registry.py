"""Where models are kept: MLflow runs, model versions and the alias of the one that serves.

MLflow is imported when first needed and never while answering a request. It sees surrogate facts
only: parameters, metrics, counts, fingerprints and the bundle's plain files. Every load compares
the files with the sha256 that was stored as a tag.
"""

import json
import logging
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from models.bundle import MANIFEST, Bundle
from models.errors import (
    MissingModelError,
    ModelError,
    NoChampionError,
    NoEarlierChampionError,
    TamperedModelError,
    UnfitReasonError,
    UnknownModelError,
    UnreadableEarlierError,
)
from snapshots.nips import holds_nip

if TYPE_CHECKING:
    from mlflow import MlflowClient
    from mlflow.entities import Metric
    from mlflow.entities.model_registry import ModelVersion, RegisteredModel

NAME = "padan"
CHAMPION = "champion"
HISTORY = "champions"
"""Tag of the registered model: versions in the order in which they became champion."""
CHECKS = "checks.json"
"""The document beside a run that holds its checks."""
DIGEST = "sha256"
DESCRIPTION = "mlflow.note.content"
"""Tag of a run that MLflow's pages show as its description."""
EXPERIMENT = {"mlflow.experimentKind": "custom_model_development"}
"""Tags by which MLflow's pages open on training runs, not on traces of chats."""
QUIET = {
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "DO_NOT_TRACK": "true",
    "MLFLOW_ALLOW_PICKLE_DESERIALIZATION": "false",
}


@dataclass(frozen=True)
class DatasetFacts:
    """What a run learned from: a name, the snapshot's id, and counts; no fact of a person."""

    name: str
    snapshot_id: str
    counts: Mapping[str, int]


Curve = tuple[tuple[int, float], ...]
"""A measure at several counts: (count, value)."""


@dataclass(frozen=True)
class RunRecord:
    """The whole story of one training run as MLflow keeps it.

    `documents` are files beside the run by name, drawings as SVG among them; `metrics` are linked
    to the model, and so are `curves`, whose counts are MLflow's steps. `name` tells runs apart,
    `description` is Markdown.
    """

    dataset: DatasetFacts
    params: Mapping[str, str]
    metrics: Mapping[str, float]
    tags: Mapping[str, str]
    documents: Mapping[str, str] = field(default_factory=dict)
    curves: Mapping[str, Curve] = field(default_factory=dict)
    name: str = ""
    description: str = ""


@dataclass(frozen=True)
class Version:
    """A registered model as the list of them tells it; what its run did not keep is None.

    `as_of` is the day up to which it learned. `refusals` names the checks that it failed in its own
    run and that keep a model from serving.
    """

    version: str
    made_at: datetime
    serves: bool
    name: str | None
    basis: str | None
    as_of: date | None
    refusals: tuple[str, ...]


class ModelRegistry:
    """Models under one MLflow store; artefacts of an SQLite store lie in `home`."""

    def __init__(self, tracking_uri: str, home: Path) -> None:
        self.tracking_uri = tracking_uri
        self.home = home

    def register(self, bundle: Bundle, record: RunRecord) -> str:
        """Log a run with its model and register it; returns the new version, not yet champion."""
        experiment = self._find_experiment()
        run = self._client.create_run(
            experiment,
            tags={**record.tags, DESCRIPTION: record.description},
            run_name=record.name or bundle.name,
        )
        try:
            self._log(run.info.run_id, record)
            version = self._store(experiment, run.info.run_id, bundle, record)
        except BaseException:
            self._client.set_terminated(run.info.run_id, "FAILED")
            raise
        self._client.set_terminated(run.info.run_id)
        return version

    def champion(self) -> Bundle:
        """Return the model that serves; NoChampionError where none was promoted."""
        try:
            return self.load(CHAMPION)
        except UnknownModelError as error:
            if error.asked == CHAMPION:
                raise NoChampionError from None
            raise

    def load(self, version_or_alias: str) -> Bundle:
        """Return a model by version or alias, its files checked.

        Raises UnknownModelError, MissingModelError, TamperedModelError, IncompatibleModelError.
        """
        found = self._find(version_or_alias)
        digest = found.tags.get(DIGEST)
        if not digest:
            raise TamperedModelError(MANIFEST)
        with TemporaryDirectory() as folder:
            path = self._fetch(str(found.source), folder)
            return Bundle.load(path, str(found.version), digest=digest)

    def _fetch(self, source: str, folder: str) -> Path:
        """Copy a model's files into a folder; MLflow knows their place as it was when stored."""
        from mlflow.artifacts import download_artifacts
        from mlflow.exceptions import MlflowException

        try:
            return Path(
                download_artifacts(
                    artifact_uri=source, tracking_uri=self.tracking_uri, dst_path=folder
                )
            )
        except (MlflowException, OSError):
            raise MissingModelError(source) from None

    def read_document(self, version_or_alias: str, name: str) -> str | None:
        """Return a document kept beside the run of a model, None where it kept none of that name.

        Raises UnknownModelError.
        """
        run_id = str(self._find(version_or_alias).run_id)
        if name not in {file.path for file in self._client.list_artifacts(run_id)}:
            return None
        with TemporaryDirectory() as folder:
            return Path(self._client.download_artifacts(run_id, name, folder)).read_text("utf-8")

    def champion_version(self) -> str | None:
        """Return the version that serves, None where none was promoted."""
        try:
            return str(self._find(CHAMPION).version)
        except UnknownModelError:
            return None

    def list_versions(self, most: int) -> tuple[Version, ...]:
        """Return the newest versions, at most `most`, the newest first."""
        if not self._find_models():
            return ()
        found = self._client.search_model_versions(
            f"name = '{NAME}'", max_results=most, order_by=["version_number DESC"]
        )
        serving = self.champion_version()
        return tuple(self._tell_version(one, str(one.version) == serving) for one in found)

    def _tell_version(self, found: "ModelVersion", serves: bool) -> Version:
        tags, version = found.tags, str(found.version)
        checks = json.loads(self.read_document(version, CHECKS) or "[]")
        return Version(
            version=version,
            made_at=datetime.fromtimestamp(found.creation_timestamp / 1000, UTC),
            serves=serves,
            name=tags.get("model"),
            basis=tags.get("basis"),
            as_of=date.fromisoformat(tags["as_of"]) if "as_of" in tags else None,
            refusals=tuple(one["name"] for one in checks if one["gates"] and not one["passed"]),
        )

    def earlier_version(self) -> str | None:
        """Return the champion before the present one, None where there was none."""
        past = self._read_history()
        return past[-2] if len(past) > 1 else None

    def promote(self, version: str, reason: str) -> None:
        """Make `version` the champion, with a reason.

        Raises UnknownModelError where there is none, UnfitReasonError where the reason holds a NIP.
        """
        _check_reason(reason)
        found = str(self._find(version).version)
        past = self._read_history()
        self._client.set_model_version_tag(NAME, found, "promotion_reason", reason)
        self._client.set_registered_model_alias(NAME, CHAMPION, found)
        if past[-1:] != [found]:
            self._write_history([*past, found])

    def rollback(self, reason: str) -> str:
        """Make the champion before the present one champion again and return its version.

        Raises NoEarlierChampionError, UnfitReasonError where the reason holds a NIP, and
        UnreadableEarlierError where the earlier one does not load: then nothing changes.
        """
        _check_reason(reason)
        past = self._read_history()
        if len(past) < 2:
            raise NoEarlierChampionError
        left, earlier = past[-1], past[-2]
        try:
            self.load(earlier)
        except ModelError:
            raise UnreadableEarlierError(earlier, left) from None
        self._client.set_model_version_tag(NAME, left, "rollback_reason", reason)
        self._write_history(past[:-1])
        self._client.set_registered_model_alias(NAME, CHAMPION, earlier)
        return earlier

    @cached_property
    def _client(self) -> "MlflowClient":
        for name, value in QUIET.items():
            os.environ.setdefault(name, value)
        from mlflow import MlflowClient

        for chatty in ("mlflow", "alembic"):
            logging.getLogger(chatty).setLevel(logging.ERROR)
        self.home.mkdir(parents=True, exist_ok=True)
        return MlflowClient(tracking_uri=self.tracking_uri, registry_uri=self.tracking_uri)

    def _find_experiment(self) -> str:
        found = self._client.get_experiment_by_name(NAME)
        if found is not None:
            return str(found.experiment_id)
        artifacts = (self.home / "mlartifacts").resolve().as_uri()
        return str(
            self._client.create_experiment(NAME, artifact_location=artifacts, tags=EXPERIMENT)
        )

    def _log(self, run_id: str, record: RunRecord) -> None:
        from mlflow.entities import Dataset, DatasetInput, Param

        facts = record.dataset
        dataset = Dataset(
            name=facts.name,
            digest=facts.snapshot_id[:36],
            source_type="snapshot",
            source=json.dumps({"snapshot_id": facts.snapshot_id}),
            profile=json.dumps(dict(facts.counts)),
        )
        self._client.log_inputs(run_id, [DatasetInput(dataset)])
        params = [Param(name, value) for name, value in record.params.items()]
        self._client.log_batch(run_id, params=params)
        with TemporaryDirectory() as folder:
            for name, text in record.documents.items():
                (Path(folder) / name).write_text(text, "utf-8")
            self._client.log_artifacts(run_id, folder)

    def _store(self, experiment: str, run_id: str, bundle: Bundle, record: RunRecord) -> str:
        client = self._client
        from mlflow.entities import LoggedModelOutput

        model = client.create_logged_model(experiment, name=NAME, source_run_id=run_id)
        with TemporaryDirectory() as folder:
            digest = bundle.save(Path(folder))
            client.log_model_artifacts(model.model_id, folder)
        client.finalize_logged_model(model.model_id, "READY")
        client.log_outputs(run_id, [LoggedModelOutput(model.model_id, step=0)])
        client.log_batch(run_id, metrics=_list_metrics(record, model.model_id))
        if not self._find_models():
            client.create_registered_model(NAME)
        version = client.create_model_version(
            NAME,
            source=model.artifact_location,
            run_id=run_id,
            model_id=model.model_id,
            description=record.description,
            tags={DIGEST: digest, "basis": bundle.basis, **record.tags},
        )
        return str(version.version)

    def _find(self, version_or_alias: str) -> "ModelVersion":
        asked = version_or_alias
        client = self._client  # before mlflow's own import: it reads the environment set here
        from mlflow.exceptions import MlflowException

        try:
            if asked.isdigit():
                return client.get_model_version(NAME, asked)
            return client.get_model_version_by_alias(NAME, asked)
        except MlflowException:
            raise UnknownModelError(asked) from None

    def _find_models(self) -> "Sequence[RegisteredModel]":
        return self._client.search_registered_models(f"name = '{NAME}'")

    def _read_history(self) -> list[str]:
        """Return the champions up to the present one, which a killed promotion did not write."""
        stored = [model.tags.get(HISTORY, "[]") for model in self._find_models()]
        past = [str(version) for tag in stored for version in json.loads(tag)]
        present = self.champion_version()
        return past if present is None or past[-1:] == [present] else [*past, present]

    def _write_history(self, versions: list[str]) -> None:
        self._client.set_registered_model_tag(NAME, HISTORY, json.dumps(versions))


def _check_reason(reason: str) -> None:
    if holds_nip(reason):
        raise UnfitReasonError


def _list_metrics(record: RunRecord, model_id: str) -> "list[Metric]":
    """Return the record's figures, and its curves point by point, as MLflow's own."""
    from mlflow.entities import Metric

    points = [(name, value, 0) for name, value in record.metrics.items()]
    points += [
        (name, value, step) for name, curve in record.curves.items() for step, value in curve
    ]
    now = time.time_ns() // 1_000_000
    return [Metric(name, value, now, step, model_id=model_id) for name, value, step in points]
