"""The parts of a card about use, records, limits, objections and versions."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Literal

from models.bundle import UNREGISTERED, Basis, Bundle
from models.card.document import (
    Block,
    Cell,
    Facts,
    Fold,
    Listing,
    Paragraph,
    Row,
    Section,
    Table,
    Verbatim,
)
from models.card.results import find_own_line
from models.card.words import Words

WhyNamed = Literal["nothing_foretold", "asked"]

USES, MISUSES, OBJECTIONS = 3, 4, 4
"""How many sentences each of these lists has in the wording."""
HARDLY = 0.6
"""Lower end of the AUC's interval below which outcomes count as hardly foretold."""
FEW_OUTCOMES = 500
SHORT = 12
"""How much of a fingerprint is shown; the whole stands in `/v1/model` and in MLflow."""


def tell_use(bundle: Bundle, words: Words) -> Section:
    """Say what the model is, what it is for and not for, and who must decide."""
    return Section(
        "use",
        words("use_title"),
        (
            Paragraph(tell_basis(bundle, words)),
            Listing(tuple(words(f"use_{number}") for number in range(1, USES + 1))),
            Paragraph(words("misuse_lead")),
            Listing(tuple(words(f"misuse_{number}") for number in range(1, MISUSES + 1))),
            Paragraph(words("use_person")),
        ),
    )


def tell_basis(bundle: Bundle, words: Words) -> str:
    """Return in a sentence what the order rests on, and why no more where a rule serves."""
    basis = words(f"basis_{bundle.basis}", rule=words.ranker(bundle.name))
    named = find_why_named(bundle.basis, bundle.card)
    if named is not None:
        basis = f"{basis} {words(f'why_named_{named}')}"
    why = bundle.card.get("why_rule")
    return f"{basis} {words.choose('why_rule_', why, 'why_rule_other')}" if why else basis


def find_why_named(basis: Basis, card: Mapping[str, Any]) -> WhyNamed | None:
    """Return the code of why the order follows whom committees chose, None where it does not.

    `nothing_foretold`: these records do not foretell how moves end; `asked`: the recipe says so.
    Its sentence is the text `card.why_named_CODE`.
    """
    if basis == "rule" or (card.get("settings") or {}).get("foretells") is not False:
        return None
    label = (card.get("recipe_whole") or {}).get("label") or {}
    return "asked" if label.get("serves") == "naming" else "nothing_foretold"


def tell_records(card: Mapping[str, Any], words: Words) -> Section | None:
    """Say from what the model learned, how outcomes were told, and what was left out and why."""
    if "openings" not in card:
        return None
    told = "given" if card["outcomes_given"] else "judged"
    if told == "judged" and not card["judged_by_performance"]:
        told = "judged_without_performance"
        if not card.get("judged_by_discipline", True):  # older cards do not say
            told = "judged_without_performance_or_discipline"
    facts = [
        (words("records_as_of"), words.write(_read_day(card["as_of"]))),
        (words("records_openings"), words.write(card["openings"])),
        (words("records_outcomes"), words.write(card["outcomes"])),
        (words("records_rate"), words.percent(card["success_rate"])),
    ]
    if card["first_move"]:
        days = (words.write(_read_day(card[end])) for end in ("first_move", "last_move"))
        facts.insert(
            1, (words("records_window"), words("from_to", **dict(zip("ab", days, strict=True))))
        )
    blocks: list[Block] = [Facts(tuple(facts)), Paragraph(words(f"outcomes_{told}"))]
    blocks += _left_out(card, words)
    return Section("records", words("records_title"), tuple(blocks))


def _left_out(card: Mapping[str, Any], words: Words) -> Iterator[Table]:
    lines = card.get("left_out") or ()
    if lines:
        rows = tuple(
            Row(
                words.choose("left_out_", line["what"], "left_out_other"),
                (
                    Cell(words.write(line["count"])),
                    Cell(words.choose("left_out_why_", line["what"], "left_out_why_other")),
                ),
            )
            for line in lines
        )
        headings = (words("left_out_heading"), words("count"), words("left_out_why_heading"))
        yield Table(words("left_out_caption"), headings, rows)


def tell_limits(bundle: Bundle, words: Words) -> Section:
    """Say what the figures cannot carry, as far as they were measured."""
    return Section("limits", words("limits_title"), (Listing(tuple(_list_limits(bundle, words))),))


def _list_limits(bundle: Bundle, words: Words) -> Iterator[str]:
    card, table = bundle.card, bundle.card.get("evaluation") or {}
    if card.get("made_up"):
        yield words("limit_made_up")
    lines = {line["ranker"]: line["measures"] for line in table.get("lines", ())}
    told = lines.get(find_own_line(bundle), {}).get("outcome_auc")
    if told:
        facts = {end: words.percent(told[end]) for end in ("value", "low", "high")}
        yield words("limit_pairs", **facts)
        if told["low"] < HARDLY:
            yield words("limit_hardly")
    if bundle.basis == "blend":
        yield words("limit_blend")
    if bundle.calibration is None:
        yield words("limit_no_probability")
    if 0 <= card.get("outcomes", -1) < FEW_OUTCOMES:
        yield words("limit_few", count=card["outcomes"])
    if table.get("excluded_any"):
        yield words("limit_excluded", share=words.percent(table["excluded_any"]))
    yield words("limit_movers_only")
    yield words("limit_age")


def tell_objections(words: Words) -> Section:
    """Say how a person can contest what was said or decided, by the law of the land.

    Sources: UU 27/2022 (personal data) article 10, PP 79/2021 (objections of civil servants),
    UU 5/1986 and its changes (administrative courts), UU 14/2008 article 17 (closed information).
    """
    items = tuple(words(f"objection_{number}") for number in range(1, OBJECTIONS + 1))
    blocks = (Paragraph(words("objections_lead")), Listing(items))
    return Section("objections", words("objections_title"), blocks)


def tell_versions(bundle: Bundle, words: Words) -> Section:
    """Say by what the same model can be made again: records, rules, recipe, software."""
    card = bundle.card
    facts = [(words("version_catalog"), bundle.catalog_fingerprint[:SHORT])]
    if bundle.model_version != UNREGISTERED:
        facts.insert(0, (words("version_model"), bundle.model_version))
    named = [name for name in ("snapshot_id", "policy_version", "recipe") if card.get(name)]
    facts += [(words(f"version_{name}"), str(card[name])) for name in named]
    facts += [(name, str(version)) for name, version in (card.get("software") or {}).items()]
    folds = (
        Fold(words(f"version_{name}"), (Verbatim(_write_lines(card[name])),))
        for name in ("recipe_whole", "settings")
        if card.get(name)
    )
    return Section("versions", words("versions_title"), (Facts(tuple(facts)), *folds))


def _write_lines(nested: Mapping[str, Any], head: str = "") -> str:
    lines = (
        _write_lines(value, f"{head}{name}.")
        if isinstance(value, Mapping)
        else f"{head}{name} = {json.dumps(value, ensure_ascii=False)}"
        for name, value in nested.items()
    )
    return "\n".join(lines)


def _read_day(written: str) -> date:
    return date.fromisoformat(written)
