"""The workbook of shortlists: "Bahan sidang Tim Penilai Kinerja", a sheet a position.

Text stays text: nothing that stands in a record is ever taken for a formula or an address.
"""

from collections.abc import Iterator, Sequence

from matching.answers import Candidate, Shortlist, YearlyPredicate
from matching.explaining.gaps import write_gaps
from matching.explaining.wish_words import write_wish
from matching.fairness.reranking_words import describe_balance
from matching.files.sheets import Column, Sheet, join, open_workbook, own, texts
from matching.notices import tell_pool
from wording import Language, say

LONGEST_NAME = 31
ORIGINS = (
    *("snapshot_id", "model_version", "policy_version", "software_version"),
    *("state_id", "id"),
)
"""What a list was made with, beside its two dates, and its own id."""
RESERVED_NAME = "history"
"""A name that Excel keeps for itself, in whatever case."""
FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", "-"))


def write_shortlists(shortlists: Sequence[Shortlist], language: Language) -> bytes:
    """Return a workbook with one sheet a position: who was looked at, and the list with reasons."""
    with open_workbook(shortlists[0].as_of if shortlists else None) as (book, content):
        taken = {RESERVED_NAME}
        for shortlist in shortlists:
            sheet = Sheet(book, _name(shortlist.position.position_id, taken), language)
            sheet.write_heading(say("matching.sheet_title", language))
            for label, value in _describe(shortlist, language):
                sheet.write_line(label, value)
            sheet.write_table(CANDIDATE_COLUMNS, shortlist.candidates)
    return content.getvalue()


def _name(position_id: str, taken: set[str]) -> str:
    """Return a sheet name that a workbook allows and that is not taken yet."""
    plain = position_id.translate(FORBIDDEN_IN_NAMES)[:LONGEST_NAME] or "-"
    name, number = plain, 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain[: LONGEST_NAME - 4]} ({number})"
    taken.add(name.casefold())
    return name


def _describe(shortlist: Shortlist, language: Language) -> Iterator[tuple[str, str]]:
    """Give the lines above a list: position, dates, who was looked at, notices."""

    def label(name: str) -> str:
        return say(f"matching.label_{name}", language)

    position, pool = shortlist.position, shortlist.pool
    yield label("position"), f"{position.title} ({position.position_id})"
    yield label("unit"), f"{position.unit}, {position.agency}"
    yield label("vacant"), str(position.vacant)
    yield label("as_of"), say("matching.plain", language, value=shortlist.as_of)
    yield label("effective_on"), say("matching.plain", language, value=shortlist.effective_on)
    yield label("pool"), tell_pool(pool, language)
    for failed in pool.failed:
        rule = say(f"matching.rule_{failed.rule}", language)
        yield "", f"{rule}: {failed.count} ({failed.source})"
    for notice in shortlist.notices:
        yield label("notice"), notice.text
    yield from describe_balance(shortlist.reranking, language)
    yield label("basis"), say(f"matching.basis_{shortlist.basis}", language)
    for name in ORIGINS:
        yield label(name), str(getattr(shortlist, name))


def _predicates(found: tuple[YearlyPredicate, ...], language: Language) -> str:
    return join(
        [f"{one.year}: {say(f'reasons.predicate_{one.predicate}', language)}" for one in found]
    )


def _fact(name: str, width: int = 12) -> Column:
    return name, width, lambda one, _: getattr(one.facts, name)


def _part(name: str) -> Column:
    return f"part_{name}", 10, lambda one, _: getattr(one.contributions, name)


def _verdict(one: Candidate, language: Language) -> str:
    doubtful = any(caution.code == "undetermined" for caution in one.warnings)
    return say(f"matching.verdict_{'undetermined' if doubtful else 'eligible'}", language)


def _preference(one: Candidate, language: Language) -> str:
    if one.wish is not None:
        return write_wish(one.wish, language)
    return say(f"matching.preference_{one.preference}", language)


CANDIDATE_COLUMNS: tuple[Column, ...] = (
    ("number", 5, lambda one, _: one.rank),
    own("nip", 20),
    own("name", 28),
    _fact("rank", 8),
    _fact("rank_since"),
    _fact("education", 22),
    own("position", 30),
    own("agency", 30),
    _fact("position_since"),
    _fact("echelon_from", 8),
    _fact("echelon_to", 8),
    _fact("job_class_from", 8),
    _fact("job_class_to", 8),
    ("predicates", 18, lambda one, language: _predicates(one.facts.predicates, language)),
    _fact("jpm", 8),
    _fact("talent_box", 8),
    _fact("retires_on"),
    ("move_kind", 12, lambda one, language: say(f"matching.move_{one.move_kind}", language)),
    (
        "needs_competency_test",
        10,
        lambda one, language: say(
            "reasons.yes" if one.needs_competency_test else "reasons.no", language
        ),
    ),
    ("verdict", 16, _verdict),
    own("fit", 9),
    own("fit_low", 9),
    own("fit_high", 9),
    own("score", 9),
    _part("base"),
    _part("competency"),
    _part("performance"),
    _part("tenure"),
    _part("career"),
    texts("reasons"),
    texts("concerns"),
    texts("warnings"),
    ("gaps", 50, lambda one, language: join(write_gaps(one.gaps, language))),
    ("preference", 14, _preference),
    own("origin_fill_ratio_after", 12),
)
