"""Facts that cannot all be true, or no longer, or that nobody would have written on purpose."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc

from matching.quality.doubts import Doubt, Kind, Scene, Subject, find_marked, make_cells
from snapshots.coding import fold
from snapshots.days import OPEN_END, UNKNOWN_DAY, birthdays
from snapshots.ladders import UNKNOWN
from snapshots.ledger import Flags, Ints

LEAST_AGE = 18
"""Years at which somebody may first be appointed (PP 11/2017 Pasal 23)."""
OTHERS = (("employees", "legal_status"), ("transfers", "reason"))
"""Columns in which the code `other` stands for what was not understood."""


def find_contradictions(scene: Scene) -> Iterator[Doubt]:
    """Yield doubts that come of reading several facts together."""
    for find in FINDERS:
        yield find(scene)
    for table, column in OTHERS:
        if scene.snapshot.has(table, column):
            yield _find_others(scene, table, column)


def _of_people(
    scene: Scene,
    code: str,
    columns: Sequence[str],
    marks: Flags,
    kind: Kind = "contradictory",
    **facts: int,
) -> Doubt:
    hits, of = find_marked(marks & scene.serving), int(scene.serving.sum())
    cells = make_cells("employees", columns)
    return Doubt(
        code,
        kind,
        "employees",
        columns[0],
        "person",
        hits,
        hits,
        of,
        cells,
        facts=facts,
    )


def _find_ranks_before_service(scene: Scene) -> Doubt:
    people = scene.history.people
    early = (people.rank_since != UNKNOWN_DAY) & (people.rank_since < people.appointed)
    return _of_people(scene, "rank_before_service", ("rank_since", "appointed_on"), early)


def _find_young(scene: Scene) -> Doubt:
    people = scene.history.people
    of_age = birthdays(people.born, LEAST_AGE)
    young = (people.born != UNKNOWN_DAY) & (people.appointed < of_age)
    columns = ("birth_date", "appointed_on")
    return _of_people(scene, "appointed_too_young", columns, young, age=LEAST_AGE)


def _find_overdue_retirements(scene: Scene) -> Doubt:
    """Who passed the first day of retirement and is still in service, at least by the records."""
    retires = scene.matcher.find_retirements(scene.view)
    past = (retires != UNKNOWN_DAY) & (retires <= scene.day)
    return _of_people(scene, "past_retirement", ("left_on", "birth_date"), past)


def _find_undated_leavers(scene: Scene) -> Doubt:
    people = scene.history.people
    undated = (people.left_reason != UNKNOWN) & (people.left == OPEN_END)
    return _of_people(scene, "left_without_date", ("left_on", "left_reason"), undated)


def _find_outdated_ranks(scene: Scene) -> Doubt:
    """Find rows that hold a rank though the history knows of another since."""
    differs, later = _compare_ranks(scene)
    return _of_people(scene, "rank_outdated", ("rank", "rank_since"), differs & later, "old")


def _find_other_ranks(scene: Scene) -> Doubt:
    """Find rows whose rank is another than that of the history on the same, or on no known day."""
    differs, later = _compare_ranks(scene)
    return _of_people(scene, "rank_differs", ("rank", "rank_since"), differs & ~later)


def _compare_ranks(scene: Scene) -> tuple[Flags, Flags]:
    """Tell whose rank reached last is another by the history, and whose was reached later by it."""
    history, people = scene.history, scene.history.people
    ledger = history.rank_changes
    window = ledger.before(scene.view.person, scene.view.day)
    last, day = ledger.last(window), ledger.last_day(window, UNKNOWN_DAY)
    dated = people.rank_since != UNKNOWN_DAY
    differs = (people.rank != UNKNOWN) & (last != UNKNOWN) & (last != people.rank)
    return differs & (~dated | (day >= people.rank_since)), dated & (day > people.rank_since)


def _find_lower_educations(scene: Scene) -> Doubt:
    """Find rows that know of less than the highest degree by the history of educations."""
    history, people = scene.history, scene.history.people
    degrees = history.graduations
    row = degrees.ledger.last(degrees.ledger.before(scene.view.person, scene.view.day))
    found = row >= 0
    highest = np.full(len(row), UNKNOWN, np.int32)
    highest[found] = degrees.level[row[found]]
    differs = (people.education != UNKNOWN) & (people.education < highest)
    return _of_people(scene, "education_differs", ("education_level",), differs, "old")


def _find_twins(scene: Scene) -> Doubt:
    """Two people in service with the same name, born on the same day, are perhaps one."""
    people = scene.history.people
    names = [fold(name) or "" for name in people.name]
    known = scene.serving & (people.born != UNKNOWN_DAY)
    twins = _find_repeated((names, people.born), known)
    return _of_people(scene, "same_person_twice", ("nip", "name", "birth_date"), twins)


def _find_posts_twice(scene: Scene) -> Doubt:
    """A post is one row in its unit: seats tell how many hold it."""
    positions = scene.history.positions
    titles = [fold(title) or "" for title in positions.title]
    columns = (titles, positions.unit, positions.kind, positions.tier)
    twice = _find_repeated(columns, np.ones(len(titles), np.bool_))
    return _of_positions("same_post_twice", ("title", "unit_id", "seats"), twice)


def _find_crowded(scene: Scene) -> Doubt:
    """Seats are what the formation allows; additional holders fill one beside their own."""
    staffing = scene.matcher.staffing(scene.day)
    over = staffing.holders + staffing.additional - staffing.seats
    people = int(np.maximum(over, 0).sum())
    return _of_positions("more_holders_than_seats", ("seats",), over > 0, people=people)


def _of_positions(code: str, columns: Sequence[str], marks: Flags, **facts: int) -> Doubt:
    hits = find_marked(marks)
    cells = make_cells("positions", columns)
    return Doubt(
        code,
        "contradictory",
        "positions",
        columns[0],
        "position",
        hits,
        hits,
        len(marks),
        cells,
        facts=facts,
    )


def _find_repeated(columns: Sequence[npt.ArrayLike], among: Flags) -> Flags:
    """Mark the rows whose values all stand in another row too."""
    rows = np.flatnonzero(among)
    codes = np.array([np.unique(np.asarray(one)[rows], return_inverse=True)[1] for one in columns])
    _, place, count = np.unique(codes, axis=1, return_inverse=True, return_counts=True)
    marks = np.zeros(len(among), np.bool_)
    marks[rows] = count[place.reshape(-1)] > 1
    return marks


def _find_others(scene: Scene, table: str, column: str) -> Doubt:
    cells = scene.snapshot.tables[table].column(column)
    marks = (
        pc.fill_null(pc.equal(cells, "other"), False)
        .combine_chunks()
        .to_numpy(zero_copy_only=False)
    )
    rows: Ints = find_marked(marks)
    subject: Subject = "person"
    people = scene.history.rows_of_people(table)[rows].astype(np.int64)
    return Doubt(
        f"other_{column}",
        "missing",
        table,
        column,
        subject,
        people,
        rows,
        len(marks),
        (f"{table}.{column}",),
    )


FINDERS: tuple[Callable[[Scene], Doubt], ...] = (
    _find_ranks_before_service,
    _find_young,
    _find_overdue_retirements,
    _find_undated_leavers,
    _find_outdated_ranks,
    _find_other_ranks,
    _find_lower_educations,
    _find_twins,
    _find_posts_twice,
    _find_crowded,
)
