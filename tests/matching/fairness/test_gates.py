"""Which rule excludes whom: shares of posts, ratios, and an alarm that only states what is so."""

import dataclasses

import pytest

from matching.fairness.gate_words import describe_gates, tell_gates
from matching.fairness.gates import audit_gates
from matching.watching.pools import judge_pools
from models.card.document import Fold, Listing, Table
from rules.policy import load_policy
from tests.matching.office import AS_OF, TABLES, make_matcher, person

TOLD = load_policy()
WOMEN = 40
MEN = 60


def staff(barred_women=0, barred_men=0, women=WOMEN, **more):
    """Return people of whom so many, by sex, came to their post too lately to leave it."""

    def one(place):
        sex, number = ("f", place) if place < women else ("m", place - women)
        barred = number < (barred_women if sex == "f" else barred_men)
        since = "2025-01-01" if barred else "2015-01-01"
        return person(f"{100 + place}", sex=sex, since=since, **more)

    return [one(place) for place in range(women + MEN)]


def audit(employees, policy=TOLD, **tables):
    positions = [{**row, "seats": 200} for row in TABLES["positions"]]
    grades = [
        {"nip": row["nip"], "year": year, "predicate": "baik"}
        for row in employees
        for year in (2023, 2024)
    ]
    matcher = make_matcher(
        policy=policy,
        **{"employees": employees, "positions": positions, "performance": grades} | tables,
    )
    return audit_gates(matcher, judge_pools(matcher, AS_OF))


def find(found, rule, attribute="sex"):
    """Return the groups of a rule by an attribute."""
    one = next(one for one in found.rules if one.rule == rule)
    by = next(by for by in one.attributes if by.attribute == attribute)
    return {group.group: group for group in by.groups}


def test_a_share_is_of_posts_and_of_people_in_service():
    groups = find(audit(staff(barred_women=30, barred_men=15)), "time_in_position")
    assert (groups["f"].people, groups["m"].people) == (WOMEN, MEN)
    assert (groups["f"].excluded, groups["f"].unclear) == (0.75, 0)
    assert groups["f"].others == groups["m"].excluded == pytest.approx(15 / 60)
    assert groups["f"].ratio.value == pytest.approx(0.75 / 0.25)
    assert groups["f"].ratio.low < 3 < groups["f"].ratio.high
    assert groups["f"].passing_ratio == 0.33


def test_who_has_left_counts_in_no_share():
    gone = [person("900", sex="f", left_on="2024-01-01", left_reason="retired")]
    assert audit([*staff(), *gone]).people == WOMEN + MEN


def test_the_rule_that_excludes_most_stands_first_and_idle_ones_are_left_out():
    found = audit(staff(barred_women=40, barred_men=60))
    assert found.rules[0].rule == "time_in_position"
    assert found.rules[0].excluded == 1
    assert "rank_range" not in {one.rule for one in found.rules}


def test_a_group_that_passes_less_than_four_fifths_as_often_rings():
    found = audit(staff(barred_women=30, barred_men=15))
    groups = find(found, "time_in_position")
    assert (groups["f"].alarm, groups["m"].alarm) == (True, False)


def test_a_difference_that_chance_explains_does_not_ring():
    groups = find(audit(staff(barred_women=16, barred_men=15)), "time_in_position")
    assert groups["f"].passing_ratio == pytest.approx(0.6 / 0.75)
    groups = find(audit(staff(barred_women=19, barred_men=19)), "time_in_position")
    assert groups["f"].passing_ratio < 0.8
    assert not groups["f"].alarm


def test_many_excluded_by_a_rule_that_most_pass_do_not_ring():
    groups = find(audit(staff(barred_women=4, barred_men=0)), "time_in_position")
    assert groups["f"].passing_ratio == pytest.approx(0.9)
    assert not groups["f"].alarm


def test_alone_counts_who_would_be_eligible_but_for_one_rule():
    people = staff(barred_women=3)
    people[0]["status"] = "pppk"  # two rules keep this one
    rules = {one.rule: one for one in audit(people).rules}
    assert rules["time_in_position"].alone == 2
    assert rules["civil_servant"].alone == 0


def test_who_lacks_a_fact_is_kept_by_no_rule_alone():
    people = staff(barred_women=3)
    told = [row["nip"] for row in people if row["nip"] != people[0]["nip"]]
    grades = [
        {"nip": nip, "year": year, "predicate": "baik"} for nip in told for year in (2023, 2024)
    ]
    rules = {one.rule: one for one in audit(people, performance=grades).rules}
    assert rules["time_in_position"].alone == 2


def test_small_groups_and_what_would_give_them_away_are_not_shown():
    groups = find(audit(staff(barred_women=4, women=6)), "time_in_position")
    assert (groups["f"].suppressed, groups["m"].suppressed) == ("too_few", "would_tell")
    for group in groups.values():
        assert (group.people, group.excluded, group.ratio, group.alone) == (None,) * 4
        assert not group.alarm


def punish(people, *numbers):
    """Return decrees of discipline against some of them."""
    return [
        {"nip": people[number]["nip"], "severity": "sedang", "started_on": "2025-01-10"}
        for number in numbers
    ]


def test_a_rule_about_conduct_tells_of_no_few_on_either_side():
    people = staff()
    found = audit(people, discipline=punish(people, 0, 1, 50, 51, 52))
    rule = next(one for one in found.rules if one.rule == "discipline")
    assert (rule.excluded, rule.alone) == (None, None)
    assert found.rules[-1] == rule
    for group in find(found, "discipline").values():
        assert group == dataclasses.replace(group, suppressed="few_concerned", excluded=None)
        assert group.unclear is None
        assert (group.people, group.others, group.ratio, group.alone) == (None,) * 4
    most = audit(people, discipline=punish(people, *range(WOMEN - 3), *range(40, 60)))
    assert {group.suppressed for group in find(most, "discipline").values()} == {"few_concerned"}


def test_a_rule_about_conduct_is_told_of_many():
    people = staff()
    found = audit(people, discipline=punish(people, *range(15), *range(40, 60)))
    groups = find(found, "discipline")
    assert groups["f"].excluded == round(15 / WOMEN, 2)
    assert groups["m"].alone == 20


def test_the_words_of_an_audit_say_where_a_share_is_not_shown():
    people = staff()
    section = describe_gates(audit(people, discipline=punish(people, 0, 50)), "en")
    table = next(block for block in section.blocks if isinstance(block, Table))
    assert [cell.text for cell in table.rows[-1].cells[1:]] == ["Not shown"] * 3


def test_who_is_of_unknown_group_is_shown_and_not_compared():
    people = staff(barred_women=30, barred_men=15)
    for row in people[:12]:
        del row["sex"]
    groups = find(audit(people), "time_in_position")
    assert (groups[None].suppressed, groups[None].people) == ("unknown", 12)
    assert groups[None].ratio is None


def test_others_are_all_but_the_group_so_that_they_tell_nothing_of_a_hidden_one():
    people = staff(barred_women=30, barred_men=15)
    for row in people[:4]:
        del row["sex"]
    groups = find(audit(people), "time_in_position")
    assert groups[None].suppressed == "too_few"
    assert groups["f"].others == round((15 + 4) / 64, 2)
    assert (groups["f"].alone, groups["m"].alone) == (None, None)


def without_grades(people, nips):
    """Return the predicates of all but some."""
    told = [row["nip"] for row in people if row["nip"] not in nips]
    return [
        {"nip": nip, "year": year, "predicate": "baik"} for nip in told for year in (2023, 2024)
    ]


def test_who_cannot_be_judged_does_not_pass_and_the_alarm_says_why():
    """24 of 40 women and 20 of 60 men have no predicate: no rule turns them away."""
    people = staff()
    lacking = [row["nip"] for row in [*people[:24], *people[40:60]]]
    found = audit(people, performance=without_grades(people, lacking))
    groups = find(found, "performance_floor")
    assert (groups["f"].excluded, groups["f"].unclear) == (0, 0.6)
    assert (groups["m"].excluded, groups["m"].unclear) == (0, 0.33)
    assert groups["f"].passing_ratio == 0.6
    assert groups["f"].ratio.value == pytest.approx(1.8)


def test_missing_facts_that_shut_a_group_out_ring_and_are_named_as_the_cause():
    people = staff()
    lacking = [row["nip"] for row in [*people[:28], *people[40:50]]]
    found = audit(people, performance=without_grades(people, lacking))
    groups = find(found, "performance_floor")
    assert (groups["f"].alarm, groups["f"].lacks_facts) == (True, True)
    assert groups["m"].alarm is False
    (said,) = [one.text for one in tell_gates(found, "id").alarms if one.attribute == "sex"]
    assert "karena datanya belum ada" in said


def test_a_rule_that_turns_a_group_away_is_not_blamed_on_missing_facts():
    groups = find(audit(staff(barred_women=30, barred_men=15)), "time_in_position")
    assert not groups["f"].lacks_facts


def test_one_group_alone_has_nobody_to_be_held_against():
    people = [person(f"{100 + n}", sex="m", since="2025-01-01") for n in range(12)]
    groups = find(audit(people), "time_in_position")
    assert (groups["m"].suppressed, groups["m"].ratio) == ("alone", None)


def test_attributes_that_the_records_lack_are_named():
    found = audit([person(f"{100 + n}") for n in range(12)])
    assert "sex" in found.absent
    assert not any(by.attribute == "sex" for one in found.rules for by in one.attributes)


def old_and_young():
    born = {True: "1966-03-01", False: "1985-03-01"}
    return [person(f"{100 + n}", sex="fm"[n % 2], birth_date=born[n < 30]) for n in range(90)]


@pytest.mark.parametrize(("language", "said"), [("id", "bunyi aturannya"), ("en", "itself says")])
def test_a_rule_about_age_is_said_to_be_what_it_says_with_its_source(language, said):
    answer = tell_gates(audit(old_and_young()), language)
    (alarm,) = [one for one in answer.alarms if one.attribute == "age"]
    assert alarm.rule == "retirement_horizon"
    assert said in alarm.text
    assert TOLD.rules["retirement_horizon"].source in alarm.text


def test_every_alarm_stands_in_the_section_and_so_does_every_rule():
    found = audit(staff(barred_women=30, barred_men=15))
    section = describe_gates(found, "id")
    told = [alarm.text for alarm in tell_gates(found, "id").alarms]
    assert [block.items for block in section.blocks if isinstance(block, Listing)] == [tuple(told)]
    tables = [block for block in section.blocks if isinstance(block, Table)]
    assert len(tables[0].rows) == len(found.rules)
    (table,) = (
        inner
        for block in section.blocks
        if isinstance(block, Fold) and "kelamin" in block.title
        for inner in block.blocks
        if isinstance(inner, Table)
    )
    row = next(row for row in table.rows if row.cells[0].text == "75%")
    assert [cell.text for cell in row.cells] == ["75%", "25%"]


def test_a_section_without_alarms_says_so():
    section = describe_gates(audit(staff()), "en")
    assert any("beyond chance" in text for text in section.sentences)


def test_nobody_in_service_is_an_answer_too():
    gone = [person("1", left_on="2024-01-01", left_reason="retired")]
    found = audit(gone)
    assert (found.people, found.rules) == (0, ())


def test_the_order_of_rows_changes_nothing():
    people = staff(barred_women=30, barred_men=15)
    assert audit(people) == audit(people[::-1])


def test_the_limits_are_those_of_the_policy():
    kinder = dataclasses.replace(
        TOLD, fairness=TOLD.fairness.model_copy(update={"least_ratio": 0.3})
    )
    groups = find(audit(staff(barred_women=30, barred_men=15), kinder), "time_in_position")
    assert not groups["f"].alarm
