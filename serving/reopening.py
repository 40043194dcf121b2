"""Opens the records, the rules and the model that a stored answer was made with.

Replays of lists and revisions of plans both need them. What is the same as that which serves is
taken from there, so that nothing is loaded twice; the rest is let go of with the answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from matching.matcher import Matcher
from models.bundle import Bundle
from models.errors import (
    IncompatibleModelError,
    MissingModelError,
    TamperedModelError,
    UnknownModelError,
)
from models.registry import ModelRegistry
from rules.policy import Policy, load_policy, restore_policy
from serving.settings import Settings
from snapshots.entered import NOTHING_ENTERED, Entered
from snapshots.history import History
from snapshots.store import DamagedSnapshotError, SnapshotStore, UnknownSnapshotError
from snapshots.surrogate import load_secret

LOST_MODEL = (UnknownModelError, MissingModelError, TamperedModelError, IncompatibleModelError)
LOST_RECORDS = (UnknownSnapshotError, DamagedSnapshotError)


@dataclass(frozen=True)
class Reopened:
    """A matcher as it was; `lost` names what is gone and was taken from what serves instead."""

    matcher: Matcher
    lost: tuple[str, ...]


def reopen(
    settings: Settings,
    snapshot_id: str,
    model_version: str,
    warm: Matcher | None,
    policy: Mapping[str, Any] | None = None,
    entered: Entered | None = None,
) -> Reopened:
    """Return the matcher of these records and this model; of the `policy` settings that were kept.

    Without them the policy in force is taken. What was `entered` beside the records is laid over
    them; where it is not given, that which lies over those that serve. `warm` is the matcher that
    serves, None where none is kept. Where the records or the model are gone, those that serve are
    taken and told in `lost`; then it may raise NoSnapshotError, NoChampionError.
    """
    rules = load_policy(settings.policy) if policy is None else restore_policy(policy)
    if warm is not None and _is_same(warm, snapshot_id, model_version, rules):
        return Reopened(warm if entered is None else warm.with_entered(entered), ())
    if entered is None:
        entered = NOTHING_ENTERED if warm is None else warm.history.entered
    history, lost_records = _open_records(settings, snapshot_id, warm)
    bundle, lost_model = _open_model(settings, model_version, warm)
    secret = load_secret(settings.home)
    matcher = Matcher(history, rules, bundle, secret, settings.software_version)
    lost = [*(["snapshot_id"] * lost_records), *(["model_version"] * lost_model)]
    return Reopened(matcher.with_entered(entered), tuple(lost))


def _is_same(warm: Matcher, snapshot_id: str, model_version: str, rules: Policy) -> bool:
    return (
        warm.history.snapshot.snapshot_id == snapshot_id
        and warm.has_model
        and warm.bundle.model_version == model_version
        and warm.policy.version == rules.version
    )


def _open_records(
    settings: Settings, snapshot_id: str, warm: Matcher | None
) -> tuple[History, bool]:
    """Return the records named, or those that serve and True where they are gone."""
    if warm is not None and warm.history.snapshot.snapshot_id == snapshot_id:
        return warm.history, False
    store = SnapshotStore(settings.snapshots)
    try:
        return History(store.load(snapshot_id)), False
    except LOST_RECORDS:
        return (History(store.load()) if warm is None else warm.history), True


def _open_model(settings: Settings, version: str, warm: Matcher | None) -> tuple[Bundle, bool]:
    """Return the model named, or the one that serves and True where it is gone."""
    serving = warm.bundle if warm is not None and warm.has_model else None
    if serving is not None and serving.model_version == version:
        return serving, False
    registry = ModelRegistry(settings.tracking_uri, settings.home)
    try:
        return registry.load(version), False
    except LOST_MODEL:
        return serving or registry.champion(), True
