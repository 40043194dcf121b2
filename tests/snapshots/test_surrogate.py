"""Surrogate keys tell nothing of the NIP and stay the same within an installation."""

import os
import stat

import pytest

from snapshots.surrogate import DamagedSecretError, load_secret, person_id, tie_break

NIP = "198501012010012000"


def test_the_secret_is_made_once_and_kept(tmp_path):
    secret = load_secret(tmp_path / "home")
    assert len(secret) == 32
    assert load_secret(tmp_path / "home") == secret
    assert load_secret(tmp_path / "other") != secret


def test_only_the_owner_may_read_the_secret(tmp_path):
    load_secret(tmp_path)
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_processes_that_start_at_once_share_one_secret(tmp_path):
    for nth in range(8):
        if os.fork() == 0:
            (tmp_path / f"seen-{nth}").write_bytes(load_secret(tmp_path))
            os._exit(0)
    assert [os.wait()[1] for _ in range(8)] == [0] * 8
    assert {path.read_bytes() for path in tmp_path.glob("seen-*")} == {load_secret(tmp_path)}


@pytest.mark.parametrize("content", ["", "abcd", "not hexadecimal"])
def test_a_damaged_secret_is_never_replaced_in_silence(tmp_path, content):
    (tmp_path / "secret").write_text(content)
    with pytest.raises(DamagedSecretError):
        load_secret(tmp_path)


def test_an_id_hangs_on_the_person_and_the_installation_alone():
    assert person_id(b"one", NIP) == person_id(b"one", NIP)
    assert person_id(b"one", NIP) != person_id(b"two", NIP)
    assert person_id(b"one", NIP) != person_id(b"one", NIP[:-1] + "1")
    assert len(person_id(b"one", NIP)) == 20


def test_ties_are_broken_otherwise_for_every_position():
    people = [f"{NIP[:-3]}{nth:03}" for nth in range(20)]
    orders = {
        tuple(sorted(people, key=lambda nip: tie_break(b"one", position, nip)))
        for position in ("P1", "P2", "P3")
    }
    assert len(orders) == 3
    assert 0 <= tie_break(b"one", "P1", NIP) < 2**63
