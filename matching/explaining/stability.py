"""How firm the order of a list is: its people scored anew by each member of the model.

Where a fact about somebody is unknown, values that others in the same contest have are tried in its
place (`matching.explaining.trials`). A *world* is one member of the model with one such filling for
everybody; stability is the share of worlds in which a person stands among the first.

Who is scored anew: everybody on the list, those on the next places below, and the nearest of whom
something is unknown, who may rise furthest. All are scored in one call. Worlds are ordered by score
alone: of a list that was balanced they tell where its people would stand without balancing, and the
texts say so.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from matching.answers import Candidate, Stability
from matching.contest import Contest, Field
from matching.explaining.trials import Trial
from matching.explaining.unknown_facts import name_facts
from snapshots.ledger import Flags, Floats, Rows
from wording import Language, say

BELOW = 30
"""People below the list who are scored anew: members of a bag seldom disagree by more places."""
NEAREST_UNKNOWN = 5
REACH = 100
"""Places further below among which the nearest unknown ones are looked for."""
USUAL = (0.05, 0.95)
"""Shares of worlds between which the usual places lie."""

Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Rehearsal:
    """The people near the end of a list of `size` in every world; c people, best first.

    `places` are places of the trial's field and `ranks` (from 1) where they stand as recorded;
    `listed` holds the places of those on the list, in its order. `unknown` bool[c, facts] tells
    which facts are. `recorded` float64[c, B] is the score by each member with the facts as
    recorded, `varied` float64[c, B, TRIES] with others' values in place of what is unknown.
    """

    trial: Trial
    size: int
    listed: Rows
    balanced: bool
    places: Rows
    ranks: Places
    unknown: Flags
    recorded: Floats
    varied: Floats

    @property
    def field(self) -> Field:
        """Who is ranked."""
        return self.trial.field

    @property
    def contest(self) -> Contest:
        """The position and everybody's verdict."""
        return self.field.contest

    @property
    def rows(self) -> Rows:
        """Rows of the contest's view."""
        return self.field.rows[self.places]

    @property
    def depth(self) -> int:
        """Down to which place everybody is scored anew."""
        return min(self.size + BELOW, len(self.field.rows))

    @cached_property
    def standing(self) -> Places:
        """Place of each person in each world, int64[c, worlds], from 1."""
        scores = self.varied.reshape(len(self.varied), -1) if self.unknown.any() else self.recorded
        return self.settle(place_all(scores), self.ranks)

    def settle(self, places: Places, ranks: Places) -> Places:
        """Return places counted among these people, int64[n, worlds], as places among all.

        Between those below `depth` stand others who are not scored anew: who stays below keeps the
        place as recorded (`ranks`), who falls there stands at least there.
        """
        return np.where(places > self.depth, np.maximum(places, ranks[:, None]), places)


def place_all(scores: Floats) -> Places:
    """Return the place from 1 of each row in each column; who ties keeps the order of the rows."""
    order = np.argsort(-scores, axis=0, kind="stable")
    places = np.empty(order.shape, np.int64)
    counted = np.broadcast_to(np.arange(1, len(order) + 1)[:, None], order.shape)
    np.put_along_axis(places, order, counted, axis=0)
    return places


def rehearse(field: Field, size: int, balanced: Rows | None = None) -> Rehearsal:
    """Score the people near the end of a list of `size` anew in every world.

    `balanced` holds the places in the field of a list that does not follow the score alone.
    """
    trial = Trial(field)
    ordered = field.top(len(field.rows) if balanced is not None else size + BELOW + REACH)
    listed = ordered[:size] if balanced is None else balanced
    chosen = _choose(trial, ordered, size + BELOW, listed)
    places = ordered[chosen]
    unknown = trial.find_unknown(places)
    recorded, varied = trial.score(places, unknown)
    return Rehearsal(
        trial=trial,
        size=size,
        listed=listed,
        balanced=balanced is not None,
        places=places,
        ranks=chosen + 1,
        unknown=unknown,
        recorded=recorded,
        varied=varied,
    )


def _choose(trial: Trial, ordered: Rows, end: int, listed: Rows) -> Places:
    """Return where in the order (from 0) those stand who are scored anew, ascending."""
    lacking = end + np.flatnonzero(trial.find_unknown(ordered[end : end + REACH]).any(axis=1))
    chosen = np.isin(ordered, listed)
    chosen[:end] = True
    chosen[lacking[:NEAREST_UNKNOWN]] = True
    return np.flatnonzero(chosen)


def measure_stability(
    rehearsal: Rehearsal, rows: Rows, language: Language
) -> tuple[Stability | None, ...]:
    """Return how firm the place of each of these people is (rows of the contest's view).

    None for who stands too far below the list to be scored anew, or is not ranked.
    """
    found = {row: place for place, row in enumerate(rehearsal.rows.tolist())}
    known = np.array([found[row] for row in rows.tolist() if row in found], np.intp)
    standing = rehearsal.standing[known]
    share = (standing <= rehearsal.size).mean(axis=1).tolist()
    usual = np.quantile(standing, USUAL, axis=1, method="inverted_cdf").astype(int).T.tolist()
    told = {
        int(rehearsal.rows[one]): _tell(rehearsal, one, part, best, worst, language)
        for one, part, (best, worst) in zip(known.tolist(), share, usual, strict=True)
    }
    return tuple(told.get(row) for row in rows.tolist())


def _tell(
    rehearsal: Rehearsal, one: int, share: float, best: int, worst: int, language: Language
) -> Stability:
    """Return how firm one place is, in figures and sentences: what was tried, what broke a tie."""
    field, worlds = rehearsal.field, rehearsal.standing.shape[1]
    lacking = zip(rehearsal.trial.facts, rehearsal.unknown[one], strict=True)
    unknown = tuple(fact.code for fact, lacks in lacking if lacks)
    tied = int((field.score == field.score[rehearsal.places[one]]).sum()) - 1
    everybody = len(field.rows) <= rehearsal.size
    key = "one_way" if worlds == 1 else "everybody" if everybody else "share"
    sentences = [say("stability.by_score", language)] if rehearsal.balanced else []
    sentences.append(
        say(
            f"stability.{key}",
            language,
            percent=round(100 * share),
            size=rehearsal.size,
            worlds=worlds,
            usual=tell_places(rehearsal, best, worst, language),
        )
    )
    if unknown:
        sentences.append(say("stability.filled", language, facts=name_facts(unknown, language)))
    if tied:
        sentences.append(
            say("stability.tied_one" if tied == 1 else "stability.tied", language, count=tied)
        )
    return Stability(
        share=share,
        best=best,
        worst=worst,
        worlds=worlds,
        unknown=unknown,
        tied_with=tied,
        text=" ".join(sentences),
    )


def tell_places(rehearsal: Rehearsal, best: int, worst: int, language: Language) -> str:
    """Say between which places somebody usually stands; lower than all were tried, only about."""
    depth = rehearsal.depth
    key = "place" if best == worst else "places"
    if worst >= depth < len(rehearsal.field.rows):
        key = "place_far_below" if best >= depth else "places_or_lower"
    return say(f"stability.{key}", language, best=best, worst=min(worst, depth))


def add_stability(
    shown: tuple[Candidate, ...], stability: Sequence[Stability | None]
) -> tuple[Candidate, ...]:
    """Return what is told of people with how firm the place of each is."""
    people = zip(shown, stability, strict=True)
    return tuple(replace(one, stability=firm) for one, firm in people)
