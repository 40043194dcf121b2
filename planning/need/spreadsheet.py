"""The workload report as a workbook: agencies, units, posts and families with the same columns.

Text stays text: nothing that stands in a record is ever taken for a formula or an address.
"""

from dataclasses import replace
from typing import Any

from matching.files.sheets import Column, Sheet, open_workbook
from matching.matcher import Matcher
from planning.need.answers import Level, NeedReport, NeedRequest, Trend, TrendLine, TrendPoint
from planning.need.columns import list_columns
from planning.need.measure import report_need
from planning.need.words import explain_figures
from wording import Language, say

SHEETS: tuple[Level, ...] = ("agency", "unit", "position", "family", "unit_family", "place")


def write_need(matcher: Matcher, request: NeedRequest, trend: Trend, language: Language) -> bytes:
    """Return a workbook with a sheet a level, and one of the trend; `request.by` is not read.

    Raises what `report_need` raises.
    """
    reports = [report_need(matcher, replace(request, by=level), language) for level in SHEETS]
    with open_workbook(reports[0].as_of) as (book, content):
        for level, report in zip(SHEETS, reports, strict=True):
            name = say(f"need.by_{level}", language)
            _write(Sheet(book, name, language), report, language)
        _write_trend(Sheet(book, say("need.trend", language), language), trend, language)
    return content.getvalue()


def _write(sheet: Sheet, report: NeedReport, language: Language) -> None:
    by = say(f"need.by_{report.by}", language)
    sheet.write_heading(f"{say('need.title', language)} · {by}")
    day = say("matching.plain", language, value=report.as_of)
    sheet.write_line(say("need.column_day", language), day)
    sheet.write_line("", report.ratio)
    for notice in report.notices:
        sheet.write_line("", notice.text)
    for sentence in explain_figures(report, language):
        sheet.write_line("", sentence)
    columns: list[Column] = [
        (f"={heading}", width, read) for heading, width, read in list_columns(report, language)
    ]
    sheet.write_table(columns, (report.total, *report.items))


def _write_trend(sheet: Sheet, trend: Trend, language: Language) -> None:
    sheet.write_heading(say("need.trend", language))
    for notice in trend.notices:
        sheet.write_line("", notice.text)
    points = [(line, point) for line in trend.lines for point in line.points]
    sheet.write_table(_list_trend_columns(language), points)


def _list_trend_columns(language: Language) -> list[Column]:
    def point(name: str) -> Any:
        return lambda one, _: getattr(one[1], name)

    def source(one: tuple[TrendLine, TrendPoint], language: Language) -> str:
        return say(f"need.source_{one[1].source}", language)

    def basis(one: tuple[TrendLine, TrendPoint], language: Language) -> str:
        return say(f"need.basis_{one[1].need_from}", language)

    columns: dict[str, tuple[int, Any]] = {
        "name": (40, lambda one, _: one[0].name),
        "day": (14, point("as_of")),
        "source": (20, source),
        "need": (10, point("need")),
        "need_from": (18, basis),
        "staff": (10, point("staff")),
        "ratio": (12, point("fill_ratio")),
    }
    return [
        (f"={say(f'need.column_{name}', language)}", width, read)
        for name, (width, read) in columns.items()
    ]
