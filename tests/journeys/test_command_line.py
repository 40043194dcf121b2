"""The command line on the records of a made-up city: answers, files, exit codes."""

import csv
import io
import json
import sqlite3
from contextlib import closing
from importlib.metadata import version
from itertools import islice

import pyarrow.parquet as pq
import pytest
import python_calamine as calamine

from commands.application import COMMANDS
from commands.opening import open_matcher
from matching.contest import open_contest
from matching.directory import find_positions
from serving.settings import Settings


@pytest.fixture(scope="module")
def vacant(own_home):
    """Return the ids of two vacant positions that somebody is eligible for."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PADAN_HOME", str(own_home))
        matcher = open_matcher(Settings())
    dates, ids = matcher.date(None, None), matcher.history.positions.position_id
    wanted = (ids[place] for place in find_positions(matcher, vacant=True))
    found = (one for one in wanted if open_contest(matcher, one, dates).verdicts.eligible.any())
    return list(islice(found, 2))


def shortlist_json(padan, *arguments):
    code, out, _ = padan("shortlist", *arguments, "--size", 2, "--json")
    assert code == 0
    return out


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_has_help_with_an_example(padan, monkeypatch, command, language):
    monkeypatch.setenv("PADAN_LANGUAGE", language)
    code, out, _ = padan(command, "--help")
    assert code == 0
    assert f": padan {command}" in out
    assert "option_" not in out


def test_positions_can_be_listed_for_scripts(padan):
    code, out, err = padan("positions", "--vacant", "--limit", 3, "--ids")
    assert (code, err) == (0, "")
    assert len(out.splitlines()) == 3
    assert " " not in out


def test_positions_of_a_made_up_city_say_that_it_is_one(padan):
    assert "Data ini rekaan" in padan("positions", "--limit", 1)[2]


def test_a_city_with_dirt_differs_and_still_imports(empty_padan, tmp_path):
    folder = tmp_path / "dirty"
    assert empty_padan("demo", folder, "--employees", 200, "--dirt")[0] == 0
    code, _, err = empty_padan("import", folder)
    assert code == 0
    assert err


def test_a_list_reads_well_at_a_hundred_columns(padan, vacant):
    code, out, _ = padan("shortlist", vacant[0], "--size", 3)
    assert code == 0
    assert max(map(len, out.splitlines())) <= 100
    assert "memenuhi syarat" in out
    assert "Data ini rekaan" in out
    assert "+ " in out


def test_json_is_always_an_array_one_element_a_position(padan, vacant):
    for asked in (vacant[:1], vacant):
        found = json.loads(shortlist_json(padan, *asked))
        assert [one["position"]["position_id"] for one in found] == asked


def test_a_list_is_stored_and_computed_again_to_the_same_bytes(padan, vacant):
    made = json.loads(shortlist_json(padan, vacant[0]))[0]
    code, out, _ = padan("replay", made["id"])
    assert code == 0
    assert "sama persis" in out
    answer = json.loads(padan("replay", made["id"], "--json")[1])
    assert (answer["same"], answer["fault"], answer["differences"]) == (True, False, [])


def test_a_list_that_differs_names_what_differs_and_is_refused(
    padan, vacant, tmp_path, monkeypatch
):
    made = json.loads(shortlist_json(padan, vacant[0]))[0]
    (tmp_path / "policy.toml").write_text("[rules.time_in_position]\nmonths = 7\n")
    monkeypatch.setenv("PADAN_POLICY", str(tmp_path / "policy.toml"))
    code, out, err = padan("replay", made["id"])
    assert code == 1
    assert f"Kebijakan: {made['policy_version']}, sekarang" in out
    assert "Kebijakan" in err


def test_an_unknown_position_keeps_no_list(padan, vacant):
    code, out, err = padan("shortlist", vacant[0], "NOWHERE")
    assert (code, out) == (1, "")
    assert err.count("\n") == 1


def test_the_committees_paper_is_written_beside(padan, vacant, tmp_path):
    file = tmp_path / "paper.xlsx"
    code, out, _ = padan("shortlist", *vacant, "--xlsx", file)
    assert code == 0
    assert str(file) in out.replace("\n", "")
    assert calamine.CalamineWorkbook.from_path(str(file)).sheet_names == vacant


def test_why_and_compare_answer_for_the_people_of_a_list(padan, vacant):
    made = json.loads(shortlist_json(padan, vacant[0]))[0]
    first = made["candidates"][0]
    code, out, _ = padan("why", vacant[0], first["nip"], "--json")
    answer = json.loads(out)
    assert (code, answer["verdict"], answer["rank"]) == (0, "eligible", 1)
    assert len(answer["gates"]) == 13
    assert padan("why", vacant[0], first["nip"])[0] == 0
    other = made["candidates"][-1]["nip"]
    found = json.loads(padan("compare", vacant[0], first["nip"], other, "--json")[1])
    assert sum(part["difference"] for part in found["parts"]) == pytest.approx(found["difference"])
    code, _, err = padan("compare", vacant[0], first["nip"], other)
    assert (code, "Data ini rekaan" in err) == (0, True)


def test_a_batch_keeps_order_and_columns_and_counts_what_is_unknown(padan, vacant, tmp_path):
    nip = json.loads(shortlist_json(padan, vacant[0]))[0]["candidates"][0]["nip"]
    file = tmp_path / "pairs.csv"
    file.write_text(f"mark,position_id,nip\na,{vacant[0]},{nip}\nb,NOWHERE,{nip}\n")
    code, out, err = padan("score", file)
    first, second = csv.DictReader(io.StringIO(out))
    assert code == 0
    assert (first["mark"], first["verdict"], second["mark"], second["verdict"]) == (
        *("a", "eligible", "b", ""),
    )
    assert list(first) == [
        "mark",
        "position_id",
        "nip",
        *("verdict", "failed", "unknown"),
        "score",
        "fit",
    ]
    assert err.startswith("1 ")
    assert all(f"{name} " in err for name in ("snapshot_id", "model_version", "state_id"))
    padan("score", file, "--out", tmp_path / "scores.csv")
    assert (tmp_path / "scores.csv").read_text() == out
    padan("score", file, "--out", tmp_path / "scores.parquet")
    assert pq.read_table(tmp_path / "scores.parquet")["mark"].to_pylist() == ["a", "b"]
    again = padan("score", tmp_path / "scores.csv")
    assert again[1] == out
    assert "verdict" in again[2]


def test_a_draft_is_checked_without_a_model_and_nothing_changes(records_only_padan, tmp_path):
    position = records_only_padan("positions", "--limit", 1, "--ids")[1].strip()
    file = tmp_path / "draft.csv"
    file.write_text(f"NIP,position_id,Catatan,Telepon\n1,{position},=x,+62\n")
    before = sorted((tmp_path / "home" / "snapshots").rglob("*"))
    code, out, _ = records_only_padan("check", file, "--json")
    report = json.loads(out)
    assert (code, report["model_version"]) == (0, None)
    assert report["lines"][0]["problem"]
    assert [one.name for one in tmp_path.glob("draft*")] == ["draft.csv"]
    code, out, _ = records_only_padan("check", file)
    assert "draft-diperiksa.csv" in out.replace("\n", "")
    checked = (tmp_path / "draft-diperiksa.csv").read_text(encoding="utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(checked))
    assert (row["NIP"], row["Catatan"], row["Telepon"]) == ("1", "'=x", "+62")
    assert sorted((tmp_path / "home" / "snapshots").rglob("*")) == before


def test_the_checked_draft_is_named_in_the_users_language(
    records_only_padan, monkeypatch, tmp_path
):
    monkeypatch.setenv("PADAN_LANGUAGE", "en")
    file = tmp_path / "draft.csv"
    file.write_text("nip,position_id\n1,P000001\n")
    assert "draft-checked.csv" in records_only_padan("check", file)[1].replace("\n", "")
    assert (tmp_path / "draft-checked.csv").exists()


def test_an_import_that_replaces_newer_and_larger_records_says_so(records_only_padan, tmp_path):
    file, report = tmp_path / "template.xlsx", tmp_path / "report.json"
    records_only_padan("template", file)
    code, _, err = records_only_padan("import", file, "--report", report)
    codes = [row["code"] for row in json.loads(report.read_text(encoding="utf-8"))["warnings"]]
    assert (code, "far_fewer_people" in codes) == (0, True)
    assert "impor terakhirlah yang dipakai" in err


def test_a_day_may_be_written_as_the_records_write_it(padan, vacant):
    known = json.loads(shortlist_json(padan, vacant[0]))[0]["as_of"]
    other = "-".join(reversed(known.split("-")))
    assert json.loads(shortlist_json(padan, vacant[0], "--as-of", other))[0]["as_of"] == known


def test_the_version_of_the_software_is_told(padan):
    assert padan("--version") == (0, f"{version('padan')}\n", "")


def test_an_import_reports_every_problem_and_stores_nothing(empty_padan, city, tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    for file in city.iterdir():
        (source / file.name).write_bytes(file.read_bytes())
    people = (source / "employees.csv").read_text(encoding="utf-8").splitlines()
    (source / "employees.csv").write_text("\n".join([*people, people[-1]]), encoding="utf-8")
    code, _, err = empty_padan("import", source, "--report", tmp_path / "report.json")
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert code == 1
    assert report["snapshot_id"] is None
    assert report["errors"][0]["message"] in err
    assert empty_padan("positions")[0] == 1


def test_an_import_says_what_it_stored_and_how_past_moves_ended(empty_padan, city):
    code, out, _ = empty_padan("import", city)
    assert code == 0
    with (city / "transfers.csv").open(encoding="utf-8", newline="") as file:
        moves = list(csv.DictReader(file))
    taught = [move for move in moves if move["reason"] not in ("reorganisation", "sanction")]
    known = [move["outcome"] for move in taught if move["outcome"]]
    rate = round(100 * known.count("success") / len(known))
    assert f"{len(moves)} mutasi yang lalu. Dari {len(known)} yang" in out
    assert f"{rate}% berhasil" in out
    assert "rekaan" in out


def test_a_template_can_be_imported_back_into_its_own_errors(empty_padan, tmp_path):
    file = tmp_path / "template.xlsx"
    assert empty_padan("template", file)[0] == 0
    assert "employees" in calamine.CalamineWorkbook.from_path(str(file)).sheet_names


def test_there_is_nothing_to_go_back_to_before_the_first_model(padan):
    code, _, err = padan("rollback", "--reason", "none before")
    assert code == 1
    assert err.count("\n") == 1


def test_to_promote_what_serves_changes_nothing_and_is_not_in_the_audit(padan, own_home):
    before = count_promotions(own_home)
    for asked in ("1", "champion"):
        code, out, err = padan("promote", asked, "--reason", "agreed")
        assert (code, err) == (0, "")
        assert "Versi 1 memang sedang dipakai" in out
    assert count_promotions(own_home) == before


def count_promotions(home):
    """Return how many promotions the audit of a home tells of."""
    if not (home / "padan.db").exists():
        return 0
    with closing(sqlite3.connect(home / "padan.db")) as database:
        asked = "SELECT count(*) FROM audit_events WHERE event = 'model_promoted'"
        return database.execute(asked).fetchone()[0]
