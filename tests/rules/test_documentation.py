"""docs/rules.md says what the policy and the gates say."""

from pathlib import Path

from rules.documentation import rule_list
from rules.gates import GATES
from rules.policy import load_policy


def test_every_rule_stands_in_the_list_with_its_source_and_parameters():
    text, rules = rule_list(), load_policy().rules
    for name in GATES:
        section = text.split(f"## `{name}`")[1].split("\n## ")[0]
        assert rules[name].source in section
        assert all(f"`{key}" in section for key in rules[name].parameters)


def test_every_warning_stands_in_the_list_with_its_source_and_limit():
    text = rule_list()
    for name, limit in load_policy().warnings:
        assert f"- `{name}`: {limit.source}" in text
    assert "; `months` = 60\n" in text


def test_defaults_are_written_as_the_policy_file_writes_them():
    text = rule_list()
    for line in ("`months` = 24", '`statuses` = ["pns"]', '`minimum` = "baik"', "`ages.jpt` = 60"):
        assert f"- {line}\n" in text


def test_the_list_in_the_repository_is_the_one_that_the_code_writes():
    file = Path(__file__).parents[2] / "docs" / "rules.md"
    assert file.read_text(encoding="utf-8") == rule_list(), "run `make docs`"
