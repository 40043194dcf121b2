"""One revision of a plan, to be printed: with its records, in one language, decided or not."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from matching.matcher import Dates, Matcher
from planning.answers import Filling, Plan, PlannedMove
from planning.papers.answers import Stamp
from planning.papers.catalogue import CODE_LENGTH, Kind, Paper, list_moves, papers_of
from planning.papers.errors import UnknownPaperError
from rules.gates import find_unchecked
from wording import Fact, Language, say, write_percent


@dataclass(frozen=True)
class Edition:
    """What all papers of one printing share.

    `matcher` is over the records, model and policy that the plan was made with. `decided_on` None:
    all is a draft. `stopped` are moves that were rejected, or blocked by one: no paper names them.
    """

    plan: Plan
    matcher: Matcher
    language: Language
    decided_on: date | None = None
    stopped: frozenset[str] = frozenset()

    @cached_property
    def dates(self) -> Dates:
        """The days of the plan."""
        return Dates(self.plan.as_of, self.plan.effective_on)

    @cached_property
    def moves(self) -> tuple[PlannedMove, ...]:
        """The moves in the order of papers."""
        return list_moves(self._standing)

    @cached_property
    def papers(self) -> tuple[Paper, ...]:
        """Every paper of this edition, by codes that also hang on decision and language."""
        return tuple(replace(one, code=self._code(one)) for one in papers_of(self._standing))

    def find(self, kind: Kind, key: str = "") -> Paper:
        """Return the paper of a kind for a move or agency. Raises UnknownPaperError."""
        found = self._by_place.get((kind, key))
        if found is None:
            raise UnknownPaperError(kind, key)
        return found

    def find_move(self, move_id: str) -> PlannedMove:
        """Return a move that has papers. Raises UnknownPaperError."""
        self.find("letter", move_id)
        return next(move for move in self.moves if move.move_id == move_id)

    def stamp(self, paper: Paper) -> Stamp:
        """Return what a paper bears: a draft says that it is one, and secret."""
        return Stamp(
            plan_id=self.plan.id,
            code=paper.code,
            as_of=self.plan.as_of,
            effective_on=self.plan.effective_on,
            decided_on=self.decided_on,
            made_up=self.matcher.history.snapshot.made_up,
            mark=self.say_now("mark", on=self.decided_on),
        )

    def say(self, entry: str, **facts: Fact) -> str:
        """Return the text `papers.ENTRY`."""
        return say(f"papers.{entry}", self.language, **facts)

    def say_now(self, entry: str, **facts: Fact) -> str:
        """Return the text `papers.ENTRY` of a draft, or that of a plan that was decided."""
        tail = "_draft" if self.decided_on is None else "_decided"
        return self.say(f"{entry}{tail}", **facts)

    def tell_fill(self, fill: Filling) -> str:
        """Return need, staff before and after, and their ratios, in one line."""
        return self.say("fill", name=fill.name, need=fill.need, **self._figures(fill))

    def tell_unchecked(self) -> tuple[str, ...]:
        """Return a sentence on the requirements that were not checked; nothing where all were."""
        rules = find_unchecked(self.matcher.history.snapshot, self.matcher.policy)
        names = ", ".join(say(f"matching.rule_{rule}", self.language) for rule in rules)
        return (say("matching.notice_not_checked", self.language, rules=names),) if rules else ()

    def _figures(self, fill: Filling) -> Mapping[str, Fact]:
        return {
            "before": fill.staff_before,
            "after": fill.staff_after,
            "ratio_before": write_percent(fill.ratio_before, self.language),
            "ratio_after": write_percent(fill.ratio_after, self.language),
        }

    def _code(self, paper: Paper) -> str:
        text = f"{paper.code} {self.decided_on} {self.language}"
        return hashlib.sha256(text.encode()).hexdigest()[:CODE_LENGTH]

    @cached_property
    def _standing(self) -> Plan:
        kept = tuple(move for move in self.plan.moves if move.move_id not in self.stopped)
        return replace(self.plan, moves=kept)

    @cached_property
    def _by_place(self) -> dict[tuple[Kind, str], Paper]:
        return {(paper.kind, paper.key): paper for paper in self.papers}
