"""What the policy says of plans: stances with their weights, limits, and what it refuses."""

import pytest

from rules.policy import PolicyError, load_policy


@pytest.fixture
def override(tmp_path):
    def load(text):
        file = tmp_path / "policy.toml"
        file.write_text(text, encoding="utf-8")
        return load_policy(file)

    return load


def test_weights_can_change_a_plan_and_so_the_version(override):
    own = override("[plan.stances.fit]\nmove = 0.3")
    assert (own.plan.stances.fit.move, own.plan.stances.fit.fit) == (0.3, 1.0)
    assert own.version != load_policy().version


def test_evenness_weighs_more_from_stance_to_stance():
    stances = load_policy().plan.stances
    assert stances.fit.evenness < stances.balanced.evenness < stances.evenness.evenness


@pytest.mark.parametrize(
    ("section", "line", "told"),
    [
        ("plan.stances.fit", "move = 0", "above 0"),
        ("plan.stances.evenness", "evenness = -1", "from 0 to 100"),
        ("plan.stances.balanced", 'fit = "much"', "from 0 to 100"),
        ("plan", "candidates = 0", "whole number"),
        ("plan", "max_share_leaving = 10", "from 0 to 1"),
    ],
)
def test_a_wrong_value_is_refused_by_its_key(override, section, line, told):
    with pytest.raises(PolicyError) as refused:
        override(f"[{section}]\n{line}")
    assert f"{section}.{line.split()[0]}" in refused.value.text("en")
    assert told in refused.value.text("en")


def test_a_stance_that_no_policy_has_is_refused_with_the_nearest(override):
    with pytest.raises(PolicyError) as refused:
        override("[plan.stances.balance]\nfit = 1.0")
    assert "balanced" in refused.value.text("en")
