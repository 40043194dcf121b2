"""Which model becomes the candidate, and whether it may serve: named checks with their numbers.

A learned model must be better than every rule that users know, beyond noise, on openings that it
has not seen. *Better* means foretelling outcomes where tuning found them predictable, else naming
the people that committees chose. A candidate must not be worse than the champion on openings that
neither has seen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from training.evaluation import LEARNED, RANDOM, Judged, Trial
from training.measures import Estimate, auc_of, compare, weighted_mean

Promotion = Literal["auto", "never", "force"]
Aim = Literal["outcome_auc", "ndcg_at_10"]
AIMS: tuple[Aim, Aim] = ("outcome_auc", "ndcg_at_10")

LEAST_OF_EACH = 20
"""Successes and failures below which outcomes neither calibrate a model nor choose a rule."""
LEAST_UNSEEN = 30
"""Openings below which a candidate and the champion are not compared."""
TOO_FEW = "enough_unseen"
UNJUDGED = ("competency_match", "family_experience", "seniority")
"""Rules in the order in which they are taken where nothing can be judged: merit first."""


@dataclass(frozen=True)
class Check:
    """One check of the gate: `value` was found where more than `needed` was asked for.

    `beside` names what it was compared with, where it was. A check that `gates` keeps a model from
    serving; the others decide which model is the candidate.
    """

    name: str
    passed: bool
    value: float
    needed: float
    beside: str | None = None
    gates: bool = False


@dataclass(frozen=True)
class Contest:
    """All rankers on one trial; `judged` holds what each did, chance (`random`) among them."""

    trial: Trial
    judged: Mapping[str, Judged]
    seed: int

    @property
    def rules(self) -> tuple[str, ...]:
        """Names of the rules that were judged, those that look at merit first."""
        return tuple(name for name in self.judged if name not in (LEARNED, RANDOM))

    @property
    def rarer_outcomes(self) -> int:
        """How many of the judged openings ended the rarer way."""
        success = self.trial.success
        return int(min(success.sum(), (~success).sum()))

    def compare(self, aim: Aim, first: str, second: str) -> Estimate:
        """Return how much better the first ranker is in the aim, with its interval."""
        one, other = self.judged[first], self.judged[second]
        if aim == "outcome_auc":
            return compare(auc_of(self.trial.success), one.score, other.score, self.seed)
        return compare(weighted_mean, one.ndcg, other.ndcg, self.seed)

    def closest(self, aim: Aim, ranker: str, others: tuple[str, ...]) -> tuple[str, Estimate]:
        """Return the ranker least clearly beaten in the aim, and by how much."""
        gains = {name: self.compare(aim, ranker, name) for name in others}
        name = min(gains, key=lambda name: gains[name].low)
        return name, gains[name]


def find_best_rule(contest: Contest) -> tuple[str, Aim]:
    """Return the best rule and in what it is best: foretelling outcomes, else naming movers.

    Outcomes decide where enough of each kind are known and a rule foretells them better than
    chance beyond noise. Where nothing can be judged it is the first of UNJUDGED that the records
    feed. Chance (`random`) never serves.
    """
    trial, rules = contest.trial, contest.rules
    if not len(trial.judged) + len(trial.named) or not rules:
        fed = rules or trial.data.feeds
        return next((name for name in UNJUDGED if name in fed), UNJUDGED[-1]), AIMS[1]
    foretells = any(contest.compare(AIMS[0], name, RANDOM).low > 0 for name in rules)
    aim = AIMS[0] if foretells and contest.rarer_outcomes >= LEAST_OF_EACH else AIMS[1]
    return max(rules, key=lambda name: contest.compare(aim, name, RANDOM).value), aim


def check_learned(contest: Contest, aim: Aim) -> Check:
    """Check that the learned model beats every rule, and chance, beyond noise.

    It must in its aim; or in the other measure, where in its aim none is better than it.
    """
    others = (*contest.rules, RANDOM)
    name, gain = contest.closest(aim, LEARNED, others)
    second = AIMS[1 - AIMS.index(aim)]
    leads = all(contest.compare(aim, LEARNED, other).value > 0 for other in others)
    passed = gain.low > 0 or (leads and contest.closest(second, LEARNED, others)[1].low > 0)
    return Check("beats_baselines", passed, gain.low, 0.0, name)


def find_companion(contest: Contest, aim: Aim) -> str | None:
    """Return the rule that a model leans on which leads every rule, though not beyond noise.

    None where it does not lead, or is not better than chance beyond noise: then a rule serves.
    """
    lead = min((contest.compare(aim, LEARNED, rule).value for rule in contest.rules), default=0.0)
    if lead <= 0 or contest.compare(aim, LEARNED, RANDOM).low <= 0:
        return None
    return contest.closest(aim, LEARNED, contest.rules)[0]


def check_champion(
    contest: Contest | None, aim: Aim, candidate: str, champion: str | None
) -> Check:
    """Check that the candidate is not worse than the champion beyond noise.

    The contest holds openings that neither has seen. Where they are too few to compare on, or all
    ended alike, it fails as TOO_FEW; without a champion nothing is held against the candidate.
    """
    name = "not_worse_than_champion"
    if contest is None or champion is None:
        return Check(name, True, 0.0, 0.0, champion, gates=True)
    gain = contest.compare(aim, candidate, champion)
    count = 0 if aim == "outcome_auc" and not contest.rarer_outcomes else gain.count
    if count < LEAST_UNSEEN:
        return Check(TOO_FEW, False, count, LEAST_UNSEEN, champion, gates=True)
    return Check(name, gain.high >= 0, gain.high, 0.0, champion, gates=True)
