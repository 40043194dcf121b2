"""Goal 2: features and prediction cost at most 1.15 times the bare prediction of the eligible.

Both sides predict the same rows in one thread; ours computes every column of them before.
"""

from benchmarks.measuring import measure
from benchmarks.report import Finding
from benchmarks.scene import Scene, predict_bare
from features.matrix import build_matrix

CLAIM = "reference_path"
GOAL = 1.15
LEAST_ELIGIBLE = 20_000


def measure_reference_path(scene: Scene, rounds: int, least_eligible: int) -> Finding:
    """Return the cost of `build_matrix` and prediction beside prediction alone."""
    contest, matrix = scene.contest, scene.field.matrix
    bundle, source = scene.matcher.bundle, scene.matcher.source

    def ours(number: int) -> None:
        rows = contest.view.take(scene.field.rows)
        predict_bare(bundle, build_matrix(source, rows, contest.position))

    def bare(number: int) -> None:
        predict_bare(bundle, matrix)

    return Finding(
        claim=CLAIM,
        model=scene.model,
        people=scene.people,
        eligible=scene.eligible,
        rows=len(matrix),
        measured=measure(ours, bare, rounds),
        goal=GOAL if scene.eligible >= least_eligible else None,
    )
