"""Findings of many worlds brought together: a file of all, and a table of means."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from benchmarks.labels.trials import Finding
from training.judging.measures import HIGH, LOW, Estimate

DRAWS = 2000
HEAD = ("world", "recipe", "measure", "value", "low", "high", "count")


def append(path: Path, findings: Iterable[Finding]) -> None:
    """Add findings to a CSV file, each as soon as it is known; a new file gets a heading."""
    fresh = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if fresh:
            writer.writerow(HEAD)
        for one in findings:
            found = one.estimate
            values = (f"{value:.4f}" for value in (found.value, found.low, found.high))
            writer.writerow((one.world, one.recipe, one.measure, *values, found.count))
            file.flush()


def read(path: Path) -> list[Finding]:
    """Read what `append` wrote."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Finding(
                row["world"],
                row["recipe"],
                row["measure"],
                Estimate(
                    float(row["value"]), float(row["low"]), float(row["high"]), int(row["count"])
                ),
            )
            for row in csv.DictReader(file)
        ]


def pool(estimates: Sequence[Estimate], seed: int) -> Estimate:
    """Return the mean over worlds with an interval over worlds and over openings.

    Worlds are drawn with replacement, and each draw is moved by the world's own error, read off its
    interval as if it were normal.
    """
    rng = np.random.default_rng(seed)
    value = np.array([one.value for one in estimates])
    error = np.array([(one.high - one.low) / 3.29 for one in estimates])
    drawn = rng.integers(len(value), size=(DRAWS, len(value)))
    means = (value[drawn] + error[drawn] * rng.normal(size=drawn.shape)).mean(axis=1)
    low, high = np.quantile(means, [LOW, HIGH])
    count = sum(one.count for one in estimates)
    return Estimate(float(value.mean()), float(low), float(high), count)


def pool_difference(
    findings: Sequence[Finding], recipe: str, reference: str, measure: str, seed: int
) -> Estimate:
    """Return the mean of what a recipe finds less what the reference finds in the same world.

    The interval is over worlds alone: within one, both are asked of the same openings.
    """
    found = {(one.world, one.recipe): one.estimate for one in findings if one.measure == measure}
    worlds = [world for world, name in found if name == recipe and (world, reference) in found]
    differences = np.array(
        [found[world, recipe].value - found[world, reference].value for world in worlds]
    )
    drawn = np.random.default_rng(seed).integers(len(worlds), size=(DRAWS, len(worlds)))
    low, high = np.quantile(differences[drawn].mean(axis=1), [LOW, HIGH])
    return Estimate(float(differences.mean()), float(low), float(high), len(worlds))


def write_differences(findings: Sequence[Finding], reference: str, measure: str, seed: int) -> str:
    """Return a Markdown table of what each recipe gains or loses beside the reference."""
    recipes = dict.fromkeys(one.recipe for one in findings if one.measure == measure)
    lines = [f"| recipe | {measure}, less that of {reference} | worlds |", "|---|---|---|"]
    for recipe in recipes:
        if recipe != reference:
            mean = pool_difference(findings, recipe, reference, measure, seed)
            told = f"{mean.value:+.3f} ({mean.low:+.3f} to {mean.high:+.3f})"
            lines.append(f"| {recipe} | {told} | {mean.count} |")
    return "\n".join(lines)


def write_table(findings: Sequence[Finding], measures: Sequence[str], seed: int) -> str:
    """Return a Markdown table: a row a recipe in the order of its first finding, means in cells."""
    recipes = list(dict.fromkeys(one.recipe for one in findings))
    lines = [f"| recipe | {' | '.join(measures)} |", "|---" * (len(measures) + 1) + "|"]
    for recipe in recipes:
        cells = [_write_cell(findings, recipe, measure, seed) for measure in measures]
        lines.append(f"| {recipe} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _write_cell(findings: Sequence[Finding], recipe: str, measure: str, seed: int) -> str:
    found = [one.estimate for one in findings if (one.recipe, one.measure) == (recipe, measure)]
    if not found:
        return "–"
    mean = pool(found, seed)
    return f"{mean.value:.3f} ({mean.low:.3f}–{mean.high:.3f})"
