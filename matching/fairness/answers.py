"""What an audit of fairness tells: plain figures by attribute and group, and its alarms.

A group of None are those of whom the records do not say it. Codes, not sentences: a model's card
keeps it as it stands, and every language tells it anew.
"""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from matching.fairness.suppression import Hidden
from models.fairness import Estimate, Ratio

About = Literal["lists", "past_choices", "outcomes"]


@dataclass(frozen=True)
class ColumnGap:
    """How much more or less a column adds to the score of a group than to others beside it."""

    feature: str
    gap: float


@dataclass(frozen=True)
class GroupOnLists:
    """A group among the eligible and on the lists.

    `people` are different persons, `eligible` and `selected` their places in pools and on lists.
    The ratios hold selection and exposure (1 / log2(1 + place)) against all others of known group
    in the same pools; `skew` is ln(share on lists / share in pools). With an alarm `columns` are
    the three that set the group's scores apart most. `suppressed` says why figures are None.
    """

    group: str | None
    suppressed: Hidden | None
    people: int | None = None
    eligible: int | None = None
    selected: int | None = None
    selection_rate: float | None = None
    selection_ratio: Ratio | None = None
    exposure_ratio: Ratio | None = None
    skew: Estimate | None = None
    columns: tuple[ColumnGap, ...] = ()
    alarm: bool = False


@dataclass(frozen=True)
class GroupUnjudged:
    """Of the places of a group in service from which no rule turns it away, the share unanswered.

    They never reach a pool, so that no figure of lists tells of them. In whole per cents; None of a
    group that is hidden.
    """

    group: str | None
    share: float | None


@dataclass(frozen=True)
class OnLists:
    """Today's lists by one attribute; `gates` tells whether it can hold a model back.

    `ndkl` is how far lists stray from their pools (0: not at all), `by_chance` how far they would
    if people had one another's groups: the mean, and the range of all but a tenth of the draws.
    """

    attribute: str
    gates: bool
    groups: tuple[GroupOnLists, ...]
    ndkl: float | None
    by_chance: Estimate | None
    unjudged: tuple[GroupUnjudged, ...] = ()

    @property
    def compared(self) -> int:
        """How many groups were held against others."""
        return sum(group.suppressed is None for group in self.groups)


@dataclass(frozen=True)
class GroupChosen:
    """A group among those whom past decisions moved, beside the eligible whom they did not.

    `others` leave out who moved elsewhere the same day: they were not passed over. `odds_ratio` is
    against everybody eligible for the same opening, `like_odds_ratio` against those
    alone who came from the same job family: groups differ by trade, and trades by who is moved. The
    alarm follows the latter.
    """

    group: str | None
    suppressed: Hidden | None
    movers: int | None = None
    others: int | None = None
    odds_ratio: Ratio | None = None
    like_odds_ratio: Ratio | None = None
    alarm: bool = False


@dataclass(frozen=True)
class PastChoices:
    """Past decisions by one attribute, over so many openings."""

    attribute: str
    openings: int
    groups: tuple[GroupChosen, ...]


@dataclass(frozen=True)
class GroupOutcome:
    """How past moves of a group ended, of those on which the model was judged.

    `success_ratio` is against all others who moved to the same kind of post, in the same year where
    enough did. `told` is the mean chance told and `gap` how much more (or less) was found. `listed`
    of the moves were of people whom the model would have listed; it and how these ended are None
    where so few were, or were not, that it would tell of one of them.
    """

    group: str | None
    suppressed: Hidden | None
    moves: int | None = None
    success_rate: Estimate | None = None
    success_ratio: Ratio | None = None
    told: float | None = None
    gap: Estimate | None = None
    listed: int | None = None
    listed_success_rate: Estimate | None = None
    alarm: bool = False


@dataclass(frozen=True)
class Outcomes:
    """Past outcomes by one attribute."""

    attribute: str
    groups: tuple[GroupOutcome, ...]


@dataclass(frozen=True)
class Alarm:
    """A group that has less than `least_ratio` of what others have, and not by chance."""

    about: About
    attribute: str
    group: str | None
    ratio: Ratio
    gates: bool


@dataclass(frozen=True)
class Fairness:
    """The whole audit as of a day; the two that look back are empty where nobody looked back.

    `posts` of the `posts_watched` for which more than one is eligible were looked at, with all who
    are; the first `top` of each list count as selected. `absent` names attributes of which the
    records hold nothing. Intervals are of `confidence` per cent.
    """

    as_of: date
    posts: int
    posts_watched: int
    top: int
    confidence: int
    least_ratio: float
    least_group: int
    absent: tuple[str, ...]
    attributes: tuple[OnLists, ...]
    past_choices: tuple[PastChoices, ...]
    outcomes: tuple[Outcomes, ...]
    alarms: tuple[Alarm, ...]

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self) | {"as_of": self.as_of.isoformat()}
