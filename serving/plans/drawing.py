"""The chart of fill ratios before and after a plan, as SVG beside the table that says the same.

A ratio is staff / need. What is short and what is over have colours of their own, and neither is
green: a plan that only shares a shortage out has not ended it.
"""

from collections.abc import Iterator, Sequence
from math import ceil, floor

from markupsafe import Markup

from planning.answers import Filling
from wording import Language, write_percent

WIDTH, ROW, HEAD = 420.0, 36.0, 22.0
LEFT, RIGHT = 8.0, 12.0
LEAST_REACH, MOST_REACH = 1.25, 2.0
"""The axis reaches at least to a quarter over need; what is over twice the need is cut there."""
TICK_SHARE = 0.25
LONGEST_NAME = 44
EVEN = 0.005
"""A ratio nearer to 1 than this is written as 100 %."""

Scale = tuple[float, float]
"""The ratios at both ends of the axis."""

FRAME = Markup(
    '<svg class="dumbbells" viewBox="0 0 420 {height:.0f}" aria-hidden="true" focusable="false">'
    "{parts}</svg>"
)
TICK = Markup(
    '<line class="{kind}" x1="{x:.1f}" y1="{top:.1f}" x2="{x:.1f}" y2="{bottom:.1f}"/>'
    '<text class="scale" x="{x:.1f}" y="14" text-anchor="middle">{label}</text>'
)
NAME = Markup(
    '<text x="{left}" y="{y:.1f}">{name}</text>'
    '<text class="ratios" x="{right}" y="{y:.1f}" text-anchor="end">{ratios}</text>'
)
BAR = Markup(
    '<line class="way" x1="{before:.1f}" y1="{y:.1f}" x2="{after:.1f}" y2="{y:.1f}"/>'
    '<circle class="before" cx="{before:.1f}" cy="{y:.1f}" r="4.5"/>'
)
END = Markup('<circle class="{kind}" cx="{after:.1f}" cy="{y:.1f}" r="5"/>')


def tell_level(ratio: float) -> str:
    """Return the class that colours a fill ratio: `short`, `over`, or `even` where staff = need."""
    if abs(ratio - 1) <= EVEN:
        return "even"
    return "short" if ratio < 1 else "over"


def draw_fillings(fillings: Sequence[Filling], language: Language) -> Markup:
    """Draw each filling as a line from its ratio before (hollow) to that after (full).

    Those without need have no ratio and are left out; the order is kept.
    """
    drawn = [one for one in fillings if one.ratio_before is not None]
    scale = _find_scale([end for one in drawn for end in _ends(one)])
    height = HEAD + ROW * len(drawn) + 4
    rows = (row for place, one in enumerate(drawn) for row in _row(one, place, scale, language))
    parts = Markup("").join([*_axis(scale, height, language), *rows])
    return FRAME.format(height=height, parts=parts)


def _ends(filling: Filling) -> tuple[float, float]:
    before = filling.ratio_before or 0.0
    return before, before if filling.ratio_after is None else filling.ratio_after


def _axis(scale: Scale, height: float, language: Language) -> Iterator[Markup]:
    first, last = scale
    for step in range(round((last - first) / TICK_SHARE) + 1):
        share = first + step * TICK_SHARE
        kind, label = "need" if share == 1 else "grid", write_percent(share, language)
        x = min(max(_place(share, scale), 16), WIDTH - 20)
        yield TICK.format(kind=kind, x=x, top=HEAD - 4, bottom=height, label=label)


def _row(filling: Filling, place: int, scale: Scale, language: Language) -> Iterator[Markup]:
    before, after = _ends(filling)
    top = HEAD + ROW * place
    ratios = " → ".join(write_percent(ratio, language) for ratio in (before, after))
    name = filling.name
    short = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
    yield NAME.format(left=LEFT, right=WIDTH - RIGHT, y=top + 13, name=short, ratios=ratios)
    ends = {"before": _place(before, scale), "after": _place(after, scale), "y": top + 25}
    yield BAR.format(**ends)
    yield END.format(kind=tell_level(after), after=ends["after"], y=ends["y"])


def _find_scale(ratios: Sequence[float]) -> Scale:
    """Return where the axis begins and ends, both at ticks: places are compared, not lengths."""
    low, high = min(ratios, default=1.0), max(ratios, default=1.0)
    first = min(floor(low / TICK_SHARE) * TICK_SHARE, 1 - TICK_SHARE)
    last = max(LEAST_REACH, ceil(high / TICK_SHARE) * TICK_SHARE)
    return first, min(last, MOST_REACH)


def _place(ratio: float, scale: Scale) -> float:
    first, last = scale
    share = (min(ratio, last) - first) / (last - first)
    return LEFT + share * (WIDTH - LEFT - RIGHT)
