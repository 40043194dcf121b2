"""From records to a list by the real commands: train, evaluate, promote, ask."""

import json

import pytest

from wording import say


@pytest.fixture
def learning_padan(records_only_padan):
    """Return a terminal in a home with records and no model yet."""
    return records_only_padan


def test_training_makes_a_model_that_serves_and_says_what_it_is(learning_padan):
    kept = learning_padan("train", "--promote", "never", "--json")
    report = json.loads(kept[1])
    assert (kept[0], report["version"], report["promoted"]) == (0, "1", False)
    assert learning_padan("evaluate")[0] == 1  # kept, but nothing serves yet

    code, out, err = learning_padan("train")
    assert (code, "Data ini rekaan" in err) == (0, True)
    assert "2" in out.splitlines()[1]

    table = json.loads(learning_padan("evaluate", "--json")[1])
    assert (table["version"], table["basis"]) == ("2", report["basis"])
    assert {"seniority", "random"} <= {line["ranker"] for line in table["evaluation"]["lines"]}
    code, _, err = learning_padan("evaluate", "--model", "2", "--against", "1")
    assert (code, "Data ini rekaan" in err) == (0, True)
    assert "fresh" not in table
    assert {"policy_value", "calibration", "learning_curve", "advised"} <= table.keys()
    groups = json.loads(learning_padan("evaluate", "--by", "kind,year", "--json")[1])["groups"]
    assert [group["by"] for group in groups] == ["kind", "year"]
    changes = json.loads(
        learning_padan("evaluate", "--against", "1", "--by", "agency", "--json")[1]
    )
    assert (changes["version"], changes["against"]) == ("2", "1")
    assert {split["measure"] for split in changes["changes"][0]["splits"]} >= {"success_rate"}
    assert json.loads(learning_padan("evaluate", "--fresh", "--json")[1])["fresh"]["judged"] > 0

    position = learning_padan("positions", "--vacant", "--limit", 1, "--ids")[1].strip()
    (made,) = json.loads(learning_padan("shortlist", position, "--json")[1])
    assert (made["model_version"], made["basis"]) == ("2", report["basis"])

    code, _, err = learning_padan("promote", "1", "--reason", "kata 197801012003011000")
    assert (code, err) == (1, say("terminal.failed_unfit_reason", "id") + "\n")
    code, out, err = learning_padan("promote", "1", "--reason", "agreed")
    failed = [check for check in report["checks"] if check["gates"] and not check["passed"]]
    assert (code, out) == (0, "Versi 1 sekarang dipakai.\n")
    assert ("Perhatian" in err) == bool(failed)
    assert learning_padan("rollback", "--reason", "odd")[0] == 0
    assert json.loads(learning_padan("evaluate", "--json")[1])["version"] == "2"


def test_an_unknown_group_is_a_malformed_command_line(learning_padan):
    code, _, err = learning_padan("evaluate", "--by", "colour")
    assert code == 2
    assert "kind, agency, year" in err


def test_training_as_of_a_day_after_the_records_is_refused(learning_padan):
    code, _, err = learning_padan("train", "--as-of", "2099-01-01")
    assert code == 1
    assert err.count("\n") == 1


def test_a_recipe_that_cannot_be_used_names_its_entry(learning_padan, tmp_path):
    (tmp_path / "recipe.toml").write_text('nonsense = "x"\n')
    code, _, err = learning_padan("train", "--recipe", tmp_path / "recipe.toml")
    assert code == 1
    assert "nonsense" in err or "recipe" in err
    assert err.count("\n") == 1
