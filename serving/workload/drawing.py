"""Bars of fill ratios: how far staff reach towards need, marked at 100 %.

Nothing here is green: neither shortage nor surplus is good, and the words beside say which it is.
"""

from collections.abc import Sequence

from markupsafe import Markup

from planning.need.answers import NeedRow, TrendPoint

WIDTH = 240.0
LEAST_SCALE, GREATEST_SCALE = 1.1, 2.0
"""The ratio at a bar's right end: room beyond 100 %, and no single post that dwarfs all others."""
RATIO = Markup(
    '<svg class="ratio" viewBox="0 0 240 16" preserveAspectRatio="none" aria-hidden="true"'
    ' focusable="false"><rect class="track" x="0" y="3" width="240" height="10"/>'
    '<rect class="{kind}" x="0" y="3" width="{length:.1f}" height="10"/>'
    '<rect class="full" x="{full:.1f}" y="0" width="2" height="16"/></svg>'
)


def draw_ratio(ratio: float | None, scale: float) -> Markup:
    """Draw staff / need as a bar of which `scale` is the right end; nothing where it is unknown."""
    if ratio is None:
        return Markup()
    kind = "short" if ratio < 1 else "over" if ratio > 1 else "even"
    length = min(ratio / scale, 1.0) * WIDTH
    return RATIO.format(kind=kind, length=length, full=WIDTH / scale - 1)


def find_scale(rows: Sequence[NeedRow | TrendPoint]) -> float:
    """Return the ratio at the right end of the bars of some rows."""
    greatest = max((row.fill_ratio or 0.0 for row in rows), default=0.0)
    return min(max(greatest, LEAST_SCALE), GREATEST_SCALE)
