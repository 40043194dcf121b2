"""What stands below the evaluation table: how to read it, and what else was found, in sentences."""

from collections.abc import Iterator, Mapping
from typing import Any

from commands.console import say_if
from matching.notices import name_model
from models.calibration import COVERAGE
from training.judging.evaluation import EvaluationTable
from training.judging.measures import Estimate
from wording import Language, say, write_number, write_percent, write_signed

Card = Mapping[str, Any]

LEAST_SHARE = 0.005
"""Share of those moved below which a gate that turned them away is not worth a word."""


def tell_table(table: EvaluationTable, language: Language) -> Iterator[str]:
    """Say on what was judged, how the columns are read, and whom the gates turn away."""
    yield say(
        "terminal.evaluated_on",
        language,
        named=table.named,
        judged=table.judged,
        candidates=round(table.candidates),
        coverage=COVERAGE,
    )
    yield say("evaluation.how_to_read", language)
    if table.excluded:
        gates = (
            f"{say_if(f'matching.rule_{gate}', language, gate)} {write_percent(share, language)}"
            for gate, share in sorted(table.excluded.items(), key=lambda one: -one[1])
            if share >= LEAST_SHARE
        )
        yield say("evaluation.excluded", language, gates=", ".join(gates))


def read_values(card: Card) -> dict[str, Estimate]:
    """Return the value of each ranker's top by name; nothing where the card tells none."""
    rankers = (card.get("policy_value") or {}).get("rankers", ())
    return {line["ranker"]: Estimate(**line["value"]) for line in rankers}


def tell_findings(card: Card, language: Language) -> Iterator[str]:
    """Say what a card tells of value, calibration, the learning curve and advised moves."""
    yield from _tell_value(card, language)
    yield from _tell_calibration(card, language)
    yield from _tell_curve(card, language)
    yield from _tell_advised(card, language)


def _tell_value(card: Card, language: Language) -> Iterator[str]:
    value = card.get("policy_value")
    if not value:
        code = card.get("policy_value_why_not")
        if code:
            yield say_if(f"evaluation.value_why_{code}", language, code)
        return
    values, gain = read_values(card), value["difference"]
    beside = value["beside"]
    ours = next(iter(values))
    yield say(
        "evaluation.value",
        language,
        ours=write_percent(values[ours].value, language),
        beside=name_model(beside, language),
        theirs=write_percent(values[beside].value, language),
        gain=write_signed(100 * gain["value"], 0, language),
        low=write_signed(100 * gain["low"], 0, language),
        high=write_signed(100 * gain["high"], 0, language),
        observed=write_percent(value["observed"]["value"], language),
    )
    overlap = value["overlap"]
    told = "overlap_enough" if overlap["enough"] else "overlap_thin"
    yield say(
        f"evaluation.{told}",
        language,
        beside=name_model(beside, language),
        openings=overlap["openings"],
        **{f"{name}_{what}": count for name, what, count in _count_matched(value)},
    )


def _count_matched(value: Card) -> Iterator[tuple[str, str, int]]:
    """Return how many real choices were the first of our list and of the rule beside it."""
    lines = {line["ranker"]: line for line in value["rankers"]}
    for name, ranker in (("ours", next(iter(lines))), ("theirs", value["beside"])):
        yield name, "matched", lines[ranker]["matched"]
        yield name, "effective", round(lines[ranker]["effective"])


def _tell_calibration(card: Card, language: Language) -> Iterator[str]:
    found = card.get("calibration")
    if not found:
        return
    kinds = (
        say(
            "evaluation.told_and_found",
            language,
            kind=say_if(f"card.kind_{line['kind']}", language, line["kind"]),
            told=write_percent(line["told"], language),
            found=write_percent(line["found"]["value"], language),
            low=write_percent(line["found"]["low"], language),
            high=write_percent(line["found"]["high"], language),
            count=line["found"]["count"],
        )
        for line in found["by_kind"]
    )
    error = write_number(100 * found["error"]["value"], 1, language)
    yield say("evaluation.calibration", language, error=error, kinds="; ".join(kinds))


def _tell_curve(card: Card, language: Language) -> Iterator[str]:
    points = [point for point in card.get("learning_curve", ()) if point["outcome_auc"]]
    if not points:
        return
    learned = (
        f"{write_number(point['openings'], 0, language)}: "
        f"{write_number(point['outcome_auc']['value'], 3, language)}"
        for point in points
    )
    best = points[-1]
    auc = best["best_rule_auc"]
    yield say(
        "evaluation.curve",
        language,
        points=", ".join(learned),
        rule=name_model(best["best_rule"], language),
        auc="–" if auc is None else write_number(auc["value"], 3, language),
    )


def _tell_advised(card: Card, language: Language) -> Iterator[str]:
    advised = card.get("advised") or {}
    if not advised.get("moves"):
        return
    rates = {
        line["advised"]: line["success_rate"] and line["success_rate"]["value"]
        for line in advised["lines"]
    }
    yield say(
        "evaluation.advised",
        language,
        moves=advised["moves"],
        known=advised["with_outcome"],
        with_help=write_percent(rates[True], language),
        without=write_percent(rates[False], language),
    )
