"""A complete shortlist, warm, from the question to its JSON, beside the bare prediction.

Ours is gates over everybody, features and scores of the eligible, and 20 explained people; the
other is LightGBM's prediction of the eligible alone, with their features given.
"""

from benchmarks.measuring import measure
from benchmarks.report import Finding
from benchmarks.scene import Scene, predict_bare
from matching.answers import ShortlistRequest
from matching.plain import to_json
from matching.shortlist import build_shortlist
from wording import Language

CLAIM = "shortlist"
SHOWN = 20


def measure_shortlist(scene: Scene, rounds: int, language: Language) -> Finding:
    """Return the cost of a warm shortlist of `SHOWN` people."""
    request = ShortlistRequest(scene.position_id, SHOWN)

    def ours(number: int) -> None:
        to_json(build_shortlist(scene.matcher, request, language))

    def bare(number: int) -> None:
        predict_bare(scene.matcher.bundle, scene.field.matrix)

    return Finding(
        claim=CLAIM,
        model=scene.model,
        people=scene.people,
        eligible=scene.eligible,
        rows=scene.eligible,
        measured=measure(ours, bare, rounds),
    )
