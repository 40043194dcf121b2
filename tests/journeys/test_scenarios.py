"""Scenarios from the terminal: made, changed, compared, removed; and what is refused."""

import json

import pytest

NAME = "Lonjakan kunjungan"


@pytest.fixture
def post(padan):
    """Return a position of the city that somebody holds, with the agency it lies in."""
    rows = json.loads(padan("positions", "--limit", 400, "--json")[1])
    return next(row for row in rows if row["staff"] >= 1 and row["need"] >= 2)


@pytest.fixture
def surge(padan, post):
    agency, place = post["agency_id"], post["position_id"]
    yield padan("scenario", NAME, "--factor", f"agency:{agency}=2", "--arrive", f"{place}=3")
    padan("scenario", NAME, "--remove")


def test_a_surge_is_made_and_told_beside_the_records(padan, surge, post):
    code, out, err = surge
    assert code == 0
    assert "Data ini rekaan" in err
    assert "seluruhnya × 2" in out
    assert f"3 orang datang ke {post['title']}" in out
    found = json.loads(padan("scenario", NAME, "--json")[1])
    recorded, supposed = next(
        row["figures"] for row in found["agencies"] if row["id"] == post["agency_id"]
    )
    assert supposed["need"] > recorded["need"]
    assert supposed["staff"] == recorded["staff"] + 3


def test_a_scenario_is_changed_step_by_step(padan, surge, post):
    padan("scenario", NAME, "--factor", f"agency:{post['agency_id']}=1")
    padan("scenario", NAME, "--arrive", f"{post['position_id']}=0")
    assert json.loads(padan("scenarios", "--json")[1])[0]["factors"] == []
    assert "Belum mengandaikan" in padan("scenario", NAME)[1]


def test_scenarios_are_listed_and_laid_side_by_side(padan, surge, monkeypatch):
    monkeypatch.setenv("PADAN_LANGUAGE", "en")
    padan("scenario", "Kosong", "--factor", "activity:tidak ada=1")
    listed = padan("scenarios")[1]
    assert NAME in listed
    assert "Supposes nothing yet." in listed
    beside = padan("scenarios", NAME, "Kosong")[1]
    assert "By agency" in beside
    padan("scenario", "Kosong", "--remove")
    assert padan("scenarios", "a", "b", "c", "d")[0] == 2


def test_one_unit_twice_is_refused(padan):
    twice = ("--factor", "unit:U1=2", "--factor", "unit:U1=3")
    code, out, err = padan("scenario", "dua kali", *twice)
    assert (code, out) == (1, "")
    assert "Dalam skenario, unit “U1” disebut dua kali" in err


@pytest.mark.parametrize(
    ("option", "value", "code", "words"),
    [
        ("--factor", "unit:TIDAK-ADA=2", 1, "Data tidak memuat unit “TIDAK-ADA”"),
        ("--factor", "activity:tidak ada sama sekali=2", 1, "tidak memuat kegiatan “tidak ada"),
        ("--factor", "unit=2", 2, "bukan JENIS:KUNCI=KALI"),
        ("--factor", "kota:X=2", 2, "activity, position, unit, agency"),
        ("--factor", "unit:X=banyak", 2, "bukan JENIS:KUNCI=KALI"),
        ("--arrive", "X=dua", 2, "bukan KODE=JUMLAH"),
        ("--leave", "123", 1, "123"),
    ],
)
def test_what_cannot_be_supposed_is_refused_in_one_line(padan, option, value, code, words):
    found, out, err = padan("scenario", "baru", option, value)
    assert (found, out) == (code, "")
    assert words in err
    assert json.loads(padan("scenarios", "--json")[1]) == []


def test_an_unknown_scenario_is_refused(padan):
    assert padan("scenario", "tidak ada")[0] == 1
    assert "Tidak ada skenario tidak ada" in padan("scenario", "tidak ada", "--remove")[2]


def test_a_slip_of_the_hand_is_no_factor(padan, post):
    code, _, err = padan("scenario", "baru", "--factor", f"agency:{post['agency_id']}=150")
    assert code == 1
    assert "150" in err
