"""What a table of the workload report has as columns, for sheets and the terminal alike."""

from collections.abc import Callable

from planning.need.answers import NeedReport, NeedRow
from wording import Language, say

Cell = str | int | float | None
Read = Callable[[NeedRow, Language], Cell]

FIGURES = ("positions", "seats", "need", "staff", "gap", "short", "over")
PEOPLE = ("vacant", "people", "pns", "pppk")
RISKS = ("overdue", "single_holder", "only_acting")


def list_columns(report: NeedReport, language: Language) -> tuple[tuple[str, int, Read], ...]:
    """Return (heading, width in characters, cell of a row) of every column, in order."""

    def head(name: str, **facts: int | str) -> str:
        return say(f"need.column_{name}", language, **facts)

    def own(name: str, width: int = 10) -> tuple[str, int, Read]:
        return head(name), width, lambda row, _: getattr(row, name)

    years = [one.year for one in report.total.retiring]
    return (
        (head("name"), 40, lambda row, _: row.name),
        (head("id"), 14, lambda row, _: row.id),
        (head("unit"), 30, lambda row, _: row.unit),
        (head("agency"), 30, lambda row, _: row.agency),
        *(own(name) for name in FIGURES),
        (head("ratio"), 12, lambda row, _: row.fill_ratio),
        own("load"),
        (head("minutes"), 12, lambda row, _: row.minutes_a_head),
        own("efficiency"),
        (head("band"), 26, tell_band),
        (head("need_from"), 18, tell_source),
        *(own(name) for name in PEOPLE),
        *((head("retiring", year=str(year)), 10, _read_year(n)) for n, year in enumerate(years)),
        *(own(name) for name in RISKS),
        (head("long_held", months=report.months), 14, lambda row, _: row.long_held),
        *(_list_recorded(language) if report.scenario else ()),
    )


def tell_band(row: NeedRow, language: Language) -> str | None:
    """Return the band of a row's EJ in words, None where it has none."""
    return None if row.band is None else say(f"need.band_{row.band}", language)


def tell_source(row: NeedRow, language: Language) -> str:
    """Say what a row's need rests on: ABK rows with their years, seats, or both."""
    same = row.year_from == row.year_to
    years = f"{row.year_from}" if same else f"{row.year_from}–{row.year_to}"
    return say(f"need.from_{row.need_from}", language, years=years)


def tell_state(row: NeedRow, language: Language) -> str:
    """Say whether people are missing or too many, and how many."""
    if not row.need and not row.gap:
        return say("need.state_no_need", language)
    state = "short" if row.gap < 0 else "over" if row.gap > 0 else "even"
    return say(f"need.state_{state}", language, count=abs(row.gap))


def _read_year(number: int) -> Read:
    return lambda row, _: row.retiring[number].people


def _list_recorded(language: Language) -> tuple[tuple[str, int, Read], ...]:
    def read(name: str) -> Read:
        return lambda row, _: getattr(row.recorded, name)

    heads = {"recorded_need": "need", "recorded_staff": "staff", "recorded_ratio": "fill_ratio"}
    return tuple(
        (say(f"need.column_{head}", language), 12, read(name)) for head, name in heads.items()
    )
