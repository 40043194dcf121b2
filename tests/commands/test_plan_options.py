"""What plan and revise read of `--pin` and `--forbid` is one thing."""

import pytest
import typer

from commands.options import read_ban, read_pin

PEOPLE = {"196801011990031001": 0}
NIP = next(iter(PEOPLE))


def test_a_move_is_written_as_position_and_nip():
    assert read_pin(f" B1P = {NIP} ", "id") == ("B1P", NIP)


@pytest.mark.parametrize("given", ["B1P", f"={NIP}", "B1P="])
def test_half_a_move_is_no_pin(given):
    with pytest.raises(typer.BadParameter):
        read_pin(given, "id")


@pytest.mark.parametrize(
    ("given", "position", "nip"),
    [(f"B1P={NIP}", "B1P", NIP), (NIP, None, NIP), ("B1P", "B1P", None)],
)
def test_a_ban_is_of_a_move_a_person_or_a_position(given, position, nip):
    assert read_ban(given, PEOPLE, "id") == (position, nip)
