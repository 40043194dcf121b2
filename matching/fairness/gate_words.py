"""Which rule excludes whom, in words and tables: for the terminal, the page and the API alike."""

from collections.abc import Iterator
from dataclasses import dataclass

from matching.fairness.gates import GateAudit, GroupExcluded, RuleAudit
from models.card.document import Block, Cell, Fold, Listing, Paragraph, Row, Section, Table
from models.group_names import mention_attribute, name_group
from wording import Fact, Language, say, write, write_number, write_percent

BY_THEIR_WORDS = {("age_cap", "age"), ("retirement_horizon", "age")}
"""Rules that speak of an attribute themselves: that they divide people by it is their meaning."""


@dataclass(frozen=True)
class GateAlarm:
    """A group that passes a rule much more seldom than others, and not by chance."""

    rule: str
    source: str
    attribute: str
    group: str | None
    passing_ratio: float | None
    text: str


@dataclass(frozen=True)
class GateAuditAnswer:
    """What the API tells: the audit in figures, its alarms and what they mean in words."""

    text: str
    alarms: tuple[GateAlarm, ...]
    audit: GateAudit


def tell_gates(audit: GateAudit, language: Language) -> GateAuditAnswer:
    """Return the whole answer in a language."""
    return GateAuditAnswer(_tell_lead(audit, language), tuple(_list_alarms(audit, language)), audit)


def describe_gates(audit: GateAudit, language: Language) -> Section:
    """Return the answer as a section: what it rests on, alarms, and a table an attribute."""
    alarms = tuple(alarm.text for alarm in _list_alarms(audit, language))
    blocks: list[Block] = [Paragraph(_tell_lead(audit, language))]
    blocks.append(Listing(alarms) if alarms else Paragraph(_say("no_alarm", language)))
    if audit.rules:
        blocks.append(_draw_rules(audit, language))
        blocks += [
            Fold(_say("by", language, attribute=mention_attribute(name, language)), (table,))
            for name, table in _draw_attributes(audit, language)
        ]
    blocks += [Paragraph(text, aside=True) for text in _tell_limits(audit, language)]
    return Section("gates", _say("title", language), tuple(blocks))


def _say(key: str, language: Language, **facts: Fact) -> str:
    return say(f"gate_audit.{key}", language, **facts)


def _tell_lead(audit: GateAudit, language: Language) -> str:
    return _say("lead", language, posts=audit.posts, people=audit.people)


def _list_alarms(audit: GateAudit, language: Language) -> Iterator[GateAlarm]:
    for rule in audit.rules:
        for by in rule.attributes:
            for group in by.groups:
                if group.alarm:
                    yield GateAlarm(
                        rule.rule,
                        rule.source,
                        by.attribute,
                        group.group,
                        group.passing_ratio,
                        _tell_alarm(rule, by.attribute, group, language),
                    )


def _tell_alarm(rule: RuleAudit, attribute: str, group: GroupExcluded, language: Language) -> str:
    """Say by how much a group passes more seldom, and that the rule itself is given."""
    facts: dict[str, Fact] = {
        "rule": say(f"matching.rule_{rule.rule}", language),
        "source": rule.source,
        "group": name_group(attribute, group.group, language),
        "attribute": mention_attribute(attribute, language),
        "excluded": write_percent(group.excluded, language),
        "others": write_percent(group.others, language),
        "unclear": write_percent(group.unclear, language),
        "others_unclear": write_percent(group.others_unclear, language),
    }
    if group.lacks_facts:
        return _say("alarm_lacks_facts", language, **facts)
    own_words = (rule.rule, attribute) in BY_THEIR_WORDS
    return _say("alarm_by_its_words" if own_words else "alarm", language, **facts)


def _draw_rules(audit: GateAudit, language: Language) -> Table:
    heads = ("rule", "source", "excluded", "unclear", "alone")
    return Table(
        _say("caption", language),
        tuple(_say(f"head_{head}", language) for head in heads),
        tuple(
            Row(
                say(f"matching.rule_{rule.rule}", language),
                (
                    Cell(rule.source),
                    Cell(_percent(rule.excluded, language)),
                    Cell(_percent(rule.unclear, language)),
                    Cell(_count(rule.alone, language)),
                ),
            )
            for rule in audit.rules
        ),
    )


def _draw_attributes(audit: GateAudit, language: Language) -> Iterator[tuple[str, Table]]:
    """Give a table an attribute that splits people: a line a rule, a column a group."""
    for place, by in enumerate(audit.rules[0].attributes):
        if len(by.groups) < 2:
            continue
        groups = [name_group(by.attribute, group.group, language) for group in by.groups]
        rows = (
            Row(
                say(f"matching.rule_{rule.rule}", language),
                tuple(_write(group, language) for group in rule.attributes[place].groups),
            )
            for rule in audit.rules
        )
        heads = (_say("head_rule", language), *groups)
        caption = _say("caption_groups", language)
        yield by.attribute, Table(caption, heads, tuple(rows))


def _write(group: GroupExcluded, language: Language) -> Cell:
    """Write the shares turned away and unclear, and the ratio of both to the others' both."""
    share, ratio = _percent(group.excluded, language), group.ratio
    if group.unclear:
        share = _say(
            "and_unclear", language, share=share, unclear=_percent(group.unclear, language)
        )
    if ratio is None:
        return Cell(share)
    low = write_number(ratio.low, 2, language)
    if ratio.value is None:
        return Cell(share, _say("only", language, low=low))
    value = write_number(ratio.value, 2, language)
    high = "∞" if ratio.high is None else write_number(ratio.high, 2, language)
    return Cell(share, _say("ratio", language, value=value, low=low, high=high))


def _count(people: int | None, language: Language) -> str:
    return _say("hidden", language) if people is None else write(people, language)


def _percent(share: float | None, language: Language) -> str:
    """Write a share; None is not shown."""
    return _say("hidden", language) if share is None else write_percent(share, language)


def _tell_limits(audit: GateAudit, language: Language) -> Iterator[str]:
    if audit.absent:
        names = ", ".join(mention_attribute(name, language) for name in audit.absent)
        yield _say("absent", language, attributes=names)
    if audit.not_checked:
        rules = ", ".join(say(f"matching.rule_{rule}", language) for rule in audit.not_checked)
        yield _say("not_checked", language, rules=rules)
    yield _say("how_to_read", language, least=audit.least_group, limit=audit.least_ratio)
