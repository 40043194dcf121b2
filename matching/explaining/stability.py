"""How firm the order of a list is: its people scored anew by each member of the model.

Where a fact about somebody is unknown, values that others in the same contest have are tried in its
place, all columns of one fact from one other person, so that they belong together. A *world* is one
member of the model with one such filling for everybody; stability is the share of worlds in which a
person stands among the first.

Who is scored anew: everybody on the list, then step by step those below, until a whole step brings
nobody onto the list in more than a few worlds (whoever stands lower would have to rise further than
anybody in that step did), and the nearest of whom something is unknown, who may rise furthest.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from matching.answers import Candidate, Stability
from matching.contest import Contest, Field, Question
from matching.explaining.cautions import WARNINGS
from matching.explaining.unknown_facts import (
    ASSESSMENT,
    UnknownFact,
    facts_that_matter,
    find_unknown,
    name_facts,
)
from snapshots.ledger import Flags, Floats, Rows
from wording import Language, say

TRIES = 4
"""Values tried for what is unknown: the middles of the quarters of what others have."""
LEAST_DONORS = 3
"""Fewer others who are known say nothing of what is usual."""
STEP = 15
"""People below the list who are scored anew at once."""
MOST_STEPS = 3
OFTEN = 0.05
"""A smaller share of the worlds is no reason to look further down."""
NEAREST_UNKNOWN = 5
REACH = 100
"""Places below the list among which the nearest unknown ones are looked for."""
USUAL = (0.05, 0.95)
"""Shares of worlds between which the usual places lie."""

Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Rehearsal:
    """The people near the end of a list of `size` in every world; c people, best first.

    `places` are places of `field` and `ranks` (from 1) where they stand as recorded. `unknown` and
    `doubtful` bool[c, facts] tell which of `facts` are. `recorded` float64[c, B] is the score by
    each member with the facts as recorded, `varied` float64[c, B, TRIES] with others' values in
    place of what is unknown or doubtful.
    """

    contest: Contest
    field: Field
    size: int
    facts: tuple[UnknownFact, ...]
    places: Rows
    ranks: Places
    unknown: Flags
    doubtful: Flags
    recorded: Floats
    varied: Floats

    @cached_property
    def standing(self) -> Places:
        """Place of each person in each world, int64[c, worlds], from 1.

        Places are counted among these people: who falls below all of them stands at least there.
        """
        filled = np.asarray(self.unknown.any(axis=1))
        if not filled.any():
            return place_all(self.recorded)
        scores = np.where(filled[:, None, None], self.varied, self.recorded[:, :, None])
        return place_all(scores.reshape(len(scores), -1))

    @property
    def rows(self) -> Rows:
        """Rows of the contest's view."""
        return self.field.rows[self.places]


def place_all(scores: Floats) -> Places:
    """Return the place from 1 of each row in each column; who ties keeps the order of the rows."""
    order = np.argsort(-scores, axis=0, kind="stable")
    places = np.empty(order.shape, np.int64)
    counted = np.broadcast_to(np.arange(1, len(order) + 1)[:, None], order.shape)
    np.put_along_axis(places, order, counted, axis=0)
    return places


def rehearse(contest: Contest, field: Field, size: int) -> Rehearsal:
    """Score the people near the end of a list of `size` anew in every world."""
    trial = _Trial(contest, field, facts_that_matter(contest.matcher.bundle))
    ordered = field.top(size + STEP * MOST_STEPS + REACH)
    end = min(size + STEP, len(ordered))
    lacking = np.flatnonzero(trial.find_unknown(ordered[end:]).any(axis=1))
    further = end + lacking[:NEAREST_UNKNOWN]
    found = trial.score(size, ordered, np.concatenate([np.arange(end), further]))
    for _ in range(MOST_STEPS - 1):
        last = (found.ranks > end - STEP) & (found.ranks <= end)
        reached = (found.standing[last] <= size).mean(axis=1) > OFTEN
        more = np.setdiff1d(np.arange(end, min(end + STEP, len(ordered))), further)
        if not (len(more) and reached.any()):
            break
        end += STEP
        found = _join(found, trial.score(size, ordered, more))
    return found


def measure_stability(rehearsal: Rehearsal, language: Language) -> dict[int, Stability]:
    """Return how firm the place of each person near the list is, by row of the contest's view."""
    standing, field = rehearsal.standing, rehearsal.field
    share = (standing <= rehearsal.size).mean(axis=1)
    best, worst = np.quantile(standing, USUAL, axis=1, method="inverted_cdf")
    found = {}
    for one, place in enumerate(rehearsal.places.tolist()):
        unknown = tuple(
            fact.code
            for fact, lacks in zip(rehearsal.facts, rehearsal.unknown[one], strict=True)
            if lacks
        )
        firm = Stability(
            share=float(share[one]),
            best=int(best[one]),
            worst=int(worst[one]),
            worlds=standing.shape[1],
            unknown=unknown,
            tied_with=int((field.score == field.score[place]).sum()) - 1,
            text="",
        )
        found[int(field.rows[place])] = replace(firm, text=_tell(firm, rehearsal, language))
    return found


def _tell(firm: Stability, rehearsal: Rehearsal, language: Language) -> str:
    """Say in sentences how firm a place is, what was tried, and what broke a tie."""
    everybody = len(rehearsal.field.rows) <= rehearsal.size
    key = "one_way" if firm.worlds == 1 else "everybody" if everybody else "share"
    usual = tell_places(rehearsal, firm.best, firm.worst, language)
    percent, size = round(100 * firm.share), rehearsal.size
    sentences = [
        say(
            f"stability.{key}",
            language,
            percent=percent,
            size=size,
            worlds=firm.worlds,
            usual=usual,
        )
    ]
    if firm.unknown:
        facts = name_facts(firm.unknown, language)
        sentences.append(say("stability.filled", language, facts=facts))
    if firm.tied_with:
        sentences.append(say("stability.tied", language, count=firm.tied_with))
    return " ".join(sentences)


def tell_places(rehearsal: Rehearsal, best: int, worst: int, language: Language) -> str:
    """Say between which places somebody usually stands; below all who were tried is "or lower"."""
    last = len(rehearsal.places)
    key = "place" if best == worst else "places"
    if best < worst == last < len(rehearsal.field.rows):
        key = "places_or_lower"
    return say(f"stability.{key}", language, best=best, worst=worst)


def add_stability(
    shown: tuple[Candidate, ...], rows: Rows, stability: dict[int, Stability]
) -> tuple[Candidate, ...]:
    """Return what is told of people (rows of the view) with how firm the place of each is."""
    people = zip(shown, rows.tolist(), strict=True)
    return tuple(replace(one, stability=stability.get(row)) for one, row in people)


@dataclass(frozen=True)
class _Trial:
    """Fills what is unknown about people of a field from others of it, and scores them."""

    contest: Contest
    field: Field
    facts: tuple[UnknownFact, ...]

    @cached_property
    def donors(self) -> tuple[Rows, ...]:
        """Places of who is known, for each fact, by what they bring and then by score.

        The order is that of the values, never that of the rows: who ties in both brings the same.
        """
        known = [np.flatnonzero(~np.isnan(self.field.matrix[:, fact.tells])) for fact in self.facts]
        return tuple(
            places[np.lexsort((self.field.score[places], self.field.matrix[places, fact.tells]))]
            for fact, places in zip(self.facts, known, strict=True)
        )

    def find_unknown(self, places: Rows) -> Flags:
        """Tell which facts are unknown about people while enough others are known."""
        enough = np.array([len(known) >= LEAST_DONORS for known in self.donors], np.bool_)
        return find_unknown(self.field, places, self.facts) & enough

    def find_doubtful(self, places: Rows, unknown: Flags) -> Flags:
        """Tell whose assessment is so old that the policy warns of it, and who lacks nothing."""
        doubtful = np.zeros_like(unknown)
        for column, fact in enumerate(self.facts):
            if fact.code == ASSESSMENT and len(self.donors[column]) > LEAST_DONORS:
                asked = np.flatnonzero(~unknown.any(axis=1))
                old = [_was_assessed_long_ago(self, place) for place in places[asked].tolist()]
                doubtful[asked, column] = old
        return doubtful

    def score(self, size: int, ordered: Rows, chosen: Rows) -> Rehearsal:
        """Score the people who stand at `chosen` (from 0) in the order of all."""
        places = ordered[chosen]
        unknown = self.find_unknown(places)
        doubtful = self.find_doubtful(places, unknown)
        rows, vary = self.field.matrix[places], unknown | doubtful
        filled = np.flatnonzero(vary.any(axis=1))
        tried = self._fill(places[filled], rows[filled], vary[filled])
        members = self.contest.matcher.bundle.score_members(np.concatenate([rows, tried]))
        recorded = members[: len(rows)]
        varied = np.repeat(recorded[:, :, None], TRIES, axis=2)
        by_try = members[len(rows) :].reshape(len(filled), TRIES, members.shape[1])
        varied[filled] = by_try.transpose(0, 2, 1)
        return Rehearsal(
            contest=self.contest,
            field=self.field,
            size=size,
            facts=self.facts,
            places=places,
            ranks=chosen + 1,
            unknown=unknown,
            doubtful=doubtful,
            recorded=recorded,
            varied=varied,
        )

    def _fill(self, places: Rows, rows: Floats, vary: Flags) -> Floats:
        """Return float64[n × TRIES, F]: each row with the values of others in what varies.

        A keyed hash of position and person turns the order of the tries, so that nobody's good
        values fall together with everybody else's.
        """
        tried = np.repeat(rows, TRIES, axis=0)
        people = self.field.rows[places].tolist()
        keys = np.array([self.contest.tie_break(person) for person in people], np.int64)
        for column, (fact, donors) in enumerate(zip(self.facts, self.donors, strict=True)):
            who = np.flatnonzero(vary[:, column])
            if not len(who):
                continue
            turn = (keys[who, None] // TRIES**column + np.arange(TRIES)) % TRIES
            givers = donors[(2 * turn + 1) * len(donors) // (2 * TRIES)]
            lines = who[:, None] * TRIES + np.arange(TRIES)
            tried[lines[..., None], fact.columns] = self.field.matrix[
                givers[..., None], fact.columns
            ]
        return tried


def _was_assessed_long_ago(trial: _Trial, place: int) -> bool:
    question = Question(trial.contest, int(trial.field.rows[place]))
    limits = trial.contest.matcher.policy.warnings
    return WARNINGS["assessment_older_than_three_years"](question, limits) is not None


def _join(one: Rehearsal, other: Rehearsal) -> Rehearsal:
    names = ("places", "ranks", "unknown", "doubtful", "recorded", "varied")
    order = np.argsort(np.concatenate([one.ranks, other.ranks]))
    parts = {
        name: np.concatenate([getattr(one, name), getattr(other, name)])[order] for name in names
    }
    return Rehearsal(one.contest, one.field, one.size, one.facts, **parts)
