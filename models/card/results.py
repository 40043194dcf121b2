"""The parts of a card about how well the model did: figures beside the rules that users know."""

from collections.abc import Mapping
from typing import Any

from models.bundle import Bundle
from models.calibration import COVERAGE
from models.card.charts import Curve, draw_curves, draw_intervals, draw_reliability
from models.card.document import (
    Block,
    Cell,
    Drawing,
    Facts,
    Fold,
    Paragraph,
    Row,
    Section,
    Table,
)
from models.card.words import LEARNED, Words
from snapshots.days import to_date
from wording import say

MEASURES = ("outcome_auc", "recall_at_10", "ndcg_at_10", "brier", "log_loss")
CHANCE = 0.5
"""The AUC of a draw of lots."""


def tell_metrics(bundle: Bundle, words: Words) -> Section:
    """Show each measure of every ranker on openings that were not learned from."""
    title, table = words("metrics_title"), bundle.card.get("evaluation")
    if not table or not table["lines"]:
        return Section("metrics", title, (Paragraph(words("metrics_none")),))
    ours = find_own_line(bundle)
    rows = tuple(
        Row(
            words.ranker(line["ranker"]),
            tuple(words.figure(line["measures"].get(name)) for name in MEASURES),
            words("in_use") if line["ranker"] == ours else "",
        )
        for line in table["lines"]
    )
    headings = (words("column_ranker"), *(words(f"measure_{name}") for name in MEASURES))
    figures = Table(words("metrics_caption", coverage=COVERAGE), headings, rows)
    blocks = [
        _tell_window(table, words),
        _draw_measures(table, ours, words, figures),
        Paragraph(words("metrics_hint"), aside=True),
        *_tell_excluded(table.get("excluded") or {}, words),
    ]
    return Section("metrics", title, tuple(blocks))


def find_own_line(bundle: Bundle) -> str:
    """Return the ranker by which the model stands in its own table."""
    return bundle.name if bundle.basis == "rule" else LEARNED


def _tell_window(table: Mapping[str, Any], words: Words) -> Facts:
    counts = words("openings_and_outcomes", openings=table["named"], judged=table["judged"])
    facts = [(words("tested_count"), counts)]
    if table["from_day"] is not None:
        days = {name: to_date(table[end]) for name, end in (("a", "from_day"), ("b", "to_day"))}
        facts.insert(0, (words("tested_window"), words("from_to", **days)))
    return Facts(tuple(facts))


def _draw_measures(
    table: Mapping[str, Any], ours: str, words: Words, figures: Table
) -> Drawing | Table:
    measure = _choose_drawn(table, ours)
    lines = [
        (words.ranker(line["ranker"]), line["measures"][measure], line["ranker"] == ours)
        for line in table["lines"]
        if line["measures"].get(measure)
    ]
    if not lines:
        return figures
    middle = CHANCE if measure == "outcome_auc" else None
    chart = draw_intervals(lines, middle, words(f"measure_{measure}"), words.language)
    return Drawing(chart, figures)


def _choose_drawn(table: Mapping[str, Any], ours: str) -> str:
    """Return the measure to draw: outcomes where they are foretold beyond chance, else naming."""
    own = next((line for line in table["lines"] if line["ranker"] == ours), None)
    told = own["measures"].get("outcome_auc") if own else None
    return "outcome_auc" if told and told["low"] > CHANCE else "ndcg_at_10"


def _tell_excluded(excluded: Mapping[str, float], words: Words) -> list[Block]:
    if not excluded:
        return []
    rows = tuple(
        Row(say(f"matching.rule_{rule}", words.language), (Cell(words.fine_percent(share)),))
        for rule, share in sorted(excluded.items(), key=lambda item: -item[1])
    )
    headings = (words("column_rule"), words("share"))
    caption = words("excluded_caption")
    return [Fold(words("excluded_title"), (Table(caption, headings, rows),))]


def tell_value(card: Mapping[str, Any], words: Words) -> Section | None:
    """Tell what taking the first of the list would have achieved, beside the most senior."""
    if "policy_value" not in card:
        return None
    title, value = words("value_title"), card["policy_value"]
    if value is None:
        why = words.choose("value_why_", card.get("policy_value_why_not"), "value_none")
        return Section("value", title, (Paragraph(why),))
    rows = tuple(
        Row(
            words.ranker(line["ranker"]),
            (words.share(line["value"]), Cell(words.write(line["matched"]))),
        )
        for line in value["rankers"]
    )
    headings = (words("column_ranker"), words("value_share"), words("value_matched"))
    blocks = (
        *_compare_values(value, words),
        Paragraph(_tell_overlap(value, words)),
        Table(words("value_caption"), headings, rows),
    )
    return Section("value", title, blocks)


def _tell_overlap(value: Mapping[str, Any], words: Words) -> str:
    """Return how often who was really moved stood first, and what the estimate rests on then."""
    overlap, beside = value["overlap"], value["beside"]
    matched = {line["ranker"]: line["matched"] for line in value["rankers"]}
    counts = words(
        "overlap",
        openings=overlap["openings"],
        ours=matched[value["ours"]],
        beside=words.ranker(beside),
        theirs=matched[beside],
    )
    return f"{counts} {words('overlap_enough' if overlap['enough'] else 'overlap_thin')}"


def _compare_values(value: Mapping[str, Any], words: Words) -> list[Block]:
    """Return what the first of our list promises, beside another rule where ours is not that."""
    shares = {line["ranker"]: line["value"] for line in value["rankers"]}
    ours, beside, gain = value["ours"], value["beside"], value["difference"]
    facts = {
        "ours": words.tell_share(shares[ours]),
        "observed": words.tell_share(value["observed"]),
    }
    if beside == ours:
        return [Paragraph(words("value_alone", **facts))]
    facts |= {"beside": words.ranker(beside), "theirs": words.tell_share(shares[beside])}
    facts |= {
        name: words.points(gain[end])
        for name, end in (("gain", "value"), ("low", "low"), ("high", "high"))
    }
    told = [Paragraph(words("value_told", **facts))]
    if value["overlap"]["enough"]:
        sure = gain["low"] > 0 or gain["high"] < 0
        told.append(Paragraph(words("value_sure" if sure else "value_unsure")))
    return [*told]


def tell_calibration(card: Mapping[str, Any], words: Words) -> Section | None:
    """Show whether as many succeed as the model tells, over all and by kind of position."""
    title, found = words("calibration_title"), card.get("calibration")
    if found is None:
        if "calibration" not in card:
            return None
        return Section("calibration", title, (Paragraph(words("calibration_none")),))
    rows = tuple(
        Row(words.percent(line["told"]), (words.share(line["found"]), _count(line["found"], words)))
        for line in found["bins"]
    )
    kinds = tuple(
        Row(
            words(f"kind_{line['kind']}"),
            (
                Cell(words.percent(line["told"])),
                words.share(line["found"]),
                _count(line["found"], words),
            ),
        )
        for line in found["by_kind"]
    )
    told, seen = words("column_told"), words("column_found")
    drawing = draw_reliability(found["bins"], told, seen, words("calibration_chart"))
    error, by_chance = words.tell_share(found["error"]), words.percent(found["by_chance"])
    missed = words("calibration_told", count=found["count"], error=error, by_chance=by_chance)
    blocks: list[Block] = [
        Paragraph(missed),
        Drawing(drawing, Table(words("calibration_caption"), (told, seen, words("count")), rows)),
    ]
    if kinds:
        headings = (words("column_kind"), told, seen, words("count"))
        blocks.append(Table(words("calibration_kinds"), headings, kinds))
    return Section("calibration", title, tuple(blocks))


def _count(estimate: Mapping[str, Any], words: Words) -> Cell:
    return Cell(words.write(estimate["count"]))


def tell_learning(card: Mapping[str, Any], words: Words) -> Section | None:
    """Show how the model would have done with fewer past transfers to learn from."""
    points = card.get("learning_curve")
    if not points:
        return None
    rows = tuple(
        Row(
            words.write(point["openings"]),
            (
                words.figure(point["outcome_auc"]),
                words.figure(point["best_rule_auc"]),
                words.figure(point["brier"]),
            ),
        )
        for point in points
    )
    best = {point["best_rule"] for point in points}
    headings = (
        words("column_openings"),
        words.ranker(LEARNED),
        words.ranker(best.pop()) if len(best) == 1 else words("best_rule"),
        words("measure_brier"),
    )
    blocks = (
        Paragraph(words("learning_lead")),
        _draw_learning(points, words, Table(words("learning_caption"), headings, rows)),
    )
    return Section("learning", words("learning_title"), blocks)


def _draw_learning(
    points: list[Mapping[str, Any]], words: Words, figures: Table
) -> Drawing | Table:
    labels = {"outcome_auc": words("curve_learned"), "best_rule_auc": words("curve_rule")}
    curves = []
    for name, label in labels.items():
        known = tuple((point["openings"], point[name]) for point in points if point[name])
        if known:
            curves.append(Curve(label, known, name == "outcome_auc"))
    if not curves:
        return figures
    across, up = words("column_openings"), words("measure_outcome_auc")
    chart = draw_curves(curves, across, up, words("learning_title"), words.language)
    return Drawing(chart, figures)


def tell_advised(card: Mapping[str, Any], words: Words) -> Section | None:
    """Tell apart the transfers that were made with help of a list; None without any."""
    advised = card.get("advised")
    if not advised or not advised["moves"]:
        return None
    rows = tuple(
        Row(
            words("advised_yes" if line["advised"] else "advised_no"),
            (words.share(line["success_rate"]), words.figure(line["outcome_auc"])),
        )
        for line in advised["lines"]
    )
    headings = (words("advised_heading"), words("records_rate"), words("measure_outcome_auc"))
    told = words("advised_told", moves=advised["moves"], known=advised["with_outcome"])
    blocks = (Paragraph(told), Table(words("advised_caption"), headings, rows))
    return Section("advised", words("advised_title"), blocks)
