"""Rows that are not in the records yet, prepared for whoever fills them in."""

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from matching.quality.doubts import Doubt, Scene
from matching.quality.due import find_missing_predicates, list_years_due
from snapshots.coding import read_texts

Prepared = Mapping[str, str | int]
"""What is known of a row by column; the cells of `corrections.TO_FILL` are left empty."""


def prepare_rows(scene: Scene, doubt: Doubt) -> Iterator[tuple[str, Prepared]]:
    """Yield the table and the known cells of each row that would settle a doubt."""
    prepare = PREPARED.get(doubt.code)
    if prepare is not None:
        yield from prepare(scene, doubt)


def _prepare_predicates(scene: Scene, doubt: Doubt) -> Iterator[tuple[str, Prepared]]:
    owed = doubt.code == "predicate_missing"
    concerned = set(doubt.subjects.tolist())
    for year in list_years_due(scene):
        marks = find_missing_predicates(scene, year)[0 if owed else 1]
        for person in np.flatnonzero(marks).tolist():
            if person in concerned:
                yield "performance", {"nip": scene.history.people_ids[person], "year": year}


def _prepare_assessments(scene: Scene, doubt: Doubt) -> Iterator[tuple[str, Prepared]]:
    """Ask of each person for the competencies of the own post's standard."""
    asked = _list_standards(scene)
    for person in doubt.subjects.tolist():
        for competency in asked.get(int(scene.view.position[person]), ()):
            nip = scene.history.people_ids[person]
            yield "assessments", {"nip": nip, "competency_id": competency}


def _list_standards(scene: Scene) -> dict[int, list[str]]:
    """Return the competencies that each post (index) asks for."""
    asked: dict[int, list[str]] = {}
    if scene.snapshot.has("requirements"):
        posts = scene.history.rows_of_positions("requirements", "position_id").tolist()
        wanted = read_texts(scene.snapshot, "requirements", "competency_id")
        for post, competency in zip(posts, wanted, strict=True):
            asked.setdefault(post, []).append(str(competency))
    return asked


def _prepare_stays(scene: Scene, doubt: Doubt) -> Iterator[tuple[str, Prepared]]:
    """Propose the post of the person's own row; since when, only who has the decree can tell."""
    history = scene.history
    for person in doubt.subjects.tolist():
        post = history.positions.position_id[int(history.people.position[person])]
        yield "assignments", {"nip": history.people_ids[person], "position_id": post}


def _prepare_standards(scene: Scene, doubt: Doubt) -> Iterator[tuple[str, Prepared]]:
    for post in doubt.subjects.tolist():
        yield "requirements", {"position_id": scene.history.positions.position_id[post]}


PREPARED: Mapping[str, Callable[[Scene, Doubt], Iterator[tuple[str, Prepared]]]] = {
    "predicate_missing": _prepare_predicates,
    "predicate_early": _prepare_predicates,
    "assessment_missing": _prepare_assessments,
    "assessment_stale": _prepare_assessments,
    "no_open_stay": _prepare_stays,
    "standard_missing": _prepare_standards,
}
