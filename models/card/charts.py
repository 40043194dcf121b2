"""Charts of a card as SVG that needs no style sheet and no script.

Colours are attributes, so that a chart looks the same on a page, in a file and in a viewer of
pictures. Each carries its description; a table beside it holds the figures.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from wording import Language, write_number, write_signed

INK, QUIET, LINE = "#1d2a33", "#55646e", "#ddd8cc"
OURS, OTHERS, BAND = "#0d5257", "#8b969c", "#b9d9d9"
TRACK, RANGE = "#e6e2d8", "#8fc3c3"
FONT = "system-ui, 'Noto Sans', 'DejaVu Sans', sans-serif"

Estimate = Mapping[str, Any]
"""`value`, `low`, `high` and `count` as a card stores them."""


@dataclass(frozen=True)
class Frame:
    """Where a chart's values fall: data from x0 to x1 and y0 to y1, pixels inside the margins."""

    width: float
    height: float
    x0: float
    x1: float
    y0: float
    y1: float
    left: float = 44.0
    bottom: float = 34.0
    top: float = 24.0
    right: float = 24.0

    def x(self, value: float) -> float:
        """Return how far from the left a value stands."""
        share = (value - self.x0) / ((self.x1 - self.x0) or 1.0)
        return self.left + share * (self.width - self.left - self.right)

    def y(self, value: float) -> float:
        """Return how far from the top a value stands."""
        share = (value - self.y0) / ((self.y1 - self.y0) or 1.0)
        return self.height - self.bottom - share * (self.height - self.bottom - self.top)


@dataclass(frozen=True)
class Curve:
    """Points (x, estimate) of one line; `ours` is drawn in colour, with its intervals."""

    label: str
    points: tuple[tuple[float, Estimate], ...]
    ours: bool


def draw_intervals(
    lines: Sequence[tuple[str, Estimate, bool]],
    middle: float | None,
    title: str,
    language: Language,
) -> str:
    """Draw (label, estimate, ours) a line; `middle` is the value of who knows nothing."""
    ends = [end for _, line, _ in lines for end in (line["low"], line["high"])]
    ends += [] if middle is None else [middle]
    room = (max(ends) - min(ends)) * 0.08 or 0.05
    height = 26.0 * len(lines) + 54
    frame = Frame(560, height, min(ends) - room, max(ends) + room, 0, len(lines), 230, 26, 26, 30)
    parts = [_text(4, 15, title, "start", bold=True)]
    parts += [_rule_x(frame, tick, language) for tick in (min(ends), max(ends))]
    if middle is not None:
        parts.append(_line(frame.x(middle), frame.top, frame.x(middle), height - 26, QUIET, "3 3"))
    for place, (label, line, ours) in enumerate(lines):
        y, color = frame.y(len(lines) - place - 0.5), OURS if ours else OTHERS
        parts += [
            _text(frame.left - 10, y + 4, label, "end", bold=ours),
            _line(frame.x(line["low"]), y, frame.x(line["high"]), y, color, width=3),
            _dot(frame.x(line["value"]), y, color),
        ]
    return _wrap(frame, parts, title)


def draw_reliability(bins: Iterable[Mapping[str, Any]], told: str, found: str, title: str) -> str:
    """Draw the share that succeeded (with interval) over the probability told, both 0 to 1."""
    frame = Frame(340, 320, 0, 1, 0, 1)
    parts = _axes(frame, ("0%", "100%"), ("0%", "100%"), told, found)
    parts.append(_line(frame.x(0), frame.y(0), frame.x(1), frame.y(1), OTHERS, "4 4"))
    for line in bins:
        x, seen = frame.x(line["told"]), line["found"]
        parts += [
            _line(x, frame.y(seen["low"]), x, frame.y(seen["high"]), RANGE, width=4),
            _dot(x, frame.y(seen["value"]), OURS),
        ]
    return _wrap(frame, parts, title)


def draw_curves(
    curves: Sequence[Curve], across: str, up: str, title: str, language: Language
) -> str:
    """Draw lines over the same counts, evenly apart; ours with its intervals as a band."""
    counts = sorted({x for curve in curves for x, _ in curve.points})
    ends = [
        end
        for curve in curves
        for _, seen in curve.points
        for end in ((seen["low"], seen["high"]) if curve.ours else (seen["value"],))
    ]
    room = (max(ends) - min(ends)) * 0.06 or 0.05
    frame = Frame(
        460, 260, 0, max(len(counts) - 1, 1), min(ends) - room, max(ends) + room, right=64
    )
    place = {count: frame.x(number) for number, count in enumerate(counts)}
    low, high = (write_number(end, 2, language) for end in (min(ends), max(ends)))
    parts = _axes(frame, ("", ""), (low, high), across, up)
    parts += [_text(x, frame.height - 20, f"{count:g}", "middle") for count, x in place.items()]
    for curve in sorted(curves, key=lambda curve: curve.ours):
        parts += _draw_curve(frame, curve, place)
    return _wrap(frame, parts, title)


def draw_effect(
    values: Sequence[float],
    effect: Sequence[float],
    missing: float | None,
    ends: tuple[str, str],
    title: str,
    language: Language,
) -> str:
    """Draw the change of the score over a column's values, and apart the one where it is unknown.

    `ends` are the least and the greatest value in words; the lone dot stands over a question mark.
    """
    heights = [*effect, 0.0, *([] if missing is None else [missing])]
    span = values[-1] - values[0]
    room = (max(heights) - min(heights)) * 0.08 or 0.05
    right = values[-1] + (0.22 * span if missing is not None else 0.0)
    frame = Frame(
        340,
        170,
        values[0],
        right,
        min(heights) - room,
        max(heights) + room,
        right=30,
        bottom=26,
        top=10,
    )
    parts = [
        _line(frame.left, frame.y(0), frame.width - frame.right, frame.y(0), LINE),
        *(
            _text(frame.left - 6, frame.y(y) + 4, write_signed(y, 2, language), "end")
            for y in (min(heights), max(heights))
        ),
        _text(frame.x(values[0]), frame.height - 8, ends[0], "middle"),
        _text(frame.x(values[-1]), frame.height - 8, ends[1], "middle"),
        _path([(frame.x(x), frame.y(y)) for x, y in zip(values, effect, strict=True)], OURS),
        *(_dot(frame.x(x), frame.y(y), OURS, 2.5) for x, y in zip(values, effect, strict=True)),
    ]
    if missing is not None:
        parts += [
            _dot(frame.x(right), frame.y(missing), OTHERS),
            _text(frame.x(right), frame.height - 8, "?", "middle"),
        ]
    return _wrap(frame, parts, title)


def draw_bar(share: float) -> str:
    """Draw a share of the greatest (0 to 1) as a bar that says nothing on its own."""
    return (
        '<svg class="bar inline" viewBox="0 0 120 8" width="120" height="8" aria-hidden="true">'
        f'<rect width="120" height="8" rx="2" fill="{TRACK}"/>'
        f'<rect width="{max(share, 0.01) * 120:.1f}" height="8" rx="2" fill="{OURS}"/></svg>'
    )


def _draw_curve(frame: Frame, curve: Curve, place: Mapping[float, float]) -> list[str]:
    color = OURS if curve.ours else OTHERS
    tops = [(place[x], frame.y(seen["high"])) for x, seen in curve.points]
    bottoms = [(place[x], frame.y(seen["low"])) for x, seen in curve.points]
    line = [(place[x], frame.y(seen["value"])) for x, seen in curve.points]
    corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in [*tops, *reversed(bottoms)])
    band = f'<polygon points="{corners}" fill="{BAND}" fill-opacity="0.6"/>'
    return [
        *([band] if curve.ours else []),
        _path(line, color),
        *(_dot(x, y, color, 3) for x, y in line),
        _text(line[-1][0] + 8, line[-1][1] + 4, curve.label, "start", bold=curve.ours),
    ]


def _axes(
    frame: Frame, across: tuple[str, str], up: tuple[str, str], below: str, above: str
) -> list[str]:
    left, right = frame.left, frame.width - frame.right
    top, bottom = frame.top, frame.height - frame.bottom
    return [
        _line(left, bottom, right, bottom, LINE),
        _line(left, top, left, bottom, LINE),
        _text(left, bottom + 14, across[0], "middle"),
        _text(right, bottom + 14, across[1], "middle"),
        _text(left - 4, bottom, up[0], "end"),
        _text(left - 4, top + 8, up[1], "end"),
        _text((left + right) / 2, frame.height - 4, below, "middle"),
        _text(4, 13, above, "start"),
    ]


def _rule_x(frame: Frame, tick: float, language: Language) -> str:
    x, bottom = frame.x(tick), frame.height - frame.bottom
    label = write_number(tick, 2, language)
    return _line(x, frame.top, x, bottom, LINE) + _text(x, bottom + 16, label, "middle")


def _line(
    x1: float, y1: float, x2: float, y2: float, color: str, dash: str = "", width: float = 1
) -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
        f'stroke="{color}" stroke-width="{width}"{dashed}/>'
    )


def _path(points: Iterable[tuple[float, float]], color: str) -> str:
    corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{corners}" fill="none" stroke="{color}" stroke-width="2"/>'


def _dot(x: float, y: float, color: str, radius: float = 4.5) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{color}"/>'


def _text(x: float, y: float, text: str, anchor: str, bold: bool = False) -> str:
    weight = ' font-weight="700"' if bold else ""
    fill = INK if bold else QUIET
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{fill}"{weight}>'
        f"{escape(text)}</text>"
    )


def _wrap(frame: Frame, parts: Iterable[str], title: str) -> str:
    size = f'viewBox="0 0 {frame.width:g} {frame.height:g}" width="{frame.width:g}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{escape(title)}" '
        f'font-family="{FONT}" font-size="12"><title>{escape(title)}</title>'
        f'<rect width="{frame.width:g}" height="{frame.height:g}" fill="#ffffff"/>'
        f"{''.join(parts)}</svg>"
    )
