"""A complete shortlist, warm, from the question to its JSON, beside what cannot be left out of it.

Ours is gates over everybody, features and scores of the eligible, 20 explained people, how firm
their places are and what to ask for first. Beside it stands LightGBM's prediction of the eligible,
their features given, and for the whole list also its contributions of the 20.
"""

from collections.abc import Callable

from benchmarks.measuring import measure
from benchmarks.report import Finding
from benchmarks.scene import Scene, predict_bare
from matching.answers import ShortlistRequest
from matching.plain import to_json
from matching.shortlist import build_shortlist
from wording import Language

CLAIM, WHOLE = "shortlist", "whole_list"
GOAL = 1.5
SHOWN = 20


def measure_shortlist(scene: Scene, rounds: int, language: Language) -> Finding:
    """Return the cost of a warm shortlist of `SHOWN` people beside the prediction alone."""
    return _measure(CLAIM, None, scene, rounds, language, lambda: _predict(scene))


def measure_whole_list(scene: Scene, rounds: int, language: Language) -> Finding:
    """Return the cost of the same list beside the prediction and the bare contributions."""
    shown = scene.field.matrix[scene.field.top(SHOWN)]

    def bare() -> None:
        _predict(scene)
        predict_bare(scene.matcher.bundle, shown, contributions=True)

    return _measure(WHOLE, GOAL, scene, rounds, language, bare)


def _predict(scene: Scene) -> None:
    predict_bare(scene.matcher.bundle, scene.field.matrix)


def _measure(
    claim: str,
    goal: float | None,
    scene: Scene,
    rounds: int,
    language: Language,
    bare: Callable[[], None],
) -> Finding:
    request = ShortlistRequest(scene.position_id, SHOWN)
    return Finding(
        claim=claim,
        model=scene.model,
        people=scene.people,
        eligible=scene.eligible,
        rows=scene.eligible,
        measured=measure(
            lambda number: to_json(build_shortlist(scene.matcher, request, language)),
            lambda number: bare(),
            rounds,
        ),
        goal=goal,
    )
