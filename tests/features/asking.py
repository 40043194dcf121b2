"""Asks features of records written in a test."""

from datetime import date

import numpy as np

from features.catalog import NAMES
from features.matrix import build_matrix
from features.source import FeatureSource
from snapshots.days import to_day
from snapshots.moves import derive_moves
from snapshots.outcomes import OutcomeDefinition
from snapshots.view import view_rows
from tests.records import make_history


def make_source(tables, as_of="2025-06-01"):
    """Return the feature source of a test's records."""
    history = make_history(tables, as_of)
    return FeatureSource(history, derive_moves(history, OutcomeDefinition()))


def ask(tables, nip, position_id, on, as_of="2025-06-01"):
    """Return every feature of one person for one position as of a day, by name."""
    row = ask_many(make_source(tables, as_of), [nip], [position_id], [on])[0]
    return dict(zip(NAMES, row.tolist(), strict=True))


def ask_many(source, nips, position_ids, days):
    """Return the matrix of pairs named by NIP and position id, days as dates or ISO texts."""
    history = source.history
    person = np.array([history.person_of[nip] for nip in nips], np.int32)
    position = np.array([history.position_of[place] for place in position_ids], np.int32)
    day = np.array([to_day(date.fromisoformat(str(on))) for on in days], np.int32)
    return build_matrix(source, view_rows(history, person, day), position)


def same_bits(one, other):
    """Tell which values agree to the last bit; NaN agrees with NaN."""
    equal = one.view(np.int64) == other.view(np.int64)
    return equal | (np.isnan(one) & np.isnan(other))
