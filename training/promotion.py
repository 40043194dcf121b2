"""Which model becomes the candidate, and whether it may serve: named checks with their numbers.

A learned model must be better than every rule that users know, beyond noise, on openings that it
has not seen. *Better* means foretelling outcomes where tuning found them predictable, else naming
the people that committees chose. A candidate must not be worse than the champion on openings that
neither has seen; nor foretell outcomes worse than one that learned to.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from features import catalog
from matching.fairness.answers import Fairness
from models.bundle import Bundle
from models.calibration import calibrate
from models.card.words import LEARNED
from models.fairness import Ratio
from snapshots.ledger import Flags, Floats
from training.judging.evaluation import RANDOM, Judged, Trial
from training.judging.measures import Estimate, auc_of, compare, weighted_mean
from training.judging.reliability import fit_recalibration

Promotion = Literal["auto", "never", "force"]
Aim = Literal["outcome_auc", "ndcg_at_10"]
AIMS: tuple[Aim, Aim] = ("outcome_auc", "ndcg_at_10")

LEAST_OF_EACH = 20
"""Successes and failures below which outcomes neither calibrate a model nor choose a rule."""
TOLERATED_MISS, LEAST_BORNE_OUT = 0.05, 0.5
"""How far off, and how much too sure, a probability may be beyond noise and still be shown."""
CERTAINTY = 2.58
"""Standard errors that count as noise: 99 % of what chance does, on both sides."""
LEAST_UNSEEN = 30
"""Openings below which a candidate and the champion are not compared."""
TOO_FEW = "enough_unseen"
FAIR = "fair"
UNJUDGED = ("competency_match", "family_experience", "seniority")
"""Rules in the order in which they are taken where nothing can be judged: merit first."""


@dataclass(frozen=True)
class Check:
    """One check of the gate: `value` was found where at least, or `at_most`, `needed` was asked.

    `beside` names what it was compared with, where it was, and `theirs` what was found of that. Of
    fairness `attribute` and `group` say whose ratio it is. A check that `gates` keeps a model from
    serving; the others decide which model is the candidate.
    """

    name: str
    passed: bool
    value: float
    needed: float
    beside: str | None = None
    gates: bool = False
    at_most: bool = False
    attribute: str | None = None
    group: str | None = None
    theirs: float | None = None

    @property
    def short(self) -> float:
        """By how much the check was missed; 0 where it passed."""
        return 0 if self.passed else abs(self.needed - self.value)


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


def check_unchanged(met: str | None, serving: str | None) -> Check:
    """Check that what serves is still the version that the candidate met, minutes ago."""
    changed = int(met != serving)
    return Check("champion_unchanged", not changed, changed, 0, serving, gates=True, at_most=True)


def check_calibration(score: Floats, success: Flags) -> tuple[Check, ...]:
    """Check a told probability forward in time: told by the earlier half, found in the later one.

    `score` is float64[n] of judged openings in time order, `success` bool[n]. `calibrated`: the
    mean told misses the share found by no more than TOLERATED_MISS, noise taken off. `not_too_sure`
    (Cox 1958, "Two further applications of a model for binary regression"): of the differences
    between those told, outcomes may bear out LEAST_BORNE_OUT or more: its value is the upper end of
    the share borne out, 1 at most. Noise is CERTAINTY standard errors, so a right probability fails
    in fewer than one run in a hundred.
    Returns no check where a half holds too few outcomes of a kind to tell.
    """
    half = len(score) // 2
    early, later = success[:half], success[half:]
    if min(early.sum(), (~early).sum(), later.sum(), (~later).sum()) < LEAST_OF_EACH // 2:
        return ()
    told = calibrate(score[:half], early, 0.0).estimate(score[half:]).fit
    doubt = np.sqrt(1 + len(later) / len(early))  # of the map and of the outcomes, alike
    error = doubt * float(np.sqrt((told * (1 - told)).sum())) / len(later)
    miss = max(abs(float((later - told).mean())) - CERTAINTY * error, 0.0)
    level = Check(
        "calibrated", miss <= TOLERATED_MISS, miss, TOLERATED_MISS, gates=True, at_most=True
    )
    slope, slope_error = fit_recalibration(told, later)
    borne_out = float(slope + CERTAINTY * doubt * slope_error)
    passed = bool(borne_out >= LEAST_BORNE_OUT)
    return level, Check("not_too_sure", passed, min(borne_out, 1.0), LEAST_BORNE_OUT, gates=True)


def check_fairness(
    candidate: Fairness, champion: Fairness | None = None, version: str | None = None
) -> Check:
    """Check that no group of a gating attribute has too small a chance of standing on a list.

    The value is the least ratio of a group to all others that chance does not explain, 1 where
    chance explains them all; four fifths (policy `[fairness]`) are needed. A candidate that fails
    is held back only by a champion that is fairer beyond noise on the same lists: to hold it back
    without one would keep lists that are no fairer, or none.
    """
    worst, needed = find_worst(candidate), candidate.least_ratio
    found = _read(worst)
    if worst is None or found >= needed:
        return Check(FAIR, True, found, needed, gates=True)
    theirs = None if champion is None else _read(find_worst(champion))
    high = worst.ratio.high
    gates = theirs is not None and high is not None and theirs > high
    return Check(
        FAIR,
        False,
        found,
        needed,
        version if gates else None,
        gates=gates,
        attribute=worst.attribute,
        group=worst.group,
        theirs=theirs if gates else None,
    )


@dataclass(frozen=True)
class Worst:
    """The group that stands most seldom on lists beside others."""

    attribute: str
    group: str | None
    ratio: Ratio


def find_worst(found: Fairness) -> Worst | None:
    """Return the least ratio among groups of gating attributes that chance does not explain."""
    told = [
        Worst(each.attribute, group.group, group.selection_ratio)
        for each in found.attributes
        if each.gates
        for group in each.groups
        if group.selection_ratio is not None and group.selection_ratio.is_low(1.0, each.compared)
    ]
    return min(told, key=_read, default=None)


def _read(worst: Worst | None) -> float:
    """Return a least ratio, 1 where chance explains them all."""
    return 1.0 if worst is None or worst.ratio.value is None else worst.ratio.value


def check_catalog(candidate: Bundle) -> Check:
    """Check that the candidate reads the columns that are computed today: the same fingerprint.

    The value counts columns that either knows alone; one at least where their meaning changed.
    """
    same = candidate.catalog_fingerprint == catalog.fingerprint()
    strange = len(set(candidate.feature_names) ^ set(catalog.NAMES))
    value = 0 if same and not strange else max(strange, 1)
    return Check("same_catalog", value == 0, value, 0, gates=True, at_most=True)
