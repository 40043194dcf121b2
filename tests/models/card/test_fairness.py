"""Fairness as a card tells it: in words, with ranges, and with a reason where nothing is shown."""

import pytest

from models.card.document import Fold, Paragraph, Table
from models.card.fairness import tell_fairness
from models.card.html import write_section
from models.card.story import tell_story
from models.card.words import Words
from tests.models.made_cards import make_card, make_told_bundle

RATIO = {"value": 0.61, "low": 0.42, "high": 0.88, "deviation": -2.7}
OPEN = {"value": 1.63, "low": 1.13, "high": None, "deviation": 2.7}


def group(name, ratio, **changed):
    told = {"group": name, "people": 120, "eligible": 900, "selected": 40, "selection_rate": 0.044}
    told |= {"selection_ratio": ratio, "exposure_ratio": ratio, "skew": None, "suppressed": None}
    return (
        told | {"columns": [{"feature": "family_recent", "gap": -0.21}], "alarm": False} | changed
    )


HIDDEN = dict.fromkeys(("people", "eligible", "selected", "selection_rate"))


def found(alarm=True, **changed):
    """Return an audit in which women stand on lists too seldom, unless told otherwise."""
    low = RATIO if alarm else RATIO | {"value": 0.95, "high": 1.4}
    groups = [
        group("f", low, alarm=alarm),
        group("m", OPEN),
        group(None, None, suppressed="unknown"),
    ]
    marks = [
        group("ya", None, suppressed="too_few", **HIDDEN),
        group("tidak", None, suppressed="would_tell", **HIDDEN),
    ]
    told = {"attribute": "sex", "group": "f", "ratio": RATIO}
    ended = {"moves": 50, "success_rate": {"value": 0.7, "low": 0.6, "high": 0.8}}
    ended |= {"success_ratio": RATIO, "told": 0.66, "listed": 30, "listed_success_rate": None}
    ended |= {"gap": {"value": 0.04, "low": -0.02, "high": 0.1}, "suppressed": None, "alarm": False}
    chosen = {"movers": 70, "others": 800, "odds_ratio": RATIO, "like_odds_ratio": RATIO}
    return {
        "as_of": "2025-06-01", "posts": 150, "top": 10, "confidence": 95, "least_ratio": 0.8,
        "least_group": 10, "absent": ["place"],
        "attributes": [
            {"attribute": "sex", "gates": True, "groups": groups, "ndkl": 0.31}
            | {"by_chance": {"value": 0.2, "low": 0.15, "high": 0.26}}
            | {"unjudged": [{"group": "f", "share": 0.6}, {"group": "m", "share": None}]},
            {"attribute": "tanda", "gates": True, "groups": marks, "ndkl": None}
            | {"by_chance": None},
        ],
        "past_choices": [
            {"attribute": "sex", "openings": 990, "groups": [
                {"group": "f", "suppressed": None, "alarm": False} | chosen]},
        ],
        "outcomes": [{"attribute": "sex", "groups": [{"group": "f"} | ended]}],
        "alarms": [{"about": "lists", "gates": True} | told] if alarm else [],
    } | changed  # fmt: skip


def tell(language="en", **changed):
    section = tell_fairness({"fairness": found(**changed)}, Words(language))
    assert section is not None
    return section


def test_a_group_too_seldom_on_lists_is_named_with_its_range_and_what_sets_it_apart():
    told = " ".join(tell().sentences)
    assert "Sex, Women: the chance of standing on a list is 0.61 (0.42–0.88) times" in told
    assert "does not replace a fairer one" in told
    assert "−0.21" in told
    assert "Sex 0.31, by chance 0.15–0.26" in told


def test_who_never_reached_a_comparison_for_want_of_a_fact_is_told_beside_it():
    told = " ".join(tell().sentences)
    assert "for want of a fact, of the posts that no rule closes to them: Sex: Women 60%." in told


def test_a_ratio_is_said_to_be_no_quotient_of_the_shares_and_small_groups_to_be_told_widely():
    told = " ".join(tell("id").sentences)
    assert "bukan hasil bagi" in told
    assert "tidak adanya peringatan bukan bukti" in told


def test_without_alarm_the_card_says_so_plainly():
    assert "No group has a chance" in " ".join(tell(alarm=False).sentences)


def test_what_the_records_lack_is_said():
    assert "The records hold nothing on: Place of work." in " ".join(tell().sentences)


def test_records_with_no_attribute_at_all_are_not_called_fair():
    told = " ".join(tell(alarm=False, attributes=[]).sentences)
    assert "nothing is said about fairness" in told
    assert "No group has a chance" not in told


def test_a_group_without_figures_says_why_in_their_place():
    table = next(block for block in tell().blocks if isinstance(block, Table))
    rows = {row.head: row for row in table.rows}
    assert rows["Women"].mark
    assert rows["Men"].cells[2].detail == "from 1.13"
    assert rows["Not known"].cells[-1].text == "not compared"


def test_an_attribute_stands_over_its_groups_on_a_line_of_its_own():
    table = next(block for block in tell().blocks if isinstance(block, Table))
    assert [row.head for row in table.rows] == ["Sex", "Women", "Men", "Not known"]
    assert table.rows[0].cells == ()
    assert 'colspan="5">Sex</th>' in write_section(tell())


def test_groups_without_any_figure_are_named_in_one_sentence():
    told = [text for text in tell().sentences if text.startswith("Not shown:")]
    assert len(told) == 1
    assert "tanda: ya; tanda: tidak" in told[0]


def test_of_many_groups_without_any_figure_a_dozen_are_named():
    many = [group(f"nilai {n}", None, suppressed="too_few", **HIDDEN) for n in range(900)]
    marks = {**found()["attributes"][1], "groups": many}
    (told,) = (text for text in tell(attributes=[marks]).sentences if "Not shown:" in text)
    assert "tanda: nilai 11; and 888 other groups" in told
    assert "nilai 12" not in told


def test_a_group_that_alone_stands_on_lists_has_no_number_but_words():
    only = RATIO | {"value": None, "low": 3.2, "high": None}
    groups = [group("f", RATIO | {"value": 0.0, "low": 0.0}), group("m", only)]
    table = next(
        block
        for block in tell(attributes=[{**found()["attributes"][0], "groups": groups}]).blocks
        if isinstance(block, Table)
    )
    cell = table.rows[2].cells[2]
    assert (cell.text, cell.detail) == ("this group alone", "from 3.20")


def test_a_part_of_the_posts_is_said_to_be_a_part():
    assert "some of the 400 posts" in tell(posts_watched=400).sentences[0]
    assert "some of" not in tell(posts_watched=150).sentences[0]


def test_how_few_of_those_listed_ended_is_not_told_and_said_so():
    fold = [block for block in tell().blocks if isinstance(block, Fold)][-1]
    table = next(block for block in fold.blocks if isinstance(block, Table))
    assert table.rows[1].cells[-1].text.startswith("not shown")


def test_the_past_stands_folded_below():
    folds = [block for block in tell().blocks if isinstance(block, Fold)]
    assert [fold.title for fold in folds] == [
        "Past decisions by group",
        "How past moves ended, by group",
    ]
    assert not [
        block for block in tell(past_choices=[], outcomes=[]).blocks if isinstance(block, Fold)
    ]


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_planner_reads_no_word_of_the_trade(language):
    told = write_section(tell(language)).lower()
    for word in ("ndkl", "skew", "mantel", "champion", "gate", "snapshot", "{"):
        assert word not in told


def test_a_model_without_an_audit_has_no_part_on_fairness():
    assert tell_fairness(make_card(), Words("id")) is None


def test_the_whole_card_tells_of_fairness():
    sections = tell_story(make_told_bundle(fairness=found()), "id").sections
    section = next(section for section in sections if section.code == "fairness")
    assert section.title == "Keadilan"
    assert isinstance(section.blocks[0], Paragraph)
