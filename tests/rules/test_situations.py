"""The situations that a jurist can read: person, position, date, and the verdict of one gate.

`situations/RULE.toml` holds those of a rule. Each starts from `world.toml` and names what differs:
`person` (cells of employees), `stays` (position, from, to, appointment), `post` (cells of the
position asked), rows of other tables, `policy` (keys of the rule), `absent` tables and columns.
"""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from rules.gates import GATES, check_gates
from rules.policy import load_policy
from rules.results import RESULT_NAMES
from snapshots.days import to_day
from snapshots.view import view_day
from tests.records import make_history

FOLDER = Path(__file__).parent / "situations"
WORLD = tomllib.loads((FOLDER / "world.toml").read_text(encoding="utf-8"))


def read_situations():
    for rule in GATES:
        file = tomllib.loads((FOLDER / f"{rule}.toml").read_text(encoding="utf-8"))
        for situation in file.pop("situation"):
            yield pytest.param(rule, {**file, **situation}, id=f"{rule}: {situation['that']}")


@pytest.mark.parametrize(("rule", "situation"), [*read_situations()])
def test_the_gate_gives_the_verdict_that_the_article_gives(rule, situation, tmp_path):
    history = make_history(tables_of(rule, situation), WORLD["records_to"])
    policy = policy_of(rule, situation.get("policy", {}), tmp_path)
    as_of = situation.get("as_of", WORLD["records_to"])
    effective = to_day(situation.get("effective_on", as_of))
    position = history.position_of[situation["into"]]
    verdicts = check_gates(view_day(history, to_day(as_of)), position, policy, effective)
    assert RESULT_NAMES[verdicts.results[0, GATES.index(rule)]] == situation["verdict"]
    assert (rule in verdicts.not_checked) == (situation["verdict"] == "not_checked")


def tables_of(rule, situation):
    person = {"nip": "A", **WORLD["person"], **filled(situation.get("person", {}))}
    stays = stay_rows(situation.get("stays", []))
    if stays:
        held = [stay for stay in stays if stay["appointment"] == "definitive"][-1]
        person |= {"position_id": held["position_id"], "position_since": held["started_on"]}
    tables: dict[str, Any] = {
        "positions": position_rows(situation),
        "employees": [person],
        "assignments": stays,
        "performance": performance_rows(situation),
        "discipline": [{"nip": "A", **row} for row in situation.get("discipline", [])],
    }
    for name in ("ranks", "educations"):
        if name in situation:
            tables[name] = [{"nip": "A", **row} for row in situation[name]]
    if "consents" in situation:
        tables["consents"] = [{"rule": rule, **row} for row in situation["consents"]]
    return without(tables, situation.get("absent", []))


def filled(cells):
    return {name: None if value == "" else value for name, value in cells.items()}


def position_rows(situation):
    post = filled(situation.get("post", {}))
    return [
        {**row, **(post if row["position_id"] == situation["into"] else {})}
        for row in WORLD["positions"]
    ]


def stay_rows(stays):
    rows = []
    for position, start, *rest in stays:
        end, appointment = (*rest, None, None)[:2]
        cells = {"position_id": position, "started_on": start, "ended_on": end or None}
        rows.append({"nip": "A", **cells, "appointment": appointment or "definitive"})
    return rows


def performance_rows(situation):
    known_on = situation.get("known_on", {})
    return [
        {"nip": "A", "year": int(year), "predicate": predicate, "known_on": known_on.get(year)}
        for year, predicate in situation.get("performance", {}).items()
    ]


def without(tables, absent):
    for name in absent:
        table, _, column = name.partition(".")
        if column:
            for row in tables[table]:
                row.pop(column, None)
        else:
            del tables[table]
    return tables


def policy_of(rule, keys, tmp_path):
    """Write the keys as a policy file, so that they come the way an agency's come."""
    file = tmp_path / "policy.toml"
    lines = [f"{key} = {to_toml(value)}" for key, value in keys.items()]
    file.write_text("\n".join([f"[rules.{rule}]", *lines]), encoding="utf-8")
    return load_policy(file)


def to_toml(value):
    match value:
        case bool():
            return str(value).lower()
        case list():
            return f"[{', '.join(map(to_toml, value))}]"
        case dict():
            return f"{{ {', '.join(f'{key} = {to_toml(cell)}' for key, cell in value.items())} }}"
        case str():
            return f'"{value}"'
        case _:
            return str(value)


def test_every_rule_has_its_situations_and_its_article():
    for rule in GATES:
        file = tomllib.loads((FOLDER / f"{rule}.toml").read_text(encoding="utf-8"))
        assert file["article"]
        assert {"pass", "fail"} <= {situation["verdict"] for situation in file["situation"]}
