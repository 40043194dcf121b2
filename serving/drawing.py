"""Bars drawn on the server as SVG; each stands beside the words that say the same.

No bar carries a fact of its own: to a reader who does not see it nothing is missing.
"""

from collections.abc import Iterable

from markupsafe import Markup

WIDTH = 120.0
"""Width of a bar in the drawing's own units; the page scales it."""
FIT = Markup(
    '<svg class="bar" viewBox="0 0 120 12" aria-hidden="true" focusable="false">'
    '<rect class="track" x="0" y="4" width="120" height="4" rx="2"/>'
    '<rect class="range" x="{low:.1f}" y="2" width="{span:.1f}" height="8" rx="2"/>'
    '<rect class="mark" x="{mark:.1f}" y="0" width="3" height="12" rx="1"/></svg>'
)
PART = Markup(
    '<svg class="bar" viewBox="0 0 120 10" aria-hidden="true" focusable="false">'
    '<rect class="{kind}" x="{start:.1f}" y="1" width="{length:.1f}" height="8" rx="1.5"/>'
    '<rect class="axis" x="59.5" y="0" width="1" height="10"/></svg>'
)
SHARE = Markup(
    '<svg class="bar" viewBox="0 0 120 8" aria-hidden="true" focusable="false">'
    '<rect class="track" x="0" y="0" width="120" height="8" rx="2"/>'
    '<rect class="{kind}" x="0" y="0" width="{length:.1f}" height="8" rx="2"/></svg>'
)


def draw_fit(fit: float, low: float, high: float) -> Markup:
    """Draw a probability (0–1) as a mark on a track, with its range."""
    span = max((high - low) * WIDTH, 2.0)
    mark = min(max(fit * WIDTH - 1.5, 0.0), WIDTH - 3)
    return FIT.format(low=low * WIDTH, span=span, mark=mark)


def draw_part(part: float, greatest: float) -> Markup:
    """Draw a part of a score to the right of the middle where it speaks for, else to the left."""
    half = WIDTH / 2
    length = max(abs(part) / greatest * (half - 2), 1.0) if greatest else 0.0
    start = half if part >= 0 else half - length
    return PART.format(kind="for" if part >= 0 else "against", start=start, length=length)


def draw_share(share: float, kind: str = "for") -> Markup:
    """Draw a share (0–1, more is cut) of a track; `kind` is the class that colours it."""
    length = min(max(share, 0.0), 1.0) * WIDTH
    return SHARE.format(kind=kind, length=max(length, 1.0) if share > 0 else 0.0)


def find_greatest(parts: Iterable[float]) -> float:
    """Return the greatest size among parts, 0 where there are none: the scale of their bars."""
    return max((abs(part) for part in parts), default=0.0)
