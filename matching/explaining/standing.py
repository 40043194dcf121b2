"""The person's own view for one position: own verdicts, reasons, facts and rights, nobody else's.

Read by the person concerned, so that nothing about anybody else stands in it: no name, no score, no
place among others, no count of them, no sentence that lets a colleague's result be reckoned back.
What rests on others is only whether a change is needed to be proposed, and which is the smallest.
"""

from dataclasses import dataclass
from datetime import date

from matching.answers import Caution, Contributions, Gap, MoveKind, Notice, Purpose, Verdict
from matching.contest import Question, open_contest
from matching.explaining.answers import Judged
from matching.explaining.cautions import OF_OTHERS
from matching.explaining.judging import judge
from matching.explaining.lineup import Lineup, line_up
from matching.explaining.missing_facts import MissingFact, list_missing_facts
from matching.explaining.own_facts import OwnFact, list_own_facts
from matching.explaining.remedies.advice import advise_development
from matching.explaining.remedies.answers import Advice
from matching.explaining.remedies.own import OwnRemedy, find_own_remedy
from matching.explaining.shown import find_told_reasons
from matching.explaining.why import LIST_SIZE
from matching.matcher import Dates, Matcher
from models.bundle import Basis
from models.reason_kinds import Group
from models.usual import NOBODY
from rules.explanations import GateAnswer
from snapshots.ladders import KINDS
from wording import Language, has_text, say, write_percent

OF_COLLEAGUES = ("performance_against_peers",)
"""Reasons whose sentence would tell how near colleagues were judged."""
ADVICE_OF_OTHERS = ("usual_training",)
"""Advice that counts how many others did the same."""
NOTICES_TOLD = (
    *("made_up", "posts_deduced", "no_model", "rule_basis", "blend_basis", "follows_past_choices"),
    *("outcome_without_performance", "outcome_without_performance_or_discipline"),
    *("no_competency_standard", "competency_test", "not_checked", "not_yet_appointed"),
)
"""Notices of an answer that speak of records and model, not of who else is there."""
TAKEN_OVER = (
    *("person_id", "nip", "name", "present_position", "agency", "as_of", "effective_on"),
    *("snapshot_id", "model_version", "policy_version", "software_version", "state_id", "basis"),
    *("move_kind", "needs_competency_test", "verdict", "gates", "score", "contributions"),
    *("fit", "fit_low", "fit_high", "fit_why_not", "gaps"),
)
"""What stands in the planner's answer on the person and speaks of nobody else."""
RIGHTS = {
    "decided_by_people": "PP 11/2017 Pasal 191",
    "not_scored": "",
    "correct": "UU 27/2022 Pasal 14",
    "automated": "UU 27/2022 Pasal 10",
    "object": "PP 79/2021",
}
"""What the person is told of how it is decided and what can be done, each with its source."""


@dataclass(frozen=True)
class PositionAsked:
    """The position that the person's own view speaks of."""

    position_id: str
    title: str
    unit: str
    agency: str
    kind: str


@dataclass(frozen=True)
class OwnReason:
    """A reason as the person reads it: by the own value alone, without what is usual of others."""

    code: str
    group: Group
    contribution: float
    value: str
    text: str


@dataclass(frozen=True)
class Right:
    """How it is decided, or what the person can do; `source` is "" where no law is cited."""

    code: str
    text: str
    source: str


@dataclass(frozen=True)
class Standing:
    """What one person is told of their own standing for one position.

    `chance` says what the probability (`fit`, 0–1, with its range) means, or why none is told;
    `score` is the sum of `contributions`, None without a model. `facts` are all that was used with
    their days, `missing` what was looked for and is not there. `remedy` and `advice` say what would
    change it.
    """

    position: PositionAsked
    person_id: str
    nip: str
    name: str
    present_position: str | None
    agency: str | None
    as_of: date
    effective_on: date
    snapshot_id: str
    model_version: str | None
    policy_version: str
    software_version: str
    state_id: str
    basis: Basis | None
    purpose: Purpose
    move_kind: MoveKind
    needs_competency_test: bool
    notices: tuple[Notice, ...]
    verdict: Verdict
    conclusion: str
    gates: tuple[GateAnswer, ...]
    score: float | None
    contributions: Contributions | None
    fit: float | None
    fit_low: float | None
    fit_high: float | None
    fit_why_not: str | None
    chance: str
    reasons: tuple[OwnReason, ...]
    concerns: tuple[OwnReason, ...]
    warnings: tuple[Caution, ...]
    gaps: tuple[Gap, ...]
    remedy: OwnRemedy | None
    advice: tuple[Advice, ...]
    facts: tuple[OwnFact, ...]
    missing: tuple[MissingFact, ...]
    rights: tuple[Right, ...]


def tell_standing(
    matcher: Matcher, position_id: str, person: int, dates: Dates, language: Language
) -> Standing:
    """Return the own view of one person (an index) for a position.

    Without a model the rules answer alone. Raises UnknownPositionError.
    """
    contest = open_contest(matcher, position_id, dates)
    lineup = line_up(contest, [person], language)
    (answer,), (question,) = judge(lineup), lineup.questions
    reasons = find_own_reasons(lineup)
    advice = advise_development(question, lineup.measures[0], None, language)
    return Standing(
        **{name: getattr(answer, name) for name in TAKEN_OVER},
        position=_name_position(question),
        purpose=contest.purpose,
        notices=tuple(one for one in answer.notices if one.code in NOTICES_TOLD),
        conclusion=say(f"standing.conclusion_{answer.verdict}", language),
        chance=_tell_chance(answer, matcher, language),
        reasons=tuple(one for one in reasons if one.contribution > 0),
        concerns=tuple(one for one in reasons if one.contribution < 0),
        warnings=tuple(one for one in answer.warnings if one.code not in OF_OTHERS),
        remedy=find_own_remedy(contest, person, LIST_SIZE, language),
        advice=tuple(one for one in advice if one.code not in ADVICE_OF_OTHERS),
        facts=list_own_facts(question, language),
        missing=list_missing_facts(question, language),
        rights=tuple(
            Right(code, say(f"standing.right_{code}", language), source)
            for code, source in RIGHTS.items()
        ),
    )


def _name_position(question: Question) -> PositionAsked:
    positions, units, place = question.history.positions, question.history.units, question.position
    return PositionAsked(
        position_id=positions.position_id[place],
        title=positions.title[place],
        unit=units.name[positions.unit[place]],
        agency=units.name[positions.agency[place]],
        kind=KINDS[positions.kind[place]],
    )


def _tell_chance(answer: Judged, matcher: Matcher, language: Language) -> str:
    """Return what the chance means, or why none is told."""
    if answer.fit is None:
        key = f"standing.chance_none_{answer.fit_why_not}"
        return say(key if has_text(key) else "standing.chance_none", language)
    told = say(
        "standing.chance",
        language,
        fit=write_percent(answer.fit, language),
        low=write_percent(answer.fit_low, language),
        high=write_percent(answer.fit_high, language),
        months=matcher.policy.outcome.months,
    )
    if answer.verdict == "eligible":
        return told
    return f"{say('standing.chance_supposed', language)} {told}"


def find_own_reasons(lineup: Lineup) -> tuple[OwnReason, ...]:
    """Return the reasons on the first of a lineup as the person may read them.

    None tells what is usual among others, or how colleagues were judged.
    """
    if not lineup.weighed[0]:
        return ()
    hidden = "–", say("standing.reason_of_colleagues", lineup.language)
    return tuple(
        OwnReason(
            one.code,
            one.group,
            one.contribution,
            *(hidden if one.code in OF_COLLEAGUES else (one.value, one.text)),
        )
        for one in find_told_reasons(lineup, 0, NOBODY)
    )
