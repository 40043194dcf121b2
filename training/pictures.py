"""Pictures of one training for MLflow: measures beside the baselines, and reliability."""

from io import BytesIO

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from models.bundle import Bundle
from snapshots.ledger import Floats
from training.evaluation import LEARNED, EvaluationTable
from training.learning import Lesson

SHOWN = {"outcome_auc": "AUC of later outcomes", "ndcg_at_10": "NDCG@10 of later movers"}
BINS = 8
BLUE, GREY = "#1f5fa8", "#8a8a8a"


def draw_pictures(candidate: Bundle, lesson: Lesson) -> dict[str, bytes]:
    """Return PNG files by name: `measures.png`, and `reliability.png` of a calibrated model."""
    pictures = {"measures.png": _draw_measures(lesson.table)}
    trial = lesson.contest.trial
    if candidate.calibration is not None:
        score = lesson.contest.judged[LEARNED].score
        fit = candidate.calibration.estimate(score).fit
        pictures["reliability.png"] = _draw_reliability(fit, trial.success)
    return pictures


def _draw_measures(table: EvaluationTable) -> bytes:
    figure = Figure(figsize=(9, 3.2), layout="constrained")
    places = figure.subplots(1, len(SHOWN))
    for axes, (measure, title) in zip(places, SHOWN.items(), strict=True):
        _draw_intervals(axes, table, measure)
        axes.set_title(title, fontsize=10)
    return _to_png(figure)


def _draw_intervals(axes: Axes, table: EvaluationTable, measure: str) -> None:
    rows = [(line.ranker, line.measures[measure]) for line in reversed(table.lines)]
    known = [(ranker, estimate) for ranker, estimate in rows if estimate is not None]
    for place, (ranker, estimate) in enumerate(known):
        color = BLUE if ranker == LEARNED else GREY
        axes.plot([estimate.low, estimate.high], [place, place], color=color, linewidth=2)
        axes.plot([estimate.value], [place], "o", color=color)
    axes.set_yticks(range(len(known)), [ranker.replace("_", " ") for ranker, _ in known])
    axes.spines[["top", "right"]].set_visible(False)


def _draw_reliability(fit: Floats, success: npt.NDArray[np.bool_]) -> bytes:
    figure = Figure(figsize=(4, 4), layout="constrained")
    axes = figure.subplots()
    order = np.array_split(np.argsort(fit), BINS)
    told = [fit[part].mean() for part in order if len(part)]
    found = [success[part].mean() for part in order if len(part)]
    axes.plot([0, 1], [0, 1], color=GREY, linewidth=1)
    axes.plot(told, found, "o-", color=BLUE)
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="fit", ylabel="share that succeeded")
    return _to_png(figure)


def _to_png(figure: Figure) -> bytes:
    written = BytesIO()
    figure.savefig(written, format="png")
    return written.getvalue()
