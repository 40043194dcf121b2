"""A card tells every figure that was written down, in both languages, and says what is missing."""

import re
from dataclasses import replace

import pytest

from models.baselines import make_baseline
from models.card.document import Document, Drawing, Fold, Section, Table
from models.card.markdown import write_markdown
from models.card.story import list_charts, tell_story, write_files, write_summary
from models.card.words import Words
from tests.models.made_cards import (
    estimate,
    make_card,
    make_table,
    make_told_bundle,
    make_value,
)
from wording import LANGUAGES

PLANNERS_NEVER_READ = re.compile(r"\b(snapshot|champion|gate|margin|NDKL)\b", re.IGNORECASE)
PARTS = ["use", "records", "metrics", "value", "calibration", "learning", "advised", "columns"]
PARTS += ["limits", "objections", "versions"]


def tell(language="en", **changed):
    return tell_story(make_told_bundle(**changed), language)


def sentences(document, code):
    section = next(section for section in document.sections if section.code == code)
    return " ".join(section.sentences)


def list_codes(document):
    return [section.code for section in document.sections]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_has_every_part_in_every_language(language):
    document = tell(language)
    assert list_codes(document) == PARTS
    assert all(section.title and section.blocks for section in document.sections)


def test_every_figure_of_the_card_is_told():
    text = write_markdown(tell()).replace("\\", "")
    counts = ["1,135", "992", "70%", "249", "230", "65", "17", "13", "45", "203", "657"]
    figures = ["0.77 (0.72 to 0.82)", "0.70 (0.65 to 0.75)", "0.17 (0.12 to 0.22)", "9.5%"]
    value = ["84% (79% to 89%)", "72% (67% to 77%)", "+12.0", "68% (63% to 73%)"]
    calibration = ["31%", "34% (29% to 39%)", "4% (-1% to 9%)", "58%", "88%", "41"]
    columns = ["61%", "39%", "−0.31", "+0.29", "−0.11"]
    versions = ["633b36b7235b248e2207", "8e9af6e0cc11", "success.leaves = 6", "rounds = 75"]
    told = counts + figures + value + calibration + columns + versions
    assert [figure for figure in told if figure not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_planner_reads_no_word_of_the_trade(language):
    text = write_markdown(tell(language))
    assert PLANNERS_NEVER_READ.findall(text) == []


def test_a_card_says_who_decides_and_how_to_object():
    document = tell("id")
    assert "Pejabat Pembina Kepegawaian" in sentences(document, "use")
    objections = sentences(document, "objections")
    for source in ("UU 27/2022 Pasal 10", "PP 79/2021", "Tata Usaha Negara", "UU 14/2008"):
        assert source in objections


def test_what_could_not_be_measured_says_why():
    document = tell(policy_value=None, policy_value_why_not="too_few_choices", calibration=None)
    assert "too few openings have other candidates" not in sentences(document, "value")
    assert "too few openings had other candidates" in sentences(document, "value")
    assert "cannot be tested" in sentences(document, "calibration")


def test_what_training_did_not_look_for_is_left_out():
    bundle = replace(make_told_bundle(), card={})
    assert list_codes(tell_story(bundle, "id")) == [
        "use",
        "metrics",
        "columns",
        "limits",
        "objections",
        "versions",
    ]


def test_a_difference_is_called_certain_only_where_outcomes_bear_it():
    sure = "The difference is beyond chance."
    assert sure in sentences(tell(policy_value=make_value()), "value")
    thin = sentences(tell(policy_value=make_value(enough=False)), "value")
    assert sure not in thin
    assert "more estimate than proof" in thin


def test_a_model_that_foretells_nothing_says_whom_it_follows():
    told = sentences(tell(settings={"foretells": False}), "use")
    assert "whom committees chose, not who succeeded" in told
    assert "whom committees chose" not in sentences(tell(settings={"foretells": True}), "use")


def test_a_recipe_that_asks_for_past_choices_is_not_said_to_foretell_nothing():
    asked = {"label": {"serves": "naming"}}
    told = sentences(tell(settings={"foretells": False}, recipe_whole=asked), "use")
    assert "As the recipe asks, the order follows whom committees chose" in told
    assert "cannot be foretold" not in told


def test_a_rule_follows_itself_and_no_committee():
    card = make_card() | {"why_rule": "no_better_than_rule", "settings": {"foretells": False}}
    told = sentences(tell_story(make_baseline("seniority", card), "en"), "use")
    assert "committees chose" not in told


def test_a_column_that_was_freed_is_promised_no_direction():
    bundle = make_told_bundle()
    freed = replace(bundle, freed=("own_success",))
    told = [tell_direction(tell_story(one, "en"), "own_success") for one in (bundle, freed)]
    assert told == ["more never harms", "learned from the records"]


def tell_direction(document, feature):
    columns = next(part for part in document.sections if part.code == "columns")
    label = Words("en").feature(feature)
    *_, every = (block for block in columns.blocks if isinstance(block, Fold))
    tables = (block for block in every.blocks if isinstance(block, Table))
    return next(row.cells[-1].text for table in tables for row in table.rows if row.head == label)


def test_whom_the_rules_turn_away_is_told_of_all_rules_together():
    assert "would turn away 13% of those" in sentences(tell(), "limits")
    assert "turn away" not in sentences(
        tell(evaluation=make_table() | {"excluded_any": 0}), "limits"
    )


def draw_title(**ours):
    table = make_table()
    table["lines"][0]["measures"] |= ours
    metrics = next(part for part in tell(evaluation=table).sections if part.code == "metrics")
    return next(block.svg for block in metrics.blocks if isinstance(block, Drawing))


def test_outcomes_are_drawn_where_they_are_foretold_else_the_naming_of_movers():
    assert "Tells success from failure" in draw_title(outcome_auc=estimate(0.6))
    assert "Agreement with past committees" in draw_title(outcome_auc=estimate(0.51))
    assert "Agreement with past committees" in draw_title(outcome_auc=None)


def test_a_list_is_not_compared_with_itself():
    value = make_value()
    rule = make_baseline("seniority", make_card() | {"policy_value": value | {"ours": "seniority"}})
    told = sentences(tell_story(rule, "en"), "value")
    assert "Had every post gone to the first of this list" in told
    assert "difference" not in told


def test_outcomes_are_said_to_rest_only_on_records_that_are_there():
    without = {"outcomes_given": False, "judged_by_performance": False}
    told = sentences(tell(**without), "records")
    assert "time in the post and discipline alone" in told
    told = sentences(tell(**without, judged_by_discipline=False), "records")
    assert "no performance and no discipline records" in told


def test_a_rule_says_why_it_serves():
    card = make_card() | {"why_rule": "too_few_outcomes"}
    told = sentences(tell_story(make_baseline("seniority", card), "en"), "use")
    assert "Follows the rule" in told
    assert "Too few transfers have a known outcome" in told


def test_a_rule_that_serves_tells_of_its_own_order_not_of_what_was_learned():
    rule = make_baseline("seniority", make_card())
    assert "the order is right in 63% of cases" in sentences(tell_story(rule, "en"), "limits")
    assert "the order is right in 77% of cases" in sentences(tell(), "limits")


def test_a_blend_says_that_its_rule_was_picked_by_what_it_was_tested_on():
    blend = replace(make_told_bundle(), basis="blend", name="seniority")
    said = "decided by the very transfers on which it was tested"
    assert said in sentences(tell_story(blend, "en"), "limits")
    assert said not in sentences(tell(), "limits")


def test_limits_are_those_that_were_measured():
    few = sentences(tell(outcomes=120, made_up=True), "limits")
    assert "Only 120 transfers" in few
    assert "Made-up records" in few
    many = sentences(tell(), "limits")
    assert "Only" not in many
    assert "Made-up" not in many


def test_no_transfers_with_help_need_no_telling():
    nobody = {"moves": 0, "with_outcome": 0, "lines": []}
    assert "advised" not in list_codes(tell(advised=nobody))


def test_each_chart_has_its_figures_beside_it():
    drawings = [
        block
        for section in tell().sections
        for block in section.blocks
        if isinstance(block, Drawing)
    ]
    assert len(drawings) == 3
    assert all(drawing.table.rows for drawing in drawings)


def test_a_run_keeps_the_card_in_both_languages_with_its_charts():
    files = write_files(make_told_bundle())
    assert set(files) == {
        *("card.id.html", "card.en.html", "card.id.md", "card.en.md"),
        *("metrics.svg", "calibration.svg", "learning.svg"),
    }


def test_of_two_charts_in_a_section_the_first_is_kept():
    charts = tuple(Drawing(svg, Table("", (), ())) for svg in ("<first/>", "<second/>"))
    document = Document("en", "", "", None, (Section("metrics", "", charts),))
    assert list_charts(document) == {"metrics.svg": "<first/>"}


def test_a_summary_is_short_enough_for_a_list_of_runs():
    summary = write_summary(make_told_bundle())
    assert "0,77 (0,72 sampai 0,82)" in summary
    assert len(summary) < 5000
