"""Looks through the records of a matcher once, for whoever asks in whatever language."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from matching.errors import UnknownAgencyError
from matching.matcher import Matcher
from matching.quality.contradictions import find_contradictions
from matching.quality.doubts import Doubt, Scene
from matching.quality.due import find_overdue
from matching.quality.effects import Effect, Judged, judge_everybody, measure_effect
from matching.quality.gaps_in_cells import find_empty_cells
from matching.quality.warnings import read_warnings
from snapshots.ledger import Flags


@dataclass(frozen=True, eq=False)
class Survey:
    """Every doubt about the records, and everybody held against the posts."""

    scene: Scene
    judged: Judged
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, eq=False)
class Weighed:
    """A doubt, cut to an agency where one is asked for, with what it touches."""

    doubt: Doubt
    effect: Effect

    @property
    def order(self) -> tuple[int, int, int, int, str]:
        """Return what findings are sorted by: the most people hanging first."""
        effect = self.effect
        return (
            -int(effect.hanging.sum()),
            -len(effect.not_checked),
            -effect.lists,
            -self.doubt.count,
            self.doubt.id,
        )


def survey_records(matcher: Matcher, today: date) -> Survey:
    """Return every doubt about the current records as of `today`, on which their age depends.

    5,000 people take about two seconds.
    """
    scene = Scene(matcher, today)
    found = (
        *find_empty_cells(scene),
        *find_overdue(scene),
        *find_contradictions(scene),
        *read_warnings(scene),
    )
    doubts = tuple(one for one in found if one.count or one.is_general)
    return Survey(scene, judge_everybody(scene), doubts)


def weigh(survey: Survey, within: Flags, agency_id: str | None = None) -> list[Weighed]:
    """Return the doubts with what they touch, those on which most people hang first.

    With an agency its own hits alone; `within` has its people (`find_within`). Raises
    UnknownAgencyError.
    """
    cut = survey.doubts if agency_id is None else _cut(survey, agency_id)
    weighed = [
        Weighed(doubt, measure_effect(survey.scene, survey.judged, doubt, within)) for doubt in cut
    ]
    return sorted(weighed, key=lambda one: one.order)


def find_within(survey: Survey, agency_id: str | None) -> Flags:
    """Return the people in service (of an agency), by person. Raises UnknownAgencyError."""
    scene = survey.scene
    if agency_id is None:
        return scene.serving
    return np.asarray(scene.serving & (scene.view.agency == _find_agency(survey, agency_id)))


def _find_agency(survey: Survey, agency_id: str) -> int:
    index = survey.scene.history.agency_of(agency_id)
    if index is None:
        raise UnknownAgencyError(agency_id)
    return index


def _cut(survey: Survey, agency_id: str) -> Iterator[Doubt]:
    """Yield an agency's doubts with its own hits; what concerns everybody concerns it too."""
    agency, scene = _find_agency(survey, agency_id), survey.scene
    for doubt in survey.doubts:
        if doubt.is_general:
            yield doubt
            continue
        kept = np.flatnonzero(scene.find_agencies(doubt.subject, doubt.subjects) == agency)
        if len(kept):
            yield replace(
                doubt,
                subjects=doubt.subjects[kept],
                rows=doubt.rows[kept],
                of=None,
                problems=tuple(doubt.problems[one] for one in kept) if doubt.problems else (),
            )
