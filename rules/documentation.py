"""The rule list, docs/rules.md, written from the policy and the gates themselves."""

import inspect
from collections.abc import Iterator
from typing import Any

from rules.gates import REGISTRY, Gate
from rules.policy import Policy, Rule, load_policy, read_shipped_policy
from rules.policy_file import Ages
from wording import say

_HEAD = """# Rules

Written by `padan docs` from `rules/policy.toml` and `rules/gates.py`; change those.

Before anybody is ranked, every person in the tables is held against these gates, in this order. A
gate answers `pass`, `fail`, `unknown` (a fact is missing), `waived` (a letter in `consents` covers
it) or `not_checked` (switched off, or its records are absent: counts as a pass, and every answer
names it). Eligible is who fails none and has none unknown; with a fail a person is ineligible,
with an unknown and no fail undetermined.

*As of* is the day up to which facts are known, strictly before it; the *effective day* is the day
on which the move would take effect. A cell that is empty on the position asks for nothing; one that
is empty on the person is unknown.

The legal parameters rest partly on secondary sources. Before decisions rest on them, the agency's
legal officer must confirm each against the text in force.
"""

_WARNINGS_HEAD = """## Warnings

A warning stands beside a name and stops nobody: a person weighs it. `months` are calendar months up
to the effective day (of the retirement: from it), `share` is of the fill ratio of all positions
together. Keys: `warnings.NAME.KEY`.
"""

_OVERRIDE = """## Changing them

`PADAN_POLICY` names a TOML file; what it states goes over the shipped policy key by key, and a key
or value that no policy has is refused. The version of the policy, in every answer, is a hash of all
that is in force and can change an answer: of everything but `[monitor]`.

```toml
[rules.time_in_position]
months = 6
source = "the decree that says so"

[rules.discipline]
enabled = false

[[rules.lock_window.windows]]
from = 2029-03-22
to = 2030-02-20
kinds = ["jpt_pratama", "administrator", "pengawas"]  # without kinds: every kind
consent = ""                                          # a letter's number lifts the window
```
"""


def rule_list() -> str:
    """Return docs/rules.md: every rule with what passes, parameters, source and waivability."""
    policy = load_policy()
    rules = [_describe(policy.rules[name], gate) for name, gate in REGISTRY.items()]
    rest = _describe_warnings(policy), _describe_rest(policy), _OVERRIDE
    return "\n".join([_HEAD, *rules, *rest])


def _describe(rule: Rule, gate: Gate) -> str:
    title = say(f"rules.name_{rule.name}", "en")
    indonesian = say(f"rules.name_{rule.name}", "id")
    lines = [
        f"## `{rule.name}`: {title} ({indonesian})",
        "",
        inspect.getdoc(gate.judge),
        "",
        f"- Source: {rule.source}",
        f"- Waivable by a letter: {'yes' if rule.waivable else 'no'}",
        f"- Not checked without: {_name_records(gate)}",
        *(f"- `{name}` = {_write(value)}" for name, value in _flatten(rule.parameters)),
        "",
    ]
    return "\n".join(str(line) for line in lines)


def _name_records(gate: Gate) -> str:
    needed = [f"table `{gate.table}`"] if gate.table else []
    if gate.person_column:
        needed.append(f"`employees.{gate.person_column}`")
    if gate.position_columns:
        needed.append(" or ".join(f"`positions.{column}`" for column in gate.position_columns))
    return ", ".join(needed) or "nothing"


def _flatten(parameters: Any) -> Iterator[tuple[str, Any]]:
    for name, value in parameters.items():
        if isinstance(value, Ages):
            yield from ((f"{name}.{key}", age) for key, age in value.model_dump().items())
        else:
            yield name, value


def _write(value: Any) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_write(item) for item in value)}]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _describe_warnings(policy: Policy) -> str:
    lines = [
        f"- `{name}`: {limit.source}"
        + "".join(f"; `{key}` = {value}" for key, value in limit if key != "source")
        for name, limit in policy.warnings
    ]
    return "\n".join([_WARNINGS_HEAD, *lines, ""])


_DEVELOPMENT_HEAD = """## Development

Local policy: within which bounds an answer looks for the smallest change that would bring a person
onto a list. Months are calendar months, one change after another.
"""


def _describe_development(policy: Policy) -> str:
    lines = [f"- `development.{name}` = {bound}" for name, bound in policy.development]
    return "\n".join([_DEVELOPMENT_HEAD, *lines, ""])


_PLAN_HEAD = """## Transfer plans

Local policy: how many candidates of a post a plan chooses from, which share of the people in post
may leave an agency, which share of the overall fill ratio nobody may fall below, and what each aim
is worth to each stance, in points. One point is one more transfer that succeeds; the comments in
`rules/policy.toml` say what a unit of each aim is.
"""


def _describe_plan(policy: Policy) -> str:
    limits = [f"- `plan.{name}` = {value}" for name, value in policy.plan if name != "stances"]
    weights = [
        f"- `plan.stances.{stance}`: " + ", ".join(f"`{aim}` = {worth}" for aim, worth in given)
        for stance, given in policy.plan.stances
    ]
    return "\n".join([_PLAN_HEAD, *limits, *weights, ""])


def _describe_rest(policy: Policy) -> str:
    outcome = read_shipped_policy()["outcome"]
    fair = "\n".join(f"- `fairness.{name}` = {_write(value)}" for name, value in policy.fairness)
    near = "\n".join(f"- `precedents.{name}` = {value}" for name, value in policy.precedents)
    limits = "\n".join(f"- `monitor.{name}` = {limit}" for name, limit in policy.monitor)
    return f"""## Outcome of a past move

Where the records state no outcome, a move of day M is judged over the months that follow it, and
only where the records reach their end. It **failed** where the person went on to a position that is
not of a higher level (for another reason than need or reorganisation), where a predicate of the
next year, or of M's own year for an early move, is below `baik`, where a `sedang` or `berat`
sanction started, or where the person resigned or was dismissed. It is **unknown** where the person
left otherwise, went on for need or reorganisation, or a predicate is missing. Else it
**succeeded**. Failure goes before unknown.

- `outcome.months` = {outcome["months"]}
- `outcome.own_year_if_before` = "{outcome["own_year_if_before"]}" (month-day)

## Precedents

A chance of success is told only where enough past transfers with a known outcome are near. Alike
can only be two moves into the same kind of post, by the same step, both from within the post's job
family or both not; `likeness` is then the share of what the model can tell that it tells of both
alike. With fewer than `least` near ones the score stays, the chance is left out.

{near}

## Workload

- `workload.effective_minutes` = {policy.effective_minutes} (working minutes a year)

{_describe_development(policy)}
{_describe_plan(policy)}
## Watching the model

Local policy: when `padan monitor` says that retraining is due, or that newer records are. The
comments in `rules/policy.toml` say what each limit is of.

{limits}

## Fairness

Local policy: when a group counts as worse off on lists, by which bands ages and agencies are looked
at, and which attributes can hold a model back (`gating`). Every alarm is shown; one of these holds
a new model back where the model in service is fairer, and nothing otherwise. `least_ratio` 0.8 is
the four-fifths rule (29 CFR 1607.4 D), taken over as a sensible alarm; no Indonesian regulation
sets one.

{fair}
"""
