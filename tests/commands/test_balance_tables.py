"""What balancing did, as the terminal prints it."""

import io

import pytest
from rich.console import Console

from commands.balance_tables import show_reranking
from matching.fairness.reranking import BalancedGroup, Moved, Price, Reranking, Shortfall

TOLD = Reranking(
    attribute="sex",
    label="sex",
    method="constrained_sorting",
    source="a paper",
    changed=True,
    text="The whole.",
    groups=(
        BalancedGroup("f", "Women", False, 53, 0.84, 8, 7, 8, 0.7, 0.8),
        BalancedGroup("m", "Men", True),
    ),
    moved=(Moved("p", "Somebody", "lifted", 12, 10, "Women", "Somebody rose."),),
    price=Price("score", 1.0, 0.5, 0.1, 0.05, 1.0, 0.5, "The price."),
    infeasible=(Shortfall("f", 3, 1, "Too few."),),
)


def show(told):
    console = Console(width=100, record=True, file=io.StringIO())
    show_reranking(console, told, "en")
    return console.export_text()


def test_a_list_by_score_prints_nothing_of_it():
    assert show(None) == ""


@pytest.mark.parametrize(
    "said", ["The whole.", "Somebody rose.", "The price.", "Too few.", "a paper", "53 (84%)"]
)
def test_every_part_is_printed(said):
    assert said in show(TOLD)


def test_a_small_group_is_printed_without_figures():
    (line,) = [line for line in show(TOLD).splitlines() if "Men" in line and "Women" not in line]
    assert "Too few to be shown" in " ".join(show(TOLD).split())
    assert "%" not in line
