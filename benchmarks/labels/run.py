"""Try every recipe in every world: `python -m benchmarks.labels.run --out FILE.csv`."""

from collections.abc import Iterator
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated

import typer

from benchmarks.labels.tables import append, read, write_differences, write_table
from benchmarks.labels.trials import CAPTURED, try_recipe, try_rules
from benchmarks.labels.worlds import World, make_world, read_world
from training.demo import MECHANISMS
from training.recipe import Recipe, load_recipe

SHOWN = (CAPTURED, "outcome_auc", "brier", "ndcg_at_10", "recall_at_10")

REFERENCE = "two_parts"
"""The recipe that the others are held against: the default's success part."""


def load_recipes() -> list[Recipe]:
    """Return the recipes that are compared, by name."""
    recipes = []
    for file in sorted(files(__package__).joinpath("recipes").iterdir(), key=lambda one: one.name):
        with as_file(file) as path:
            recipes.append(load_recipe(path))
    return recipes


def compare_recipes(
    out: Annotated[Path, typer.Option(help="CSV file that findings are added to")],
    mechanism: Annotated[
        list[str] | None, typer.Option(help="mechanisms of made-up cities")
    ] = None,
    seed: Annotated[list[int] | None, typer.Option(help="seeds of made-up cities")] = None,
    employees: Annotated[int, typer.Option(help="people in each made-up city")] = 4000,
    records: Annotated[Path | None, typer.Option(help="folder of real records")] = None,
    as_of: Annotated[str, typer.Option(help="day of the real records")] = "2025-01-01",
) -> None:
    """Try every recipe in every world, write each finding down, and print the tables."""
    if out.exists():
        raise typer.BadParameter("holds findings already: they would count twice", param_hint="out")
    recipes = load_recipes()
    chosen = (mechanism or list(MECHANISMS), seed or [7, 11])
    for world in _list_worlds(*chosen, employees, records, as_of, recipes[0]):
        append(out, try_rules(world, recipes[0].seed))
        for recipe in recipes:
            append(out, try_recipe(world, recipe))
    findings, drawn_by = read(out), recipes[0].seed
    typer.echo(write_table(findings, SHOWN, drawn_by))
    typer.echo(write_differences(findings, REFERENCE, CAPTURED, drawn_by))


def _list_worlds(
    mechanisms: list[str],
    seeds: list[int],
    employees: int,
    records: Path | None,
    as_of: str,
    recipe: Recipe,
) -> Iterator[World]:
    if records is not None:
        day = date.fromisoformat(as_of)
        yield read_world(records, day, recipe.openings, recipe.seed)
    for one in seeds:
        for name in mechanisms:
            yield make_world(name, one, employees, recipe.openings)


if __name__ == "__main__":
    typer.run(compare_recipes)
