"""The policy: what is shipped, how a file overrides it, and what a wrong file is told."""

import re
from datetime import date

import pytest

from rules.policy import PolicyError, load_policy, read_shipped_policy
from rules.policy_file import PolicyFile
from snapshots.moves import OutcomeDefinition

CONTRACT = {
    "civil_servant": {"statuses": ("pns",)},
    "in_service": {},
    "not_same_position": {},
    "time_in_position": {"months": 24},
    "performance_floor": {"years": 2, "minimum": "baik"},
    "discipline": {"months_after": 24},
    "rank_range": {},
    "education_level": {},
    "education_field": {},
    "career_ladder": {
        "max_step": 1,
        "max_step_down": 0,
        "years_to_pengawas": 4,
        "years_to_administrator": 3,
        "years_to_jpt_pratama": 2,
    },
    "age_cap": {"jpt_pratama": 56, "functional": 53, "ahli_madya": 55, "ahli_utama": 60},
    "retirement_horizon": {"months": 12, "ages": (58, 60, 60, 65)},
    "lock_window": {"windows": ()},
}


@pytest.fixture
def override(tmp_path):
    def load(text):
        file = tmp_path / "own.toml"
        file.write_text(text, encoding="utf-8")
        return load_policy(file)

    return load


def plain(name, value):
    return tuple(value.model_dump().values()) if name == "ages" else value


def test_the_shipped_rules_are_the_promised_thirteen_with_the_promised_values():
    rules = load_policy().rules
    shipped = {
        name: {key: plain(key, value) for key, value in rule.parameters.items()}
        for name, rule in rules.items()
    }
    assert shipped == CONTRACT
    assert list(rules) == list(CONTRACT)


def test_every_rule_is_on_and_names_its_source():
    assert all(rule.enabled and rule.source for rule in load_policy().rules.values())


def test_the_shipped_warnings_have_the_promised_limits_and_name_their_source():
    warnings = dict(load_policy().warnings)
    limits = {name: limit.model_dump(exclude={"source"}) for name, limit in warnings.items()}
    assert {name: limit for name, limit in limits.items() if limit} == {
        "five_years_in_position": {"months": 60},
        "origin_below_floor": {"share": 0.9},
        "retires_within_three_years": {"months": 36},
        "assessment_older_than_three_years": {"months": 36},
    }
    assert all(limit.source for limit in warnings.values())


def test_the_law_is_cited_in_one_way():
    policy = load_policy()
    cited = [rule.source for rule in policy.rules.values()]
    cited += [limit.source for _, limit in policy.warnings]
    assert not [
        source for source in cited if re.search(r"\b(Ps|Psl|pasal)\b|(?<!ayat )\(\d\)", source)
    ]


def test_time_and_lock_windows_alone_may_be_waived():
    waivable = {rule.name for rule in load_policy().rules.values() if rule.waivable}
    assert waivable == {"time_in_position", "lock_window"}


def test_outcome_and_workload_have_the_promised_values():
    policy = load_policy()
    assert policy.outcome == OutcomeDefinition(12, (7, 1))
    assert policy.effective_minutes == 75_000


def test_an_own_file_overrides_single_keys_and_leaves_the_others(override):
    policy = override("""
        [rules.career_ladder]
        years_to_pengawas = 2
        [rules.retirement_horizon.ages]
        jpt = 62
        [rules.discipline]
        enabled = false
        [warnings.origin_below_floor]
        share = 1
        [outcome]
        months = 6
    """)
    assert policy.rules["career_ladder"].parameters["years_to_pengawas"] == 2
    assert policy.rules["career_ladder"].parameters["years_to_administrator"] == 3
    assert policy.rules["retirement_horizon"].parameters["ages"].jpt == 62
    assert policy.rules["retirement_horizon"].parameters["ages"].default == 58
    assert not policy.rules["discipline"].enabled
    assert policy.rules["discipline"].source == load_policy().rules["discipline"].source
    assert policy.outcome == OutcomeDefinition(6, (7, 1))
    assert policy.warnings.origin_below_floor.share == 1
    assert policy.warnings.origin_below_floor.source
    assert policy.warnings.five_years_in_position.months == 60


def test_windows_are_read_with_their_dates_and_kinds(override):
    policy = override("""
        [[rules.lock_window.windows]]
        from = 2029-03-22
        to = "2030-02-20"
        kinds = ["jpt_pratama"]
    """)
    (window,) = policy.rules["lock_window"].parameters["windows"]
    assert (window.first, window.last) == (date(2029, 3, 22), date(2030, 2, 20))
    assert (window.kinds, window.consent) == (("jpt_pratama",), "")


def test_the_version_changes_with_every_rule_and_with_nothing_else(override):
    shipped = load_policy().version
    assert load_policy().version == shipped
    assert override("[rules.time_in_position]\nmonths = 24").version == shipped
    assert override("[rules.time_in_position]\nmonths = 25").version != shipped
    assert override("[rules.rank_range]\nenabled = false").version != shipped
    assert override("[warnings.five_years_in_position]\nmonths = 59").version != shipped
    assert override("[outcome]\nmonths = 11").version != shipped


@pytest.mark.parametrize(
    ("text", "key", "said"),
    [
        ("[rules.time_in_positon]\nmonths = 6", "rules.time_in_positon", "time_in_position"),
        ("[rules.time_in_position]\nmonth = 6", "rules.time_in_position.month", "months"),
        ("[rulse]\nx = 1", "rulse", "rules"),
        (
            "[rules.time_in_position]\nmonths = '6'",
            "rules.time_in_position.months",
            "a whole number in the range 0–1200",
        ),
        ("[rules.time_in_position]\nmonths = -1", "rules.time_in_position.months", "0–1200"),
        ("[rules.age_cap]\nfunctional = true", "rules.age_cap.functional", "40–80"),
        (
            "[rules.time_in_position]\nenabled = 1",
            "rules.time_in_position.enabled",
            "true or false",
        ),
        ("[rules.time_in_position]\nsource = 1", "rules.time_in_position.source", "in quotes"),
        ("[rules.performance_floor]\nminimum = 'ok'", "rules.performance_floor.minimum", "kurang"),
        ("[rules.civil_servant]\nstatuses = 'pns'", "rules.civil_servant.statuses", "a list"),
        ("[rules.civil_servant]\nstatuses = ['x']", "rules.civil_servant.statuses.0", "cpns"),
        (
            "[warnings.origin_below_floor]\nshare = 90",
            "warnings.origin_below_floor.share",
            "0 to 1",
        ),
        (
            "[warnings.origin_below_floor]\nshare = ''",
            "warnings.origin_below_floor.share",
            "0 to 1",
        ),
        ("[warnings.single_holder]\nmonths = 1", "warnings.single_holder.months", "source"),
        ("[rules]\nrank_range = 1", "rules.rank_range", "a section"),
        ("[outcome]\nown_year_if_before = '13-01'", "outcome.own_year_if_before", "07-01"),
        (
            "[[rules.lock_window.windows]]\nfrom = 2029-01-01",
            "rules.lock_window.windows.0.to",
            "missing",
        ),
        (
            "[[rules.lock_window.windows]]\nfrom = 2029-01-02\nto = 2029-01-01",
            "rules.lock_window.windows.0",
            "does not come before",
        ),
        (
            "[[rules.lock_window.windows]]\nfrom = 2029-01-02\nuntil = 2029-01-01\nto = 2029-02-01",
            "rules.lock_window.windows.0.until",
            "consent",
        ),
        (
            "[[rules.lock_window.windows]]\nfrom = 'soon'\nto = 2029-01-01",
            "rules.lock_window.windows.0.from",
            "a date",
        ),
        ("months = [", "", "cannot be read as TOML"),
    ],
)
def test_a_wrong_file_is_told_the_key_and_the_remedy_in_both_languages(override, text, key, said):
    with pytest.raises(PolicyError) as refused:
        override(text)
    assert refused.value.key == key
    assert said in str(refused.value)
    for language in ("id", "en"):
        assert "own.toml" in refused.value.text(language)
        assert key in refused.value.text(language)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(PolicyError, match=r"nowhere\.toml"):
        load_policy(tmp_path / "nowhere.toml")


def test_the_shipped_file_states_every_key(override):
    assert set(read_shipped_policy()) == set(PolicyFile.model_fields)


def test_the_limits_of_watching_are_shipped_and_may_be_overridden(override):
    shipped = load_policy().monitor
    own = override("[monitor]\nscore_index = 1\nmodel_months = 6").monitor
    assert (shipped.score_index, shipped.model_months) == (0.25, 12)
    assert (own.score_index, own.model_months) == (1.0, 6)
    assert own.features_share == shipped.features_share


def test_the_limits_of_watching_change_no_answer_and_so_no_version(override):
    assert override("[monitor]\nmodel_months = 6").version == load_policy().version


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("score_index = 0", "above 0 and up to 10"),
        ('feature_index = "much"', "above 0 and up to 10"),
        ("features_share = 20", "from 0 to 1"),
        ("least_outcomes = 1.5", "whole number"),
    ],
)
def test_a_wrong_limit_of_watching_is_refused_by_its_key(override, line, told):
    with pytest.raises(PolicyError) as refused:
        override(f"[monitor]\n{line}")
    assert f"monitor.{line.split()[0]}" in refused.value.text("en")
    assert told in refused.value.text("en")


def test_a_limit_that_no_policy_has_is_refused_with_the_nearest(override):
    with pytest.raises(PolicyError) as refused:
        override("[monitor]\nscore_limit = 1")
    assert "score_index" in refused.value.text("en")


def test_the_bounds_of_development_can_change_an_answer_and_so_the_version(override):
    own = override("[development]\nlevel_months = 6")
    assert (own.development.level_months, own.development.most_changes) == (6, 3)
    assert own.version != load_policy().version


@pytest.mark.parametrize("line", ["most_changes = 4", "most_months = 0", "level_months = 0.5"])
def test_a_bound_of_development_outside_its_range_is_refused_by_its_key(override, line):
    with pytest.raises(PolicyError) as refused:
        override(f"[development]\n{line}")
    assert f"development.{line.split()[0]}" in refused.value.text("en")
