"""The chart of fill ratios before and after a plan, as SVG beside the table that says the same.

A ratio is staff / need. What is short and what is over have colours of their own, and neither is
green: a plan that only shares a shortage out has not ended it.
"""

from collections.abc import Iterator, Sequence
from math import ceil

from markupsafe import Markup

from planning.answers import Filling
from wording import Language, write_percent

WIDTH, ROW, HEAD = 420.0, 36.0, 22.0
LEFT, RIGHT = 8.0, 12.0
LEAST_SCALE, MOST_SCALE = 1.25, 2.0
"""The axis reaches at least to a quarter over need; what is over twice the need is cut there."""
LONGEST_NAME = 40
EVEN = 0.005
"""A ratio nearer to 1 than this is written as 100 %."""

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
    reach = max((max(_ends(one)) for one in drawn), default=1.0)
    scale = min(max(LEAST_SCALE, ceil(reach * 4) / 4), MOST_SCALE)
    height = HEAD + ROW * len(drawn) + 4
    rows = (row for place, one in enumerate(drawn) for row in _row(one, place, scale, language))
    parts = Markup("").join([*_axis(scale, height, language), *rows])
    return FRAME.format(height=height, parts=parts)


def _ends(filling: Filling) -> tuple[float, float]:
    before = filling.ratio_before or 0.0
    return before, before if filling.ratio_after is None else filling.ratio_after


def _axis(scale: float, height: float, language: Language) -> Iterator[Markup]:
    for step in range(int(scale * 2) + 1):
        share = step / 2
        kind, label = "need" if share == 1 else "grid", write_percent(share, language)
        x = min(max(_place(share, scale), 16), WIDTH - 20)
        yield TICK.format(kind=kind, x=x, top=HEAD - 4, bottom=height, label=label)


def _row(filling: Filling, place: int, scale: float, language: Language) -> Iterator[Markup]:
    before, after = _ends(filling)
    top = HEAD + ROW * place
    ratios = " → ".join(write_percent(ratio, language) for ratio in (before, after))
    name = filling.name
    short = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
    yield NAME.format(left=LEFT, right=WIDTH - RIGHT, y=top + 13, name=short, ratios=ratios)
    ends = {"before": _place(before, scale), "after": _place(after, scale), "y": top + 25}
    yield BAR.format(**ends)
    yield END.format(kind=tell_level(after), after=ends["after"], y=ends["y"])


def _place(ratio: float, scale: float) -> float:
    return LEFT + min(ratio, scale) / scale * (WIDTH - LEFT - RIGHT)
