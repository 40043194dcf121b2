"""What every reason of a plan is made of: the desk, the choice, and the lists of its posts.

Each is made once, when first asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from matching.answers import Candidate
from matching.contest import Contest, Question, open_contest
from matching.explaining.lineup import Lineup
from matching.explaining.shown import show_rows
from planning.answers import Place
from planning.desk.desk import Desk
from planning.desk.forest import name_node
from planning.desk.limits import count_leaving
from planning.optimum.instance import NOWHERE, POINT
from planning.optimum.solve import Solution
from planning.reasons.margins import Margins
from snapshots.ladders import KINDS, UNKNOWN
from snapshots.ledger import Floats, Ints, Rows
from wording import Fact, Language, say, write_number

NAMED = 3
"""People or competencies that one sentence names."""


@dataclass(frozen=True)
class Moved:
    """A move of the plan: an edge, what a shortlist tells of the person, and the place on it.

    `eligible` counts the people whom `candidate.rank` is among.
    """

    edge: int
    question: Question
    candidate: Candidate
    eligible: int


class Ground:
    """A solved plan that is told about in one language."""

    def __init__(self, desk: Desk, solution: Solution, language: Language) -> None:
        self.desk = desk
        self.solution = solution
        self.language = language
        self.margins = Margins(desk.instance, solution.chosen)
        self.contest = lru_cache(maxsize=None)(self._open_contest)
        self.place = lru_cache(maxsize=None)(self._describe)

    @cached_property
    def moves(self) -> tuple[Moved, ...]:
        """The plan's moves in the order of its edges; those of one post are lined up once."""
        posts = self.desk.position[self.solution.chosen]
        found = {
            moved.edge: moved
            for post in dict.fromkeys(posts.tolist())
            for moved in self._line_up(int(post), self.solution.chosen[posts == post])
        }
        return tuple(found[edge] for edge in self.solution.chosen.tolist())

    @cached_property
    def in_post(self) -> Rows:
        """The post of each person of the day's view once all is carried out, NOWHERE: none."""
        promised, serves = self.desk.facts.promised, self.desk.seats.serves
        held = np.where(serves, self._view_position, NOWHERE).astype(np.intp)
        kept = serves[promised.person]
        held[promised.person[kept]] = promised.post[kept]
        held[self.desk.person[self.solution.chosen]] = self.desk.position[self.solution.chosen]
        return held

    @cached_property
    def need(self) -> Floats:
        """People needed below each node, float64[nodes]."""
        return self.desk.forest.sum_up(self.desk.staffing.need)

    @cached_property
    def staff(self) -> Floats:
        """Staff below each node before the plan, float64[nodes]."""
        return self.desk.forest.sum_up(self.desk.staffing.staff)

    @property
    def _view_position(self) -> Rows:
        return self.desk.matcher.view(self.desk.dates.day).position.astype(np.intp)

    def name(self, edge: int) -> str:
        """Return the name of an edge's person."""
        return self.name_person(int(self.desk.person[edge]))

    def name_person(self, person: int) -> str:
        """Return the name of a person index."""
        return self.desk.matcher.history.people.name[person]

    def title(self, position: int) -> str:
        """Return the title of a post."""
        return self.desk.matcher.history.positions.title[position]

    def name_node(self, node: int) -> str:
        """Return the name of a pool, unit or agency as sentences use it."""
        return name_node(self.desk.forest, self.desk.matcher.history, node, self.language)

    def id_of_node(self, node: int) -> str:
        """Return the unit id that a pool, unit or agency belongs to."""
        return self.desk.matcher.history.units.unit_id[int(self.desk.forest.unit[node])]

    def agency_of_group(self, group: int) -> int:
        """Return the unit index of the agency whose people are a group of the instance."""
        instance = self.desk.instance
        member = int(np.flatnonzero(instance.group == group)[0])
        return int(self.desk.matcher.history.positions.agency[instance.origin[member]])

    def count_promised(self, agency: int) -> int:
        """Return how many people other plans have decided to take from an agency."""
        history, promised = self.desk.matcher.history, self.desk.facts.promised
        agencies = history.positions.agency
        return int(count_leaving(agencies, len(history.units.unit_id), promised)[agency])

    def points(self, price: int | float) -> str:
        """Write a price (price units) as points."""
        return write_number(round(price / POINT, 2) + 0.0, 2, self.language)

    def say_worth(self, key: str, points: str, **facts: Fact) -> str:
        """Say a text that tells what points are; without a calibrated chance no transfers."""
        told = key if self.desk.candidates.calibrated else f"{key}_ordered"
        return say(f"plan_reasons.{told}", self.language, points=points, **facts)

    def join(self, names: Sequence[str]) -> str:
        """Write names as a sentence does, what is beyond the first few as a count."""
        first, more = ", ".join(names[:NAMED]), len(names) - NAMED
        if more <= 0:
            return first
        return say("plan_reasons.others", self.language, names=first, count=more)

    def edges_into(self, post: int) -> Ints:
        """Return the edges of a post."""
        return np.flatnonzero(self.desk.position == post)

    def edges_of(self, person: int) -> Ints:
        """Return the edges of a person index."""
        return np.flatnonzero(self.desk.person == person)

    def find_above(self, edge: int) -> Ints:
        """Return the edges of the same post whose people stand above an edge's person."""
        rivals = self.edges_into(int(self.desk.position[edge]))
        score, own = self.desk.score[rivals], self.desk.score[edge]
        above = (score > own) | ((score == own) & (rivals < edge))
        return np.asarray(rivals[above], np.int64)

    def place_on_list(self, edge: int) -> tuple[int, int]:
        """Return the place of an edge's person among all who may come to its post, and how many.

        All who stand above somebody from the top of the list are edges too; who was locked in from
        further below is looked up among everybody.
        """
        post, person = int(self.desk.position[edge]), int(self.desk.person[edge])
        if not self.desk.instance.pinned[edge]:
            place = 1 + len(self.find_above(edge))
            return place, self.desk.candidates.count_eligible(post) or place
        field, movable = self.contest(post).field, self.desk.movable
        above = field.rows[field.top(field.place_of(person) or len(field.rows))]
        return int(movable[above].sum()), int(movable[field.rows].sum())

    def _open_contest(self, position: int) -> Contest:
        position_id = self.desk.matcher.history.positions.position_id[position]
        return open_contest(self.desk.matcher, position_id, self.desk.dates)

    def _line_up(self, post: int, edges: Ints) -> tuple[Moved, ...]:
        contest, rows = self.contest(post), self.desk.person[edges].astype(np.intp)
        matrix = contest.matrix[np.searchsorted(contest.eligible, rows)]
        lineup = Lineup(contest, rows, matrix, self.desk.score[edges], self.language)
        places = [self.place_on_list(edge) for edge in edges.tolist()]
        shown = show_rows(lineup, [place for place, _ in places])
        told = zip(edges.tolist(), lineup.questions, shown, places, strict=True)
        return tuple(Moved(edge, about, one, count) for edge, about, one, (_, count) in told)

    def _describe(self, position: int) -> Place:
        history = self.desk.matcher.history
        positions, units = history.positions, history.units
        unit, agency = int(positions.unit[position]), int(positions.agency[position])
        job_class = int(positions.job_class[position])
        return Place(
            position_id=positions.position_id[position],
            title=positions.title[position],
            unit_id=units.unit_id[unit],
            unit=units.name[unit],
            agency_id=units.unit_id[agency],
            agency=units.name[agency],
            kind=KINDS[positions.kind[position]],
            echelon=self.desk.matcher.circumstances.echelons[position],
            job_class=None if job_class == UNKNOWN else job_class,
        )


def to_points(prices: Ints) -> Floats:
    """Return prices (price units) as points."""
    return np.asarray(prices / POINT, np.float64)
