"""The part of a card about the columns: how much each weighs, and what more of it does."""

from collections.abc import Mapping
from typing import Any

from features.catalog import CATALOG, Feature
from models.bundle import Bundle
from models.card.charts import draw_bar, draw_effect
from models.card.document import Block, Cell, Drawing, Fold, Paragraph, Row, Section, Table
from models.card.words import Words

SHOWN = 10
"""Columns whose weight is shown, the weightiest first."""


def tell_columns(bundle: Bundle, words: Words) -> Section:
    """Show what counts, how much and in which direction; everything else is never looked at."""
    card = bundle.card
    blocks: list[Block] = [Paragraph(words("columns_never"))]
    if card.get("importance"):
        blocks += [_weigh(card["importance"], words), Paragraph(words("weight_hint"), aside=True)]
    if card.get("effects"):
        curves = tuple(_trace(line, words) for line in card["effects"])
        blocks.append(Fold(words("effects_title"), (Paragraph(words("effects_hint")), *curves)))
    blocks.append(Fold(words("columns_all"), _list_columns(bundle, words)))
    return Section("columns", words("columns_title"), tuple(blocks))


def _weigh(importance: list[Mapping[str, Any]], words: Words) -> Table:
    greatest = importance[0]["share"]
    rows = tuple(
        Row(
            words.feature(line["feature"]),
            (
                Cell(words.percent(line["share"]), drawing=draw_bar(line["share"] / greatest)),
                Cell(words.direction(line["direction"])),
            ),
        )
        for line in importance[:SHOWN]
    )
    headings = (words("column_feature"), words("column_weight"), words("column_direction"))
    caption = words("weight_caption", shown=len(rows), all=len(importance))
    return Table(caption, headings, rows)


def _trace(line: Mapping[str, Any], words: Words) -> Drawing:
    """Return a column's curve and the table of its points."""
    name, unknown = line["feature"], words("unknown")
    label, values = words.feature(name), line["values"]
    ends = (words.value(name, values[0]), words.value(name, values[-1]))
    title = words("effect_title", feature=label, direction=words.direction(line["direction"]))
    chart = draw_effect(values, line["effect"], line["missing"], ends, title, words.language)
    points = [
        (words.value(name, value), effect)
        for value, effect in zip(values, line["effect"], strict=True)
    ]
    if line["missing"] is not None:
        points.append((unknown, line["missing"]))
    rows = tuple(Row(value, (Cell(words.signed(effect)),)) for value, effect in points)
    table = Table(title, (words("column_value"), words("column_effect")), rows)
    return Drawing(chart, table)


def _list_columns(bundle: Bundle, words: Words) -> tuple[Table, ...]:
    """Return a table a group of every column that the catalog offers to models."""
    used = set(bundle.used_features)
    shares = {line["feature"]: line["share"] for line in bundle.card.get("importance") or ()}
    offered = [feature for feature in CATALOG if feature.in_model or feature.name in used]
    headings = (words("column_feature"), words("column_weight"), words("column_direction"))

    def tell(feature: Feature) -> Row:
        counts = feature.name in used
        share = shares.get(feature.name)
        weight = words.write(None) if share is None else words.fine_percent(share)
        direction = (
            words.direction(bundle.direction_of(feature.name)) if counts else words("unused")
        )
        return Row(words.feature(feature.name), (Cell(weight), Cell(direction)))

    return tuple(
        Table(
            words.group(group),
            headings,
            tuple(tell(feature) for feature in offered if feature.group == group),
        )
        for group in dict.fromkeys(feature.group for feature in offered)
    )
