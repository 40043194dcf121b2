"""Changes to the files of a made-up city, and a recipe that learns quickly from few moves."""

import csv
import shutil

QUICK_RECIPE = """
name = "quick"

[openings]
candidates = 12
searched = 150
least_outcomes = 100

[folds]
least_train = 50

[success]
members = 3
curve_members = 2
rounds = [25, 75]
ridges = [100.0, 400.0]
"""
"""Entries of a recipe that make it learn from fewer moves than one should, and quickly."""


def write_quick_recipe(folder):
    """Write the recipe and return its file."""
    file = folder / "quick.toml"
    file.write_text(QUICK_RECIPE)
    return file


def change_transfers(city, target, change):
    """Copy a city with `change(rows)` as its past moves, in the order of their days."""
    shutil.copytree(city, target)
    with (target / "transfers.csv").open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["effective_on"])
    with (target / "transfers.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(change(rows))
    return target
