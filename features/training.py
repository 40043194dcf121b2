"""Completed trainings: in the position's job family, for its competencies, and at all."""

import numpy as np

from features.competency import ask_requirements
from features.pairs import Pairs
from features.source import FeatureSource
from snapshots.coding import Codes
from snapshots.days import DAYS_PER_YEAR
from snapshots.ledger import Floats, Ints, Window
from snapshots.view import View

_FIVE_YEARS = round(5 * DAYS_PER_YEAR)
_MINUTES = 60


def family_trainings(pairs: Pairs) -> Floats:
    """log(1 + trainings in the position's job family)."""
    trainings = pairs.source.trainings
    return _where_known(pairs, trainings.families_known, pairs.share(_find_family).count)


def family_training_hours(pairs: Pairs) -> Floats:
    """log(1 + hours of training in the position's job family)."""
    trainings = pairs.source.trainings
    hours = trainings.families.total(pairs.share(_find_family)) / _MINUTES
    return _where_known(pairs, trainings.hours_known, hours)


def required_trainings(pairs: Pairs) -> Floats:
    """log(1 + trainings for competencies that the position asks for); NaN if it asks for none."""
    if not pairs.source.trainings.subjects_known:
        return np.full(len(pairs), np.nan)
    rows, found = ask_requirements(pairs, _count_subject)
    count = rows.add(found).sum(axis=1)
    return np.where(rows.required.any(axis=1), np.log1p(count), np.nan)


def trainings_five_years(source: FeatureSource, view: View) -> Floats:
    """log(1 + trainings of any kind in the five years before the day)."""
    if not source.trainings.known:
        return np.full(len(view), np.nan)
    ledger = source.trainings.every
    window = ledger.before(view.person, view.day)
    recent = ledger.since(window, view.person, view.day - _FIVE_YEARS)
    return np.log1p(recent.count)


def _find_family(pairs: Pairs) -> Window:
    trainings, person = pairs.source.trainings, pairs.view.person
    key = trainings.family_key(person, pairs.target("family"))
    return trainings.families.before(key, pairs.days)


def _where_known(pairs: Pairs, known: bool, amount: Floats | Ints) -> Floats:
    told = known & (pairs.target("family") >= 0)
    return np.where(told, np.log1p(amount), np.nan)


def _count_subject(source: FeatureSource, competency: Codes | int, view: View) -> Codes:
    trainings = source.trainings
    key = trainings.subject_key(view.person, competency)
    return trainings.subjects.before(key, view.day).count.astype(np.int32)
