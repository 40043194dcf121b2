"""Accounts and keys from the command line: secrets alone on stdout, refusals in one line."""

import json
import re

import pytest

from commands.application import GROUPS, MALFORMED

LINES = [one.__name__.split("_") for _, commands in GROUPS.values() for one in commands]
ONE_TIME = re.compile(r"[a-z2-9]{5}(-[a-z2-9]{5}){3}\n")


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(("group", "name"), LINES)
def test_every_command_below_another_has_help_with_an_example(
    padan, monkeypatch, group, name, language
):
    monkeypatch.setenv("PADAN_LANGUAGE", language)
    code, out, _ = padan(group, name, "--help")
    assert code == 0
    assert f"padan {group} {name}" in out
    assert "option_" not in out


def listed(padan, group):
    return json.loads(padan(group, "list", "--json")[1])


def test_an_account_from_its_making_to_its_end(empty_padan):
    padan = empty_padan
    assert padan("user", "list")[0] == 0
    code, out, err = padan("user", "add", "Bidang Mutasi", "--role", "planner", "--role", "auditor")
    assert code == 0
    assert ONE_TIME.fullmatch(out)
    assert "Bidang Mutasi" in err
    assert padan("user", "roles", "bidang mutasi", "--role", "data_scientist")[0] == 0
    assert listed(padan, "user")[0]["roles"] == ["data_scientist"]
    _, fresh, _ = padan("user", "password", "Bidang Mutasi")
    assert ONE_TIME.fullmatch(fresh)
    assert fresh != out
    assert padan("user", "close", "Bidang Mutasi")[0] == 0
    assert listed(padan, "user")[0]["closed_at"]
    assert ONE_TIME.fullmatch(padan("user", "reopen", "Bidang Mutasi")[1])
    told = padan("user", "list")[1]
    assert "Ilmuwan data" in told
    assert "Seluruh kota" in told


def test_an_officers_agency_is_found_in_the_records(padan):
    agency = json.loads(padan("workload", "--json")[1])["items"][0]["id"]
    given = ("--role", "agency_officer", "--agency", agency)
    code, out, _ = padan("user", "add", "Petugas", *given, "--json")
    assert code == 0
    made = json.loads(out)
    assert made["agencies"] == [agency]
    assert ONE_TIME.fullmatch(made["one_time_password"] + "\n")


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        (("user", "add", "Budi", "--role", "agency_officer"), 1, "paling sedikit satu perangkat"),
        (("user", "add", "Budi", "--role", "agency_officer", "--agency", "NO"), 1, "NO"),
        (("user", "add", "198001012005011001", "--role", "planner"), 1, "tanpa NIP"),
        (("user", "add", "Budi"), MALFORMED, "--role"),
        (("user", "add", "Budi", "--role", "king"), MALFORMED, "bukan salah satu dari"),
        (("user", "password", "nobody"), 1, "Tidak ada akun nobody"),
        (("user", "nothing"), MALFORMED, "nothing"),
        (("key", "add", "portal", "--scope", "audit"), MALFORMED, "bukan salah satu dari"),
        (("key", "add", "portal", "--scope", "rank", "--days", "731"), 1, "730"),
        (("key", "revoke", "0123456789abcdef"), 1, "Tidak ada kunci"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(padan, line, code, told):
    found, out, err = padan(*line)
    assert (found, out) == (code, "")
    assert told in err.splitlines()[-1]


def test_a_key_from_its_making_to_its_end(empty_padan):
    padan = empty_padan
    code, out, err = padan("key", "add", "portal", "--scope", "people", "--scope", "rank")
    assert code == 0
    key = out.strip()
    assert re.fullmatch(r"padan_[0-9a-f]{16}_[\w-]{43}", key)
    public, secret = key.split("_", 2)[1:]
    assert public in err
    assert secret not in err
    (kept,) = listed(padan, "key")
    assert (kept["client"], kept["scopes"]) == ("portal", ["people", "rank"])
    assert secret not in str(kept)
    assert padan("key", "add", "portal", "--scope", "people")[0] == 0
    code, out, err = padan("key", "add", "portal", "--scope", "people")
    assert (code, out) == (1, "")
    assert "padan key revoke" in err
    assert padan("key", "revoke", public)[0] == 0
    assert "dicabut" in padan("key", "list")[1]
    assert padan("key", "add", "portal", "--scope", "people")[0] == 0
