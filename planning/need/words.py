"""What a workload report says in sentences: fullest and emptiest, and what its figures rest on."""

from collections.abc import Iterator, Sequence

from matching.answers import Notice
from matching.matcher import Matcher
from matching.notices import notices_of_records
from planning.need.answers import NeedReport, NeedRow
from planning.scenarios.scenario import Scenario
from wording import Fact, Language, say, write_percent


def say_headline(rows: Sequence[NeedRow], language: Language) -> str:
    """Name the fullest and the emptiest row by fill ratio, or say that no ratio can be told."""
    rated = order_by_ratio(rows, fullest_first=True)
    if not rated:
        return say("need.headline_none", language)
    fullest, emptiest = rated[0], order_by_ratio(rows, fullest_first=False)[0]
    if fullest.fill_ratio == emptiest.fill_ratio:
        return say(
            "need.headline_even", language, ratio=write_percent(fullest.fill_ratio, language)
        )
    facts = {"fullest": _tell(fullest, language), "emptiest": _tell(emptiest, language)}
    return say("need.headline", language, **facts)


def order_by_ratio(rows: Sequence[NeedRow], *, fullest_first: bool) -> list[NeedRow]:
    """Return the rows that have a ratio by it; of equal ones the greatest need first."""
    sign = -1 if fullest_first else 1
    rated = [(row.fill_ratio, row) for row in rows if row.fill_ratio is not None]
    rated.sort(key=lambda one: (sign * one[0], -one[1].need, one[1].id))
    return [row for _, row in rated]


def name_row(row: NeedRow) -> str:
    """Return the name of a row with where it stands: many posts and families are called alike."""
    where = dict.fromkeys(name for name in (row.unit, row.agency) if name and name != row.name)
    return f"{row.name} ({', '.join(where)})" if where else row.name


def explain_figures(report: NeedReport, language: Language) -> tuple[str, ...]:
    """Say how load, EJ and the years of retirement are to be read."""
    minutes = report.effective_minutes
    return (
        say("need.read_load", language),
        say("need.read_efficiency", language, minutes=minutes),
        say("need.read_retiring", language),
    )


def _tell(row: NeedRow, language: Language) -> str:
    ratio = write_percent(row.fill_ratio, language)
    name = name_row(row)
    return say("need.named", language, name=name, staff=row.staff, need=row.need, ratio=ratio)


def list_notices(
    matcher: Matcher, total: NeedRow, scenario: Scenario | None, language: Language
) -> tuple[Notice, ...]:
    """Return what must be known of the figures as a whole."""
    return (
        *notices_of_records(matcher, language),
        *(
            Notice(code, say(f"need.notice_{code}", language, **facts))
            for code, facts in _list(matcher, total, scenario)
        ),
    )


def _list(
    matcher: Matcher, total: NeedRow, scenario: Scenario | None
) -> Iterator[tuple[str, dict[str, Fact]]]:
    if scenario is not None:
        yield "scenario", {"name": scenario.name}
    arriving = sum(one.people for one in scenario.arriving) if scenario else 0
    if arriving:
        yield "arriving", {"people": arriving}
    if total.need_from != "workload":
        yield _find_seats_notice(matcher, total), {}
    if total.pppk:
        yield "contracts_unknown", {"people": total.pppk}
    if total.birth_date_unknown:
        yield "birth_dates_unknown", {"people": total.birth_date_unknown}
    if total.short and total.over:
        yield "pools", {}


def _find_seats_notice(matcher: Matcher, total: NeedRow) -> str:
    if not matcher.history.snapshot.has("workloads"):
        return "no_workloads"
    return "rows_of_no_post" if total.need_from == "seats" else "rows_of_some_posts"
