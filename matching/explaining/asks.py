"""What to ask for first: the missing or doubtful facts that would change a list if they were known.

Four kinds of questions: a fact that is *unknown* about somebody eligible, one that is *doubtful*
because it is old, and one for want of which somebody is *undetermined*: who by the score belongs on
the list, or who stands on it because undetermined people were asked for.
"""

from dataclasses import replace

import numpy as np

from features.matrix import build_matrix
from matching.answers import Ask, AskKind, Notice, ShortlistRequest
from matching.contest import Contest, choose_rows
from matching.explaining.stability import USUAL, Places, Rehearsal, place_all, tell_places
from matching.explaining.unknown_facts import name_facts
from matching.ranking import rank_top
from rules.gates import GATES
from rules.results import UNKNOWN
from snapshots.ledger import Flags, Floats, Rows
from wording import Fact, Language, has_text, say

MOST_ASKS = 5
LEAST_SHARE = 0.05
"""What changes the list more rarely is not worth a planner's question."""


def list_asks(
    rehearsal: Rehearsal, request: ShortlistRequest, language: Language
) -> tuple[Ask, ...]:
    """Return facts to ask for, the likeliest to change the list first, at most `MOST_ASKS`.

    `share` is the part of the worlds in which the list would hold others than it does in the same
    world with the facts as recorded. Somebody undetermined is taken to meet the rule once known.
    After these follow at most as many about undetermined people who are on the list, in its order:
    whether they may stand there at all is no matter of a share. A balanced list has these alone.
    """
    asks = [] if rehearsal.balanced else _ask_of_worlds(rehearsal, request, language)
    return (*asks[:MOST_ASKS], *_ask_of_listed(rehearsal, language)[:MOST_ASKS])


def notice_asks(rehearsal: Rehearsal, language: Language) -> tuple[Notice, ...]:
    """Say of a balanced list that facts which would change it were not looked for."""
    if not rehearsal.balanced:
        return ()
    return (Notice("asks_by_score", say("stability.asks_by_score", language)),)


def _ask_of_worlds(
    rehearsal: Rehearsal, request: ShortlistRequest, language: Language
) -> list[Ask]:
    """Return what would change the list in enough worlds, the likeliest first."""
    contest = rehearsal.contest
    doubtful = rehearsal.trial.find_doubtful(rehearsal.places)
    found = [
        *_ask_of_ranked("unknown", rehearsal.unknown, rehearsal, language),
        *_ask_of_ranked("doubtful", doubtful, rehearsal, language),
        *_ask_of_waiting(rehearsal, request, language),
    ]
    index = contest.matcher.history.person_of
    worth = [
        (-share, ask.place, contest.tie_break(index[ask.nip]), ask.kind, ask)
        for ask in found
        if (share := ask.share) is not None and share >= LEAST_SHARE
    ]
    return [ask for *_, ask in sorted(worth, key=lambda one: one[:-1])]


def _ask_of_ranked(
    kind: AskKind, asked: Flags, rehearsal: Rehearsal, language: Language
) -> list[Ask]:
    """Ask for what is unknown or doubtful, bool[c, facts], about people who are ranked."""
    chosen = np.flatnonzero(asked.any(axis=1))
    if not len(chosen):
        return []
    if kind == "unknown":
        tried = rehearsal.varied[chosen]
    else:
        tried = rehearsal.trial.score_tries(rehearsal.places[chosen], asked[chosen])
    place, share = _try_facts(rehearsal, chosen, tried)
    worth = share >= LEAST_SHARE
    chosen, place, share = chosen[worth], place[worth], share[worth]
    usual = np.quantile(place, (USUAL[0], 0.5, USUAL[1]), axis=1, method="inverted_cdf")
    asks = []
    for one, part, (best, middle, worst) in zip(
        chosen.tolist(), share.tolist(), usual.T.astype(int).tolist(), strict=True
    ):
        varying = zip(rehearsal.trial.facts, asked[one], strict=True)
        codes = [fact.code for fact, varies in varying if varies]
        told: dict[str, Fact] = {"usual": tell_places(rehearsal, best, worst, language)}
        told |= {
            "percent": round(100 * part),
            "rank": int(rehearsal.ranks[one]),
            "facts": name_facts(codes, language),
        }
        row = int(rehearsal.rows[one])
        text = _say(f"ask_{kind}", rehearsal, row, told, language)
        asks.append(_ask(rehearsal, row, kind, codes, part, middle, text))
    return asks


def _try_facts(rehearsal: Rehearsal, chosen: Rows, tried: Floats) -> tuple[Places, Floats]:
    """Return the place with each value tried, int64[n, worlds], and how often the list changes.

    `tried` is float64[n, B, TRIES]. Everybody else stays as recorded, so that a change is due to
    this person's facts alone; who ties keeps the order of the list.
    """
    recorded = rehearsal.recorded
    varied = tried.reshape(len(chosen), -1)
    before = np.repeat(recorded, tried.shape[2], axis=1)
    earlier = (np.arange(len(recorded)) < chosen[:, None])[..., None]
    ahead = (before > varied[:, None]) | ((before == varied[:, None]) & earlier)
    above = ahead.sum(axis=1) - (before[chosen] > varied)
    was_on = place_all(before)[chosen] <= rehearsal.size
    places = rehearsal.settle(above + 1, rehearsal.ranks[chosen])
    return places, ((above < rehearsal.size) != was_on).mean(axis=1)


def _ask_of_waiting(
    rehearsal: Rehearsal, request: ShortlistRequest, language: Language
) -> list[Ask]:
    """Ask for what keeps people undetermined who by their score would be on the list."""
    contest, field = rehearsal.contest, rehearsal.field
    waiting = _find_waiting(contest, request)
    if not len(waiting):
        return []
    matrix = build_matrix(contest.matcher.source, contest.view.take(waiting), contest.position)
    bundle = contest.matcher.bundle
    score = bundle.score(matrix)
    best = rank_top(score, MOST_ASKS, lambda one: contest.tie_break(int(waiting[one])))
    places = np.array([field.place_for(int(waiting[one]), score[one]) for one in best], np.int64)
    best, places = best[places <= rehearsal.size], places[places <= rehearsal.size]
    members = bundle.score_members(matrix[best])
    above = (rehearsal.recorded[None] > members[:, None]).sum(axis=1)
    share = (above < rehearsal.size).mean(axis=1)
    return [
        _ask_rules(rehearsal, int(waiting[one]), "waiting", part, place, language)
        for one, part, place in zip(best.tolist(), share.tolist(), places.tolist(), strict=True)
    ]


def _find_waiting(contest: Contest, request: ShortlistRequest) -> Rows:
    """Return the undetermined people who are not ranked, within the request's filters."""
    undetermined = contest.verdicts.undetermined
    if request.include_undetermined or not undetermined.any():
        return np.empty(0, np.intp)
    rows = choose_rows(contest, replace(request, include_undetermined=True))
    return rows[undetermined[rows]]


def _ask_of_listed(rehearsal: Rehearsal, language: Language) -> list[Ask]:
    """Ask for what keeps people undetermined who are on the list because it was asked so."""
    undetermined = rehearsal.contest.verdicts.undetermined
    rows = rehearsal.field.rows[rehearsal.listed].tolist()
    return [
        _ask_rules(rehearsal, row, "listed", None, place, language)
        for place, row in enumerate(rows, 1)
        if undetermined[row]
    ]


def _ask_rules(
    rehearsal: Rehearsal, row: int, key: str, share: float | None, place: int, language: Language
) -> Ask:
    results = rehearsal.contest.verdicts.results[row]
    rules = [rule for rule, result in zip(GATES, results, strict=True) if result == UNKNOWN]
    told: dict[str, Fact] = {"facts": _name_facts_of(rules, language), "place": place}
    text = _say(f"ask_{key}", rehearsal, row, told, language)
    return _ask(rehearsal, row, "undetermined", rules, share, place, text)


def _name_facts_of(rules: list[str], language: Language) -> str:
    """Return the facts that rules look at as a sentence names them; else the rules themselves."""
    named = (
        say(key, language)
        if has_text(key := f"stability.fact_of_{rule}")
        else say(f"matching.rule_{rule}", language)
        for rule in rules
    )
    return ", ".join(dict.fromkeys(named))


def _say(
    key: str, rehearsal: Rehearsal, row: int, told: dict[str, Fact], language: Language
) -> str:
    name = rehearsal.contest.matcher.history.people.name[row]
    return say(f"stability.{key}", language, name=name, **told)


def _ask(
    rehearsal: Rehearsal,
    row: int,
    kind: AskKind,
    facts: list[str],
    share: float | None,
    place: int,
    text: str,
) -> Ask:
    matcher = rehearsal.contest.matcher
    return Ask(
        kind=kind,
        person_id=matcher.person_id(row),
        nip=matcher.history.people_ids[row],
        name=matcher.history.people.name[row],
        facts=tuple(facts),
        share=share,
        place=place,
        text=text,
    )
