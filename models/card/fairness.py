"""The part of a card about fairness: who stands on lists beside who could, in words and figures.

It reads the audit as plain values, as a card keeps them and as watching finds them today.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from models.card.document import Block, Cell, Fold, Listing, Paragraph, Row, Section, Table
from models.card.words import Words
from models.columns import name_column
from models.group_names import name_attribute, name_group
from wording import Fact, Language, say, write, write_number, write_percent, write_signed

Found = Mapping[str, Any]

WITHOUT_FIGURES = ("too_few", "would_tell")
"""Groups hidden for these reasons have nothing to show: a sentence names them together."""
MOST_NAMED = 12
"""Of these, so many are named; an attribute may have a value a person."""


def tell_fairness(card: Found, words: Words) -> Section | None:
    """Tell what the audit found; None where a card holds none."""
    found = card.get("fairness")
    return None if found is None else describe_fairness(found, words)


def describe_fairness(found: Found, words: Words) -> Section:
    """Tell what an audit found; the parts that look back stand folded below."""
    blocks: list[Block] = [*_tell_lists(found, words.language)]
    if found["past_choices"]:
        blocks.append(Fold(_say("choices_title", words.language), _tell_choices(found, words)))
    if found["outcomes"]:
        blocks.append(Fold(_say("outcomes_title", words.language), _tell_outcomes(found, words)))
    return Section("fairness", _say("title", words.language), tuple(blocks))


def tell_alarm(alarm: Found, language: Language) -> str:
    """Say which group has less than others, how much, and whether that keeps a model back."""
    told = _say(
        f"alarm_{alarm['about']}",
        language,
        attribute=name_attribute(alarm["attribute"], language),
        group=name_group(alarm["attribute"], alarm["group"], language),
        ratio=_write_ratio(alarm["ratio"], language),
    )
    if alarm["about"] != "lists":
        return told
    return f"{told} {_say('alarm_gates' if alarm['gates'] else 'alarm_shown', language)}"


def tell_verdict(found: Found, language: Language) -> str:
    """Say whether any group has too small a chance of standing on lists."""
    if any(alarm["about"] == "lists" for alarm in found["alarms"]):
        return _say("verdict_alarm", language, limit=float(found["least_ratio"]))
    compared = any(
        group["selection_ratio"] for each in found["attributes"] for group in each["groups"]
    )
    key = "verdict_none" if compared else "verdict_nothing"
    return _say(key, language, limit=float(found["least_ratio"]))


def _say(key: str, language: Language, **facts: Fact) -> str:
    return say(f"fairness.{key}", language, **facts)


def _tell_lists(found: Found, language: Language) -> Iterator[Block]:
    on = date.fromisoformat(found["as_of"])
    posts, watched = found["posts"], found.get("posts_watched", found["posts"])
    facts: dict[str, Fact] = {"posts": posts, "top": found["top"], "on": on}
    lead = _say("lead", language, **facts)
    part = f" {_say('lead_part', language, watched=watched)}" if watched > posts else ""
    yield Paragraph(f"{lead}{part}")
    yield Paragraph(tell_verdict(found, language))
    alarms = tuple(tell_alarm(alarm, language) for alarm in found["alarms"])
    if alarms:
        yield Listing(alarms)
    if found["absent"]:
        names = ", ".join(name_attribute(name, language) for name in found["absent"])
        yield Paragraph(_say("absent", language, attributes=names))
    if found["attributes"]:
        yield from _draw_lists(found, language)
        yield from (Paragraph(text) for text in _tell_columns(found, language))
        yield from (Paragraph(text) for text in _tell_unjudged(found, language))
        yield from (Paragraph(text, aside=True) for text in _tell_distances(found, language))
    facts = {"confidence": found["confidence"], "least": found["least_group"]}
    yield Paragraph(_say("how_to_read", language, **facts), aside=True)


def _draw_lists(found: Found, language: Language) -> Iterator[Block]:
    heads = ("group", "people", "listed", "selection_ratio", "exposure_ratio")
    return _draw(found["attributes"], heads, "caption", _fill_listed, language)


def _fill_listed(group: Found, language: Language) -> tuple[Cell, ...]:
    share, listed = write(None, language), ""
    if group["selected"] is not None:
        share = f"{write_number(100 * group['selection_rate'], 1, language)}%"
        listed = _say("times", language, count=group["selected"])
    return (
        Cell(write(group["people"], language)),
        Cell(share, listed),
        _cell(group["selection_ratio"], language),
        _cell(group["exposure_ratio"], language),
    )


def _tell_columns(found: Found, language: Language) -> Iterator[str]:
    """Say which columns set the groups apart that an alarm speaks of."""
    for each in found["attributes"]:
        for group in each["groups"]:
            if group["alarm"] and group["columns"]:
                columns = ", ".join(
                    f"{name_column(one['feature'], language)} "
                    f"({write_signed(one['gap'], 2, language)})"
                    for one in group["columns"]
                )
                named = name_group(each["attribute"], group["group"], language)
                yield _say("columns", language, group=named, columns=columns)


def _tell_unjudged(found: Found, language: Language) -> Iterator[str]:
    """Say how many of a group never reached a pool for want of a fact, where any did not."""
    lines = []
    for each in found["attributes"]:
        told = [one for one in each.get("unjudged", ()) if one["share"] is not None]
        if any(one["share"] for one in told):
            shares = ", ".join(
                f"{name_group(each['attribute'], one['group'], language)} "
                f"{write_percent(one['share'], language)}"
                for one in told
            )
            lines.append(f"{name_attribute(each['attribute'], language)}: {shares}")
    if lines:
        yield _say("unjudged", language, lines="; ".join(lines))


def _tell_distances(found: Found, language: Language) -> Iterator[str]:
    """Say how far the lists' make-up is from that of the eligible, beside blind draws."""
    lines = [
        _say(
            "distance_of",
            language,
            attribute=name_attribute(each["attribute"], language),
            found=write_number(each["ndkl"], 2, language),
            **{end: write_number(each["by_chance"][end], 2, language) for end in ("low", "high")},
        )
        for each in found["attributes"]
        if each.get("by_chance")
    ]
    if lines:
        yield _say("distance", language, lines="; ".join(lines))


def _tell_choices(found: Found, words: Words) -> tuple[Block, ...]:
    language, openings = words.language, found["past_choices"][0]["openings"]
    heads = ("group", "movers", "others", "odds_ratio", "like_odds_ratio")
    tables = _draw(found["past_choices"], heads, "choices_caption", _fill_chosen, language)
    return Paragraph(_say("choices_lead", language, openings=openings)), *tables


def _fill_chosen(group: Found, language: Language) -> tuple[Cell, ...]:
    counts = (Cell(write(group[name], language)) for name in ("movers", "others"))
    return (*counts, *(_cell(group[name], language) for name in ("odds_ratio", "like_odds_ratio")))


def _tell_outcomes(found: Found, words: Words) -> tuple[Block, ...]:
    language = words.language
    heads = ("group", "moves", "success", "success_ratio", "told", "gap", "listed_success")
    tables = _draw(found["outcomes"], heads, "outcomes_caption", _fill_ended, language)
    return Paragraph(_say("outcomes_lead", language, least=found["least_group"])), *tables


def _fill_ended(group: Found, language: Language) -> tuple[Cell, ...]:
    listed = _share(group["listed_success_rate"], language)
    if group["listed"] != 0 and group["listed_success_rate"] is None:
        listed = Cell(_say("hidden_few_concerned", language))
    return (
        Cell(write(group["moves"], language)),
        _share(group["success_rate"], language),
        _cell(group["success_ratio"], language),
        Cell(write_percent(group["told"], language)),
        _points(group["gap"], language),
        listed,
    )


def _draw(
    parts: Iterable[Found],
    heads: tuple[str, ...],
    caption: str,
    fill: Callable[[Found, Language], tuple[Cell, ...]],
    language: Language,
) -> Iterator[Block]:
    """Give one table of all attributes, and a sentence that names the groups without a figure."""
    rows: list[Row] = []
    hidden: list[str] = []
    for each in parts:
        attribute = name_attribute(each["attribute"], language)
        told = [group for group in each["groups"] if group["suppressed"] not in WITHOUT_FIGURES]
        rows += [Row(attribute)] if told else []
        rows += [_draw_group(each["attribute"], group, fill, language) for group in told]
        names = (
            name_group(each["attribute"], group["group"], language)
            for group in each["groups"]
            if group["suppressed"] in WITHOUT_FIGURES
        )
        hidden += [f"{attribute}: {name}" for name in names]
    headings = tuple(_say(f"head_{head}", language) for head in heads)
    if rows:
        yield Table(_say(caption, language), headings, tuple(rows))
    if hidden:
        named = hidden[:MOST_NAMED]
        if len(hidden) > MOST_NAMED:
            named.append(_say("hidden_others", language, count=len(hidden) - MOST_NAMED))
        yield Paragraph(_say("hidden", language, groups="; ".join(named)), aside=True)


def _draw_group(
    attribute: str,
    group: Found,
    fill: Callable[[Found, Language], tuple[Cell, ...]],
    language: Language,
) -> Row:
    """Return a group's figures; one that is not compared says why in place of the last."""
    why, mark = group["suppressed"], _say("mark", language) if group["alarm"] else ""
    cells = fill(group, language)
    if why is not None:
        cells = (*cells[:-1], Cell(_say(f"hidden_{why}", language)))
    return Row(name_group(attribute, group["group"], language), cells, mark, warns=True)


def _write_ratio(ratio: Found, language: Language) -> str:
    cell = _cell(ratio, language)
    return f"{cell.text} ({cell.detail})"


def _cell(ratio: Found | None, language: Language) -> Cell:
    if ratio is None:
        return Cell(write(None, language))
    low = write_number(ratio["low"], 2, language)
    if ratio["value"] is None:
        return Cell(_say("only", language), _say("from", language, low=low))
    value = write_number(ratio["value"], 2, language)
    if ratio["high"] is None:
        return Cell(value, _say("from", language, low=low))
    return Cell(value, f"{low}–{write_number(ratio['high'], 2, language)}")


def _share(estimate: Found | None, language: Language) -> Cell:
    if estimate is None:
        return Cell(write(None, language))
    low, high = (write_percent(estimate[end], language) for end in ("low", "high"))
    return Cell(write_percent(estimate["value"], language), f"{low}–{high}")


def _points(estimate: Found | None, language: Language) -> Cell:
    if estimate is None:
        return Cell(write(None, language))
    value, low, high = (
        write_signed(100 * estimate[one], 1, language) for one in ("value", "low", "high")
    )
    return Cell(value, _say("between", language, low=low, high=high))
