"""The audit of today's lists: figures by group, what is hidden, and when an alarm rings."""

import json
from dataclasses import replace

import numpy as np
import pytest

from matching.fairness.audit import TOP, audit_lists, rank_pools
from matching.watching.pools import judge_pools
from models.baselines import make_baseline
from rules.policy import load_policy
from tests.matching.office import AS_OF, make_matcher, person

MANY = 60


def staff(marks):
    """Return so many people who may all be moved, of whom the marked ones meet no standard."""
    people = [
        person(f"{n:03}", sex="f" if marks[n] else "m", birth_date="1985-04-10")
        for n in range(len(marks))
    ]
    assessed = [
        {"nip": f"{n:03}", "competency_id": which, "level": 0 if marks[n] else 3}
        | {"assessed_on": "2024-05-01"}
        for n in range(len(marks))
        for which in ("C1", "C2")
    ]
    reviewed = [
        {"nip": f"{n:03}", "year": year, "predicate": "baik"}
        for n in range(len(marks))
        for year in (2023, 2024)
    ]
    asked = [
        {"position_id": position, "competency_id": "C1", "level": 2} for position in ("OPEN", "FAR")
    ]
    return {
        "employees": people,
        "assessments": assessed,
        "performance": reviewed,
        "requirements": asked,
    }


def look(matcher):
    return audit_lists(matcher, judge_pools(matcher, AS_OF))


def rank(matcher):
    return rank_pools(matcher, judge_pools(matcher, AS_OF))


def audit(marks, policy=None, **tables):
    return look(make_matcher(policy=policy, **(staff(marks) | tables)))


def test_a_group_that_meets_no_standard_is_on_no_list_and_rings_the_alarm():
    found = audit(np.arange(MANY) < MANY // 2)
    sex = found.attributes[0]
    women, men = sex.groups
    assert (sex.attribute, sex.gates, women.group, men.group) == ("sex", True, "f", "m")
    assert (women.people, men.people) == (30, 30)
    assert (women.selected, men.selected) == (0, TOP * found.posts)
    assert women.selection_ratio.value == 0
    assert women.alarm
    assert not men.alarm
    assert [(each.attribute, each.group, each.gates) for each in found.alarms] == [
        ("sex", "f", True)
    ]
    assert women.columns[0].feature == "competency_match"
    assert women.columns[0].gap < 0
    assert men.columns == ()


def test_who_lacks_a_fact_is_in_no_pool_and_told_beside_it():
    marks = np.arange(MANY) < MANY // 2
    told = [row for row in staff(marks)["performance"] if not "005" <= row["nip"] < "023"]
    women, men = audit(marks, performance=told).attributes[0].unjudged
    assert (women.group, women.share) == ("f", 0.6)
    assert (men.group, men.share) == ("m", 0.0)


def test_groups_that_are_alike_have_no_alarm():
    found = audit(
        np.zeros(MANY, bool),
        audit_attributes=[
            {"nip": f"{n:03}", "name": "tanda", "value": "ya" if n % 2 else "tidak"}
            for n in range(MANY)
        ],
    )
    assert found.alarms == ()
    assert [each.attribute for each in found.attributes] == ["sex", "age", "agency_size", "tanda"]


def test_an_attribute_that_the_records_lack_is_named_as_absent():
    found = audit(np.zeros(MANY, bool))
    assert found.absent == ("place",)


def test_a_lone_group_has_counts_and_nothing_to_compare_with():
    (men,) = audit(np.zeros(MANY, bool)).attributes[0].groups
    assert (men.people, men.selection_ratio, men.suppressed) == (MANY, None, "alone")


def test_a_small_group_is_hidden_and_the_next_one_with_it():
    women, men = audit(np.arange(MANY) < 4).attributes[0].groups
    assert (women.suppressed, men.suppressed) == ("too_few", "would_tell")
    for hidden in (women, men):
        assert (hidden.people, hidden.eligible, hidden.selected) == (None, None, None)
        assert (hidden.selection_ratio, hidden.exposure_ratio, hidden.skew) == (None, None, None)
        assert not hidden.alarm


def test_the_unknown_are_counted_and_never_compared():
    people = staff(np.arange(MANY) < 20)
    for row in people["employees"][40:]:
        del row["sex"]
    sex = look(make_matcher(**people)).attributes[0]
    unknown = sex.groups[-1]
    assert (unknown.group, unknown.people, unknown.suppressed) == (None, 20, "unknown")
    assert unknown.selection_ratio is None
    assert sex.compared == 2


def test_exposure_counts_what_stands_higher_more():
    lists = rank(make_matcher(**staff(np.zeros(MANY, bool))))
    first = lists.exposure[lists.post == 0]
    assert first[:2] == pytest.approx([1.0, 1 / np.log2(3)])
    assert not first[TOP:].any()
    assert lists.selected.sum() == TOP * lists.posts


def test_neither_the_secret_nor_the_order_of_rows_changes_the_audit():
    tables = staff(np.arange(MANY) < 25)
    one = make_matcher(**tables)
    other = make_matcher(**{name: rows[::-1] for name, rows in tables.items()})
    other.secret = b"another"
    assert look(one).to_json() == look(other).to_json()


def test_a_tie_is_not_won_by_the_same_people_at_every_post():
    """Nothing sets these people apart: who is listed first at one post is not so at the next."""
    lists = rank(make_matcher("competency_match", **staff(np.zeros(MANY, bool))))
    tops = [set(lists.person[(lists.post == post) & (lists.place < TOP)]) for post in (0, 1)]
    assert tops[0] != tops[1]


def test_posts_are_ranked_in_their_order_until_one_does_not_fit(monkeypatch):
    matcher = make_matcher(**staff(np.zeros(MANY, bool)))
    pools = judge_pools(matcher, AS_OF)
    pool = np.flatnonzero([len(rows) > 1 for rows in pools.eligible])
    small = replace(pools, eligible=(*pools.eligible, pools.eligible[pool[0]][:3]))
    small = replace(
        small,
        posts=np.append(pools.posts, pools.posts[:1]),
        post_lots=np.append(pools.post_lots, pools.post_lots[:1]),
    )
    sizes = [len(pools.eligible[post]) for post in pool]
    monkeypatch.setattr("matching.fairness.audit.MOST_ROWS", sizes[0] + 4)
    found = audit_lists(matcher, small)
    assert (found.posts, found.posts_watched) == (1, len(pool) + 1)


def test_a_group_that_alone_is_listed_has_no_number():
    men = audit(np.arange(MANY) < MANY // 2).attributes[0].groups[1]
    assert men.selection_ratio.value is None
    assert men.selection_ratio.high is None
    assert men.selection_ratio.low > 1
    assert '"value": null' in json.dumps(audit(np.arange(MANY) < MANY // 2).to_json())


def test_the_policy_says_what_gates_and_what_is_small():
    policy = load_policy()
    own = policy.fairness.model_copy(update={"gating": ("age",), "least_group": 3})
    found = audit(np.arange(MANY) < 4, policy=replace(policy, fairness=own))
    assert found.attributes[0].groups[0].people == 4
    assert [each.gates for each in found.attributes] == [False, True, False]


def test_the_audit_is_plain_json():
    found = audit(np.arange(MANY) < MANY // 2)
    stored = json.loads(json.dumps(found.to_json()))
    assert stored["attributes"][0]["groups"][0]["selection_ratio"]["value"] < 1
    assert stored["as_of"] == "2025-06-01"


def test_nobody_eligible_leaves_nothing_to_tell():
    people = [person("1", since="2025-05-01", sex="f"), person("2", since="2025-05-01", sex="m")]
    found = look(make_matcher(employees=people))
    assert (found.posts, found.alarms) == (0, ())
    assert all(not each.groups for each in found.attributes)


@pytest.mark.parametrize("rule", ["competency_match", "seniority"])
def test_any_model_can_be_audited(rule):
    matcher = make_matcher(rule=rule, **staff(np.arange(MANY) < 30))
    assert look(matcher).posts > 0
    assert matcher.bundle.name == make_baseline(rule).name
