"""Plans from the terminal: made, kept, written, begun with an own draft; and what is refused."""

import json

import pytest

from matching.files.pair_files import read_pair_file


def make(padan, *options):
    code, out, err = padan("plan", "--json", *options)
    assert code == 0, err
    return json.loads(out)


@pytest.fixture(scope="module")
def plan(own_home, tmp_path_factory):
    """Return a first small plan of the city, made by the functions that the command calls."""
    from commands.opening import open_matcher
    from matching.plain import to_json
    from planning.desk.desk import open_desk
    from planning.plan import build_plan
    from planning.requests import PlanRequest
    from serving.settings import Settings

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PADAN_HOME", str(own_home))
        matcher = open_matcher(Settings())
    return json.loads(to_json(build_plan(open_desk(matcher, PlanRequest(max_moves=4)), "id")))


def test_a_plan_is_made_kept_and_the_same_again_but_for_its_ids(padan, plan):
    made = make(padan, "--max-moves", 4)
    for one in (made, plan):
        assert len(one["moves"]) == 4
    pairs = [[(m["nip"], m["to_position_id"]) for m in one["moves"]] for one in (made, plan)]
    assert pairs[0] == pairs[1]
    assert made["objective"] == plan["objective"]


def test_locks_and_exclusions_are_kept_to(padan, plan):
    first, second = plan["moves"][:2]
    pin = f"{first['to_position_id']}={first['nip']}"
    options = ("--max-moves", 1, "--pin", pin)
    made = make(padan, *options, "--forbid", second["nip"], "--forbid", second["to_position_id"])
    (move,) = made["moves"]
    assert (move["nip"], move["to_position_id"]) == (first["nip"], first["to_position_id"])


def test_a_plan_is_printed_and_written(padan, tmp_path, plan):
    file = tmp_path / "rencana.xlsx"
    code, out, _ = padan(
        "plan", plan["moves"][0]["to_position_id"], "--stance", "fit", "--chains", "--xlsx", file
    )
    assert code == 0
    assert "Utamakan kecocokan" in out
    assert "padan revise" in out
    assert file.stat().st_size > 0


def test_an_own_draft_begins_the_plan(padan, tmp_path, plan):
    draft = tmp_path / "konsep.csv"
    lines = [f"{move['nip']},{move['to_position_id']}" for move in plan["moves"][:2]]
    draft.write_text("\n".join(["nip,position_id", *lines]), encoding="utf-8")
    assert len(read_pair_file(draft).nips) == 2
    made = make(padan, "--max-moves", 2, "--from-draft", draft)
    assert {move["nip"] for move in made["moves"]} == {m["nip"] for m in plan["moves"][:2]}


def test_a_draft_that_breaks_a_rule_is_refused_with_its_lines(padan, tmp_path, plan):
    draft = tmp_path / "konsep.csv"
    move = plan["moves"][0]
    lines = [f"{move['nip']},{move['to_position_id']}", f"{move['nip']},{move['from_position_id']}"]
    draft.write_text("\n".join(["nip,position_id", *lines]), encoding="utf-8")
    code, out, err = padan("plan", "--from-draft", draft)
    assert (code, out) == (1, "")
    assert "baris 2" in err


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (("TIDAK-ADA",), 1, "TIDAK-ADA"),
        (("--from-draft", "/tidak/ada.xlsx"), 1, "Berkas atau folder /tidak/ada.xlsx tidak ada."),
        (("--pin", "tanpa-nip"), 2, "bukan POSISI=NIP"),
        (("--stance", "adil"), 2, "balanced"),
        (("--max-moves", -1), 2, "0"),
        (("--scenario", "tidak ada"), 1, "tidak ada"),
        (("--forbid", "TIDAK-ADA"), 1, "TIDAK-ADA"),
    ],
)
def test_what_cannot_be_planned_is_one_clear_line(padan, options, code, told):
    found, out, err = padan("plan", *options)
    assert (found, out) == (code, "")
    assert told in err


def test_a_lock_against_a_rule_names_the_rule(padan, plan):
    move = plan["moves"][0]
    code, _, err = padan("plan", "--pin", f"{move['from_position_id']}={move['nip']}")
    assert code == 1
    assert "tidak dapat dikunci" in err
    assert "Pasal" in err
